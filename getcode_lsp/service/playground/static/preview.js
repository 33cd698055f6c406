// The output rendered: pages and pictures in a frame without origin or network, tables as cells of text.

const MOST_ROWS = 500;
const MOST_COLUMNS = 50;

/** Show markup in a fresh frame inside an element; the frame before it is gone with whatever ran in it. */
export function showFrame(place, markup) {
  const frame = document.createElement("iframe");
  frame.title = "Preview of the output";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.referrerPolicy = "no-referrer";
  frame.src = "/playground/frame";
  const fill = (event) => {
    // Only this frame, only its first word: what it shows may send what it likes and is not listened to.
    if (event.source !== frame.contentWindow || event.origin !== "null" || event.data !== "ready") return;
    removeEventListener("message", fill);
    // A frame without an origin can't be named as the target; the message holds its own output alone.
    frame.contentWindow.postMessage({ fill: markup }, "*");
  };
  addEventListener("message", fill);
  place.replaceChildren(frame);
}

/** Show CSV as a table; returns how many rows it has. */
export function showTable(place, text) {
  const rows = rowsOf(text);
  const table = document.createElement("table");
  rows.slice(0, MOST_ROWS).forEach((row, number) => {
    const line = table.insertRow();
    for (const value of row.slice(0, MOST_COLUMNS)) {
      const cell = document.createElement(number === 0 ? "th" : "td");
      if (number === 0) cell.scope = "col";
      cell.textContent = value;
      line.append(cell);
    }
  });
  const scroller = document.createElement("div");
  scroller.className = "table-scroll";
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", "The output as a table");
  scroller.append(table);
  if (rows.length > MOST_ROWS) {
    const more = document.createElement("p");
    more.textContent = `${rows.length - MOST_ROWS} more rows are in the file.`;
    scroller.append(more);
  }
  place.replaceChildren(scroller);
  return rows.length;
}

/** The rows of a CSV text as RFC 4180 has them: quotes, doubled quotes, line breaks in quotes. */
export function rowsOf(text) {
  const rows = [];
  let row = [];
  const fields = /(?:"((?:[^"]|"")*)"?|([^,\r\n]*))(,|\r\n|\n|\r|$)/g;
  const whole = text.replace(/^\ufeff/, "");
  while (fields.lastIndex < whole.length || row.length) {
    const [matched, quoted, plain, end] = fields.exec(whole) ?? [""];
    if (matched === "" && end === undefined) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (matched === "") break;
  }
  return rows;
}
