// What is delivered: its size over the wire, its letters, and the names that
// page authors copy.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const read = (path) => readFileSync(new URL(path, import.meta.url));
const built = (name) => read(`../../static/${name}`);
const css = built("tulos.css").toString();

test("the first load stays small", () => {
  const limits = { "tulos.css": 13 * 1024, "tulos.js": 6 * 1024, "offline.js": 7 * 1024 };
  for (const [name, limit] of Object.entries(limits)) {
    const size = gzipSync(built(name), { level: 9 }).length;
    assert.ok(size <= limit, `${name}: ${size} bytes gzipped, at most ${limit}`);
  }
  const latin = built("sans-latin.woff2").length;
  assert.ok(latin <= 28 * 1024, `sans-latin.woff2: ${latin} bytes`);
});

test("nothing asks for what the CSP forbids", () => {
  for (const name of ["tulos.css", "tulos.js", "offline.js", "service-worker.js", "icon.svg", "mark.svg", "wave.svg"]) {
    const forbidden = /["'(]data:|https?:\/\/(?!www\.w3\.org)|\beval\b|new Function|<style|style=/;
    assert.equal(built(name).toString().match(forbidden)?.[0], undefined, name);
  }
});

test("the style sheet names its files with their versions, as the server does", () => {
  const addresses = [...css.matchAll(/url\("?([^")]+)"?\)/g)].map(([, address]) => address);
  assert.ok(addresses.some((address) => address.startsWith("sans-latin.woff2")));
  for (const address of addresses) {
    const [name] = address.split("?");
    const hash = createHash("sha256").update(built(name)).digest("hex").slice(0, 16);
    assert.equal(address, `${name}?v=${hash}`, "build again");
  }
});

test("all letters of the languages are in the ranges of a font file", () => {
  const ranges = [...css.matchAll(/unicode-range:([^;}]+)/g)].flatMap(([, list]) =>
    list.split(",").map((range) => {
      const [first, last = first] = range.trim().slice(2).split("-");
      return first.includes("?")
        ? [parseInt(first.replaceAll("?", "0"), 16), parseInt(first.replaceAll("?", "f"), 16)]
        : [parseInt(first, 16), parseInt(last, 16)];
    }),
  );
  const letters =
    "abcdefghijklmnopqrstuvwxyz0123456789 åäöšž āčēģīķļņū õü ąęėįų ćłńóśźż ß æø áðéíýþú " +
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя ґєії ✓▲●■○≥≤→–—’‘“”„«»‹›€№…·×%\u00a0\u202f−";
  const missing = [...letters, ...letters.toLocaleUpperCase()].filter((letter) => {
    const code = letter.codePointAt(0);
    return !ranges.some(([first, last]) => first <= code && code <= last);
  });
  assert.deepEqual(missing, []);
});

test("every class of ours is in the README and in patterns.html, and none is without style", () => {
  const names = (text, pattern) => new Set([...text.matchAll(pattern)].map(([, name]) => name));
  const readme = read("../README.md").toString();
  const styled = names(css + built("dashboard.css"), /\.(tulos-[\w-]+)/g);
  const told = names(readme, /\b(tulos-[a-z][\w-]*)/g);
  const kinds = names(readme, /`(?:--)?([a-z-]+)`/g); // listed by their last part
  const isTold = (name) => told.has(name) || kinds.has(name.split("--")[1]) || /^tulos-series-[1-6]$/.test(name);
  assert.deepEqual([...styled].filter((name) => !isTold(name)), [], "styled, but not in the README");

  const bare = new Set(["tulos-status--no-data", "tulos-notice--info"]); // look as without it
  const classes = (html) => new Set([...html.matchAll(/class="([^"]*)"/g)].flatMap(([, list]) => list.split(/\s+/)).filter((name) => name.startsWith("tulos-")));
  const shown = classes(read("../patterns.html").toString());
  assert.deepEqual([...shown, ...classes(readme)].filter((name) => !styled.has(name) && !bare.has(name)), [], "used, but not styled");
  assert.deepEqual([...styled].filter((name) => !shown.has(name) && !/^tulos-width--/.test(name)), [], "styled, but not in patterns.html");
});
