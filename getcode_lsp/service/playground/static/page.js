// The page's elements by their ids. Text goes into them as text; nothing is ever parsed as HTML.

export function byId(id) {
  return document.getElementById(id);
}

export function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

export function counted(number, what) {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
