"""A `Spec` as one PHP file without packages, for PHP's own web server."""

from __future__ import annotations

import json

from getcode_lsp.service.engines.scaffold.spec import Entity, Field, Spec, Type
from getcode_lsp.service.engines.scaffold.templates import php_parts as parts
from getcode_lsp.service.engines.scaffold.templates import php_routes as routes
from getcode_lsp.service.engines.scaffold.templates import php_stores as stores
from getcode_lsp.service.engines.scaffold.templates.header import header, number, stays, types_in
from getcode_lsp.service.engines.scaffold.templates.source import plain

_WIDTH = 100
_TYPES = {
    Type.STRING: "string", Type.INTEGER: "integer", Type.NUMBER: "number", Type.BOOLEAN: "boolean",
    Type.DATE: "date", Type.DATETIME: "datetime", Type.TIME: "time", Type.EMAIL: "email", Type.URL: "url",
    Type.OBJECT: "object", Type.REFERENCE: "integer",
}  # fmt: skip


def render(spec: Spec) -> str:
    """The whole file."""
    fields = [field for entity in spec.entities for field in entity.fields]
    refers, unique = any(field.target for field in fields), any(field.unique for field in fields)
    blocks = [_head(spec), "declare(strict_types=1);", _entities(spec), parts.FAILURE]
    blocks += [_checks(spec), parts.READING, stores.STORE, stores.JSON_STORE]
    blocks += [stores.SQLITE_STORE, stores.OPEN_FILE] if stays(spec) else [stores.OPEN_MEMORY]
    blocks += [routes.REFERENCES] if refers else []
    blocks += [routes.UNIQUE] if unique else []
    blocks.append(routes.REMOVE_REFERENCES if refers else routes.REMOVE)
    blocks += [routes.QUERY] if spec.queries else []
    blocks.append(_routes(spec, refers=refers, unique=unique))
    blocks += [stores.START_FILE if stays(spec) else stores.START_MEMORY, stores.MAIN]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def field_name(field: Field) -> str:
    """A field's name in JSON."""
    return field.name.snake


def _head(spec: Spec) -> str:
    storage = (
        "Data is kept as long as the server runs, in a private file of the system's folder for temporary files "
        "(PHP forgets its memory after each request), and gone when the program ends."
    )
    if stays(spec):
        storage = (
            "Data is kept in a SQLite file beside this program, of the same name with the ending .db; where PHP "
            "has no pdo_sqlite, in a JSON file with the ending .json."
        )
    run = [
        "Run: PORT=8000 php FILE.php",
        "It listens on 127.0.0.1 only. PHP 8.1 or newer, no packages.",
    ]
    lines = header(spec, field_name, run=run, storage=storage)
    return "\n".join(["<?php", "", "/*", *(f" * {line}".rstrip() for line in lines), " */"])


def _routes(spec: Spec, *, refers: bool, unique: bool) -> str:
    check = "    check_references($store, $collection, $record);\n" if refers else ""
    check += "    check_unique($store, $collection, $record);\n" if unique else ""
    text = routes.ROUTES.replace("@CHECK@", check)
    text = text.replace("@NESTED@", routes.NESTED.strip("\n") + "\n" if refers else "")
    rows = "array_values($store->all($collection))"
    listed = "listed({path}, {rows})" if spec.queries else "{rows}"
    text = text.replace("@ALL@", listed.format(path="$collection", rows=rows))
    return text.replace("@BELONGING@", listed.format(path="$other", rows="$belonging"))


# ---- the description of the entities -------------------------------------------------------------------


def _entities(spec: Spec) -> str:
    lines = [
        "// What is stored. A field that isn't required has a default (null where none is given);",
        "// 'to' names the collection that an id points to.",
        "const ENTITIES = [",
    ]
    for entity in spec.entities:
        lines += _entity(spec, entity)
    return "\n".join([*lines, "];"])


def _entity(spec: Spec, entity: Entity) -> list[str]:
    lines = [
        f"    {quoted(entity.plural.kebab)} => [",
        f"        'name' => {quoted(entity.name.spaced)},",
        "        'fields' => [",
    ]
    for field in entity.fields:
        properties = _properties(spec, field)
        before = f"            {quoted(field.name.snake)} => ["
        whole = f"{before}{', '.join(properties)}],"
        if len(whole) <= _WIDTH:
            lines.append(whole)
        else:
            lines += [before, *(f"                {item}," for item in properties), "            ],"]
    return [*lines, "        ],", "    ],"]


def _properties(spec: Spec, field: Field) -> list[str]:
    out = [f"'type' => '{_TYPES[field.type]}'"]
    out += [
        f"'{word}' => true" for word in ("many", "required", "nullable", "unique") if getattr(field, word)
    ]
    if field.choices:
        out.append(f"'choices' => [{', '.join(_literal(choice) for choice in field.choices)}]")
    for bound, inclusive, exclusive in ((field.minimum, "min", "above"), (field.maximum, "max", "below")):
        if bound is not None:
            out.append(f"'{exclusive if bound.exclusive else inclusive}' => {number(bound)}")
    if field.stamp:
        out.append(f"'stamp' => '{field.stamp.value}'")
    elif field.default is not None:
        out.append(f"'default' => {_literal(field.default)}")
    elif not field.required and not field.nullable and field.many:
        out.append("'default' => []")
    if field.target is not None:
        target = next(entity for entity in spec.entities if entity.name == field.target)
        out.append(f"'to' => {quoted(target.plural.kebab)}")
    return out


def quoted(text: str) -> str:
    """A string literal of the plain text, in single quotes, where PHP puts no variables in."""
    return "'" + plain(text).replace("'", "\\'") + "'"


def _literal(value: str | int | float | bool) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def _checks(spec: Spec) -> str:
    found = types_in(spec)
    kinds = [kind for kind in Type if kind in found or (kind is Type.INTEGER and Type.REFERENCE in found)]
    return parts.checks([_TYPES[kind] for kind in kinds if kind is not Type.REFERENCE])
