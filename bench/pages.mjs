// Opens every kind of page of a running `entente serve` in Chromium: light, dark, as narrow as a phone, without JavaScript; counts
// violations of axe-core, requests that leave this computer, errors of the page, and what cannot be reached by keyboard.
//
//   npm install --no-save playwright-core axe-core        (in a folder of your own; NODE_PATH or that folder as working directory)
//   entente serve WORKSPACE --address 127.0.0.1:7300 &
//   node bench/pages.mjs http://127.0.0.1:7300 [--shots FOLDER] [--only PART] [--most N]
//
// Exit status: 0 all well, 1 something is wrong, 77 no browser (set CHROMIUM) or no modules.

import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const modules = createRequire(join(process.cwd(), "x.js"));
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
let chromium, axe;
try {
  ({ chromium } = modules("playwright-core"));
  axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
} catch {
  skip("playwright-core and axe-core are not installed here");
}
const browserFile = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(browserFile)) skip(`no browser at ${browserFile}`);

const [base, ...rest] = process.argv.slice(2);
const flag = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const shots = flag("--shots");
const only = flag("--only");
const most = Number(flag("--most") ?? 1);
if (shots) mkdirSync(shots, { recursive: true });

const ways = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "phone", colorScheme: "light", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  { name: "plain", colorScheme: "light", viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
];
const args = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const browser = await chromium.launch({ executablePath: browserFile, args });
let wrong = 0;
const tell = (what) => {
  wrong += 1;
  console.log(`  WRONG ${what}`);
};

/** The kind of a page: its path with everything that names one thing left out. */
const kind = (path) =>
  path
    .replace(/\?.*|#.*/g, "")
    .replace(/(sty|art|clm|job)_[\d_]+/g, "*")
    .replace(/^\/(actor)\/.*/, "/$1/*")
    .replace(/^\/(relation)\/.*/, "/$1/*/*");

/** Pages of every kind that links lead to from the first page, `most` of each. */
async function find() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const counts = new Map();
  const found = [];
  const waiting = ["/", "/search?q=the", "/no-such-page"];
  const seen = new Set(waiting);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const name = kind(path);
    if ((counts.get(name) ?? 0) >= most) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    found.push(path);
    await page.goto(base + path);
    const links = await page.locator("a[href^='/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const link of links) {
      const plain = link.replace(/#.*/, "");
      if (!seen.has(plain) && !/\.(json|csv|svg)(\?|$)|\/export\//.test(plain)) {
        seen.add(plain);
        waiting.push(plain);
      }
    }
  }
  await context.close();
  return found;
}

/** Opens a page in one way and looks at it. */
async function look(context, way, path, leaving) {
  const page = await context.newPage();
  page.on("pageerror", (error) => tell(`${way.name} ${path}: ${error.message}`));
  page.on("console", (message) => {
    const isPolicy = /Content.Security.Policy/i.test(message.text());
    if (message.type() === "error" && (isPolicy || !/status of 4\d\d/.test(message.text()))) tell(`${way.name} ${path}: ${message.text()}`);
  });
  await page.goto(base + path);
  const file = `${(path.replace(/\?.*/, "").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "") || "today")}-${way.name}.png`;
  if (shots) await page.screenshot({ path: join(shots, file), fullPage: true });
  if (way.javaScriptEnabled !== false) {
    // The rules of the page forbid scripts of others; the check is let in from outside.
    await page.evaluate(axe);
    const found = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const one of found.violations) {
      tell(`${way.name} ${path}: ${one.id} ${one.nodes.length}× ${one.nodes[0].target} ${one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) tell(`${way.name} ${path}: ${wide} pixels wider than the window`);
  }
  if ((await page.locator("main h1").count()) !== 1) tell(`${way.name} ${path}: not one heading of first rank`);
  await page.close();
  for (const url of leaving.splice(0)) tell(`${way.name} ${path}: asks ${url}`);
}

/** Walks a page with the tabulator key: the first stop skips to the page, every stop can be seen. */
async function walk(context, path) {
  const page = await context.newPage();
  await page.goto(base + path);
  const stops = await page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']").count();
  const hidden = new Set();
  let reached = 0;
  for (let step = 0; step < Math.min(stops + 5, 150); step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      return { what: at.outerHTML.slice(0, 80), isLit: style.outlineStyle !== "none", isThere: box.width > 0 && box.height > 0 };
    });
    if (stop === null) break;
    reached += 1;
    if (!stop.isLit || !stop.isThere) hidden.add(stop.what);
  }
  for (const what of hidden) tell(`keyboard ${path}: cannot be seen ${what}`);
  if (reached === 0) tell(`keyboard ${path}: nothing can be reached`);
  await page.close();
}

const pages = (await find()).filter((path) => !only || path.includes(only));
console.log(`${pages.length} pages: ${pages.join(" ")}`);
for (const way of ways) {
  const context = await browser.newContext(way);
  const leaving = [];
  context.on("request", (request) => {
    if (!request.url().startsWith(base + "/") && !request.url().startsWith("data:")) leaving.push(request.url());
  });
  for (const path of pages) await look(context, way, path, leaving);
  if (way.name === "light") for (const path of pages) await walk(context, path);
  await context.close();
}
await browser.close();
console.log(wrong === 0 ? `all well: ${pages.length} pages in ${ways.length} ways` : `${wrong} things are wrong`);
process.exit(wrong === 0 ? 0 : 1);
