// Files that stay here: data-hash on a file field names the field that is sent in
// its place, with the SHA-256 of the file.

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Sends a form with the hash of its file. digest is that of crypto.subtle. */
export async function sendHash(form, field, digest) {
  const into = form.ownerDocument.getElementById(field.dataset.hash);
  into.value = hex(await digest("SHA-256", await field.files[0].arrayBuffer()));
  field.disabled = true;
  form.submit();
}

export function watchHashes(document) {
  const window = document.defaultView;
  const subtle = window.crypto?.subtle; // browsers have it over HTTPS and on this machine only
  if (!subtle) return;
  for (const field of document.querySelectorAll("input[data-hash]")) {
    field.form.addEventListener("submit", (event) => {
      if (field.files.length === 0) return;
      event.preventDefault();
      sendHash(field.form, field, (...of) => subtle.digest(...of)).catch(() => field.form.submit());
    });
    window.addEventListener("pageshow", () => {
      field.disabled = false;
      document.getElementById(field.dataset.hash).value = "";
    });
  }
}
