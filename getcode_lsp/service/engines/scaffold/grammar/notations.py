"""Descriptions in a notation (SQL, YAML, JSON, declarations of a language), put into the form of a list of fields.

Each entity becomes a line with its name and, under it, a line for each field with its type and what holds for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from getcode_lsp.service.engines.scaffold.grammar.declarations import entry, plain_declarations

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
"""What YAML and JSON hold."""

_SQL = re.compile(
    r"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?[`\"\[]?(?:\w+\.)?(\w+)[`\"\]]?\s*\(", re.IGNORECASE
)
_SQL_TYPES = (
    (r"(?:var|n?var)?char(?:acter varying)?\s*\((\d+)\)", r"string, at most \1 characters"),
    (r"enum\s*\(([^()]*)\)", r"one of \1"), (r"(?:decimal|numeric|money)\s*(?:\([\d, ]*\))?", "number"),
    (r"timestamp\w*(?: with(?:out)? time zone)?|datetime", "datetime"), (r"tinyint\s*\(1\)", "boolean"),
    (r"(?:int|integer|bigint|smallint|serial|bigserial)(?:\(\d+\))?\b", "integer"),
)  # fmt: skip
_SQL_SAYS = (
    (r"check\s*\(\s*\w+\s*>=\s*(-?[\d.]+)\s*\)", r", at least \1"), (r"check\s*\(\s*\w+\s*>\s*(-?[\d.]+)\s*\)", r", more than \1"),
    (r"check\s*\(\s*\w+\s*<=\s*(-?[\d.]+)\s*\)", r", at most \1"), (r"check\s*\(\s*\w+\s*<\s*(-?[\d.]+)\s*\)", r", less than \1"),
    (r"check\s*\(\s*\w+\s+between\s+(-?[\d.]+)\s+and\s+(-?[\d.]+)\s*\)", r", between \1 and \2"),
    (r"check\s*\(\s*\w+\s+in\s*\(([^()]*)\)\s*\)", r", one of \1"), (r"default\s+(?:current_timestamp|now\(\))", ""),
    (r"\bnot null\b", ", required"), (r"\bdefault\s+'([^']*)'", r", default \1"), (r"\bdefault\s+([\w.\-]+)", r", default \1"),
    (r"\bon (?:delete|update) (?:cascade|set null|restrict|no action)\b|\bauto_?increment\b|\bcollate \w+", ""),
    (r"\breferences\s+[`\"\[]?(\w+)[`\"\]]?(?:\s*\([^()]*\))?", r", references \1"), (r"\bunique\b", ", unique"),
)  # fmt: skip
_KEYED = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:fields|attributes|properties|columns)[ \t]*:"
    r"|[\"'](?:fields|attributes|properties|columns)[\"']\s*:",
    re.MULTILINE,
)


def plain_notation(text: str) -> str:
    """The text with every such description in list form."""
    return plain_declarations(_structured(_sql(text)))


# ---- SQL ----------------------------------------------------------------------------------------------


def _sql(text: str) -> str:
    out, end = [], 0
    for match in _SQL.finditer(text):
        close = _closing(text, match.end() - 1)
        if match.start() < end or close < 0:
            continue
        columns = list(_columns(text[match.end() : close]))
        out += [text[end : match.start()], entry(_words(match[1]), columns)]
        end = close + 1 + (text[close + 1 : close + 2] == ";")
    return "".join([*out, text[end:]])


def _columns(body: str) -> Iterator[str]:
    parts = [" ".join(part.split()) for part in _parts(re.sub(r"--[^\n]*", "", body))]
    notes: dict[str, str] = {}
    for part in parts:
        key = re.match(
            r"(?:constraint \w+ )?foreign key\s*\(\W?(\w+)\W?\)\s*references\s+\W?(\w+)", part, re.IGNORECASE
        )
        alone = re.match(
            r"(?:constraint \w+ )?unique\s*(?:key|index)?\s*\w*\s*\(\W?(\w+)\W?\)", part, re.IGNORECASE
        )
        if key:
            notes[key[1]] = f", references {key[2]}"
        elif alone:
            notes[alone[1]] = ", unique"
    for part in parts:
        column = re.match(r"[`\"\[]?(\w+)[`\"\]]?\s+(.+)", part)
        said = re.match(
            r"(?:primary key|constraint|foreign key|unique|check|key|index)\b", part, re.IGNORECASE
        )
        if said or not column or re.search(r"primary key", part, re.IGNORECASE):
            continue
        told = column[2]
        for pattern, plain in _SQL_TYPES:
            told = re.sub(rf"^{pattern}", plain, told, flags=re.IGNORECASE)
        for pattern, plain in _SQL_SAYS:
            told = re.sub(pattern, plain, told, flags=re.IGNORECASE)
        yield f"{column[1]}: {told}{notes.get(column[1], '')}".replace(" ,", ",")


def _parts(body: str) -> list[str]:
    """A list cut at the commas outside of brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for character in body:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        depth += 0 if quote else (character == "(") - (character == ")")
        if character == "," and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def _closing(text: str, at: int) -> int:
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    return -1


