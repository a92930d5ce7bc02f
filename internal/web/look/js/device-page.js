// What every page of somebody who logs does: it keeps what the device needs fresh, sends
// what waits when there is a connection, tells of it, and clears all at sign-out.

import { watchDeviceForm } from "./device-form.js";
import { fillList } from "./device-list.js";
import { alone, Sender } from "./device-send.js";
import { DeviceStore, isOld } from "./device-store.js";

const firstRetry = 1000;
const lastRetry = 300000;

/** Which word the line has, after a state of sending, with these drafts; "" for none. */
export function wordFor(state, drafts, isSignedOut, now) {
  const waits = drafts.some((draft) => draft.state === "waiting" && !isOld(draft, now));
  if (state === "sending") return state;
  if (isSignedOut && waits) return "signed-out";
  if (drafts.some((draft) => isOld(draft, now) || !["writing", "waiting"].includes(draft.state))) return "needs";
  if (waits) return "waiting";
  if (state === "sent") return "sent";
  return drafts.length > 0 ? "waiting" : "";
}

/** The device of whoever the page is of. */
class Device {
  #document;
  #window;
  #store;
  #sender;
  #channel;
  #person;
  #timer;
  #delay = firstRetry;

  constructor(document) {
    this.#document = document;
    this.#window = document.defaultView;
    this.#person = document.body.dataset.person;
    this.#store = new DeviceStore(this.#window.indexedDB);
    this.#sender = new Sender(this.#store, (...request) => this.#window.fetch(...request), Date.now);
    this.#channel = new this.#window.BroadcastChannel("tulos");
    this.#channel.addEventListener("message", ({ data }) => this.#show(data));
  }

  async start() {
    this.#watchSignOut();
    await this.#store.setNote("person", this.#person);
    await this.#store.setNote("pages", this.#document.body.dataset.pages.split(" "));
    this.#keepFresh().catch(() => {}); // without a connection it can take long, and nothing waits for it
    await watchDeviceForm(this.#document, this.#store, () => this.#wake());
    await this.#show("");
    this.#window.addEventListener("online", () => {
      this.#delay = firstRetry;
      this.send();
    });
    this.send();
  }

  /** Has the service worker keep what the person needs. */
  async #keepFresh() {
    const workers = this.#window.navigator.serviceWorker;
    if (!workers) return;
    await workers.register("/service-worker.js");
    const { active } = await workers.ready;
    active.postMessage({ renew: this.#document.documentElement.lang });
  }

  async #wake() {
    const registration = await this.#window.navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("tulos-send").catch(() => {}); // forbidden, or not there: pages send
  }

  async #own() {
    return (await this.#store.drafts()).filter(({ person }) => person === this.#person);
  }

  /** Sends what waits; without an answer again later, ever more slowly. */
  async send() {
    this.#window.clearTimeout(this.#timer);
    if (!this.#window.navigator.onLine) return;
    const tell = (state) => {
      this.#channel.postMessage(state);
      this.#show(state);
    };
    const is = await alone(this.#window.navigator.locks, () => this.#sender.all(tell));
    if (is !== "none") tell(is);
    if (is !== "again") {
      this.#delay = firstRetry;
      return;
    }
    this.#timer = this.#window.setTimeout(() => this.send(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, lastRetry);
  }

  async #show(state) {
    const drafts = await this.#own();
    const word = wordFor(state, drafts, await this.#store.note("signed-out"), Date.now());
    const box = this.#document.querySelector("[data-device]");
    const line = box.querySelector("[data-device-line]");
    box.hidden = word === "";
    line.dataset.state = word;
    line.textContent = line.getAttribute(`data-${word}`) ?? "";
    box.querySelector("[data-device-sign-in]").hidden = word !== "signed-out";
    box.querySelector("[data-device-link]").hidden = this.#document.querySelector("[data-device-list]") !== null;
    if (state !== "sending") fillList(this.#document, drafts, this.#acts());
  }

  #acts() {
    return {
      send: async (draft) => {
        await this.#store.save({ ...draft, state: "waiting", agreed: Date.now() });
        await this.send();
      },
      remove: async (draft) => {
        await this.#store.remove(draft.id);
        await this.#show("");
      },
    };
  }

  /** Signing out asks where something waits, then takes it away. */
  #watchSignOut() {
    const form = this.#document.querySelector("form[data-device-ask]");
    form?.addEventListener("submit", async (event) => {
      event.preventDefault();
      const drafts = await this.#store.drafts();
      const isOwn = ({ person }) => person === this.#person;
      if (drafts.some(isOwn) && !this.#window.confirm(form.dataset.deviceAsk)) return;
      await this.#store.forget(this.#person);
      const { caches } = this.#window;
      for (const name of (await caches?.keys()) ?? []) if (name.startsWith("tulos-pages-")) await caches.delete(name);
      if (drafts.every(isOwn)) {
        const field = this.#document.createElement("input");
        Object.assign(field, { type: "hidden", name: "device", value: "clear" });
        form.append(field);
      }
      form.submit();
    });
  }
}

export function watchDevice(document) {
  const window = document.defaultView;
  if (!document.body.dataset.person || !window.indexedDB || !window.isSecureContext) return undefined;
  return new Device(document).start();
}
