"""A `Spec` as one Python file: FastAPI and pydantic, run by uvicorn."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.spec import Field, Spec, Type
from getcode_lsp.service.engines.scaffold.templates.header import header, stays
from getcode_lsp.service.engines.scaffold.templates.python_lists import (
    HOLDING,
    QUERY,
    nested_route,
    query_model,
)
from getcode_lsp.service.engines.scaffold.templates.python_models import models
from getcode_lsp.service.engines.scaffold.templates.python_names import CLASSES, NAMES, Names, names_of
from getcode_lsp.service.engines.scaffold.templates.python_parts import (
    BEFORE_ROUTES,
    ERRORS,
    STORAGE,
    UNSET,
    VALIDATORS,
    imports,
)
from getcode_lsp.service.engines.scaffold.templates.python_routes import operations, routes
from getcode_lsp.service.engines.scaffold.templates.relations import nested_lists
from getcode_lsp.service.engines.scaffold.templates.source import Scope, fit, quoted


def render(spec: Spec) -> str:
    """The whole file."""
    classes, functions = Scope(CLASSES), Scope(NAMES)
    names = [names_of(entity, classes, functions) for entity in spec.entities]
    blocks = [_preamble(spec)]
    for name in names:
        blocks += models(name)
    blocks.append(_stores(spec, names))
    blocks.append(ERRORS)
    if any(name.checked for name in names):
        blocks.append(BEFORE_ROUTES[_needs(names)])
    lists = nested_lists(spec)
    if any(nested.inward for nested in lists):
        blocks.append(HOLDING)
    if spec.queries:
        blocks += [QUERY, *(block for name in names for block in query_model(name))]
    for name in names:
        blocks += operations(spec, name, names)
        blocks += routes(spec, name, functions)
        own = [nested for nested in lists if nested.owner == name.entity]
        blocks += [nested_route(spec, nested, names, functions) for nested in own]
    blocks.append(
        'if __name__ == "__main__":\n    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT") or 8000))'
    )
    code = "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"
    return f"{_head(spec)}\n\n{imports(code)}\n\n{code}"


def field_name(field: Field) -> str:
    """A field's name in JSON."""
    return field.name.snake


# ---- head ----------------------------------------------------------------------------------------------


def _head(spec: Spec) -> str:
    storage = "Data is kept in memory and gone when the program ends."
    if stays(spec):
        storage = "Data is kept in a SQLite file beside this program, of the same name with the ending .db."
    run = [
        "Run: PORT=8000 python FILE.py, or: uv run FILE.py",
        "It listens on 127.0.0.1 only; /docs shows the API.",
    ]
    lines = header(spec, field_name, run=run, storage=storage)
    script = [
        "# /// script",
        '# requires-python = ">=3.10"',
        '# dependencies = ["fastapi>=0.115", "pydantic>=2.10", "uvicorn>=0.30"]',
        "# ///",
    ]
    docstring = "\n".join(line.rstrip() for line in lines)
    return "\n".join(script) + f'\n"""{docstring}\n"""'


def _preamble(spec: Spec) -> str:
    parts = [f"app = FastAPI(title={quoted(spec.title)})\n\n{UNSET}"]
    if stays(spec) or spec.queries or any(nested.inward for nested in nested_lists(spec)):
        parts[0] += '\n\nRecord = TypeVar("Record", bound=BaseModel)'
    found = {field.type for entity in spec.entities for field in entity.fields if not field.choices}
    integers = any(isinstance(c, int) for e in spec.entities for f in e.fields for c in f.choices[:1])
    stamps = {f.type for e in spec.entities for f in e.fields if f.stamp}
    parts += [
        VALIDATORS[kind]
        for kind in (Type.STRING, Type.DATE, Type.DATETIME, Type.TIME, Type.OBJECT)
        if kind in found
    ]
    if integers:
        parts.append(VALIDATORS["no_boolean"])
    if Type.DATETIME in stamps:
        parts.append(VALIDATORS["now"])
    if Type.DATE in stamps:
        parts.append(VALIDATORS["today"])
    aliases = [text for kind, text in VALIDATORS["aliases"].items() if kind in found]
    if aliases:
        parts.append("\n".join(aliases))
    return "\n\n\n".join(part.strip("\n") for part in parts)


def _stores(spec: Spec, names: list[Names]) -> str:
    if not stays(spec):
        lines = []
        for name in names:
            lines += [f"{name.store}: dict[int, {name.model}] = {{}}", f"{name.ids} = itertools.count(1)"]
        return "\n".join(lines)
    lines = []
    for name in names:
        table = f'"{name.entity.plural.snake}"'
        lines += fit(f"{name.store} = load(", [table, name.model], ")")
        lines += fit(f"{name.ids} = itertools.count(", [f"max({name.store}, default=0) + 1"], ")")
    return STORAGE + "\n\n\n" + "\n".join(lines)


def _needs(names: list[Names]) -> tuple[bool, bool]:
    fields = [field for name in names for field in name.entity.fields]
    return any(field.target for field in fields), any(field.unique for field in fields)
