// Shows patterns.html as people see it: screenshots in shots/ in every width
// and theme, and axe in both themes. Fails on a violation, on anything wider
// than its window and on an error of a script.
//
//   node look.mjs           screenshots and checks
//   node look.mjs --serve   only serves the page, to look at it by hand

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import axe from "axe-core";
import puppeteer from "puppeteer-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** The widths to look at, in CSS pixels, with the enlargement. */
const windows = [
  { name: "390", width: 390, height: 844, scale: 2 },
  { name: "768", width: 768, height: 1024, scale: 1 },
  { name: "1280", width: 1280, height: 800, scale: 1 },
  { name: "1280-200", width: 640, height: 400, scale: 2 }, // 200 % zoom
  { name: "320", width: 320, height: 640, scale: 1 },
];

function serve() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://look");
    if (request.method === "POST") return response.writeHead(204).end();
    const file = pathname.startsWith("/static/") ? here(`..${pathname}`) : here("patterns.html");
    try {
      const headers = { "Content-Type": types[extname(file)] ?? "text/plain", "Content-Security-Policy": policy };
      response.writeHead(200, headers).end(await readFile(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function check(page, label, problems) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const v of violations) problems.push(`${label}: ${v.id}: ${v.help}\n    ${v.nodes.map((n) => `${n.target} ${n.any.map((c) => c.message).join(" ")}`).join("\n    ")}`);
}

async function wide(page, label, problems) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) problems.push(`${label}: ${over} px wider than the window`);
}

const server = await serve();
const address = `http://127.0.0.1:${server.address().port}/`;
if (process.argv.includes("--serve")) {
  console.log(address);
} else {
  const profile = await mkdtemp(join(tmpdir(), "tulos-look-"));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    userDataDir: profile,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const problems = [];
  await mkdir(here("shots"), { recursive: true });
  for (const theme of ["light", "dark"]) {
    for (const { name, width, height, scale } of windows) {
      const page = await browser.newPage();
      page.on("pageerror", (error) => problems.push(`${name}: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && problems.push(`${name}: ${message.text()}`));
      await page.setViewport({ width, height, deviceScaleFactor: scale, isMobile: width < 500, hasTouch: width < 500 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }, { name: "prefers-reduced-motion", value: "reduce" }]);
      await page.goto(address, { waitUntil: "networkidle0" });
      await wide(page, `${name} ${theme}`, problems);
      await page.screenshot({ path: here(`shots/${name}-${theme}.png`), fullPage: true });
      if (name === "390" || name === "1280") await check(page, `${name} ${theme}`, problems);
      const menu = await page.$(name === "390" ? ".tulos-header__open" : ".tulos-menu--person > summary");
      await page.evaluate(() => scrollTo(0, 0));
      await menu.click();
      await page.screenshot({ path: here(`shots/${name}-${theme}-menu.png`) });
      if (name === "390" || name === "1280") await check(page, `${name} ${theme}, menu open`, problems);
      await page.close();
    }
  }
  await browser.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  } else {
    console.log("no violations; screenshots in shots/");
  }
}
