// Drafts that save themselves: data-autosave on the form is the address.

const pause = 3000; // after a change
const firstRetry = 5000;
const lastRetry = 60000;
const patience = 20000; // for an answer
const keepaliveRoom = 60000; // browsers refuse more than 64 KiB

/** The fields of a form without its files. */
function body(form) {
  const { FormData } = form.ownerDocument.defaultView;
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields).toString();
}

/** Takes over what the server says about the draft. */
function adopt(form, answer) {
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    const field = form.elements.namedItem(name);
    if (field?.type === "hidden") field.value = value;
  }
  const here = form.ownerDocument.location;
  const own = (address) => new URL(address, here).origin === here.origin;
  if (answer.action && own(answer.action)) form.action = answer.action;
  if (answer.autosave && own(answer.autosave)) form.dataset.autosave = answer.autosave;
}

/** Saves one form by itself. send is fetch; now gives the time for the text. */
export class Autosave {
  #form;
  #send;
  #now;
  #timer;
  #changed = false;
  #running = null;
  #retry = firstRetry;
  #gone = false;

  constructor(form, send, now) {
    this.#form = form;
    this.#send = send;
    this.#now = now;
  }

  /** Something was typed or chosen. */
  change() {
    this.#changed = true;
    this.#after(pause);
  }

  /** Saves what has changed now, also while the page is being put away. */
  async save() {
    if (this.#running) return this.#running;
    if (!this.#changed || this.#gone) return undefined;
    this.#stop();
    this.#changed = false;
    this.#running = this.#post();
    await this.#running;
    this.#running = null;
    if (this.#changed && !this.#timer) this.#after(pause);
    return undefined;
  }

  /** Waits for a save on its way; from then on the form's own submit counts. */
  async leave() {
    this.#stop();
    this.#gone = true;
    await this.#running;
  }

  /** The page is back, for instance by the browser's back button. */
  back() {
    this.#gone = false;
    if (this.#changed) this.#after(pause);
  }

  get busy() {
    return this.#running !== null;
  }

  #after(delay) {
    this.#stop();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.save();
    }, delay);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #say(state, time = "") {
    const status = this.#form.querySelector("[data-autosave-status]");
    if (!status) return;
    status.dataset.state = state;
    const text = this.#form.getAttribute(`data-autosave-${state}`) ?? "";
    status.textContent = text.replace("{time}", time);
  }

  async #post() {
    this.#say("saving");
    const fields = body(this.#form);
    try {
      const answer = await this.#send(this.#form.dataset.autosave, {
        method: "POST",
        body: fields,
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        keepalive: fields.length < keepaliveRoom,
        redirect: "error",
        signal: AbortSignal.timeout?.(patience),
      });
      await this.#heard(answer);
    } catch {
      this.#again();
    }
  }

  async #heard(answer) {
    if (answer.status === 401) return this.#say("signed-out");
    if (answer.status === 403) return this.#refused(await answer.json());
    if (answer.status === 409) return this.#say("conflict");
    if (!answer.ok) return this.#again();
    const json = answer.headers.get("Content-Type")?.includes("json");
    if (json) adopt(this.#form, await answer.json());
    this.#retry = firstRetry;
    return this.#say("saved", this.#now());
  }

  /** The server will not take it, however often it is sent, and says why. */
  #refused({ error = "" }) {
    this.#say("refused");
    const status = this.#form.querySelector("[data-autosave-status]");
    if (status) status.textContent = error;
  }

  #again() {
    this.#changed = true;
    this.#say("failed");
    this.#after(this.#retry);
    this.#retry = Math.min(this.#retry * 2, lastRetry);
  }
}

/** The time as the page's language writes it, for instance 14:02. */
function clock(document) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { hour: "numeric", minute: "2-digit" });
  return () => format.format(new Date());
}

function watch(form) {
  const document = form.ownerDocument;
  const window = document.defaultView;
  const autosave = new Autosave(form, (...request) => window.fetch(...request), clock(document));
  form.addEventListener("input", () => autosave.change());
  form.addEventListener("change", (event) => event.target.type !== "file" && autosave.change());
  form.addEventListener("submit", async (event) => {
    if (!autosave.busy) return void autosave.leave();
    event.preventDefault();
    await autosave.leave();
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => document.hidden && autosave.save());
  window.addEventListener("online", () => autosave.save());
  window.addEventListener("pageshow", (event) => event.persisted && autosave.back());
}

export function watchAutosave(document) {
  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
}
