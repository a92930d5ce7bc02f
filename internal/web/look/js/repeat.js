// Groups of fields that can be added and removed: data-repeat around a list
// (data-repeat-list) of groups (data-repeat-item is the number of each), a
// template and a button (data-repeat-add).

const groups = (list) => [...list.querySelectorAll(":scope > [data-repeat-item]")];

/** A number that no group of the list bears: one above the highest. */
function nextNumber(list) {
  return 1 + Math.max(-1, ...groups(list).map((group) => Number(group.dataset.repeatItem)));
}

/** A copy of the template whose {n} are the number. */
function grow(template, number) {
  const copy = template.ownerDocument.importNode(template.content, true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("{n}", number);
  }
  return copy.querySelector("[data-repeat-item]");
}

function refresh(repeat) {
  const list = repeat.querySelector("[data-repeat-list]");
  groups(list).forEach((group, index) => {
    for (const number of group.querySelectorAll("[data-repeat-number]")) number.textContent = index + 1;
  });
  const full = groups(list).length >= Number(repeat.dataset.repeatMax || Infinity);
  repeat.querySelector("[data-repeat-add]").hidden = full;
}

function changed(repeat) {
  refresh(repeat);
  const Event = repeat.ownerDocument.defaultView.Event;
  repeat.dispatchEvent(new Event("tulos:added", { bubbles: true }));
  repeat.dispatchEvent(new Event("input", { bubbles: true }));
}

function add(repeat) {
  const list = repeat.querySelector("[data-repeat-list]");
  const group = grow(repeat.querySelector(":scope > template"), nextNumber(list));
  list.append(group);
  changed(repeat);
  group.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(repeat, group) {
  const near = group.nextElementSibling ?? group.previousElementSibling;
  group.remove();
  changed(repeat);
  const next = near?.querySelector("[data-repeat-remove]") ?? repeat.querySelector("[data-repeat-add]");
  next.focus();
}

export function watchRepeats(document) {
  for (const repeat of document.querySelectorAll("[data-repeat]")) {
    repeat.addEventListener("click", (event) => {
      const button = event.target.closest("[data-repeat-add], [data-repeat-remove]");
      if (!button || button.closest("[data-repeat]") !== repeat) return;
      event.preventDefault();
      if (button.matches("[data-repeat-add]")) add(repeat);
      else remove(repeat, button.closest("[data-repeat-item]"));
    });
    refresh(repeat);
  }
}
