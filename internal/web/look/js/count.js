// How many letters a text has: data-count is how many it may have.

const quiet = 1000; // before screen readers hear the count

/** The number of letters as a person counts them. */
export function letters(text) {
  return [...text.replace(/\r\n/g, "\n")].length;
}

function watch(field) {
  const document = field.ownerDocument;
  const max = Number(field.dataset.count);
  const message = document.getElementById(`${field.id}-count`);
  if (!message || !max) return;
  const format = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const spoken = document.createElement("div");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("role", "status");
  message.after(spoken);
  let timer;
  const update = () => {
    const n = letters(field.value);
    const text = field.dataset.countText.replace("{n}", format.format(n)).replace("{max}", format.format(max));
    message.textContent = text;
    message.classList.toggle("govuk-error-message", n > max);
    message.classList.toggle("govuk-hint", n <= max);
    return n > max * 0.9 ? text : "";
  };
  update();
  field.addEventListener("input", () => {
    const text = update();
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = text), quiet);
  });
}

export function watchCounts(document) {
  const fresh = () => {
    for (const field of document.querySelectorAll("[data-count]:not([data-counted])")) {
      field.setAttribute("data-counted", "");
      watch(field);
    }
  };
  fresh();
  document.addEventListener("tulos:added", fresh);
}
