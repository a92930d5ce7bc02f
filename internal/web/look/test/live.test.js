import assert from "node:assert/strict";
import { test } from "node:test";

import { watchLive } from "../js/live.js";
import { page } from "./page.js";

const form = (example) => `<form action="/setup" method="post"><select name="rule" data-live="example">
  <option value="sum">sum</option><option value="latest">latest</option></select>
  <input name="title" value="typed"><div id="example">${example}<button name="do" value="again" data-live-button>Show</button></div></form>`;

/** A page whose server answers with what it was asked for. */
function start() {
  const document = page(form("sum: 40"));
  const window = document.defaultView;
  const asked = [];
  window.fetch = async (address, { body }) => {
    asked.push([address, body.toString()]);
    return { ok: true, text: async () => form(`${body.get("rule")}: 14`) };
  };
  watchLive(document);
  return { document, window, asked };
}

test("a part follows the field that it depends on, and the rest of the form stays", async () => {
  const { document, window, asked } = start();
  assert.ok(document.querySelector("[data-live-button]").hidden);
  const rule = document.querySelector("select");
  rule.value = "latest";
  document.querySelector("[name=title]").value = "typed since";
  rule.dispatchEvent(new window.Event("change", { bubbles: true }));
  const example = document.getElementById("example");
  await new Promise((done) => {
    new window.MutationObserver(done).observe(example, { childList: true });
  });
  assert.match(example.textContent, /latest: 14/);
  assert.deepEqual(asked, [["https://tulos.test/setup", "rule=latest&title=typed+since&do=again"]]);
  assert.equal(document.querySelector("[name=title]").value, "typed since");
  assert.ok(example.querySelector("[data-live-button]").hidden);
});
