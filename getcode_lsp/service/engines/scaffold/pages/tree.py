"""A page as a tree of elements, and that tree as HTML, JSX or a Vue template; prompt text can't leave its place in any."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold import stopping


@dataclass(frozen=True, slots=True)
class Bound:
    """An attribute or text that changes: its value in static HTML (None: left out), and its expressions in JSX and Vue.

    The expressions are source code of ours; no text of a prompt ever stands in them.
    """

    html: str | None
    jsx: str
    vue: str


Value = str | bool | Bound


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `name` of a section is the component that it becomes in React."""

    tag: str
    attributes: tuple[tuple[str, Value], ...]
    children: tuple[Node, ...]
    name: str = ""


Node = Element | str | Bound
Content = Node | None | Iterable["Content"]

_VOID = frozenset(
    "area br circle col ellipse hr img input line link meta path polyline rect source stop wbr".split()
)
_INLINE = frozenset(
    "a b br button code em small span strong option label h1 h2 h3 h4 p li dt dd summary legend th td time title text cite textarea".split()
)
_HTML_VOID = frozenset("area br col hr img input link meta source wbr".split())


def h(tag: str, *children: Content, **attributes: Value | None) -> Element:
    """An element; `class_` and `for_` lose their underscore, other underscores become hyphens, None is left out; `component` is the name that a section is shown under in the source."""
    stopping.check()
    component = str(attributes.pop("component", None) or "")
    named = tuple(
        (key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Element(tag, named, tuple(_flat(children)), component)


def with_attributes(element: Element, **attributes: Value) -> Element:
    """An element with more attributes."""
    more = tuple((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Element(element.tag, (*element.attributes, *more), element.children, element.name)


def _flat(content: Iterable[Content]) -> Iterable[Node]:
    for one in content:
        if one is None or one == "":
            continue
        if isinstance(one, (str, Element, Bound)):
            yield one
        else:
            yield from _flat(one)


def escaped(text: str) -> str:
    """A text as the content of an element or of an attribute in double quotes."""
    return html.escape(text, quote=True)


def _is_inline(node: Node) -> bool:
    return not isinstance(node, Element) or (
        node.tag in _INLINE and all(_is_inline(child) for child in node.children)
    )


class Printer:
    """Prints a tree in one of the languages, with two blanks for each depth."""

    opening_ends = ">"

    def lines(self, node: Node, depth: int = 0) -> list[str]:
        """The lines of a node."""
        stopping.check()
        pad = "  " * depth
        if not isinstance(node, Element):
            return [pad + self.text(node)] if self.text(node) else []
        start = f"{pad}<{node.tag}{self._attributes(node, pad)}"
        if node.tag in _VOID:
            return [start + self.void_end(node.tag)]
        if all(_is_inline(child) for child in node.children):
            inner = "".join(line for child in node.children for line in self._inline(child))
            return [f"{start}>{inner}</{node.tag}>"]
        out = [start + ">"]
        for child in node.children:
            out += self.lines(child, depth + 1)
        return [*out, f"{pad}</{node.tag}>"]

    def _inline(self, node: Node) -> list[str]:
        return [line.strip() if isinstance(node, Element) else line for line in self.lines(node)]

    def _attributes(self, node: Element, pad: str) -> str:
        parts = [printed for key, value in node.attributes if (printed := self.attribute(key, value))]
        line = "".join(f" {part}" for part in parts)
        if len(pad) + len(node.tag) + len(line) <= 118 or len(parts) < 2:
            return line
        return "".join(f"\n{pad}  {part}" for part in parts) + f"\n{pad}"

    def void_end(self, tag: str) -> str:
        """How the start tag of an element without content ends."""
        return ">" if tag in _HTML_VOID else "/>"

    def text(self, node: str | Bound) -> str:
        """A text in this language."""
        raise NotImplementedError

    def attribute(self, key: str, value: Value) -> str:
        """An attribute in this language; "" where it is left out."""
        raise NotImplementedError


class Html(Printer):
    """Static HTML; what changes is done by a script that finds its elements by class."""

    def text(self, node: str | Bound) -> str:
        """The text, escaped."""
        return html.escape(node, quote=False) if isinstance(node, str) else escaped(node.html or "")

    def attribute(self, key: str, value: Value) -> str:
        """The attribute, quoted."""
        plain = value.html if isinstance(value, Bound) else value
        if plain is None or key.startswith("on-"):
            return ""
        return key if plain is True else f'{key}="{escaped(str(plain))}"'


_JSX_NAMES = {"class": "className", "for": "htmlFor", "tabindex": "tabIndex", "novalidate": "noValidate", "autocomplete": "autoComplete",
              "maxlength": "maxLength", "minlength": "minLength", "datetime": "dateTime", "colspan": "colSpan", "on-click": "onClick",
              "on-submit": "onSubmit", "on-keydown": "onKeyDown", "viewBox": "viewBox", "inputmode": "inputMode"}  # fmt: skip
_JSX_NUMBERS = frozenset(("tabIndex", "rows", "maxLength", "minLength", "colSpan"))
_PLAIN_JSX = re.compile(r"[^{}<>&\\\"'\n\r]*")


class Jsx(Printer):
    """JSX for React."""

    def void_end(self, tag: str) -> str:
        """Every element is closed."""
        return " />"

    def text(self, node: str | Bound) -> str:
        """The text as it is, or as a string literal where JSX would read something into it."""
        if isinstance(node, Bound):
            return f"{{{node.jsx}}}"
        return node if _PLAIN_JSX.fullmatch(node) and node == node.strip() else f"{{{literal(node)}}}"

    def attribute(self, key: str, value: Value) -> str:
        """The attribute under the name that React gives it."""
        name = _JSX_NAMES.get(key) or (
            key if key.startswith(("aria-", "data-")) else re.sub(r"-(\w)", lambda m: m[1].upper(), key)
        )
        if isinstance(value, Bound):
            return f"{name}={{{value.jsx}}}"
        if isinstance(value, bool):
            return name
        if name in _JSX_NUMBERS and value.isdigit():
            return f"{name}={{{value}}}"
        return f'{name}="{value}"' if _PLAIN_JSX.fullmatch(value) else f"{name}={{{literal(value)}}}"


class Vue(Printer):
    """A template of Vue 3."""

    def text(self, node: str | Bound) -> str:
        """The text, escaped; braces as entities, so that none begins an expression."""
        if isinstance(node, Bound):
            return f"{{{{ {node.vue} }}}}"
        return html.escape(node, quote=False).replace("{", "&#123;").replace("}", "&#125;")

    def attribute(self, key: str, value: Value) -> str:
        """The attribute, a binding or a listener."""
        if not isinstance(value, Bound):
            return key if value is True else f'{key}="{escaped(str(value))}"'
        if not value.vue:
            return ""
        name = f"@{key.removeprefix('on-')}" if key.startswith("on-") else f":{key}"
        return f'{"@submit.prevent" if name == "@submit" else name}="{value.vue}"'


def literal(text: str) -> str:
    """A JavaScript string literal that is harmless in a script element, too."""
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        .replace("*/", "*\\/")
    )


def joined(lines: Sequence[str]) -> str:
    """Lines as the text of a file, without blanks at their ends."""
    return "\n".join(line.rstrip() for line in lines) + "\n"
