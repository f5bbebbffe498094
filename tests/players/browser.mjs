// Chromium for all programs here: quiet, without a window, and without errands of its own on the network.

import { chromium } from "playwright-core";

const QUIET_AND_OFFLINE = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** CHROMIUM names the browser. `more`: further options of its command line. */
export const openBrowser = (more = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [...QUIET_AND_OFFLINE, ...more],
  });
