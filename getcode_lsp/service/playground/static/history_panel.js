// The generations of a key, the newest first, in pages.

import { adviceFor } from "./advice.js";
import { Incomplete } from "./form.js";
import { OUTPUTS } from "./outputs.js";
import { byId, counted, element } from "./page.js";
import * as service from "./service.js";

const PAGE = 10;

export class HistoryPanel {
  #oldest = null;
  #loaded = false;
  #turn = 0;

  /** `key` gives the key or throws Incomplete, which `mend` is given; `open` is given an entry with its output. */
  constructor({ key, open, mend }) {
    this.key = key;
    this.open = open;
    this.mend = mend;
    byId("history-load").addEventListener("click", () => this.#load(false));
    byId("history-more").addEventListener("click", () => this.#load(true));
  }

  /** After a generation: only where the list is shown already. */
  refresh() {
    if (this.#loaded) this.#load(false);
  }

  /** The list is that of one key. */
  forget() {
    this.#turn += 1;
    this.#loaded = false;
    byId("history-list").replaceChildren();
    byId("history-more").hidden = true;
    byId("history-note").textContent = "";
    byId("history-load").textContent = "Show what this key generated";
  }

  async #load(older) {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const before = older ? this.#oldest : undefined;
      const generations = await service.history(this.key(), { limit: PAGE, before });
      if (turn !== this.#turn) return; // another key, or another page, was asked for meanwhile
      this.#list(generations, older);
    } catch (error) {
      if (error.status === 404) byId("history").hidden = true;
      else this.#fail(error);
    }
  }

  #list(generations, older) {
    if (!older) byId("history-list").replaceChildren();
    for (const entry of generations) byId("history-list").append(this.#item(entry));
    this.#oldest = generations.at(-1)?.id ?? this.#oldest;
    this.#loaded = true;
    byId("history-more").hidden = generations.length < PAGE;
    byId("history-load").textContent = "Refresh";
    const shown = byId("history-list").children.length;
    byId("history-note").textContent = shown ? "" : "This key has generated nothing yet.";
  }

  #item(entry) {
    const button = document.createElement("button");
    button.type = "button";
    const time = element("small", `${new Date(entry.created).toLocaleString()} · ${counted(entry.tokensUsed, "token")}`);
    button.append(element("b", OUTPUTS[entry.outputType]?.label ?? entry.outputType), element("span", entry.prompt), time);
    button.addEventListener("click", () => this.#open(entry.id));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  async #open(id) {
    try {
      this.open(await service.historyEntry(this.key(), id));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Told here, not over a generation that may be under way. */
  #fail(error) {
    if (error instanceof Incomplete) return this.mend(error);
    if (!(error instanceof service.ServiceError)) throw error;
    const { title, message, next } = adviceFor(error, 0);
    byId("history-note").textContent = `${title}. ${message} ${next}`;
    return undefined;
  }
}
