// What the person asks for: key, endpoint, output type, language, prompt and file.

import { FileRefused, inWords, readFile } from "./files.js";
import { LANGUAGES, OUTPUTS, hasLanguage } from "./outputs.js";
import { byId, element } from "./page.js";

const SEND_LABELS = { generate: "Generate", improve: "Improve", upload: "Describe the file" };

/** Something that the person has to mend first; `field` is the element that it is about. */
export class Incomplete extends Error {
  constructor(title, message, field) {
    super(message);
    this.title = title;
    this.field = field;
  }
}

export class RequestForm {
  #original = null;
  #file = null;
  #picture = null;
  #mostBytes = 0; // none are taken

  /** `onKey` is called when the key changes. */
  constructor({ onKey }) {
    for (const [value, { label }] of Object.entries(OUTPUTS)) byId("types").append(chip(value, label));
    for (const [value, label] of Object.entries(LANGUAGES)) byId("language").append(new Option(label, value));
    document.querySelector("input[name=type]").checked = true;
    for (const radio of document.querySelectorAll("input[type=radio]")) {
      radio.addEventListener("change", () => this.#arrange());
    }
    byId("key").addEventListener("input", () => {
      this.mark(null);
      onKey();
    });
    byId("prompt").addEventListener("input", () => byId("prompt").value.trim() || this.#keepOriginal(null));
    byId("example").addEventListener("click", () => this.setPrompt(OUTPUTS[this.outputType].example));
    byId("restore").addEventListener("click", () => this.setPrompt(this.#original));
    this.#takeDrops();
    this.#arrange();
    // A page that is left, even one that the browser keeps for "back", has no key.
    addEventListener("pagehide", () => {
      byId("key").value = "";
    });
  }

  get endpoint() {
    return document.querySelector("input[name=endpoint]:checked").value;
  }

  get outputType() {
    return document.querySelector("input[name=type]:checked").value;
  }

  /** The key; throws Incomplete where there is none that a header can carry. */
  key() {
    const field = byId("key");
    const key = field.value.trim();
    if (!key) throw new Incomplete("A key is needed", "Paste a key of this service above the request.", field);
    if (!/^[\x21-\x7e]+$/.test(key)) {
      throw new Incomplete("This is no key", "It holds blanks or characters that no key has: paste it again.", field);
    }
    return key;
  }

  /** The body of the request that the form describes; throws Incomplete. */
  async request() {
    const { endpoint, outputType } = this;
    if (endpoint === "upload") {
      if (!this.#file) throw new Incomplete("A file is needed", "Choose a PDF or an image, or drop it on the page.", byId("file"));
      const { fileData, mimeType, fileName } = await this.#read(this.#file);
      return { fileData, mimeType, fileName, outputType };
    }
    const prompt = byId("prompt").value;
    if (!prompt.trim()) {
      throw new Incomplete("A prompt is needed", "Describe what you want, or use the example.", byId("prompt"));
    }
    if (endpoint === "improve") return { prompt, outputType };
    const request = { prompt, outputType };
    if (hasLanguage(outputType)) request.language = byId("language").value;
    if (this.#original !== null && this.#original !== prompt) request.originalPrompt = this.#original;
    return request;
  }

  /** What the prompt's words are, for the name of a file that comes of it. */
  get subject() {
    return this.endpoint === "upload" ? (this.#file?.name ?? "") : byId("prompt").value;
  }

  /** A prompt in place of the one there; `original` is what the person had typed, null where this is their own. */
  setPrompt(prompt, original = null) {
    byId("prompt").value = prompt;
    this.#keepOriginal(original);
  }

  /** A text that the service made becomes the prompt, and what was typed is kept: the first of it. */
  useAsPrompt(text) {
    const typed = this.#original ?? byId("prompt").value;
    this.choose("generate");
    this.setPrompt(text, typed.trim() ? typed : null);
    byId("prompt").focus();
  }

  choose(endpoint, outputType = this.outputType, language = byId("language").value) {
    document.querySelector(`input[name=endpoint][value=${endpoint}]`).checked = true;
    const type = [...document.querySelectorAll("input[name=type]")].find((radio) => radio.value === outputType);
    if (type) type.checked = true;
    if (Object.hasOwn(LANGUAGES, language)) byId("language").value = language;
    this.#arrange();
  }

  takeFiles(mostBytes) {
    this.#mostBytes = mostBytes;
    byId("file-note").textContent = `Choose one or drop it here. PDF, PNG, JPEG, WebP or GIF, at most ${inWords(mostBytes)}.`;
    byId("upload-choice").hidden = false;
  }

  /** Say beside its field what has to be mended, and go there. */
  mend({ title, message, field }) {
    this.mark(field);
    const told = document.createElement("p");
    told.className = "field-error";
    told.id = "field-error";
    told.setAttribute("role", "alert");
    told.append(element("strong", title), message);
    field.closest(".field").append(told);
    field.focus();
  }

  /** Mark a field as the one to mend; null for none. */
  mark(field) {
    byId("field-error")?.remove();
    for (const marked of document.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
    field?.setAttribute("aria-invalid", "true");
  }

  #arrange() {
    const uploads = this.endpoint === "upload";
    byId("file-field").hidden = !uploads;
    byId("prompt-field").hidden = uploads;
    byId("language-field").hidden = this.endpoint !== "generate" || !hasLanguage(this.outputType);
    byId("send").textContent = SEND_LABELS[this.endpoint];
  }

  #keepOriginal(original) {
    this.#original = original;
    byId("original").hidden = original === null;
    byId("original-text").textContent = original ?? "";
  }

  async #read(file) {
    try {
      return await readFile(file, this.#mostBytes);
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      throw new Incomplete("This file can't be sent", error.message, byId("file"));
    }
  }

  async #choose(file) {
    this.#forgetFile();
    try {
      const { size, mimeType } = await this.#read(file);
      this.#file = file;
      const chosen = byId("chosen");
      chosen.replaceChildren(element("span", `${file.name}, ${inWords(size)}`));
      if (mimeType.startsWith("image/")) chosen.prepend(this.#thumbnail(file));
      chosen.hidden = false;
      this.mark(null);
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      byId("file").value = "";
      this.mend(error);
    }
  }

  #thumbnail(file) {
    const image = new Image();
    image.alt = "";
    this.#picture = URL.createObjectURL(file);
    image.src = this.#picture;
    return image;
  }

  #forgetFile() {
    this.#file = null;
    if (this.#picture) URL.revokeObjectURL(this.#picture);
    this.#picture = null;
    byId("chosen").hidden = true;
    byId("chosen").replaceChildren();
  }

  #takeDrops() {
    const input = byId("file");
    input.addEventListener("change", () => (input.files.length ? this.#choose(input.files[0]) : this.#forgetFile()));
    // A file that misses the field would replace the page, and the prompt with it: every place takes it.
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      byId("drop").classList.add("over");
      if (this.#mostBytes && this.endpoint !== "upload") this.choose("upload");
    });
    addEventListener("dragleave", (event) => event.relatedTarget ?? byId("drop").classList.remove("over"));
    addEventListener("drop", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      byId("drop").classList.remove("over");
      const [file] = event.dataTransfer.files;
      if (!file || !this.#mostBytes) return;
      this.choose("upload");
      input.value = "";
      this.#choose(file);
    });
  }
}

function chip(value, label) {
  const whole = document.createElement("label");
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = "type";
  radio.value = value;
  radio.autocomplete = "off";
  whole.append(radio, element("span", label));
  return whole;
}
