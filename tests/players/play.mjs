// Plays films in Chromium and reports what was seen.
//
//   node play.mjs URL [--json]     one film: problems in words, or the whole report as JSON; exit code 1 if there are any
//   node play.mjs -                one address a line on standard input, after it how many ms to wait at most where
//                              nothing happens (12000) and `shaka` or `dash` for another player, or `growing`
//                              for a stream that is not over yet; one report a line
//                              on standard output
//
// A URL ending in .m3u8 is played with hls.js, any other with the browser's own player. CHROMIUM names the browser.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { openBrowser } from "./browser.mjs";
import { judge } from "./judge.mjs";

const here = (name) => new URL(name, import.meta.url).pathname;
const packaged = (name) => createRequire(import.meta.url).resolve(name);
const HLS_JS = packaged("hls.js/dist/hls.min.js");
const OTHERS = {
  shaka: () => here("node_modules/shaka-player/dist/shaka-player.compiled.js"),
  dash: () => here("node_modules/dashjs/dist/modern/umd/dash.all.min.js"),
};
const PLAYS_BY_ITSELF = ["--autoplay-policy=no-user-gesture-required"];
const PAGE = "/longtake-player.html";
const MARKUP = '<!doctype html><meta charset="utf-8"><title>player</title><link rel="icon" href="data:,"><body></body>';

/** A fresh profile for each film, so that no cache of one answers for another. */
async function watch(browser, url, patience, player) {
  const context = await browser.newContext();
  const seen = { url, browser: browser.version(), requests: 0, badRequests: [], pageErrors: [] };
  try {
    const page = await context.newPage();
    listen(page, seen);
    const home = new URL(PAGE, url).href;
    await page.route(home, (route) => route.fulfill({ contentType: "text/html", body: MARKUP }));
    await page.goto(home);
    const other = OTHERS[player];
    await page.addScriptTag({ path: other ? other() : HLS_JS });
    await page.addScriptTag({ content: readFileSync(here(other ? "others.js" : "page.js"), "utf-8") });
    const asked = [url, patience, player];
    Object.assign(
      seen,
      await page.evaluate(([address, ms, name]) => {
        if (name === "growing") return window.watchGrowing(address, ms);
        return name ? window.watchWith(name, address, ms) : window.watch(address, ms);
      }, asked),
    );
  } finally {
    await context.close();
  }
  return { ...seen, problems: player ? [] : judge(seen) };
}

function listen(page, seen) {
  page.on("request", () => (seen.requests += 1));
  page.on("pageerror", (error) => seen.pageErrors.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 300) seen.badRequests.push({ url: response.url(), why: `status ${response.status()}` });
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "unknown";
    // The player itself gives up a request when it changes rung or is taken down.
    if (why !== "net::ERR_ABORTED") seen.badRequests.push({ url: request.url(), why });
  });
}

async function watchOne(url, asJson) {
  const browser = await openBrowser(PLAYS_BY_ITSELF);
  try {
    const report = await watch(browser, url);
    console.log(asJson ? JSON.stringify(report, null, 1) : [`${url}: ${report.problems.length} problems`, ...report.problems].join("\n"));
    return report.problems.length ? 1 : 0;
  } finally {
    await browser.close();
  }
}

async function watchLines() {
  const browser = await openBrowser(PLAYS_BY_ITSELF);
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      const [url, patience, player] = line.split(" ");
      const report = await watch(browser, url, patience && Number(patience), player).catch((error) => ({ url, failure: String(error) }));
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
    return 0;
  } finally {
    await browser.close();
  }
}

const [address, ...options] = process.argv.slice(2);
if (!address) {
  console.error("usage: node play.mjs URL [--json] | node play.mjs -");
  process.exitCode = 2;
} else {
  process.exitCode = address === "-" ? await watchLines() : await watchOne(address, options.includes("--json"));
}
