// A script that a page needs only once it is there: on a poor connection the form comes
// first, and then what lets it be used without one.

export function loadLater(document) {
  const script = document.querySelector("script[data-later]")?.dataset.later;
  if (!script) {
    return;
  }
  const load = () => import(script);
  if (document.readyState === "complete") {
    load();
  } else {
    addEventListener("load", load, { once: true });
  }
}
