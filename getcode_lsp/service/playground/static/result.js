// What came of a request: the output as text or rendered, how it goes, what went wrong, and what it took.

import { fileNameOf, mediaTypeOf, previewOf } from "./outputs.js";
import { byId, counted } from "./page.js";
import { showFrame, showTable } from "./preview.js";
import { StreamView } from "./stream_view.js";

const FIGURES_EVERY = 200; // milliseconds

export class Result {
  #view = new StreamView(byId("output"), () => this.#figures());
  #about = null;
  #began = 0;
  #ended = null;
  #figuresAt = 0;
  #clock = 0;
  #countdown = 0;
  #shown = null; // what the preview shows

  constructor() {
    byId("copy").addEventListener("click", () => this.#copy());
    byId("download").addEventListener("click", () => this.#download());
    byId("show-text").addEventListener("click", () => this.#show("text"));
    byId("show-preview").addEventListener("click", () => this.#show("preview"));
  }

  get text() {
    return this.#view.text;
  }

  get length() {
    return this.#view.length;
  }

  /** What the output is about: `{endpoint, outputType, language, subject}`, and for a kept one its `entry`. */
  get about() {
    return this.#about;
  }

  begin(about) {
    this.#about = about;
    this.#began = performance.now();
    this.#ended = null;
    this.#view.clear();
    this.clearProblem();
    this.#preparePanes();
    for (const id of ["tools", "views", "use", "figure-tokens-item", "figure-model-item"]) byId(id).hidden = true;
    byId("figures").hidden = false;
    byId("status").classList.add("busy");
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.#figures(), FIGURES_EVERY);
    this.#figures(true);
    // On a narrow screen it lies below the request.
    if (matchMedia("(max-width: 900px)").matches) byId("output-title").scrollIntoView({ block: "start" });
  }

  append(text) {
    this.#view.append(text);
  }

  /** The end of it, however it ended; `used` is `{tokensUsed, model}` as far as they are known. */
  end(status, used = {}) {
    this.#ended = performance.now();
    clearInterval(this.#clock);
    this.#view.flush();
    this.#figures(true);
    byId("status").classList.remove("busy");
    this.say(status);
    this.#tell("tokens", used.tokensUsed?.toLocaleString("en"));
    this.#tell("model", used.model);
    this.#offer();
  }

  /** An output from the history, whole at once. */
  show(about, entry) {
    this.begin(about);
    this.append(entry.output);
    this.end("", entry);
    byId("figures").hidden = false;
    for (const id of ["figure-time", "figure-rate"]) byId(id).textContent = "–";
  }

  say(status) {
    byId("status").textContent = status;
  }

  problem({ title, message, next = "", retryAfter = null }) {
    byId("problem-title").textContent = title;
    byId("problem-message").textContent = message;
    byId("problem-next").textContent = next;
    byId("problem").hidden = false;
    byId("problem").scrollIntoView({ block: "nearest" });
    if (this.length === 0) {
      byId("empty").hidden = true;
      byId("figures").hidden = true;
    }
    this.#countDown(retryAfter);
  }

  clearProblem() {
    clearInterval(this.#countdown);
    byId("problem").hidden = true;
  }

  #preparePanes() {
    byId("empty").hidden = true;
    byId("preview").replaceChildren();
    this.#shown = null;
    byId("output").classList.toggle("prose", this.#about.endpoint !== "generate");
    this.#show("text");
  }

  #offer() {
    const { endpoint, entry, outputType, language } = this.#about;
    const whole = this.length > 0;
    byId("tools").hidden = !whole;
    byId("output").hidden = !whole;
    if (!whole) {
      byId("figures").hidden = true;
      byId("empty").hidden = !byId("problem").hidden;
    }
    byId("use").hidden = !whole || (endpoint === "generate" && !entry);
    byId("use").textContent = entry ? "Use its prompt" : "Use as prompt";
    byId("views").hidden = endpoint !== "generate" || previewOf(outputType, language, this.text) === null;
  }

  #show(what) {
    byId("show-text").setAttribute("aria-pressed", String(what === "text"));
    byId("show-preview").setAttribute("aria-pressed", String(what === "preview"));
    byId("output").hidden = what !== "text";
    byId("preview").hidden = what !== "preview";
    if (what === "text") {
      // What runs in the frame is not to run on unseen.
      byId("preview").replaceChildren();
      this.#shown = null;
    } else if (this.#shown !== this.text) {
      this.#shown = this.text;
      const kind = previewOf(this.#about.outputType, this.#about.language, this.text);
      (kind === "table" ? showTable : showFrame)(byId("preview"), this.text);
    }
  }

  #figures(now = false) {
    const moment = performance.now();
    if (!now && moment - this.#figuresAt < FIGURES_EVERY) return;
    this.#figuresAt = moment;
    const seconds = ((this.#ended ?? moment) - this.#began) / 1000;
    byId("figure-characters").textContent = this.length.toLocaleString("en");
    byId("figure-time").textContent = `${seconds.toFixed(1)} s`;
    const rate = seconds > 0 ? Math.round(this.length / seconds) : 0;
    byId("figure-rate").textContent = `${rate.toLocaleString("en")} characters/s`;
  }

  #tell(figure, value) {
    byId(`figure-${figure}-item`).hidden = value === undefined;
    byId(`figure-${figure}`).textContent = value ?? "";
  }

  #countDown(seconds) {
    clearInterval(this.#countdown);
    const field = byId("countdown");
    field.hidden = seconds === null;
    if (seconds === null) return;
    const due = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((due - Date.now()) / 1000);
      field.textContent = left > 0 ? `Try again in ${inWords(left)}.` : "You can try again now.";
      if (left > 0) return;
      clearInterval(this.#countdown);
      this.say("You can try again now.");
    };
    this.#countdown = setInterval(tick, 1000);
    tick();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.say(`Copied ${counted(this.length, "character")}.`);
    } catch {
      // No clipboard for pages over plain HTTP from another machine, or the person said no.
      this.#show("text");
      getSelection().selectAllChildren(byId("output"));
      byId("output").focus();
      this.say("The browser lets no page copy here: the output is selected, copy it with Ctrl+C.");
    }
  }

  #download() {
    const { subject, outputType, language, endpoint } = this.#about;
    const name = endpoint === "generate" ? fileNameOf(subject, outputType, language, this.text) : "prompt.txt";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: mediaTypeOf(name) }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be asking where to
    this.say(`Saved as ${name}.`);
  }
}

function inWords(seconds) {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${seconds % 60} s`;
}