def _words(name: str) -> str:
    return name.replace("_", " ")


# ---- YAML and JSON -------------------------------------------------------------------------------------


def _structured(text: str) -> str:
    """A text that is YAML or JSON with "fields:" in it, in list form."""
    if not _KEYED.search(text):
        return text
    start = text.find("{")
    try:
        value = json.loads(text[start : text.rfind("}") + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        value = None
    before = text[:start] if value is not None else ""
    value = value if value is not None else _yaml(text)
    found = list(_entities(value, ""))
    return before + "".join(entry(name, fields) for name, fields in found) if found else text


def _yaml(text: str) -> Value:
    """The mappings, lists and scalars of a simple YAML text; None where it is something else."""
    lines = [line for line in text.split("\n") if line.strip() and not line.strip().startswith("#")]
    rows: list[tuple[int, str]] = []
    for line in lines[:400]:
        indent = len(line) - len(line.lstrip())
        rest = line.strip()
        while rest.startswith("- "):
            rows.append((indent, "-"))
            inner = rest[2:].lstrip()
            indent += len(rest) - len(inner)
            rest = inner
        rows.append((indent, rest))
    if not all(
        row == "-" or re.match(r"[\w \"']{1,40}:(?: |$)", row) or row.startswith("{") for _, row in rows
    ):
        return None
    return _block(rows)


def _block(rows: list[tuple[int, str]]) -> Value:
    if not rows:
        return None
    indent, first = rows[0]
    starts = [at for at, row in enumerate(rows) if row[0] == indent and (row[1] == "-") == (first == "-")]
    if any(row[0] < indent for row in rows) or len(starts) > 200:
        return None
    pieces = [rows[at:end] for at, end in zip(starts, [*starts[1:], len(rows)], strict=True)]
    if first == "-":
        return [_block(piece[1:]) for piece in pieces]
    out: dict[str, Value] = {}
    for piece in pieces:
        key, _, value = piece[0][1].partition(":")
        if not _:
            return piece[0][1].strip("{} ")
        out[key.strip(" \"'")] = _block(piece[1:]) if not value.strip() else value.strip(" \"'")
    return out


def _entities(value: Value, name: str, depth: int = 0) -> Iterator[tuple[str, list[str]]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _entities(item, name, depth + 1)
    elif isinstance(value, dict):
        named = value.get("name") or value.get("entity") or value.get("title") or name
        fields = next(
            (value[key] for key in ("fields", "attributes", "properties", "columns") if value.get(key)), None
        )
        if fields is not None and isinstance(named, str) and named:
            yield named, [text for text in _fields(fields) if text]
        elif fields is None:
            for key, inner in value.items():
                yield from _entities(inner, key, depth + 1)


def _fields(fields: Value) -> Iterator[str]:
    if isinstance(fields, dict):
        for name, told in fields.items():
            yield _field(name, told)
    elif isinstance(fields, list):
        for item in fields:
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                yield _field(str(item["name"]), item)
            elif isinstance(item, dict) and len(item) == 1:
                yield _field(*next(iter(item.items())))
            elif isinstance(item, str):
                yield item


_SAYS = (
    ("unique", "unique"), ("nullable", "optional"), ("optional", "optional"), ("required", "required"), ("many", "list"),
)  # fmt: skip


def _field(name: str, told: Value) -> str:
    """One field as "price: number, at least 0, optional"."""
    if not isinstance(told, dict):
        return f"{name}: {told}" if told is not None else str(name)
    kind = (
        told.get("format")
        if told.get("format") in ("date", "date-time", "email", "uri", "time")
        else told.get("type", "")
    )
    said = (
        [{"date-time": "datetime", "uri": "url", "array": "list"}.get(str(kind), str(kind))] if kind else []
    )
    for key, word in _SAYS:
        truth = str(told.get(key, "")).lower()
        said += (
            [word]
            if truth in ("true", "yes")
            else ["optional"]
            if truth in ("false", "no") and key == "required"
            else []
        )
    choices = told.get("enum") or told.get("values") or told.get("choices") or told.get("options")
    if choices:
        listed = (
            [str(choice) for choice in choices]
            if isinstance(choices, list)
            else str(choices).strip("[]").split(",")
        )
        said.append("one of " + ", ".join(listed[:-1]) + " or " + listed[-1] if len(listed) > 1 else "")
    for keys, word in (
        (("minimum", "min"), "at least"),
        (("maximum", "max"), "at most"),
        (("maxLength", "max_length"), "at most"),
    ):
        bound = next((told[key] for key in keys if str(told.get(key, "")) != ""), None)
        said += [f"{word} {bound}{' characters' if 'maxLength' in keys else ''}"] if bound is not None else []
    target = told.get("references") or told.get("ref") or told.get("target")
    said += [f"references {target}"] if isinstance(target, str) else []
    default = told.get("default")
    said += [f"default {json.dumps(default).strip(chr(34))}"] if default not in (None, "") else []
    return f"{name}: {', '.join(part for part in said if part)}".rstrip(": ")
