// Forms that are sent once: data-once. A button with data-again can be pressed again:
// it fetches a file.

/** Marks the buttons of a form as used, or takes the mark away. */
function mark(form, sent) {
  form.toggleAttribute("data-sent", sent);
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (sent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

export function watchOnce(document) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]") || event.submitter?.hasAttribute("data-again")) return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else mark(form, true);
  });
  document.defaultView.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) mark(form, false);
  });
}
