import assert from "node:assert/strict";
import { test } from "node:test";

import { renumber } from "../js/device-form.js";
import { wordFor } from "../js/device-page.js";
import { Sender } from "../js/device-send.js";
import { isOld } from "../js/device-store.js";

const day = 86400000;
const noon = 1795435200000;

const draft = (id, more = {}) => ({
  id, person: "anna", state: "waiting", at: noon, do: "submit", to: `/offline/${id}`, fields: [["title", id]], files: [], ...more,
});

/** A store of these drafts, in memory. */
function storeOf(...all) {
  const drafts = new Map(all.map((one) => [one.id, one]));
  const notes = new Map([["person", "anna"]]);
  return {
    drafts: async () => [...drafts.values()],
    draft: async (id) => drafts.get(id),
    save: async (one) => drafts.set(one.id, one),
    remove: async (id) => drafts.delete(id),
    note: async (key) => notes.get(key),
    setNote: async (key, value) => notes.set(key, value),
  };
}

const reply = (status, json = {}, headers = {}) => ({ status, ok: status < 300, headers: new Headers(headers), json: async () => json });

/** Sends what is in a store; answer gets each request. */
async function sent(store, answer) {
  const asked = [];
  const sender = new Sender(store, async (address, request) => {
    asked.push(`${request.method} ${address} ${request.headers["Upload-Offset"] ?? ""}`.trim());
    return answer(address, request);
  }, () => noon);
  return { is: await sender.all(() => {}), asked };
}

test("drafts are sent in order, those of others, unfinished and old ones stay", async () => {
  const store = storeOf(
    draft("a"), draft("b", { person: "berit" }), draft("c", { state: "writing" }), draft("d", { at: noon - 31 * day }), draft("e"),
  );
  const { is, asked } = await sent(store, () => reply(200));
  assert.equal(is, "sent");
  assert.deepEqual(asked, ["POST /offline/a", "POST /offline/e"]);
  assert.deepEqual((await store.drafts()).map(({ id }) => id), ["b", "c", "d"]);
});

test("a refused one stays with its errors, and does not hold the others up", async () => {
  const store = storeOf(draft("a"), draft("b"));
  const problems = [{ field: "title", text: "Too long" }];
  const { is } = await sent(store, (address) => (address.endsWith("a") ? reply(422, { problems, asksWhy: true }) : reply(200)));
  assert.equal(is, "needs");
  const [left, ...others] = await store.drafts();
  assert.deepEqual([left.id, left.state, left.problems, left.asksWhy, others.length], ["a", "refused", problems, true, 0]);
});

test("after 401, 429, 5xx or no answer nothing is lost and nothing overtakes", async () => {
  for (const [answer, outcome] of [[() => reply(401), "signed-out"], [() => reply(429), "again"], [() => reply(503), "again"], [() => Promise.reject(new Error("offline")), "again"]]) {
    const store = storeOf(draft("a"), draft("b"));
    const { is, asked } = await sent(store, answer);
    assert.equal(is, outcome);
    assert.deepEqual(asked, ["POST /offline/a"]);
    assert.deepEqual((await store.drafts()).map(({ state }) => state), ["waiting", "waiting"]);
    assert.equal(await store.note("signed-out"), outcome === "signed-out");
  }
});

test("a file goes on where it broke off, and is not sent where the draft was taken", async () => {
  const part = 256 * 1024;
  const file = { no: 3, sha256: "5e", data: new ArrayBuffer(2 * part + 7) };
  for (const [head, parts] of [[{ "Upload-Offset": part }, [part, 2 * part]], [{ "Upload-Offset": 0, "Upload-Complete": "?1" }, []]]) {
    const store = storeOf(draft("a", { files: [file] }));
    const { is, asked } = await sent(store, (address, { method, headers, body }) => {
      if (method === "HEAD") return reply(204, {}, head);
      if (method === "PATCH") return reply(204, {}, { "Upload-Offset": headers["Upload-Offset"] + body.byteLength });
      assert.equal(body.toString(), "title=a&do=submit&person=anna&file.3.sha256=5e");
      return reply(200);
    });
    assert.equal(is, "sent");
    assert.deepEqual(asked, ["HEAD /offline/a/files/3", ...parts.map((offset) => `PATCH /offline/a/files/3 ${offset}`), "POST /offline/a"]);
  }
});

test("who must wait amid a file keeps the draft, and goes on with it later", async () => {
  const file = { no: 3, sha256: "5e", data: new ArrayBuffer(7) };
  for (const held of ["HEAD", "PATCH"]) {
    const store = storeOf(draft("a", { files: [file] }), draft("b"));
    const answer = (_, { method }) => (method === held ? reply(429, {}, { "Retry-After": "1" }) : reply(204, {}, { "Upload-Offset": 0 }));
    const { is, asked } = await sent(store, answer);
    assert.equal(is, "again");
    assert.equal(asked.at(-1).split(" ")[0], held);
    assert.deepEqual((await store.drafts()).map(({ id, state }) => [id, state]), [["a", "waiting"], ["b", "waiting"]]);
  }
});

test("the line tells what matters most", () => {
  const words = [
    ["sending", [draft("a")], false, "sending"],
    ["again", [draft("a")], false, "waiting"],
    ["", [draft("a")], true, "signed-out"],
    ["sent", [draft("a", { state: "refused" })], false, "needs"],
    ["", [draft("a", { at: noon - 31 * day })], false, "needs"],
    ["", [draft("a", { state: "writing" })], false, "waiting"],
    ["sent", [], false, "sent"],
    ["", [], true, ""],
  ];
  for (const [state, drafts, isSignedOut, word] of words) assert.equal(wordFor(state, drafts, isSignedOut, noon), word);
});

test("who agreed to send an old draft is asked again after as long", () => {
  const old = draft("a", { at: noon - 100 * day, agreed: noon - 29 * day });
  assert.equal(isOld(old, noon), false);
  assert.equal(isOld(old, noon + 2 * day), true);
});

test("groups are numbered as the form makes them anew", () => {
  const fields = [["quote.2.text", "A"], ["quote.5.text", "B"], ["publication.1.edition.0.url", "C"], ["file.4.caption", "D"], ["title", "E"]];
  assert.deepEqual(renumber(fields), [
    ["quote.0.text", "A"], ["quote.1.text", "B"], ["publication.0.edition.0.url", "C"], ["file.4.caption", "D"], ["title", "E"],
  ]);
});
