// Walks the way of a fact-checker in Chromium through a running `entente serve` of an empty workspace: five files are dropped, the
// story is compared, a contradiction is followed to its sentence, and the story is taken along. Counts what the person does.
//
//   node bench/way.mjs http://127.0.0.1:7300 FILE... [--shots FOLDER]
//
// Exit status: 0 all well, 1 something is wrong, 77 no browser (set CHROMIUM) or no modules.

import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const MOST_ACTIONS = 10;
const modules = createRequire(join(process.cwd(), "x.js"));
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
let chromium;
try {
  ({ chromium } = modules("playwright-core"));
} catch {
  skip("playwright-core is not installed here");
}
const browserFile = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(browserFile)) skip(`no browser at ${browserFile}`);

const [base, ...rest] = process.argv.slice(2);
const at = rest.indexOf("--shots");
const shots = at < 0 ? undefined : rest[at + 1];
const files = at < 0 ? rest : rest.slice(0, at);
if (shots) mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath: browserFile, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
const page = await context.newPage();
const leaving = [];
context.on("request", (request) => {
  if (!request.url().startsWith(base + "/")) leaving.push(request.url());
});
const actions = [];
/** Something that the person does. */
const act = async (what, doing) => {
  actions.push(what);
  await doing();
  if (shots) await page.screenshot({ path: join(shots, `way-${actions.length}.png`), fullPage: true });
};
const need = (is, what) => {
  if (is) return;
  console.log(`WRONG ${what} (${page.url()}), after: ${actions.join(", ")}`);
  process.exit(1);
};
const text = () => page.locator("body").innerText();

await page.goto(base + "/");
need((await text()).includes("This is an example"), "the first page does not say that it shows an example");
need((await page.locator("ol.stories a, ul.cards a").count()) > 0, "the first page shows no story");
if (shots) await page.screenshot({ path: join(shots, "way-0.png"), fullPage: true });

await act("Add reports of your own", () => page.click("text=Add reports of your own"));
await act("choose five files", () => page.setInputFiles("#files", files));
await act("Add the files", () => page.click("button:has-text('Add the files')"));
// The page asks for itself again until all is done.
await page.locator("h1", { hasText: /^Added$/ }).waitFor({ timeout: 120_000 });
need((await text()).includes("5"), "five reports were not added");
await act("Read the account", () => page.click("text=Read the account"));
need(!(await text()).includes("This is an example"), "the example is still there");
const contradictions = page.locator("section", { hasText: "Where the reports contradict each other" });
need((await contradictions.count()) === 1, "the account tells of no contradiction");
await act("Compare", () => page.click("nav.tabs >> text=Compare"));
const differing = page.locator("tr.contradict td.differs a");
need((await differing.count()) > 0, "no cell of the table differs");
const words = (await differing.first().innerText()).trim();
await act("open the cell that differs", () => differing.first().click());
const lit = await page.locator("mark#words").innerText();
need(lit.includes(words), `the words “${words}” are not lit, but “${lit}”`);
const isInSight = await page.locator("mark#words").evaluate((mark) => {
  const box = mark.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight;
});
need(isInSight, "the words are lit, but out of sight");
await act("its story", () => page.click("text=its story"));
let saved = "";
await act("claims (CSV)", async () => {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("text=claims (CSV)")]);
  saved = readFileSync(await file.path(), "utf8");
});
need(saved.startsWith("kind,") && saved.includes(words), "the file does not hold what was found");
need(leaving.length === 0, `requests leave this computer: ${leaving}`);
need(actions.length <= MOST_ACTIONS, `it took ${actions.length} actions`);
await browser.close();
console.log(`all well: ${actions.length} actions: ${actions.join(" → ")}`);
