import assert from "node:assert/strict";
import { test } from "node:test";

import { usePasskey } from "../js/passkey.js";
import { page } from "./page.js";

const html = `<form><p data-passkey-failed hidden></p><input type="hidden" name="passkey" data-passkey-answer>
  <button type="button" data-passkey="get" data-options="/options"></button></form>`;

const device = (get) => ({
  PublicKeyCredential: { parseRequestOptionsFromJSON: (options) => ({ parsed: options }) },
  credentials: { get },
  fetch: async () => ({ ok: true, json: async () => ({ challenge: "c" }) }),
});

test("the device's answer to what the server asks for is sent", async () => {
  const document = page(html);
  const form = document.querySelector("form");
  let sent;
  form.submit = () => (sent = form.elements.passkey.value);
  await usePasskey(document.querySelector("button"), device(async ({ publicKey }) => publicKey));
  assert.equal(sent, '{"parsed":{"challenge":"c"}}');
});

test("a device that is not used sends nothing, and says so", async () => {
  const document = page(html);
  const [form, button] = [document.querySelector("form"), document.querySelector("button")];
  form.submit = () => assert.fail("sent");
  await usePasskey(button, device(() => Promise.reject(new Error("cancelled"))));
  assert.equal(document.querySelector("[data-passkey-failed]").hidden, false);
  assert.equal(button.disabled, false);
});
