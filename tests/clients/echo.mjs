// Talks to an echo websocket with node's ws: `node echo.mjs ws://HOST:PORT/echo`.

import assert from "node:assert/strict";
import { once } from "node:events";
import WebSocket from "ws";

const MIB = 1024 * 1024;
const COUNT = 10_000;
const DEADLINE = 120_000; // milliseconds for everything: a hanging server is a failure, not a wait
const url = process.argv[2];

async function open() {
  const websocket = new WebSocket(url);
  await once(websocket, "open");
  return websocket;
}

async function echoes(name, message) {
  const websocket = await open();
  const answered = once(websocket, "message");
  websocket.send(message);
  const [answer, isBinary] = await answered;
  assert.equal(isBinary, typeof message !== "string", `${name}: came back with the other opcode`);
  assert.ok(answer.equals(Buffer.from(message)), `${name}: ${answer.length} bytes came back, not the same`);
  await close(websocket, 1000);
  console.log(`  ${name}: the same came back`);
}

async function echoesMany() {
  const websocket = await open();
  const received = new Promise((resolve, reject) => {
    let next = 0;
    websocket.on("message", (data) => {
      const answer = data.toString();
      if (answer !== `message ${next}`) reject(new Error(`message ${next}: got ${answer}`));
      next += 1;
      if (next === COUNT) resolve();
    });
    websocket.on("close", (code) => reject(new Error(`closed with ${code} after ${next} messages`)));
  });
  for (let number = 0; number < COUNT; number += 1) websocket.send(`message ${number}`);
  await received;
  await close(websocket, 1000);
  console.log(`  ${COUNT} messages: all came back in order`);
}

async function close(websocket, code) {
  const closed = once(websocket, "close");
  websocket.close(code, "done");
  const [answer] = await closed;
  assert.equal(answer, code, `close ${code}: answered with ${answer}`);
}

const deadline = setTimeout(() => {
  console.error(`no answer within ${DEADLINE / 1000} s`);
  process.exit(1);
}, DEADLINE);

await echoes("text", "a pyramid: πυραμίς 🔺");
await echoes("empty text", "");
await echoes("binary", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
await echoes("1 MiB of text", "x".repeat(MIB));
await echoes("1 MiB of binary", Buffer.alloc(MIB, "pyramid"));
await echoesMany();
for (const code of [1000, 1001, 4000]) {
  await close(await open(), code);
  console.log(`  close ${code}: answered with the same code`);
}
clearTimeout(deadline);
