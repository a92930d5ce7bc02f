// The colours as they are delivered, against WCAG 2.2: text 4.5:1, shapes,
// edges of controls and the focus 3:1.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../static/tulos.css", import.meta.url), "utf8");

/** The palettes that the style sheet declares, by what selects them. */
function palettes() {
  const found = {};
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*--tulos-series-6:[^{}]*)\}/g)) {
    const colours = Object.fromEntries([...body.matchAll(/--tulos-([\w-]+):(#[0-9a-f]{3,6})\b/g)].map(([, name, value]) => [name, value]));
    found[selector.replaceAll('"', "")] = colours;
  }
  return found;
}

function luminance(hex) {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(full.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["page", "surface", "sunk", "tint"];

// What stands on what. Each row: foreground, grounds.
const texts = [
  ["ink", [...grounds, "line", "good-tint", "warn-tint", "bad-tint"]],
  ["muted", [...grounds, "warn-tint"]],
  ["link", [...grounds, "warn-tint"]],
  ["link-strong", [...grounds, "warn-tint"]],
  ["main", ["page", "surface", "tint"]],
  ["main-strong", ["surface", "tint"]],
  ["on-main", ["main", "main-strong", "good", "link"]],
  ["on-bad", ["bad", "bad-strong"]],
  ["good", ["page", "surface", "sunk", "good-tint"]],
  ["warn", ["page", "surface", "sunk", "warn-tint"]],
  ["bad", ["page", "surface", "sunk", "bad-tint"]],
  ["surface", ["warn"]],
  ["accent", ["accent-tint"]],
  ["header-ink", ["header", "header-far", "header-strong"]],
  ["header-muted", ["header", "header-far", "header-strong"]],
  ["header-strong", ["header-muted"]],
  ["focus-edge", ["focus"]],
];

const shapes = [
  ["edge", ["page", "surface", "sunk"]],
  ["main", [...grounds]],
  ["good", ["good-tint"]],
  ["warn", ["warn-tint"]],
  ["bad", ["bad-tint"]],
  ["muted", ["sunk"]],
  ["accent", ["page", "surface", "sunk"]],
  ["focus", ["header", "header-far", "header-strong", "focus-edge"]],
  ...[1, 2, 3, 4, 5, 6].map((i) => [`series-${i}`, ["surface"]]),
];

// The focus is a ring of two colours: one of them stands out from whatever is
// beside it.
const besideFocus = [...grounds, "main", "main-strong", "bad", "good-tint", "warn-tint", "bad-tint", "accent-tint"];

function problems(colours) {
  const low = [];
  const check = (pairs, limit) => {
    for (const [front, backs] of pairs) {
      for (const back of backs) {
        const is = ratio(colours[front], colours[back]);
        if (is < limit) low.push(`${front} on ${back}: ${is.toFixed(2)} < ${limit}`);
      }
    }
  };
  check(texts, 4.5);
  check(shapes, 3);
  for (const back of besideFocus) {
    const is = Math.max(ratio(colours.focus, colours[back]), ratio(colours["focus-edge"], colours[back]));
    if (is < 3) low.push(`focus beside ${back}: ${is.toFixed(2)} < 3`);
  }
  return low;
}

test("ratios are those of WCAG", () => {
  assert.equal(ratio("#000", "#ffffff"), 21);
  assert.equal(ratio("#767676", "#fff").toFixed(2), "4.54");
});

for (const [selector, colours] of Object.entries(palettes())) {
  test(`every pair is legible: ${selector}`, () => assert.deepEqual(problems(colours), []));
}

test("the dark palette is the same by choice and by the device", () => {
  const all = palettes();
  const dark = Object.keys(all).filter((selector) => selector.includes("dark") || selector.includes(":not("));
  assert.equal(dark.length, 2, Object.keys(all).join(" | "));
  assert.deepEqual(all[dark[0]], all[dark[1]]);
});
