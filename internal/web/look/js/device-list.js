// What waits on the device, on the page that tells of it: data-device-list.

import { isOld } from "./device-store.js";

/** The key of what is said of a draft. */
function stateOf(draft, now) {
  if (isOld(draft, now)) return "old";
  return ["writing", "waiting"].includes(draft.state) ? draft.state : "needs";
}

/** Sends what was written to the page that shows it beside what was taken before. */
function showVersions(document, draft) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = draft.path;
  for (const [name, value] of [...draft.fields, ["rev", "0"], ["do", "save"]]) {
    const field = document.createElement("textarea"); // keeps lines
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  form.submit();
}

/** Why a draft was not taken. */
function explain(item, list, draft) {
  const why = item.querySelector("[data-device-why]");
  const texts = draft.problems.map(({ text }) => text);
  const isStuck = !["writing", "waiting"].includes(draft.state);
  why.hidden = !isStuck;
  why.querySelector("p").textContent = texts.length > 0 ? "" : draft.error || list.dataset.failed;
  why.querySelector("p").hidden = texts.length > 0;
  for (const text of texts) {
    const line = item.ownerDocument.createElement("li");
    line.textContent = text;
    why.querySelector("ul").append(line);
  }
}

function row(list, template, draft, act) {
  const document = list.ownerDocument;
  const item = document.importNode(template.content, true).firstElementChild;
  const find = (name) => item.querySelector(`[data-device-${name}]`);
  const state = stateOf(draft, Date.now());
  const title = draft.title || list.dataset.untitled;
  const time = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "short", timeStyle: "short" });
  find("title").textContent = title;
  find("title").href = `${draft.form}?draft=${draft.id}`;
  find("project").textContent = draft.project;
  find("time").textContent = time.format(draft.at);
  find("time").dateTime = new Date(draft.at).toISOString();
  find("state").textContent = list.dataset[state];
  find("which").textContent = `: ${title}`;
  explain(item, list, draft);
  find("send").hidden = state !== "old" && draft.state !== "failed";
  find("send").addEventListener("click", () => act.send(draft));
  find("versions").hidden = draft.state !== "other";
  find("versions").addEventListener("click", () => showVersions(document, draft));
  find("remove").addEventListener("click", () => document.defaultView.confirm(list.dataset.ask) && act.remove(draft));
  return item;
}

/** Fills the page in. act can send and remove a draft. */
export function fillList(document, drafts, act) {
  const list = document.querySelector("[data-device-list]");
  if (!list) return;
  const template = document.querySelector("[data-device-item]");
  list.replaceChildren(...drafts.map((draft) => row(list, template, draft, act)));
  document.querySelector("[data-device-none]").hidden = drafts.length > 0;
  document.querySelector("[data-device-unreached]").hidden = document.location.pathname === "/offline";
}
