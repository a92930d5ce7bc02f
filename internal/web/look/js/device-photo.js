// Photos as they are kept and sent: no side longer than 2,048 pixels, the right way up,
// and nothing but the picture.

const longest = 2048;
const quality = 0.85;

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function shrink(window, file) {
  const picture = await window.createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = window.document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
  });
}

/** A file as a draft keeps it. It fails for what says it is a picture and cannot be read. */
export async function prepare(window, file, no) {
  const isPhoto = file.type.startsWith("image/");
  const data = await (isPhoto ? await shrink(window, file) : file).arrayBuffer();
  return { no, name: file.name, isPhoto, data, sha256: hex(await window.crypto.subtle.digest("SHA-256", data)) };
}
