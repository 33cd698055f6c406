// The output as it comes: text is appended once per frame, in blocks, so that a long one is never laid out anew.

const BLOCK_CHARACTERS = 8 * 1024; // a block takes this much, then up to the end of its line
const LONGEST_BLOCK = 64 * 1024; // a line without an end is divided here
const NEAR_END = 32; // pixels from the end that count as being at it

export class StreamView {
  #element;
  #parts = [];
  #pending = [];
  #frame = 0;
  #block = null;
  #blockLength = 0;
  #following = true;
  #onPaint;

  /** A view in a scrolling element; `onPaint` is called after each time that text was shown. */
  constructor(element, onPaint = () => {}) {
    this.#element = element;
    this.#onPaint = onPaint;
    this.length = 0;
    element.addEventListener("scroll", () => {
      this.#following = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    });
    element.addEventListener("copy", (event) => this.#copied(event));
  }

  get text() {
    if (this.#parts.length > 1) this.#parts = [this.#parts.join("")];
    return this.#parts[0] ?? "";
  }

  clear() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#parts = [];
    this.#pending = [];
    this.#block = null;
    this.length = 0;
    this.#following = true;
    this.#element.replaceChildren();
  }

  append(text) {
    if (!text) return;
    this.#parts.push(text);
    this.#pending.push(text);
    this.length += text.length;
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Show what has come; once at the end, for a page in the background draws no frames. */
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    let rest = this.#pending.join("");
    this.#pending = [];
    while (rest) rest = this.#place(rest);
    if (this.#following) this.#element.scrollTop = this.#element.scrollHeight;
    this.#onPaint();
  }

  #place(text) {
    if (this.#block === null) {
      this.#block = document.createElement("div");
      this.#block.append("");
      this.#blockLength = 0;
      this.#element.append(this.#block);
    }
    const end = this.#blockEnd(text);
    this.#block.firstChild.appendData(text.slice(0, end ?? text.length));
    if (end === null) {
      this.#blockLength += text.length;
      return "";
    }
    this.#block = null;
    return text.slice(end);
  }

  /** Where in this text the block is full; null when it is not. */
  #blockEnd(text) {
    const room = Math.max(0, BLOCK_CHARACTERS - this.#blockLength);
    if (text.length < room) return null;
    const line = text.indexOf("\n", room);
    if (line >= 0 && line < LONGEST_BLOCK) return line + 1;
    const most = Math.max(1, LONGEST_BLOCK - this.#blockLength);
    if (text.length < most) return null;
    const splitsPair = /[\ud800-\udbff]/.test(text[most - 1]);
    return splitsPair ? most + 1 : most;
  }

  /** Blocks would add line breaks between them to a copied selection; the text has its own. */
  #copied(event) {
    const selection = getSelection();
    if (selection.rangeCount === 0 || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", selection.getRangeAt(0).cloneContents().textContent);
    event.preventDefault();
  }
}
