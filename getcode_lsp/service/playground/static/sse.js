// Server-sent events from a fetch body: the parser of the HTML standard, fed with bytes as they come.
// EventSource can't be used, for it can't send a POST.

const MOST_CHARACTERS = 8 * 1024 * 1024; // of one event; a service that sends more is not ours

export class EventStreamParser {
  #decoder = new TextDecoder("utf-8"); // takes a byte order mark away, and keeps halves of characters
  #rest = "";
  #data = [];
  #characters = 0;
  #type = "";

  /** The events that these bytes complete, each `{type, data}`. */
  push(bytes) {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  #read(text) {
    const events = [];
    const whole = this.#rest + text;
    let start = 0;
    const ends = /\r\n|\n|\r/g;
    // What was looked at before holds no end of a line, except perhaps a CR at its very end.
    ends.lastIndex = Math.max(0, this.#rest.length - 1);
    for (let end = ends.exec(whole); end; end = ends.exec(whole)) {
      if (end[0] === "\r" && ends.lastIndex === whole.length) break; // its LF may still come
      this.#line(whole.slice(start, end.index), events);
      start = ends.lastIndex;
    }
    this.#rest = whole.slice(start);
    this.#bound(this.#rest.length);
    return events;
  }

  #line(line, events) {
    if (line === "") return this.#dispatch(events);
    const colon = line.indexOf(":");
    if (colon === 0) return undefined; // a comment: a service that keeps the connection awake
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "data") {
      this.#data.push(value);
      this.#characters += value.length + 1;
      this.#bound(this.#characters);
    } else if (field === "event") {
      this.#type = value;
    }
    return undefined;
  }

  #dispatch(events) {
    if (this.#data.length) events.push({ type: this.#type || "message", data: this.#data.join("\n") });
    this.#data = [];
    this.#characters = 0;
    this.#type = "";
  }

  #bound(characters) {
    if (characters > MOST_CHARACTERS) throw new RangeError("an event of the stream is too large");
  }
}

/** The events of a body, a ReadableStream of bytes; one that its end cuts off is dropped, as the standard says. */
export async function* eventsOf(body) {
  const parser = new EventStreamParser();
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield* parser.push(part.value);
  } finally {
    reader.cancel().catch(() => {}); // it may have failed already; that was told above
  }
}
