// A page of another origin tries the tutorial's websocket, in Chromium, and must be refused:
// `node foreign.mjs ws://HOST:PORT/echo CHROMIUM`.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { withBrowser } from "./browser.mjs";

const [websocket, executablePath] = process.argv.slice(2);
const page = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>another site</p>"));

// Runs in the page.
function tryWebsocket(url) {
  return new Promise((resolve) => {
    const websocket = new WebSocket(url);
    websocket.onopen = () => resolve("open");
    websocket.onclose = (event) => resolve(event.code);
  });
}

page.listen(0, "127.0.0.1");
await once(page, "listening");
try {
  await withBrowser(executablePath, async (browser) => {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${page.address().port}/`);
    const outcome = await tab.evaluate(tryWebsocket, websocket);
    assert.equal(outcome, 1006, `a page of another origin has got: ${outcome}`);
  });
  console.log("  a page of another origin: refused");
} finally {
  page.close();
}
