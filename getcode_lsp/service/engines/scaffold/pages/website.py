"""Websites: one self-contained HTML file, one React component module, or one Vue single-file component."""

from __future__ import annotations

import re

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.pages import live
from getcode_lsp.service.engines.scaffold.pages.about import about
from getcode_lsp.service.engines.scaffold.pages.brief import page_brief
from getcode_lsp.service.engines.scaffold.pages.layout import body_class, lay_out
from getcode_lsp.service.engines.scaffold.pages.model import Page
from getcode_lsp.service.engines.scaffold.pages.prompt import admitted
from getcode_lsp.service.engines.scaffold.pages.reader import read_page
from getcode_lsp.service.engines.scaffold.pages.styles import stylesheet
from getcode_lsp.service.engines.scaffold.pages.tree import (
    Element,
    Html,
    Jsx,
    Vue,
    escaped,
    h,
    joined,
    with_attributes,
)
from getcode_lsp.service.engines.scaffold.writer import OTHER_ENGINES, Writer

_NAMED = (
    ("vue", r"\bvue(?:\.?js)?\b|\bnuxt\b"),
    ("typescript", r"\breact\b.{0,30}\btypescript\b|\btypescript\b.{0,30}\breact\b|\btsx\b"),
    ("react", r"\breact(?:\.?js)?\b|\bnext\.?js\b|\bjsx\b"),
)


def choose_language(task: Task) -> str:
    """One of html, react, typescript (React in TSX) and vue; raises `EngineRefusal` for a language of servers.

    A page in PHP is the HTML page: it runs as it is under PHP.
    """
    wanted = task.language
    if wanted == "auto":
        wanted = next(
            (name for name, pattern in _NAMED if re.search(pattern, task.prompt, re.IGNORECASE)), "html"
        )
    if wanted == "php":
        return "html"
    if wanted not in ("html", "react", "typescript", "vue"):
        raise EngineRefusal(
            "The scaffold engine writes websites as html, react, typescript (a React component in TSX), vue and php (the HTML page), "
            f"not {'Python' if wanted == 'python' else 'Node.js' if wanted == 'nodejs' else wanted}; for a server ask for output of type api. {OTHER_ENGINES}"
        )
    return wanted


def _write(task: Task) -> str:
    language = choose_language(task)
    page = read_page(admitted(task.prompt))
    return {"html": _html, "vue": _vue, "react": _react, "typescript": _typescript}[language](page)


def _improve(task: Task) -> str:
    return page_brief(read_page(admitted(task.prompt)), choose_language(task))


def _notes(page: Page, tags: set[str]) -> list[str]:
    notes = (
        ["Forms check what is typed and work offline: they send nothing anywhere."] if "form" in tags else []
    )
    return [*notes, "Nothing is loaded from elsewhere: styles, script and drawings are inside."]


def _tags(parts: list[Element]) -> set[str]:
    found: set[str] = set()

    def visit(element: Element) -> None:
        found.add(element.tag)
        for key, value in element.attributes:
            if key in ("class", "role") and isinstance(value, str):
                found.update(value.split())
        for child in element.children:
            if isinstance(child, Element):
                visit(child)

    for part in parts:
        visit(part)
    return found


def _html(page: Page) -> str:
    parts = lay_out(page)
    tags = _tags(parts)
    script = [
        code
        for tag, code in (
            ("form", live.HTML_FORMS),
            ("menu-button", live.HTML_MENU),
            ("theme-button", live.HTML_THEME),
            ("tablist", live.HTML_TABS),
        )
        if tag in tags
    ]
    printer = Html()
    head = f"{page.title} – {page.look.subject}" if page.look.brand and page.look.subject else page.title
    lines = [
        "<!doctype html>",
        "<!--",
        *(f"  {line}" for line in about(page, "a website in one HTML file", _notes(page, tags))),
        "-->",
        '<html lang="en">',
        "<head>",
    ]
    lines += [
        '  <meta charset="utf-8">',
        '  <meta name="viewport" content="width=device-width, initial-scale=1">',
        f"  <title>{escaped(head)}</title>",
        "  <style>",
    ]
    lines += [f"    {line}" for line in ["body { margin: 0; }", *stylesheet(page.look)]] + [
        "  </style>",
        "</head>",
        f'<body class="{body_class(page)}" id="top">',
    ]
    lines += ['  <a class="skip" href="#main">Skip to content</a>']
    for part in parts:
        lines += printer.lines(part, 1)
    if script:
        lines += ["  <script>", *(f"    {line}" for line in "\n\n".join(script).split("\n")), "  </script>"]
    return joined([*lines, "</body>", "</html>"])


def _react(page: Page) -> str:
    return _component(page, typed=False)


def _typescript(page: Page) -> str:
    return _component(page, typed=True)


