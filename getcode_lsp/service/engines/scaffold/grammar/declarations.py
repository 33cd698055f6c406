"""Declarations of programming languages (Go, Rust, Kotlin, Python, Prisma, Django) as lists of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GO = re.compile(r"\btype\s+(\w+)\s+struct\s*\{([^{}]{0,2000})\}")
_GO_TYPES = {
    "string": "string",
    "bool": "boolean",
    "float32": "number",
    "float64": "number",
    "time.Time": "datetime",
}
_RUST = re.compile(r"\b(?:pub\s+)?struct\s+(\w+)\s*\{")
_CLASS = re.compile(r"^([ \t]*)class[ \t]+(\w+)[ \t]*(?:\([^()\n]{0,80}\))?[ \t]*:[ \t]*$", re.MULTILINE)
_DATA_CLASS = re.compile(r"\b(?:data |case |sealed )?class\s+(\w+)\s*\(\s*(?=va[lr]\s)")
_TYPED = re.compile(r"\binterface\s+\w+|\btype\s+\w+\s*=|\bclass\s+\w+\s*\{")
_PRISMA = re.compile(r"\bmodel\s+(\w+)\s*\{([^{}]{0,3000})\}")
_PRISMA_TYPES = {"Int": "integer", "BigInt": "integer", "Float": "number", "Decimal": "number", "Boolean": "boolean",
                 "DateTime": "datetime", "String": "string", "Json": "object"}  # fmt: skip
_DJANGO = re.compile(
    r"^(?P<indent>[ \t]+)(?P<name>\w+)\s*=\s*models\.(?P<type>\w+)\((?P<said>[^\n]{0,200})\)[ \t]*$",
    re.MULTILINE,
)
_DJANGO_TYPES = (
    ("Email", "email"), ("URL", "url"), ("Integer", "integer"), ("Decimal", "number"), ("Float", "number"), ("Boolean", "boolean"),
    ("DateTime", "datetime"), ("Date", "date"), ("Time", "time"), ("JSON", "object"),
)  # fmt: skip


def entry(name: str, fields: list[str]) -> str:
    """An entity and its fields in list form."""
    return "\n".join(["", f"{name}:", *(f"  - {field}" for field in fields), ""])


def plain_declarations(text: str) -> str:
    """The text with every declaration in list form, or without the keywords that the grammar doesn't know."""
    text = _GO.sub(lambda match: entry(match[1], list(_go_fields(match[2]))), text)
    text = _PRISMA.sub(_prisma, text)
    text = _DJANGO.sub(_django, text)
    text = _CLASS.sub(r"\1\2:", _RUST.sub(r"\1 {", _DATA_CLASS.sub(r"\1 (", text)))
    text = re.sub(r"(?<=[(,])\s*va[lr]\s+(?=\w+\s*:)", " ", text)
    text = re.sub(r"\bOption<(\w+)>", r"\1, optional", re.sub(r"\bVec<(\w+)>", r"list of \1", text))
    if _TYPED.search(text):
        text = re.sub(r"(:\s*)Date(?=\s*(?:[;,}|\n]|$))", r"\1datetime", text)
    return text


def _prisma(match: re.Match[str]) -> str:
    if not re.search(r"^\s*\w+\s+[A-Z]\w*\??(?:\[\])?(?:\s+@.*)?\s*$", match[2], re.MULTILINE):
        return match[0]
    keys = set(re.findall(r"fields:\s*\[(\w+)\]", match[2]))
    fields = []
    for line in match[2].split("\n"):
        column = re.match(r"\s*(\w+)\s+(\w+)(\??)(\[\])?(.*)", line)
        if (
            not column
            or "@id" in column[5]
            or column[1] in keys
            or (column[4] and column[2] not in _PRISMA_TYPES)
        ):
            continue
        kind = _PRISMA_TYPES.get(column[2], column[2])
        default = re.search(r"@default\((?:\"([^\"]*)\"|([\w.\-]+))\)", column[5])
        said = [
            f"list of {kind}s" if column[4] else kind,
            "optional" if column[3] else "",
            "unique" if "@unique" in column[5] else "",
        ]
        said += [f"default {default[1] or default[2]}"] if default else []
        fields.append(f"{column[1]}: {', '.join(word for word in said if word)}")
    return entry(match[1], fields)


def _django(match: re.Match[str]) -> str:
    kind, said = match["type"], match["said"]
    other = re.match(r"[\"']?(\w+)", said)
    words = [next((plain for name, plain in _DJANGO_TYPES if name in kind), "string")]
    if kind in ("ForeignKey", "OneToOneField", "ManyToManyField") and other:
        words = [f"{'list of ' if kind == 'ManyToManyField' else ''}{other[1]}"]
    length, default = re.search(r"max_length=(\d+)", said), re.search(r"default=[\"']?([\w.\-]+)", said)
    words += [f"at most {length[1]} characters"] if length else []
    words += ["unique"] if "unique=True" in said else []
    words += ["optional"] if "null=True" in said or "blank=True" in said else []
    words += [f"default {default[1]}"] if default else []
    return f"{match['indent']}{match['name']}: {', '.join(words)}"


def _go_fields(body: str) -> Iterator[str]:
    for line in re.split(r"[;\n]", re.sub(r"`[^`\n]*`|//[^\n]*", "", body)):
        words = line.split()
        if len(words) != 2:
            continue
        name, kind = words
        many, optional = kind.startswith("[]"), kind.startswith("*")
        kind = kind.lstrip("[]*")
        kind = "integer" if re.fullmatch(r"u?int\d*", kind) else _GO_TYPES.get(kind, kind)
        yield f"{name}: {'list of ' if many else ''}{kind}{', optional' if optional else ''}"
