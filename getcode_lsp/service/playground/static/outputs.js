// What there is to know about each output type: its label, an example, how it is shown, and the file it makes.

export const OUTPUTS = {
  website: { label: "Website", example: "A landing page for a night-time owl sanctuary called Tawny, with a hero, opening hours, three animals to adopt, and a contact section, in deep blue." },
  chart: { label: "Chart", example: "A bar chart of visitors per month: Jan 120, Feb 180, Mar 240, Apr 310, May 290, Jun 405." },
  api: { label: "API", example: "An API for a bookstore: books with a title, an author, a price in euros and a number in stock; customers with a name and an email." },
  email: { label: "Email", example: "A welcome email from the Tawny owl sanctuary to a new member, with a button that leads to the visiting hours." },
  excel: { label: "Excel", example: "A table of the monthly costs of an owl sanctuary: item, supplier, amount in euros, due date." },
  word: { label: "Word", example: "A one-page report on the first year of an owl sanctuary: summary, what went well, what comes next." },
  pdf: { label: "PDF", example: "An invoice from the Tawny owl sanctuary for two school visits at 85 euros each, with a total." },
  powerpoint: { label: "Slides", example: "Five slides that explain to school children how an owl hears: title, ears, face, night, summary." },
  image: { label: "Image", example: "A landscape at night: hills and a forest under a full moon and stars." },
  video: { label: "Video", example: "A storyboard of four scenes: dusk over a forest, an owl wakes, it flies, the moon rises." },
};

export const LANGUAGES = {
  auto: "Choose for me",
  html: "HTML",
  react: "React",
  vue: "Vue",
  typescript: "TypeScript",
  python: "Python",
  nodejs: "Node.js",
  php: "PHP",
};

const WITH_LANGUAGE = ["website", "api"];
const EXTENSIONS = { html: "html", react: "jsx", vue: "vue", typescript: "ts", python: "py", nodejs: "js", php: "php" };
const TYPES = {
  html: "text/html",
  svg: "image/svg+xml",
  csv: "text/csv",
  txt: "text/plain",
};

export function hasLanguage(outputType) {
  return WITH_LANGUAGE.includes(outputType);
}

/** The file's extension, from the type, the language that was asked for, and where neither says it, the text. */
export function extensionOf(outputType, language, text) {
  if (hasLanguage(outputType)) return EXTENSIONS[language] ?? codeExtension(text);
  if (outputType === "excel") return "csv";
  const start = markupStart(text);
  if (start === "svg") return "svg";
  return start === "html" ? "html" : "txt";
}

function codeExtension(text) {
  if (/^\s*<\?php/.test(text)) return "php";
  if (/^\s*<(template|script setup)/i.test(text)) return "vue";
  if (markupStart(text) === "html") return "html";
  if (/^\s*(from \S+ import|import \w+$|def |class \w+.*:$|@app\.)/m.test(text) && !/[;{]\s*$/m.test(text)) return "py";
  if (/^export default/m.test(text) && /<\w+[^>]*>/.test(text)) return "jsx";
  if (/^(interface|type) \w+|: (string|number|boolean)\b/m.test(text)) return "ts";
  if (/\b(require\(|const |import .* from )/.test(text)) return "js";
  if (/^(from|import|def|class) /m.test(text)) return "py";
  return "txt";
}

/** How a text begins, comments and an XML declaration aside: "svg", "html" or null. */
export function markupStart(text) {
  const rest = text.slice(0, 20000).replace(/^(\s|\ufeff|<!--[\s\S]*?-->|<\?xml[^>]*>)+/, "");
  if (/^(<!doctype svg[^>]*>\s*)?<svg[\s/>]/i.test(rest)) return "svg";
  return /^<(!doctype html|[a-z][a-z0-9-]*[\s/>])/i.test(rest) && !/^<(template|script setup)/i.test(rest) ? "html" : null;
}

/** How an output can be shown other than as its text: "frame", "table" or null. */
export function previewOf(outputType, language, text) {
  if (!text.trim() || outputType === "api") return null;
  if (outputType === "excel") return "table";
  if (outputType === "website" && !["auto", "html"].includes(language)) return null;
  return markupStart(text) ? "frame" : null;
}

/** A file name from the first words of a prompt. */
export function fileNameOf(prompt, outputType, language, text) {
  const words = prompt
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  const telling = (words ?? []).filter((word) => !["a", "an", "the"].includes(word)).slice(0, 6);
  let stem = "";
  for (const word of telling) {
    if (stem.length + word.length > 40) break;
    stem += (stem && "-") + word;
  }
  return `${stem || outputType}.${extensionOf(outputType, language, text)}`;
}

export function mediaTypeOf(fileName) {
  return TYPES[fileName.slice(fileName.lastIndexOf(".") + 1)] ?? "text/plain";
}
