"""A `Spec` as one file for Express: JavaScript (CommonJS), or TypeScript."""

from __future__ import annotations

import json

from getcode_lsp.service.engines.scaffold.spec import Entity, Field, Spec, Type
from getcode_lsp.service.engines.scaffold.templates import express_parts as parts
from getcode_lsp.service.engines.scaffold.templates import express_routes as routes
from getcode_lsp.service.engines.scaffold.templates.header import header, number, stays, types_in
from getcode_lsp.service.engines.scaffold.templates.source import Scope, quoted

_WIDTH = 80
_RESERVED = frozenset(
    """abstract arguments await boolean break byte case catch char class const continue debugger default delete do
    double else enum eval export extends false final finally float for function goto if implements import in
    instanceof int interface let long native new null package private protected public return short static super
    switch synchronized this throw throws transient true try typeof var void volatile while with yield undefined
    NaN Infinity async of get set""".split()
)
# Interfaces of the program and of the language.
_INTERFACES = frozenset(
    """Field Row Collection Entity Request Response NextFunction InputError Record Map Set Date Error Object Array
    String Number Boolean Function Promise RegExp Symbol Math JSON URLSearchParams Exclude Partial Pick Omit
    NaN Infinity""".split()
)
_TYPES = {
    Type.STRING: "string", Type.INTEGER: "integer", Type.NUMBER: "number", Type.BOOLEAN: "boolean",
    Type.DATE: "date", Type.DATETIME: "datetime", Type.TIME: "time", Type.EMAIL: "email", Type.URL: "url",
    Type.OBJECT: "object", Type.REFERENCE: "integer",
}  # fmt: skip
_STATIC = {"integer": "number", "number": "number", "boolean": "boolean", "object": "Record<string, unknown>"}
_RUN = {
    False: [
        "Install: npm install express",
        "Run: PORT=8000 node FILE.js",
        "It listens on 127.0.0.1 only. CommonJS, Express 4 or 5, Node 18 or newer.",
    ],
    True: [
        "Install: npm install express@5 tsx typescript @types/express@5 @types/node",
        "Run: PORT=8000 npx tsx FILE.ts",
        "Check: npx tsc --strict --noEmit --target es2022 --module nodenext FILE.ts",
        "It listens on 127.0.0.1 only. Express 5, Node 20 or newer.",
    ],
}


def render_javascript(spec: Spec) -> str:
    """The whole file in JavaScript."""
    return _render(spec, typed=False)


def render_typescript(spec: Spec) -> str:
    """The whole file in TypeScript, which passes `tsc --strict`."""
    return _render(spec, typed=True)


def field_name(field: Field) -> str:
    """A field's name in JSON."""
    return field.name.camel


def _render(spec: Spec, *, typed: bool) -> str:
    fields = [field for entity in spec.entities for field in entity.fields]
    refers, unique = any(field.target for field in fields), any(field.unique for field in fields)
    before = [_head(spec, typed=typed), _imports(spec, typed=typed)]
    if typed:
        before += [parts.TYPES, *_interfaces(spec)]
    # What stems from the prompt stands here; the rest is template, to be read in one of its two languages.
    before.append(_entities(spec, typed=typed))
    after = [_checks(spec), routes.STORE_FILE if stays(spec) else routes.STORE_MEMORY]
    after += [routes.REFERENCES, routes.REFERRING] if refers else []
    after += [routes.UNIQUE] if unique else []
    after.append(routes.REMOVE_REFERENCES if refers else routes.REMOVE)
    after += [routes.QUERY] if spec.queries else []
    after += [_routes(spec, refers=refers, unique=unique), routes.SERVER]
    blocks = [*before, *(parts.in_language(part, typed=typed) for part in after)]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _routes(spec: Spec, *, refers: bool, unique: bool) -> str:
    check = "    checkReferences(collection, record);\n" if refers else ""
    check += "    checkUnique(collection, record);\n" if unique else ""
    belonging = routes.BELONGING_QUERY if spec.queries else routes.BELONGING
    text = routes.ROUTES.replace("@CHECK@", check)
    text = text.replace("@LIST@", routes.LIST_QUERY if spec.queries else routes.LIST_ALL)
    text = text.replace("@NESTED@", routes.NESTED.strip("\n") + "\n" if refers else "")
    text = text.replace("@BELONGING@", belonging)
    return text.replace("@SAVE@", "    save();\n" if stays(spec) else "")


def _head(spec: Spec, *, typed: bool) -> str:
    storage = "Data is kept in memory and gone when the program ends."
    if stays(spec):
        storage = "Data is kept in a JSON file beside this program, of the same name with the ending .json."
    lines = header(spec, field_name, run=_RUN[typed], storage=storage)
    return "\n".join(["/*", *(f" * {line}".rstrip() for line in lines), " */"])


def _imports(spec: Spec, *, typed: bool) -> str:
    modules = ["fs", "path"] if stays(spec) else []
    if typed:
        lines = [f'import {name} from "node:{name}";' for name in modules]
        return "\n".join(
            [*lines, 'import express, { type NextFunction, type Request, type Response } from "express";']
        )
    lines = [f'const {name} = require("node:{name}");' for name in modules]
    return "\n".join(['"use strict";', "", *lines, 'const express = require("express");'])


# ---- the description of the entities -------------------------------------------------------------------


def _model_names(spec: Spec) -> list[str]:
    scope = Scope(_INTERFACES)
    names = [entity.name.pascal for entity in spec.entities]
    return [scope.take(name if name[0].isalpha() else f"N{name}", "Model") for name in names]


def _interfaces(spec: Spec) -> list[str]:
    return [_interface(entity, name) for entity, name in zip(spec.entities, _model_names(spec), strict=True)]


def _interface(entity: Entity, name: str) -> str:
    lines = [f"export interface {name} {{", "  id: number;"]
    for field in entity.fields:
        kind = _STATIC.get(_TYPES[field.type], "string")
        if field.choices:
            kind = " | ".join(_literal(choice) for choice in field.choices)
        if field.many:
            kind = f"({kind})[]" if " " in kind and not kind.startswith("Record") else f"{kind}[]"
        lines.append(f"  {_key(field.name.camel)}: {kind}{' | null' if field.nullable else ''};")
    return "\n".join([*lines, "}"])


def _entities(spec: Spec, *, typed: bool) -> str:
    opening = "const entities = {"
    if typed:
        models = [
            f"  {_key(entity.plural.kebab)}: Entity<{name}>;"
            for entity, name in zip(spec.entities, _model_names(spec), strict=True)
        ]
        opening = "\n".join(["const entities: {", *models, "} = {"])
    lines = [
        "// What is stored. A field that isn't required has a default (null where none is",
        "// given); `to` names the collection that an id points to.",
        opening,
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
    return parts.checks(keys)
