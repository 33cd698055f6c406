// A file for /api/upload: looked at before it is sent, so that what would be refused is told at once.

const KINDS = [
  { mimeType: "application/pdf", extensions: ["pdf"], starts: (bytes) => latin(bytes, 0, 1024).includes("%PDF-") },
  { mimeType: "image/jpeg", extensions: ["jpg", "jpeg"], starts: (bytes) => latin(bytes, 0, 3) === "\xff\xd8\xff" },
  { mimeType: "image/png", extensions: ["png"], starts: (bytes) => latin(bytes, 0, 8) === "\x89PNG\r\n\x1a\n" },
  { mimeType: "image/gif", extensions: ["gif"], starts: (bytes) => /^GIF8[79]a/.test(latin(bytes, 0, 6)) },
  {
    mimeType: "image/webp",
    extensions: ["webp"],
    starts: (bytes) => latin(bytes, 0, 4) === "RIFF" && latin(bytes, 8, 12) === "WEBP",
  },
];

export class FileRefused extends Error {}

/** `{fileName, mimeType, size, fileData}` with the content in base64; throws FileRefused with a sentence.
 * `most` is how many bytes the service takes. */
export async function readFile(file, most) {
  if (file.size === 0) throw new FileRefused(`${file.name} is empty: choose another file.`);
  if (file.size > most) {
    throw new FileRefused(`${file.name} is larger than ${inWords(most)}, the most that can be sent: choose a smaller one.`);
  }
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new FileRefused(`${file.name} can't be read: choose it again, or another file.`);
  }
  const kind = KINDS.find((one) => one.starts(bytes));
  if (!kind) throw new FileRefused(`${file.name} is neither a PDF nor a JPEG, PNG, WebP or GIF image.`);
  const extension = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  if (!kind.extensions.includes(extension)) {
    throw new FileRefused(`${file.name} is a ${kind.extensions[0].toUpperCase()} by its content: rename it, then choose it again.`);
  }
  return { fileName: file.name, mimeType: kind.mimeType, size: file.size, fileData: await base64(bytes) };
}

export function inWords(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${value.toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}

function latin(bytes, from, to) {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** By the browser's own reader, which does not block the page as a loop over megabytes would. */
function base64(bytes) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new FileRefused("The file can't be read: choose it again, or another file."));
    reader.readAsDataURL(new Blob([bytes]));
  });
}
