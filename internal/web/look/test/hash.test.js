import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { sendHash } from "../js/hash.js";
import { page } from "./page.js";

test("a file is not sent, but its hash", async () => {
  const document = page('<form><input type="file" name="file" data-hash="hash"><input type="hidden" id="hash" name="hash"></form>');
  const [form, field] = [document.querySelector("form"), document.querySelector("[type=file]")];
  Object.defineProperty(field, "files", { value: [new Blob(["abc"])] });
  let sent;
  form.submit = () => {
    sent = [...new document.defaultView.FormData(form)];
  };
  await sendHash(form, field, (...of) => webcrypto.subtle.digest(...of));
  assert.deepEqual(sent, [["hash", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]]);
});
