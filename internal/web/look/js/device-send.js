// Sends what waits on the device, in order, each draft once: its id is the key by which
// the server knows it again.

import { isOld } from "./device-store.js";

const part = 256 * 1024; // bytes of a file in one request
const patience = 60000;

/** What an answer means for the queue: go on, wait for the person, or try again. */
function verdict(status) {
  if (status >= 200 && status < 300) return "taken";
  if (status === 401) return "signed-out";
  if (status === 412 || status === 429 || status >= 500) return "again";
  return "needs";
}

/** The body of a draft as the form would send it. */
function body(draft) {
  const fields = new URLSearchParams(draft.fields);
  fields.set("do", draft.do);
  fields.set("person", draft.person);
  for (const file of draft.files) fields.set(`file.${file.no}.sha256`, file.sha256);
  return fields;
}

/** Sends drafts of a store. send is fetch, now the time in milliseconds. */
export class Sender {
  #store;
  #send;
  #now;

  constructor(store, send, now) {
    this.#store = store;
    this.#send = send;
    this.#now = now;
  }

  /**
   * Sends what waits; tell hears "sending" when there is something. The answer: "none"
   * waited, all is "sent", some "needs" the person, "signed-out", or "again" later.
   */
  async all(tell) {
    const person = await this.#store.note("person");
    let outcome = "none";
    for (const { id } of await this.#store.drafts()) {
      const draft = await this.#store.draft(id); // as it is now
      if (draft?.person !== person || draft?.state !== "waiting" || isOld(draft, this.#now())) continue;
      tell("sending");
      const is = await this.#one(draft);
      await this.#store.setNote("signed-out", is === "signed-out");
      if (is === "again" || is === "signed-out") return is;
      outcome = is === "needs" || outcome === "needs" ? "needs" : "sent";
    }
    return outcome;
  }

  async #ask(address, request) {
    return this.#send(address, { redirect: "error", signal: AbortSignal.timeout?.(patience), ...request, headers: { Accept: "application/json", ...request.headers } });
  }

  async #one(draft) {
    try {
      for (const file of draft.files) {
        const answer = await this.#upload(`${draft.to}/files/${file.no}`, file.data);
        const is = verdict(answer.status);
        if (is === "needs") return this.#refused(draft, answer.status, await answer.json().catch(() => ({})));
        if (is !== "taken") return is;
      }
      const answer = await this.#ask(draft.to, { method: "POST", body: body(draft) });
      const is = verdict(answer.status);
      if (is === "taken") await this.#store.remove(draft.id);
      if (is === "needs") return this.#refused(draft, answer.status, await answer.json().catch(() => ({})));
      return is === "taken" ? "sent" : is;
    } catch {
      return "again"; // no connection
    }
  }

  /** Keeps with the draft what the person must know to mend it. */
  async #refused(draft, status, { problems = [], asksWhy = false, error = "", path = "" }) {
    const state = { 409: "other", 422: "refused" }[status] ?? "failed";
    await this.#store.save({ ...draft, state, problems, asksWhy, error, path });
    return "needs";
  }

  /** Sends a file in parts, from where it broke off on; the answer is the last one. */
  async #upload(address, data) {
    let answer = await this.#ask(address, { method: "HEAD" });
    let offset = Number(answer.headers.get("Upload-Offset"));
    while (answer.ok && answer.headers.get("Upload-Complete") !== "?1" && offset < data.byteLength) {
      answer = await this.#ask(address, {
        method: "PATCH",
        body: data.slice(offset, offset + part),
        headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset, "Upload-Length": data.byteLength },
      });
      if (answer.status === 409) return { status: 503 }; // another one has sent it: look again
      offset = Number(answer.headers.get("Upload-Offset"));
    }
    return answer;
  }
}

/** Runs work while no other page and no service worker does. */
export function alone(locks, work) {
  return locks ? locks.request("tulos-send", work) : work();
}
