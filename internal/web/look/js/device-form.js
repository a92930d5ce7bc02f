// The form of an activity as it is kept on the device: data-device-form is where drafts
// are sent. What is written is saved here at once, under the draft's own id.

import { prepare } from "./device-photo.js";
import { uuid } from "./key.js";

const pause = 400; // milliseconds after a change
const grouped = /^(quote|link|publication)\.(\d+)\./;

const fieldID = (name) => name.replaceAll(".", "-");

/** Fields with the groups of each list numbered from 0 on, as the form makes them. */
export function renumber(fields) {
  const numbers = {};
  for (const [name] of fields) {
    const [, list, no] = name.match(grouped) ?? [];
    if (list) (numbers[list] ??= new Set()).add(Number(no));
  }
  const order = (list) => [...(numbers[list] ?? [])].sort((a, b) => a - b);
  return fields.map(([name, value]) => [name.replace(grouped, (_, list, no) => `${list}.${order(list).indexOf(Number(no))}.`), value]);
}

/** One form and its draft. */
class DeviceForm {
  #form;
  #store;
  #changed;
  #draft;
  #files = [];
  #timer;
  #saving = Promise.resolve();

  constructor(form, store, changed) {
    this.#form = form;
    this.#store = store;
    this.#changed = changed;
  }

