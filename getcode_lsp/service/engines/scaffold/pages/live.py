"""What changes on a page while it is used, in all three languages: menu, theme, tabs, and forms that check what is typed."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.pages.tree import Bound

MENU_OPEN = Bound("false", "menuOpen", "menuOpen")
MENU_TOGGLE = Bound(None, "() => setMenuOpen(!menuOpen)", "menuOpen = !menuOpen")
MENU_CLOSE = Bound(None, "() => setMenuOpen(false)", "menuOpen = false")
THEME = Bound(None, "theme || undefined", "theme || undefined")
THEME_TOGGLE = Bound(None, "toggleTheme", "toggleTheme")
CHECK = Bound(None, "check", "check")


def invalid(field: str) -> Bound:
    """Whether a field is wrong, by its id."""
    return Bound("false", f'Boolean(errors["{field}"])', f"Boolean(errors['{field}'])")


def error(field: str) -> Bound:
    """What is wrong with a field, by its id."""
    return Bound("", f'errors["{field}"] || ""', f"errors['{field}']")


def status(form: str) -> Bound:
    """What a form says after it was sent, by its id."""
    return Bound("", f'sent["{form}"] || ""', f"sent['{form}']")


def selected(group: str, at: int) -> Bound:
    """Whether a tab is the chosen one of its group."""
    return Bound(
        "true" if at == 0 else "false", f'(tabs["{group}"] || 0) === {at}', f"(tabs['{group}'] || 0) === {at}"
    )


def focusable(group: str, at: int) -> Bound:
    """The tabindex of a tab: the chosen one takes the focus."""
    return Bound(
        "0" if at == 0 else "-1",
        f'(tabs["{group}"] || 0) === {at} ? 0 : -1',
        f"(tabs['{group}'] || 0) === {at} ? 0 : -1",
    )


def hidden(group: str, at: int) -> Bound:
    """Whether the panel of a tab is out of sight."""
    return Bound(
        None if at == 0 else "hidden", f'(tabs["{group}"] || 0) !== {at}', f"(tabs['{group}'] || 0) !== {at}"
    )


def choose(group: str, at: int) -> Bound:
    """A click on a tab."""
    return Bound(None, f'() => setTabs({{ ...tabs, "{group}": {at} }})', f"tabs['{group}'] = {at}")


def turn(group: str) -> Bound:
    """The arrow keys in a row of tabs."""
    return Bound(None, f'(event) => turnTabs("{group}", event)', f"turnTabs('{group}', $event)")


_PROBLEM = """\
function problem(field) {
  const { validity } = field;
  if (validity.valid) return "";
  if (validity.valueMissing) return field.type === "checkbox" ? "Please tick this box." : "Please fill in this field.";
  if (validity.typeMismatch && field.type === "email") return "Please enter an e-mail address, as in name@example.com.";
  if (validity.typeMismatch) return "Please enter a full address, as in https://example.com.";
  if (validity.rangeUnderflow) return `Please enter ${field.min} or more.`;
  if (validity.rangeOverflow) return `Please enter ${field.max} or less.`;
  if (validity.tooShort) return `Please enter at least ${field.minLength} characters.`;
  return "Please check this field.";
}"""
SENT = "Thank you. This page is a scaffold: nothing was sent, connect this form to your own service."
_FOUND = """\
function problemsIn(form) {
  const found = {};
  for (const field of form.elements) {
    const key = `${form.id}-${field.name}`;
    if (field.name && !found[key] && problem(field)) found[key] = problem(field);
  }
  return found;
}"""
CHECKS = f"{_PROBLEM}\n\n{_FOUND}"

HTML_FORMS = f"""\
{CHECKS}

for (const form of document.querySelectorAll("form")) {{
  form.addEventListener("submit", (event) => {{
    event.preventDefault(); // works offline: nothing is sent anywhere
    const found = problemsIn(form);
    for (const message of form.querySelectorAll(".error")) {{
      message.textContent = found[message.id.slice(0, -6)] || "";
    }}
    for (const field of form.elements) {{
      if (field.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", String(`${{form.id}}-${{field.name}}` in found));
    }}
    const wrong = [...form.elements].find((field) => `${{form.id}}-${{field.name}}` in found);
    form.querySelector(".status").textContent = wrong ? "" : "{SENT}";
    if (wrong) wrong.focus();
    else form.reset();
  }});
}}"""
HTML_MENU = """\
const menuButton = document.querySelector(".menu-button");
const setMenu = (open) => menuButton.setAttribute("aria-expanded", String(open));
menuButton.addEventListener("click", () => setMenu(menuButton.getAttribute("aria-expanded") !== "true"));
for (const link of document.querySelectorAll(".nav-links a")) link.addEventListener("click", () => setMenu(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && setMenu(false));"""
HTML_THEME = """\
document.querySelector(".theme-button").addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.body.dataset.theme || (dark ? "dark" : "light");
  document.body.dataset.theme = now === "dark" ? "light" : "dark";
});"""
HTML_TABS = """\
for (const list of document.querySelectorAll("[role=tablist]")) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const choose = (chosen) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
    }
  };
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
}"""
REACT_FORMS = f"""\
function check(event) {{
    event.preventDefault(); // works offline: nothing is sent anywhere
    const form = event.currentTarget;
    const found = problemsIn(form);
    const others = Object.fromEntries(Object.entries(errors).filter(([key]) => !key.startsWith(`${{form.id}}-`)));
    setErrors({{ ...others, ...found }});
    const wrong = [...form.elements].find((field) => `${{form.id}}-${{field.name}}` in found);
    setSent({{ ...sent, [form.id]: wrong ? "" : "{SENT}" }});
    if (wrong) wrong.focus();
    else form.reset();
  }}"""
VUE_FORMS = f"""\
function check(event) {{
  const form = event.currentTarget; // works offline: nothing is sent anywhere
  const found = problemsIn(form);
  for (const key of Object.keys(errors)) if (key.startsWith(`${{form.id}}-`)) delete errors[key];
  Object.assign(errors, found);
  const wrong = [...form.elements].find((field) => `${{form.id}}-${{field.name}}` in found);
  sent[form.id] = wrong ? "" : "{SENT}";
  if (wrong) wrong.focus();
  else form.reset();
}}"""
