import { JSDOM } from "jsdom";

/** The document of a page with this body, in this language. */
export function page(body, language = "fi") {
  const dom = new JSDOM(`<!doctype html><html lang="${language}"><body>${body}</body></html>`, { url: "https://tulos.test/form" });
  return dom.window.document;
}

/** Types a value into a field, as a person does. */
export function type(field, value) {
  field.value = value;
  field.dispatchEvent(new field.ownerDocument.defaultView.Event("input", { bubbles: true }));
}