  get #window() {
    return this.#form.ownerDocument.defaultView;
  }

  async start() {
    const form = this.#form;
    this.#hide(form);
    form.addEventListener("tulos:added", () => this.#hide(form));
    const search = new URLSearchParams(this.#window.location.search);
    const draft = search.get("draft") && (await this.#store.draft(search.get("draft")));
    if (draft && draft.person === form.ownerDocument.body.dataset.person) this.#open(draft);
    else this.#plan(search);
    form.elements.part.addEventListener("change", () => this.#fit());
    form.querySelector("[data-fit-all]").addEventListener("click", () => this.#fit(true));
    this.#fit();
    form.addEventListener("input", () => this.#later());
    form.addEventListener("change", (event) => (event.target.type === "file" ? this.#add(event.target) : this.#later()));
    form.addEventListener("submit", (event) => this.#submit(event));
    form.ownerDocument.addEventListener("visibilitychange", () => form.ownerDocument.hidden && this.#timer && this.#save());
  }

  /** Buttons that ask the server have nothing to do here. */
  #hide(root) {
    for (const button of root.querySelectorAll('button[name="use"], button[name="show-all"], button[name="add"]:not([data-repeat-add])')) {
      button.hidden = true;
    }
  }

  /** Chooses the part of the work plan that the address asks for. */
  #plan(search) {
    const asked = search.get("planned") ?? search.get("output");
    const kind = search.has("planned") ? "planned" : "output";
    const option = asked && [...this.#form.elements.part.options].find((one) => new URLSearchParams(one.value).get(kind) === asked);
    if (option) this.#form.elements.part.value = option.value;
  }

  /** Shows the indicators that fit what was chosen, or hold something. */
  #fit(all = false) {
    const fits = this.#form.elements.part.selectedOptions[0]?.parentElement.dataset.fits?.split(" ") ?? [];
    const holds = (section) =>
      [...section.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => (/checkbox|radio/.test(one.type) ? one.checked && one.value : one.value));
    for (const section of this.#form.querySelectorAll("[data-of]")) {
      section.hidden = !all && !fits.includes(section.dataset.of) && !holds(section);
    }
  }

  /** Takes a draft into the form. */
  #open(draft) {
    this.#draft = draft;
    this.#files = draft.files;
    const form = this.#form;
    for (const file of draft.files) this.#show(file);
    const fields = renumber(draft.fields);
    const values = (name) => fields.filter(([one]) => one === name).map(([, value]) => value);
    for (const [name] of fields) {
      const [, list] = name.match(grouped) ?? [];
      for (let n = 0; list && !form.elements[name] && n < 50; n++) form.querySelector(`[data-repeat-add][value="${list}"]`).click();
    }
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "file" || field.type === "submit") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values(field.name).includes(field.value);
      else field.value = values(field.name)[0] ?? "";
    }
    form.ownerDocument.dispatchEvent(new this.#window.Event("tulos:added"));
    form.querySelector("[data-device-asks-why]").hidden = !draft.asksWhy;
    if (draft.state === "refused") this.#blame(draft.problems);
    this.#window.document.activeElement?.blur();
    form.ownerDocument.querySelector(".govuk-error-summary")?.focus();
  }

  /** Shows what was wrong, above the form and at its fields. */
  #blame(problems) {
    const document = this.#form.ownerDocument;
    const summary = document.importNode(document.querySelector("[data-device-problems]").content, true);
    for (const { field, text } of problems) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${fieldID(field)}`;
      link.textContent = text;
      item.append(link);
      summary.querySelector("ul").append(item);
      this.#mark(document.getElementById(fieldID(field)), text);
    }
    this.#form.before(summary);
  }

  #mark(field, text) {
    const group = field?.closest(".govuk-form-group");
    if (!group || group.classList.contains("govuk-form-group--error")) return;
    const document = this.#form.ownerDocument;
    const message = document.createElement("p");
    const hidden = document.createElement("span");
    message.className = "govuk-error-message";
    message.id = `${field.id}-error`;
    hidden.className = "govuk-visually-hidden";
    hidden.textContent = `${this.#form.dataset.error}: `;
    message.append(hidden, text);
    group.classList.add("govuk-form-group--error");
    field.before(message);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  }

  /** Takes the files that were chosen. */
  async #add(input) {
    for (const file of [...input.files]) {
      try {
        const kept = await prepare(this.#window, file, 1 + Math.max(-1, ...this.#files.map(({ no }) => no)));
        this.#files = [...this.#files, kept];
        this.#show(kept);
      } catch {
        this.#say(this.#form.dataset.badFile.replace("{file}", file.name));
        continue;
      }
      await this.#save();
    }
    input.value = "";
  }

  #show(file) {
    const document = this.#form.ownerDocument;
    const template = document.querySelector("template[data-device-file]");
    const group = document.importNode(template.content, true).firstElementChild;
    for (const element of [group, ...group.querySelectorAll("*")]) {
      for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("{n}", file.no);
    }
    const [legend, which] = group.querySelectorAll("[data-device-file-name]");
    legend.textContent = file.name;
    which.textContent = `: ${file.name}`;
    if (!file.isPhoto) group.querySelector("[data-device-photo]").remove();
    group.querySelector("[data-device-file-remove]").addEventListener("click", () => {
      this.#files = this.#files.filter(({ no }) => no !== file.no);
      group.remove();
      this.#save();
    });
    document.querySelector("[data-device-files]").append(group);
    document.dispatchEvent(new this.#window.Event("tulos:added"));
  }

  #say(text) {
    this.#form.querySelector("[data-autosave-status]").textContent = text;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), pause);
  }

  /** Saves the draft as it is, after whatever is being saved. */
  #save(more = {}) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#keep(more)).catch(() => this.#say(this.#form.dataset.failed));
    return this.#saving;
  }

  async #keep(more) {
    const form = this.#form;
    const window = this.#window;
    const own = new Set(["key", "kept-form", "rev", "ref", "do"]);
    const fields = [...new window.FormData(form)].filter(([name, value]) => typeof value === "string" && !own.has(name));
    const id = this.#draft?.id ?? uuid(window.crypto);
    this.#draft = {
      problems: [], asksWhy: false, do: "save", at: Date.now(), ...this.#draft,
      id, person: form.ownerDocument.body.dataset.person, to: `${form.dataset.deviceForm}/${id}`, form: form.dataset.deviceForm,
      project: form.dataset.project, title: form.elements.title.value, fields, files: this.#files,
      state: "writing", ...more,
    };
    await this.#store.save(this.#draft);
    const time = new Intl.DateTimeFormat(form.ownerDocument.documentElement.lang || undefined, { hour: "numeric", minute: "2-digit" });
    this.#say(form.dataset.saved.replace("{time}", time.format(new Date())));
    window.history.replaceState(null, "", `${form.dataset.deviceForm}?draft=${id}`);
  }

  async #submit(event) {
    event.preventDefault();
    const button = event.submitter?.name === "do" ? event.submitter.value : "save";
    await this.#save({ state: "waiting", do: button, at: Date.now(), agreed: 0 });
    await this.#changed();
    this.#window.location.assign("/offline");
  }
}

export function watchDeviceForm(document, store, changed) {
  const form = document.querySelector("form[data-device-form]");
  if (form) return new DeviceForm(form, store, changed).start();
  return undefined;
}
