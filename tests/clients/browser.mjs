// Chromium with a profile of its own, which ends with the work.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

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

export async function withBrowser(executablePath, work) {
  const profile = await mkdtemp(join(tmpdir(), "pyramidion-page-"));
  try {
    const browser = await chromium.launchPersistentContext(profile, { executablePath, args });
    try {
      await work(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
