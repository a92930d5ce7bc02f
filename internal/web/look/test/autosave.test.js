import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Autosave, watchAutosave } from "../js/autosave.js";
import { watchOnce } from "../js/once.js";
import { page, type } from "./page.js";

const form = `
  <form action="/activities" method="post" data-autosave="/draft" data-once
    data-autosave-saving="Saving…" data-autosave-saved="Saved at {time}" data-autosave-failed="Not saved, will try again"
    data-autosave-signed-out="Sign in again" data-autosave-conflict="Somebody else changed this">
    <input type="hidden" name="revision" value="7">
    <input name="title" value="">
    <input type="file" name="photo">
    <button name="then" value="send">Send</button>
    <p data-autosave-status role="status"></p>
  </form>`;

const reply = (status, json) => ({
  status,
  ok: status >= 200 && status < 300,
  headers: new Headers(json ? { "Content-Type": "application/json; charset=utf-8" } : {}),
  json: async () => json,
});

/** A form with an Autosave whose server answers with what answers holds. */
function start(...answers) {
  const document = page(form, "en");
  const element = document.querySelector("form");
  const sent = [];
  const send = async (url, request) => {
    sent.push({ url, ...Object.fromEntries(new URLSearchParams(request.body)) });
    const answer = answers.shift() ?? reply(200);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const autosave = new Autosave(element, send, () => "14:02");
  const write = (text) => {
    element.elements.title.value = text;
    autosave.change();
  };
  return { element, autosave, sent, write, status: () => element.querySelector("[role=status]") };
}

/** Lets time pass, and what was waiting for an answer go on. */
async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

beforeEach((t) => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("saves the fields once, a while after the last change", async () => {
  const { sent, write, status } = start();
  write("A");
  await pass(2000);
  write("AB");
  await pass(2000);
  assert.deepEqual(sent, [], "still typing");
  await pass(1000);
  assert.deepEqual(sent, [{ url: "/draft", revision: "7", title: "AB" }], "files and buttons stay out");
  assert.equal(status().textContent, "Saved at 14:02");
  assert.equal(status().dataset.state, "saved");
  await pass(600000);
  assert.equal(sent.length, 1, "nothing has changed since");
});

test("takes over the revision and the addresses of the draft, only hidden fields and its own origin", async () => {
  const answer = { fields: { revision: "8", title: "overwritten" }, action: "/activities/A-1", autosave: "https://evil.test/" };
  const { element, write } = start(reply(200, answer));
  write("mine");
  await pass(3000);
  assert.equal(element.elements.revision.value, "8");
  assert.equal(element.elements.title.value, "mine");
  assert.equal(element.getAttribute("action"), "/activities/A-1");
  assert.equal(element.dataset.autosave, "/draft");
});

test("tries again without a connection, ever more slowly, and says so", async () => {
  const { sent, write, status } = start(new Error("offline"), reply(503), reply(200));
  write("A");
  await pass(3000);
  assert.equal(status().textContent, "Not saved, will try again");
  await pass(4999);
  assert.equal(sent.length, 1);
  await pass(1);
  assert.equal(sent.length, 2);
  await pass(9999);
  assert.equal(sent.length, 2);
  await pass(1);
  assert.equal(sent.length, 3);
  assert.equal(status().textContent, "Saved at 14:02");
});

test("waits for the person when signed out or when somebody else changed the entry", async () => {
  for (const [code, text] of [[401, "Sign in again"], [409, "Somebody else changed this"]]) {
    const { sent, write, status } = start(reply(code));
    write("A");
    await pass(3000);
    assert.equal(status().textContent, text);
    await pass(600000);
    assert.equal(sent.length, 1, `${code} is not repeated`);
    write("AB");
    await pass(3000);
    assert.equal(sent.length, 2, `${code}: the next change is saved`);
  }
});

test("what the server will not take is told, and not sent again by itself", async () => {
  const { sent, write, status } = start(reply(403, { error: "Kept on My work" }));
  write("A");
  await pass(3000);
  assert.equal(status().textContent, "Kept on My work");
  assert.equal(status().dataset.state, "refused");
  await pass(600000);
  assert.equal(sent.length, 1);
  write("AB");
  await pass(3000);
  assert.equal(sent.length, 2, "what is typed then is sent, and kept");
});

test("what is typed during a save is saved after it", async () => {
  let answer;
  const { element, autosave, sent, write } = start(new Promise((resolve) => (answer = resolve)));
  write("A");
  await pass(3000);
  write("AB");
  await pass(3000);
  assert.equal(sent.length, 1, "one at a time");
  answer(reply(200, { fields: { revision: "8" } }));
  await pass(0);
  await pass(3000);
  assert.deepEqual(sent[1], { url: "/draft", revision: "8", title: "AB" });
  assert.equal(autosave.busy, false);
  assert.equal(element.elements.title.value, "AB");
});

test("submitting waits for the save on its way, goes with its revision, and stops saving", async () => {
  const document = page(form, "en");
  const window = document.defaultView;
  const element = document.querySelector("form");
  let answer;
  let saves = 0;
  window.fetch = () => {
    saves++;
    return new Promise((resolve) => (answer = resolve));
  };
  const submitted = [];
  window.HTMLFormElement.prototype.submit = () => {};
  watchAutosave(document);
  watchOnce(document);
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    submitted.push(`${event.submitter.value} ${element.elements.revision.value}`);
  });

  type(element.elements.title, "A");
  await pass(3000);
  element.querySelector("button").click();
  assert.deepEqual(submitted, [], "the save is on its way");
  answer(reply(200, { fields: { revision: "8" } }));
  await pass(0);
  assert.deepEqual(submitted, ["send 8"]);

  element.querySelector("button").click();
  assert.equal(submitted.length, 1, "sent once");
  assert.equal(element.querySelector("button").getAttribute("aria-disabled"), "true");

  type(element.elements.title, "B");
  await pass(10000);
  assert.equal(saves, 1, "no save after the submit");

  window.dispatchEvent(new window.PageTransitionEvent("pageshow", { persisted: true }));
  assert.equal(element.querySelector("button").hasAttribute("aria-disabled"), false, "usable when the person comes back");
  await pass(10000);
  assert.equal(saves, 2, "and saved again");
});
