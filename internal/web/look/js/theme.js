// The choice between light and dark: data-theme-choice names the cookie, which
// the server reads too.

const year = 31536000;

function show(document, theme) {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

export function watchTheme(document) {
  for (const form of document.querySelectorAll("form[data-theme-choice]")) {
    form.addEventListener("submit", (event) => {
      const chosen = event.submitter;
      if (chosen?.name !== "theme") return;
      event.preventDefault();
      const secure = document.location.protocol === "https:" ? "; secure" : "";
      document.cookie = `${form.dataset.themeChoice}=${chosen.value}; path=/; max-age=${year}; samesite=lax${secure}`;
      show(document, chosen.value);
      for (const button of form.querySelectorAll('[name="theme"]')) {
        button.setAttribute("aria-pressed", String(button === chosen));
      }
    });
  }
}
