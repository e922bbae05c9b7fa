// Opens the tutorial's page in Chromium and reads what its script wrote:
// `node page.mjs http://HOST:PORT/ CHROMIUM SCREENSHOT`.

import assert from "node:assert/strict";
import { withBrowser } from "./browser.mjs";

const [url, executablePath, screenshot] = process.argv.slice(2);

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

await withBrowser(executablePath, async (browser) => visit(await browser.newPage()));
