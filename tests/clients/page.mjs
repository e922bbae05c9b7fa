// Opens the tutorial's page in Chromium and reads what its script wrote:
// `node page.mjs http://HOST:PORT/ CHROMIUM SCREENSHOT`.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, executablePath, screenshot] = process.argv.slice(2);
const args = [
  "--headless",
  "--no-sandbox", // Chromium refuses to start as root with its sandbox
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function check(lines) {
  assert.equal(lines.length, 4, `#output has ${lines.length} lines: ${JSON.stringify(lines)}`);
  const [connected, sent, response, disconnected] = lines;
  assert.equal(connected, "CONNECTED");
  assert.match(sent, /^SENT: ./);
  assert.equal(response, sent.replace("SENT", "RESPONSE"), "the response is not what was sent");
  assert.equal(disconnected, "DISCONNECTED");
}

async function visit(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const isFavicon = new URL(message.location().url || url).pathname === "/favicon.ico";
    if (message.type() === "error" && !isFavicon) complaints.push(message.text());
  });
  const response = await page.goto(url);
  assert.equal(response.status(), 200, `${url} answered ${response.status()}`);
  const output = page.locator("#output");
  try {
    await output.getByText("DISCONNECTED").waitFor();
  } finally {
    await page.screenshot({ path: screenshot });
    if (complaints.length > 0) console.error(`the console says:\n  ${complaints.join("\n  ")}`);
  }
  const lines = (await output.innerText()).split("\n").map((line) => line.trim());
  const written = lines.filter((line) => line !== "");
  check(written);
  assert.deepEqual(complaints, [], "the page's console has errors");
  for (const line of written) console.log(`  #output: ${line}`);
}

const profile = await mkdtemp(join(tmpdir(), "pyramidion-page-"));
try {
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args });
  try {
    await visit(await browser.newPage());
  } finally {
    await browser.close();
  }
} finally {
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