def _component(page: Page, *, typed: bool) -> str:
    parts = lay_out(page)
    tags = _tags(parts)
    states = _states(tags, typed=typed)
    printer = Jsx()
    root = h("div", class_=body_class(page), id="top")
    if "theme-button" in tags:
        root = with_attributes(root, data_theme=live.THEME)
    hooks = ["useState"] if states else []
    lines = [
        "/*",
        *(
            f" * {line}".rstrip()
            for line in about(
                page, f"a React component{' in TypeScript' if typed else ''}", _notes(page, tags)
            )
        ),
        " */",
        "",
    ]
    lines += [f'import {{ {", ".join(hooks)} }} from "react";', ""] if hooks else []
    lines += [
        "const css = `",
        *(f"  {line}" for line in ["body { margin: 0; }", *stylesheet(page.look)]),
        "`;",
        "",
    ]
    if "form" in tags:
        lines += [_typed_checks(live.CHECKS) if typed else live.CHECKS, ""]
    lines += [
        "export default function Page() {",
        *(f"  {line}" if line else "" for state in states for line in state.split("\n")),
        *([""] if states else []),
        "  return (",
    ]
    start, end = printer.lines(root, 2)[0].rsplit("</div>", 1)[0], "    </div>"
    lines += [
        start,
        "      <style>{css}</style>",
        '      <a className="skip" href="#main">Skip to content</a>',
    ]
    for part in parts:
        lines += printer.lines(part, 3)
    return joined([*lines, end, "  );", "}"])


def _states(tags: set[str], *, typed: bool) -> list[str]:
    record = "<Record<string, string>>" if typed else ""
    states = []
    if "menu-button" in tags or "nav-links" in tags:
        states.append("const [menuOpen, setMenuOpen] = useState(false);")
    if "theme-button" in tags:
        states.append(
            'const [theme, setTheme] = useState("");\nconst toggleTheme = () => {\n  const dark = matchMedia("(prefers-color-scheme: dark)").matches;\n'
            '  setTheme((theme || (dark ? "dark" : "light")) === "dark" ? "light" : "dark");\n};'
        )
    if "tablist" in tags:
        kind = "<Record<string, number>>" if typed else ""
        event = "group: string, event: React.KeyboardEvent<HTMLElement>" if typed else "group, event"
        states.append(
            f"const [tabs, setTabs] = useState{kind}({{}});\nconst turnTabs = ({event}) => {{\n"
            f'  const all = [...event.currentTarget.querySelectorAll{"<HTMLElement>" if typed else ""}("[role=tab]")];\n'
            '  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;\n  if (!step) return;\n'
            "  const next = ((tabs[group] || 0) + step + all.length) % all.length;\n  setTabs({ ...tabs, [group]: next });\n  all[next].focus();\n};"
        )
    if "form" in tags:
        check = live.REACT_FORMS.replace("\n  ", "\n")
        if typed:
            check = check.replace("check(event)", "check(event: React.FormEvent<HTMLFormElement>)").replace(
                "[...form.elements].find(", "controls(form).find("
            )
        states += [
            f"const [errors, setErrors] = useState{record}({{}});\nconst [sent, setSent] = useState{record}({{}});",
            check,
        ]
    return states


def _typed_checks(source: str) -> str:
    """The checks of forms with TypeScript's types."""
    controls = "type Control = HTMLInputElement;\n\nconst controls = (form: HTMLFormElement) => [...form.elements] as Control[];\n\n"
    source = source.replace("function problem(field)", "function problem(field: Control): string").replace(
        "function problemsIn(form)", "function problemsIn(form: HTMLFormElement)"
    )
    return controls + source.replace(
        "const found = {};", "const found: Record<string, string> = {};"
    ).replace("of form.elements)", "of controls(form))")


def _vue(page: Page) -> str:
    parts = lay_out(page)
    tags = _tags(parts)
    printer = Vue()
    root = h("div", class_=body_class(page), id="top")
    if "theme-button" in tags:
        root = with_attributes(root, data_theme=live.THEME)
    lines = [
        "<!--",
        *(f"  {line}" for line in about(page, "a Vue single-file component", _notes(page, tags))),
        "-->",
        "<script setup>",
        *_vue_script(tags),
        "</script>",
        "",
        "<template>",
    ]
    lines += [
        printer.lines(root, 1)[0].rsplit("</div>", 1)[0],
        '    <a class="skip" href="#main">Skip to content</a>',
    ]
    for part in parts:
        lines += printer.lines(part, 2)
    lines += [
        "  </div>",
        "</template>",
        "",
        "<style>",
        "body { margin: 0; }",
        "</style>",
        "",
        "<style scoped>",
        *stylesheet(page.look),
        "</style>",
    ]
    return joined(lines)


def _vue_script(tags: set[str]) -> list[str]:
    used, code = [], []
    if "menu-button" in tags or "nav-links" in tags:
        used.append("ref")
        code.append("const menuOpen = ref(false);")
    if "theme-button" in tags:
        used.append("ref")
        code.append(
            'const theme = ref("");\nfunction toggleTheme() {\n  const dark = matchMedia("(prefers-color-scheme: dark)").matches;\n'
            '  theme.value = (theme.value || (dark ? "dark" : "light")) === "dark" ? "light" : "dark";\n}'
        )
    if "tablist" in tags:
        used.append("reactive")
        code.append(
            "const tabs = reactive({});\nfunction turnTabs(group, event) {\n"
            '  const all = [...event.currentTarget.querySelectorAll("[role=tab]")];\n  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];\n'
            "  if (!step) return;\n  tabs[group] = ((tabs[group] || 0) + step + all.length) % all.length;\n  all[tabs[group]].focus();\n}"
        )
    if "form" in tags:
        used.append("reactive")
        code += ["const errors = reactive({});\nconst sent = reactive({});", live.CHECKS, live.VUE_FORMS]
    imports = [f'import {{ {", ".join(sorted(set(used)))} }} from "vue";'] if used else []
    return (
        "\n\n".join([*imports, *code]).split("\n")
        if code
        else ["// nothing on this page changes while it is used"]
    )


WRITER = Writer(_write, _improve)
