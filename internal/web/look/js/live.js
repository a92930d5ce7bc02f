// Parts of a form that depend on a field: data-live on the field names the part.
// The form is sent as its button "again" sends it, and the part is taken from the
// page that comes back. Without scripts that button (data-live-button) does it.

import { watchRepeats } from "./repeat.js";

const running = new WeakMap();

async function renew(form, name) {
  const window = form.ownerDocument.defaultView;
  running.get(form)?.abort();
  const control = new window.AbortController();
  running.set(form, control);
  const body = new window.URLSearchParams(new window.FormData(form));
  body.set("do", "again");
  try {
    const answer = await window.fetch(form.action, { method: "POST", body, signal: control.signal });
    if (!answer.ok) return;
    const page = new window.DOMParser().parseFromString(await answer.text(), "text/html");
    const is = form.ownerDocument.getElementById(name);
    const next = page.getElementById(name);
    if (!is || !next) return;
    is.replaceChildren(...next.childNodes);
    hideButtons(is);
    watchRepeats(is);
  } catch {
    // The part stays as it is; what is saved is what the form says.
  }
}

function hideButtons(root) {
  for (const button of root.querySelectorAll("[data-live-button]")) button.hidden = true;
}

export function watchLive(document) {
  hideButtons(document);
  document.addEventListener("change", ({ target }) => {
    if (target.dataset?.live && target.form) renew(target.form, target.dataset.live);
  });
}
