// Builds ../static: styles, scripts, fonts and pictures. The same sources give
// the same bytes.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";
import { Features, transform } from "lightningcss";
import * as sass from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = (name) => here(`../static/${name}`);

// Colours that govuk-frontend writes as they are, and ours in their place.
const colours = {
  "#f3f3f3": "var(--tulos-sunk)",
  "#ffffff": "var(--tulos-surface)",
  "#651b1b": "var(--tulos-bad-strong)",
  "#083d29": "var(--tulos-good)",
};

// Classes of govuk-frontend's components that no page uses.
const unused = [
  /--inverse$/,
  /--small$/,
  /--xl$/,
  /^govuk-frontend-supported$/,
  /^govuk-link(-image|--.*)$/,
  /^govuk-summary-card/,
  /^govuk-breadcrumbs__link$/,
  /^govuk-breadcrumbs--collapse/,
  /^govuk-notification-banner__link$/,
  /^govuk-pagination(--block|__icon|__link-label|__link-title--decorated)/,
  /^govuk-error-message--/,
  /^govuk-error-summary__list$/,
  /^govuk-input--extra-letter-spacing$/,
  /^govuk-table__(caption|header|cell)--(xl|l)$/,
  /^govuk-grid-column-.*-from-desktop$/,
  /^govuk-skip-link-focused-element$/,
  /^govuk-panel(--interruption|__actions)$/,
  /^govuk-warning-text__assistive$/,
  /^govuk-main-wrapper/,
];

/** Leaves out the selectors with an unused class, and rules without selectors. */
function prune(css) {
  return css.replace(/^( *)([^@\s}][^{}]*) \{\n([^{}]*)\}/gm, (_, indent, selectors, body) => {
    const kept = selectors.split(/,\s*(?![^(]*\))/).filter((selector) => {
      const classes = selector.match(/\.[\w-]+/g) ?? [];
      return !classes.some((name) => unused.some((pattern) => pattern.test(name.slice(1))));
    });
    return kept.length === 0 ? "" : `${indent}${kept.join(", ")} {\n${body}}`;
  });
}

/** Leaves out what the product sets once for all, and takes over the colours. */
function trim(css) {
  return css
    .replace(/var\((--govuk-[a-z-]+), #[0-9a-f]{3,6}\)/g, "var($1)")
    .replace(/^\s*font-family: inherit;\n/gm, "")
    .replace(/^\s*(-webkit-font-smoothing|-moz-osx-font-smoothing): .*;\n/gm, "")
    .replace(/^\s*--govuk-frontend-version: .*;\n/gm, "")
    .replace(/@supports not \(text-wrap: balance\) \{[^{}]*\{[^{}]*\}\s*\}/g, "")
    .replace(/#[0-9a-f]{6}\b/g, (colour) => {
      if (!(colour in colours)) throw new Error(`govuk-frontend writes the colour ${colour}: give it one of ours in build.mjs`);
      return colours[colour];
    });
}

/** Addresses with the version that the server gives its files: one load, kept for good. */
function version(css) {
  return css.replace(/url\("?([\w.-]+)"?\)/g, (_, name) => {
    const hash = createHash("sha256").update(readFileSync(built(name))).digest("hex").slice(0, 16);
    return `url("${name}?v=${hash}")`;
  });
}

const options = { loadPaths: [here("node_modules"), here("src")], style: "expanded", quietDeps: true };
const own = (name) => sass.compile(here(`src/${name}.scss`), options).css;

function minify(filename, css) {
  const { code } = transform({
    filename,
    code: Buffer.from(css),
    minify: true,
    exclude: Features.LightDark,
    targets: { chrome: 90 << 16, firefox: 90 << 16, safari: (14 << 16) | (1 << 8) },
  });
  return code;
}

/** What pages of reports have besides: the style of reports/html, for their paper alone. */
function reportStyles() {
  const paper = readFileSync(here("../../../reports/html/report.css"), "utf8")
    .replace(/^html \{.*\}\n/m, "")
    .replace(/^@page.*\n/gm, "")
    .replace(/^\s*font-family: "Source Sans 3".*\n/m, "")
    .replace(/^(\s*)(?::root|body) \{/gm, "$1& {");
  return minify("report.css", own("report") + sass.compileString(`.tulos-paper {\n${paper}\n}`, options).css);
}

/** The whole style sheet, minified. */
function styles() {
  const govuk = prune(trim(sass.compile(here("src/_govuk.scss"), options).css));
  const code = minify("tulos.css", version(own("before") + govuk + own("after")));
  return `/*! With parts of govuk-frontend, MIT licence: govuk-frontend-LICENSE.txt */\n${code}`;
}

async function scripts() {
  await esbuild.build({
    entryPoints: ["tulos", "offline", "service-worker"].map((name) => here(`js/${name}.js`)),
    outdir: here("../static"),
    bundle: true,
    format: "esm",
    minify: true,
    target: ["chrome91", "firefox90", "safari15"],
    legalComments: "none",
    charset: "utf8",
  });
  await cp(here("node_modules/htmx.org/dist/htmx.min.js"), built("htmx.min.js"));
}

function fonts() {
  const source = here("node_modules/source-sans/VF/SourceSans3VF-Upright.ttf");
  for (const python of ["/usr/bin/python3", "python3"]) {
    const can = spawnSync(python, ["-c", "import fontTools, brotli"]);
    if (can.status !== 0) continue;
    const cut = spawnSync(python, [here("fonts/cut.py"), source, here("../static")], { stdio: ["ignore", "inherit", "pipe"] });
    if (cut.status !== 0) throw new Error(`cutting the fonts: ${cut.stderr}`);
    return;
  }
  console.warn("fonttools is missing (apt-get install python3-fonttools python3-brotli): the fonts stay as they are.");
}

await mkdir(here("../static"), { recursive: true });
const pictures = ["icon.svg", "mark.svg", "wave.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png", "manifest.webmanifest"];
for (const picture of pictures) await cp(here(`pictures/${picture}`), built(picture));
fonts();
await writeFile(built("tulos.css"), styles()); // knows the fonts and pictures by their content
await writeFile(built("report.css"), reportStyles());
await writeFile(built("dashboard.css"), minify("dashboard.css", own("dashboard")));
await scripts();
await cp(here("node_modules/source-sans/LICENSE.md"), built("sans-LICENSE.md"));
await cp(here("node_modules/htmx.org/LICENSE"), built("htmx-LICENSE.txt"));
await cp(here("src/govuk-frontend-LICENSE.txt"), built("govuk-frontend-LICENSE.txt"));
