"""A `Spec` as one JavaScript file: CommonJS and Express, version 4 or 5."""

from __future__ import annotations

import json

from getcode_lsp.service.engines.scaffold.spec import Field, Spec, Type
from getcode_lsp.service.engines.scaffold.templates.header import header, number, stays, types_in
from getcode_lsp.service.engines.scaffold.templates.nodejs_parts import (
    ROUTES,
    SERVER,
    STORE_FILE,
    STORE_MEMORY,
    checks,
)
from getcode_lsp.service.engines.scaffold.templates.source import quoted

_WIDTH = 80
_RESERVED = frozenset(
    """abstract arguments await boolean break byte case catch char class const continue debugger default delete do
    double else enum eval export extends false final finally float for function goto if implements import in
    instanceof int interface let long native new null package private protected public return short static super
    switch synchronized this throw throws transient true try typeof var void volatile while with yield undefined
    NaN Infinity async of get set""".split()
)
_TYPES = {
    Type.STRING: "string", Type.INTEGER: "integer", Type.NUMBER: "number", Type.BOOLEAN: "boolean",
    Type.DATE: "date", Type.DATETIME: "datetime", Type.TIME: "time", Type.EMAIL: "email", Type.URL: "url",
    Type.OBJECT: "object", Type.REFERENCE: "integer",
}  # fmt: skip


def render(spec: Spec) -> str:
    """The whole file."""
    file = stays(spec)
    blocks = [_head(spec), _requires(spec), _entities(spec), _checks(spec)]
    blocks.append(STORE_FILE if file else STORE_MEMORY)
    blocks.append(ROUTES.replace("@SAVE@", "    save();\n" if file else ""))
    blocks.append(SERVER)
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def field_name(field: Field) -> str:
    """A field's name in JSON."""
    return field.name.camel


def _head(spec: Spec) -> str:
    storage = "Data is kept in memory and gone when the program ends."
    if stays(spec):
        storage = "Data is kept in a JSON file beside this program, of the same name with the ending .json."
    run = [
        "Install: npm install express",
        "Run: PORT=8000 node FILE.js",
        "It listens on 127.0.0.1 only. CommonJS, Express 4 or 5, Node 18 or newer.",
    ]
    lines = header(spec, field_name, run=run, storage=storage)
    return "\n".join(["/*", *(f" * {line}".rstrip() for line in lines), " */"])


def _requires(spec: Spec) -> str:
    lines = ['"use strict";', ""]
    if stays(spec):
        lines += ['const fs = require("node:fs");', 'const path = require("node:path");']
    lines += ['const express = require("express");']
    return "\n".join(lines)


# ---- the description of the entities -------------------------------------------------------------------


def _entities(spec: Spec) -> str:
    lines = [
        "// What is stored. A field that isn't required has a default (null where none is",
        "// given); `to` names the collection that an id points to.",
        "const entities = {",
    ]
    for entity in spec.entities:
        lines += [
            f"  {_key(entity.plural.kebab)}: {{",
            f"    name: {quoted(entity.name.spaced)},",
            "    fields: {",
        ]
        for field in entity.fields:
            lines += _field(spec, field)
        lines += ["    },", "  },"]
    return "\n".join([*lines, "};"])


def _field(spec: Spec, field: Field) -> list[str]:
    name = field.name.camel
    properties = _properties(spec, field)
    whole = f"      {_key(name)}: {{ {', '.join(properties)} }},"
    if len(whole) <= _WIDTH:
        return [whole]
    return [f"      {_key(name)}: {{", *(f"        {item}," for item in properties), "      },"]


def _key(name: str) -> str:
    return name if name.isidentifier() and name not in _RESERVED else quoted(name)


def _properties(spec: Spec, field: Field) -> list[str]:
    out = [f'type: "{_TYPES[field.type]}"']
    if field.many:
        out.append("many: true")
    if field.required:
        out.append("required: true")
    if field.nullable:
        out.append("nullable: true")
    if field.unique:
        out.append("unique: true")
    if field.choices:
        out.append(f"choices: [{', '.join(_literal(choice) for choice in field.choices)}]")
    out += _bounds(field)
    if field.stamp:
        out.append(f'stamp: "{field.stamp.value}"')
    elif (not field.required and not field.nullable) or field.default is not None:
        out.append(f"default: {_default(field)}")
    if field.target is not None:
        out.append(f"to: {quoted(_collection(spec, field))}")
    return out


def _collection(spec: Spec, field: Field) -> str:
    return next(entity for entity in spec.entities if entity.name == field.target).plural.kebab


def _default(field: Field) -> str:
    if field.default is not None:
        return _literal(field.default)
    return "[]" if field.many else "{}"


def _literal(value: str | int | float | bool) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def _bounds(field: Field) -> list[str]:
    out = []
    if field.minimum is not None:
        out.append(f"{'above' if field.minimum.exclusive else 'min'}: {number(field.minimum)}")
    if field.maximum is not None:
        out.append(f"{'below' if field.maximum.exclusive else 'max'}: {number(field.maximum)}")
    return out


def _checks(spec: Spec) -> str:
    found = types_in(spec)
    kinds = [kind for kind in Type if kind in found or (kind is Type.INTEGER and Type.REFERENCE in found)]
    keys = [_TYPES[kind] for kind in kinds if kind is not Type.REFERENCE]
    return checks(keys)
