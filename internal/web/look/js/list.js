// Lists that follow what is looked for: data-list on their form. What the answer has
// in its parts (data-list-part) takes the place of the same parts of the page; the
// address follows, so that it can be kept and sent on.

const pause = 250; // milliseconds without a letter before it is asked

/** The address that the form asks for, without what is empty. */
export function address(form) {
  const url = new URL(form.action, form.ownerDocument.baseURI);
  url.search = "";
  for (const [name, value] of new form.ownerDocument.defaultView.FormData(form)) {
    if (value !== "") url.searchParams.append(name, value);
  }
  return url.href;
}

/** Puts the parts of an answer into the page. */
function fill(document, html) {
  const answer = new document.defaultView.DOMParser().parseFromString(html, "text/html");
  const parts = [...document.querySelectorAll("[data-list-part]")];
  const found = parts.map((part) => answer.querySelector(`[data-list-part="${part.dataset.listPart}"]`));
  if (found.includes(null)) return false;
  parts.forEach((part, index) => part.replaceChildren(...found[index].childNodes));
  return true;
}

function follow(form) {
  const document = form.ownerDocument;
  const window = document.defaultView;
  let timer;
  let asking;
  const ask = async () => {
    window.clearTimeout(timer);
    asking?.abort();
    const mine = (asking = new window.AbortController());
    const href = address(form);
    if (href === window.location.href) return;
    try {
      const response = await window.fetch(href, { signal: mine.signal });
      if (!response.ok || response.redirected || !fill(document, await response.text())) throw new Error(response.status);
      window.history.replaceState(null, "", href);
    } catch (error) {
      if (error.name !== "AbortError") form.submit(); // the page itself tells what is wrong
    }
  };
  form.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, event.target.type === "search" ? pause : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

/** A box that ticks all others of a name in its form: data-checks-all. */
function watchBoxes(document) {
  document.addEventListener("change", (event) => {
    const box = event.target;
    const form = box.form;
    if (box.type !== "checkbox" || !form) return;
    const all = form.querySelector("[data-checks-all]");
    if (!all) return;
    const others = [...form.elements].filter((one) => one.type === "checkbox" && one.name === all.dataset.checksAll);
    if (box === all) for (const one of others) one.checked = all.checked;
    else if (others.includes(box)) all.checked = others.every((one) => one.checked);
  });
}

export function watchLists(document) {
  for (const form of document.querySelectorAll("form[data-list]")) follow(form);
  watchBoxes(document);
}
