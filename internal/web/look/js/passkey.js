// Passkeys: a button with data-passkey ("create" or "get") asks the server at data-options
// what for, has the device make or use one, and sends its form with the answer in the field
// data-passkey-answer. Where the browser cannot, data-passkey-box stays hidden.

export async function answer(kind, options, { credentials, PublicKeyCredential }) {
  const publicKey =
    kind === "create" ? PublicKeyCredential.parseCreationOptionsFromJSON(options) : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return JSON.stringify(await credentials[kind]({ publicKey }));
}

export async function usePasskey(button, { fetch, ...device }) {
  const form = button.form;
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  button.disabled = true;
  try {
    const asked = await fetch(button.dataset.options, { method: "POST", headers: { Accept: "application/json" } });
    if (!asked.ok) throw new Error(asked.statusText);
    form.querySelector("[data-passkey-answer]").value = await answer(button.dataset.passkey, await asked.json(), device);
    form.submit();
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
}

export function watchPasskeys(document) {
  const { PublicKeyCredential, navigator, fetch } = document.defaultView;
  if (!PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const device = { credentials: navigator.credentials, PublicKeyCredential, fetch: fetch.bind(document.defaultView) };
  for (const none of document.querySelectorAll("[data-passkey-none]")) none.hidden = true;
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.closest("[data-passkey-box]").hidden = false;
    button.addEventListener("click", () => usePasskey(button, device));
  }
}
