// What is shown when it is chosen: data-reveals on a radio or checkbox names
// the block.

function update(input) {
  const block = input.ownerDocument.getElementById(input.dataset.reveals);
  if (block) block.hidden = !input.checked;
}

export function watchReveals(document) {
  const all = (root) => root.querySelectorAll("input[data-reveals]");
  const refresh = () => all(document).forEach(update);
  refresh();
  document.addEventListener("change", ({ target }) => {
    if (target.matches('input[type="radio"], input[type="checkbox"]')) refresh();
  });
  document.addEventListener("reset", () => setTimeout(refresh));
  document.addEventListener("tulos:added", refresh);
  document.defaultView.addEventListener("pageshow", refresh);
}
