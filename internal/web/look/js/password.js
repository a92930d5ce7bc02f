// Passwords that can be shown: data-shows-password names the field, data-hide
// is the button's text while it shows.

export function watchPasswords(document) {
  for (const button of document.querySelectorAll("button[data-shows-password]")) {
    const field = document.getElementById(button.dataset.showsPassword);
    const [show, hide] = [button.textContent, button.dataset.hide];
    const set = (shown) => {
      field.type = shown ? "text" : "password";
      button.textContent = shown ? hide : show;
    };
    button.hidden = false;
    button.addEventListener("click", () => set(field.type === "password"));
    field.form?.addEventListener("submit", () => set(false));
  }
}
