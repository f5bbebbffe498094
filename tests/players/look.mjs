// Looks at a page in Chromium, in several windows, and says what a person's eyes and the browser's console would.
//
//   node look.mjs '{"url": "…/report.html", "views": [{"width": 360, "height": 800, "scheme": "dark", "png": "a.png"}]}'
//
// Prints JSON: `told` (console errors, dialogs, failed requests), `requests` (addresses), and for each view its widths,
// headings, nameless pictures and links. A view may name `at` (an id to go to first), `full` (the whole page in the
// picture) and `script: false`. `moment` in the request is a media fragment to open afterwards: where the film stands
// at first is its `moment`. CHROMIUM names the browser.

import { openBrowser } from "./browser.mjs";

/** What the page is, seen from inside. */
function measured() {
  const nameless = (element) => !(element.getAttribute("aria-label") || element.textContent.trim());
  const root = document.scrollingElement;
  return {
    scrollWidth: root.scrollWidth,
    clientWidth: root.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1])),
    unnamedPictures: [...document.images].filter((image) => !image.hasAttribute("alt")).length,
    brokenPictures: [...document.images].filter((image) => image.complete && !image.naturalWidth).length,
    namelessLinks: [...document.links].filter(nameless).length,
    duration: document.querySelector("video")?.duration ?? null,
  };
}

async function see(browser, url, view, told, requests) {
  const { width, height, scheme = "light", script = true, at, png, full = false } = view;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script });
  try {
    const page = await context.newPage();
    listen(page, told, requests);
    const began = performance.now();
    await page.goto(at ? `${url}#${at}` : url);
    await page.waitForFunction(() => !(document.querySelector("video")?.readyState === 0), null, { timeout: 20_000 });
    const loaded = performance.now() - began;
    const seen = await page.evaluate(measured);
    if (png) await page.screenshot({ path: png, fullPage: full });
    return { ...view, ...seen, loadedMs: Math.round(loaded) };
  } finally {
    await context.close();
  }
}

function listen(page, told, requests) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) told.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => told.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    told.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) told.push(`status ${response.status()}: ${response.url()}`);
  });
}

/** Where a media fragment puts the browser's own player. */
async function standing(browser, url) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    const video = await page.waitForSelector("video");
    await page.waitForFunction((element) => element.readyState >= 2, video);
    // It plays by itself at once, so where it began is what it has played from.
    return await video.evaluate((element) => (element.played.length ? element.played.start(0) : element.currentTime));
  } finally {
    await page.close();
  }
}

async function look({ url, views, moment }) {
  const browser = await openBrowser();
  const told = [];
  const requests = [];
  try {
    const seen = [];
    for (const view of views) seen.push(await see(browser, url, view, told, requests));
    const stands = moment ? await standing(browser, new URL(moment, url).href) : null;
    return { told, requests, views: seen, moment: stands };
  } finally {
    await browser.close();
  }
}

console.log(JSON.stringify(await look(JSON.parse(process.argv[2]))));
