import assert from "node:assert/strict";
import { test } from "node:test";

import { watchRepeats } from "../js/repeat.js";
import { watchReveals } from "../js/reveal.js";
import { page } from "./page.js";

const quotes = `
  <form><div data-repeat data-repeat-max="3">
    <div data-repeat-list>
      <fieldset data-repeat-item="4"><legend>Quote <span data-repeat-number>1</span></legend>
        <input name="quote.4.text" value="kept"><button name="remove" value="quote.4" data-repeat-remove>Remove</button></fieldset>
    </div>
    <template><fieldset data-repeat-item="{n}"><legend>Quote <span data-repeat-number></span></legend>
      <label for="quote-{n}">Text</label><input type="hidden" name="quote.{n}.id"><input id="quote-{n}" name="quote.{n}.text">
      <input type="checkbox" data-reveals="consent-{n}"><div id="consent-{n}">Whose</div>
      <button name="remove" value="quote.{n}" data-repeat-remove>Remove</button></fieldset></template>
    <button name="add" value="quote" data-repeat-add>Add</button>
  </div></form>`;

function start() {
  const document = page(quotes);
  let submits = 0;
  document.querySelector("form").addEventListener("submit", (event) => {
    submits++;
    event.preventDefault();
  });
  watchReveals(document);
  watchRepeats(document);
  return {
    document,
    submits: () => submits,
    add: document.querySelector("[data-repeat-add]"),
    removes: () => [...document.querySelectorAll("[data-repeat-list] [data-repeat-remove]")],
    names: () => [...document.querySelectorAll("[data-repeat-list] input[name$=text]")].map((field) => field.name),
    numbers: () => [...document.querySelectorAll("[data-repeat-list] [data-repeat-number]")].map((number) => number.textContent),
  };
}

test("a group is added with a number of its own, and takes the focus", () => {
  const { document, add, names, numbers, submits } = start();
  add.click();
  assert.deepEqual(names(), ["quote.4.text", "quote.5.text"]);
  assert.deepEqual(numbers(), ["1", "2"]);
  assert.equal(document.activeElement.id, "quote-5", "hidden fields take no focus");
  assert.equal(document.querySelector("label").htmlFor, "quote-5");
  assert.equal(document.querySelector("[name='quote.4.text']").value, "kept");
  assert.equal(document.getElementById("consent-5").hidden, true, "what is revealed in the new group starts hidden");
  assert.equal(submits(), 0, "the page is not left");
});

test("there is no button for more groups than allowed", () => {
  const { add, removes } = start();
  add.click();
  assert.equal(add.hidden, false);
  add.click();
  assert.equal(add.hidden, true);
  removes()[0].click();
  assert.equal(add.hidden, false);
});

test("a removed group's number is not given again while a later one is there", () => {
  const { document, add, names, numbers, removes, submits } = start();
  add.click();
  add.click();
  removes()[1].click();
  assert.deepEqual(names(), ["quote.4.text", "quote.6.text"]);
  assert.deepEqual(numbers(), ["1", "2"]);
  assert.equal(document.activeElement, removes()[1], "the focus goes to the next group");
  add.click();
  assert.deepEqual(names(), ["quote.4.text", "quote.6.text", "quote.7.text"]);
  for (const button of removes()) button.click();
  assert.deepEqual(names(), []);
  assert.equal(document.activeElement, add);
  assert.equal(submits(), 0);
});

test("what a radio or checkbox reveals is shown only while it is chosen", () => {
  const document = page(`
    <input type="radio" name="consent" value="yes" id="yes" data-reveals="more"><input type="radio" name="consent" value="no" id="no" checked>
    <div id="more">Whose?</div>
    <input type="checkbox" id="event" data-reveals="place" checked><div id="place">Where?</div>`);
  watchReveals(document);
  const hidden = () => [document.getElementById("more").hidden, document.getElementById("place").hidden];
  assert.deepEqual(hidden(), [true, false]);
  document.getElementById("yes").click();
  assert.deepEqual(hidden(), [false, false]);
  document.getElementById("no").click();
  assert.deepEqual(hidden(), [true, false], "choosing the other radio hides it");
  document.getElementById("event").click();
  assert.deepEqual(hidden(), [true, true]);
});
