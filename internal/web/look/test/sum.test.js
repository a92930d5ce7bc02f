import assert from "node:assert/strict";
import { test } from "node:test";

import { add, parse, show, watchSums } from "../js/sum.js";
import { page, type } from "./page.js";

const table = (cells) => `
  <table data-sum data-sum-into="people">
    <thead><tr><td></td><th>0–17</th><th>18+</th><th>All</th></tr></thead>
    <tbody>
      <tr><th>Girls</th><td><input value="${cells[0]}"></td><td><input value="${cells[1]}"></td><td data-sum-row>–</td></tr>
      <tr><th>Boys</th><td><input value="${cells[2]}"></td><td><input value="${cells[3]}"></td><td data-sum-row>–</td></tr>
    </tbody>
    <tfoot><tr><th>All</th><td data-sum-column>–</td><td data-sum-column>–</td><td><output data-sum-all>–</output></td></tr></tfoot>
  </table>
  <input id="people">`;

const texts = (document, selector) => [...document.querySelectorAll(selector)].map((cell) => cell.textContent.replace(/\s/g, " "));

test("numbers are read as people write them", () => {
  const cases = {
    "1 284": "1284",
    "1\u00a0284": "1284",
    "1\u202f284,50": "1284.50",
    "12.5": "12.5",
    " 7 ": "7",
    "-3": "-3",
    "\u22123": "-3",
    "0": "0",
    ",5": ".5",
    "": undefined,
    "  ": undefined,
    abc: null,
    "1,2,3": null,
    "1,234,567": null,
    "1e5": null,
    "12 henkeä": null,
    "--1": null,
  };
  for (const [written, want] of Object.entries(cases)) assert.equal(parse(written, "fi"), want, JSON.stringify(written));
});

test("a mark between thousands is that of the language", () => {
  const cases = [
    ["en", "1,284", "1284"],
    ["en", "1,234,567.5", "1234567.5"],
    ["en", "1,5", "1.5"],
    ["en", "1.284", "1.284"],
    ["de", "1.284", "1284"],
    ["de", "1.234.567,5", "1234567.5"],
    ["de", "1,284", "1.284"],
    ["fi", "1,284", "1.284"],
    ["fi", "1.284", "1.284"],
    ["ru", "1 284", "1284"],
    ["en", "1,234,5", null],
  ];
  for (const [language, written, want] of cases) assert.equal(parse(written, language), want, `${language} ${written}`);
});

test("sums are exact", () => {
  const cases = [
    [["0.1", "0.2"], "0.3"],
    [["1.25", "-3"], "-1.75"],
    [["-0.5", "0.25"], "-0.25"],
    [[".5", ".5"], "1.0"],
    [["9007199254740993", "1"], "9007199254740994"],
    [["4", undefined], "4"],
    [[undefined, undefined], ""],
    [["0"], "0"],
    [["1", null], null],
  ];
  for (const [numbers, want] of cases) assert.equal(add(numbers), want, JSON.stringify(numbers));
});

test("sums are written in the reader's language", () => {
  assert.equal(show("12345.5", "fi").replace(/\s/g, " "), "12 345,5");
  assert.equal(show("12345.5", "en"), "12,345.5");
  assert.equal(show("", "fi"), "–");
  assert.equal(show(null, "fi"), "–");
});

test("a table adds up its rows, columns and everything while it is filled in", () => {
  const document = page(table(["", "", "", ""]));
  watchSums(document);
  assert.deepEqual(texts(document, "[data-sum-row], [data-sum-column], [data-sum-all]"), ["–", "–", "–", "–", "–"], "nothing yet");

  const [girls, women, boys, men] = document.querySelectorAll("td input");
  type(girls, "12");
  type(women, "1 000");
  type(boys, "0");
  assert.deepEqual(texts(document, "[data-sum-row]"), ["1 012", "0"]);
  assert.deepEqual(texts(document, "[data-sum-column]"), ["12", "1 000"]);
  assert.deepEqual(texts(document, "[data-sum-all]"), ["1 012"]);
  assert.equal(document.getElementById("people").value.replace(/\s/g, " "), "1 012");

  type(men, "many");
  assert.deepEqual(texts(document, "[data-sum-row]"), ["1 012", "–"], "only what the wrong cell touches is unknown");
  assert.deepEqual(texts(document, "[data-sum-column]"), ["12", "–"]);
  assert.equal(document.getElementById("people").value, "");
});

test("a table that comes filled in is added up at once", () => {
  const document = page(table(["1", "2", "3", "4"]));
  watchSums(document);
  assert.deepEqual(texts(document, "[data-sum-row]"), ["3", "7"]);
  assert.deepEqual(texts(document, "[data-sum-all]"), ["10"]);
});

test("the server's totals stay while nothing is filled in", () => {
  const document = page(table(["", "", "", ""]).replace("<output data-sum-all>–", "<output data-sum-all>42"));
  watchSums(document);
  assert.deepEqual(texts(document, "[data-sum-all]"), ["42"]);
});
