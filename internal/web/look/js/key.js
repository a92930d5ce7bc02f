// The idempotency key of a form: a hidden field with data-key.

/** A random UUID, also on pages without TLS, where randomUUID is missing. */
export function uuid(crypto) {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function fillKeys(document) {
  for (const field of document.querySelectorAll("input[data-key]")) {
    field.value ||= uuid(document.defaultView.crypto);
  }
}
