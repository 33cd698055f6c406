"""A `Spec` as one Python file: FastAPI and pydantic, run by uvicorn."""

from __future__ import annotations

import keyword
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.spec import Entity, Field, Spec, Stamp, Type
from getcode_lsp.service.engines.scaffold.templates.header import (
    header,
    number,
    stays,
    with_article,
)
from getcode_lsp.service.engines.scaffold.templates.python_parts import (
    BEFORE_ROUTES,
    ERRORS,
    STORAGE,
    UNSET,
    VALIDATORS,
    imports,
)
from getcode_lsp.service.engines.scaffold.templates.source import Scope, fit, quoted

# Names of pydantic's BaseModel, and of types that stand in the body of a class.
_ATTRIBUTES = frozenset(
    """copy dict json schema schema_json validate construct parse_obj parse_raw parse_file from_orm
    update_forward_refs model_config model_fields model_computed_fields model_construct model_copy model_dump
    model_dump_json model_extra model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings list int str float bool id self
    none""".split()
)
_CLASSES = frozenset(
    """Any Annotated AfterValidator BaseModel BeforeValidator Date DateTime Email FastAPI Field HTTPException
    JSONResponse Json Literal Mapping Number Path Request RequestValidationError StrictBool StrictFloat StrictInt
    StrictStr Text Time TypeVar UNSET Url None True False Exception ValueError""".split()
)
_NAMES = frozenset(
    """app body changes check_reference check_unique contextlib database drop dt field found gone invalid
    itertools iso_date iso_datetime iso_time json keep known len list load log max next no_boolean now os other own_id print
    re record refuse_input request row rows sqlite3 table today uvicorn value values whole_text json_object refuse_input invalid int str dict any sum
    isinstance print error problem problems math ok type set id open""".split()
) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)  # fmt: skip

_TYPES = {
    Type.STRING: "Text", Type.INTEGER: "StrictInt", Type.NUMBER: "Number", Type.BOOLEAN: "StrictBool",
    Type.DATE: "Date", Type.DATETIME: "DateTime", Type.TIME: "Time", Type.EMAIL: "Email", Type.URL: "Url",
    Type.OBJECT: "Json", Type.REFERENCE: "StrictInt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Names:
    """How one entity is called in the program."""

    entity: Entity
    model: str
    store: str
    ids: str
    find: str
    check: str
    remove: str
    choices: dict[str, str]

    @property
    def key(self) -> str:
        """The path parameter."""
        return f"{self.entity.name.snake}_id" if not self.entity.name.snake[0].isdigit() else "record_id"

    @property
    def checked(self) -> bool:
        """Whether there is something to check beyond the fields themselves."""
        return any(field.unique or field.target for field in self.entity.fields)


def render(spec: Spec) -> str:
    """The whole file."""
    classes, functions = Scope(_CLASSES), Scope(_NAMES)
    names = [_name(entity, classes, functions) for entity in spec.entities]
    blocks = [_preamble(spec)]
    for name in names:
        blocks += _models(name)
    blocks.append(_stores(spec, names))
    blocks.append(ERRORS)
    if any(name.checked for name in names):
        blocks.append(BEFORE_ROUTES[_needs(names)])
    for name in names:
        blocks += _operations(spec, name, names)
        blocks += _routes(spec, name, functions)
    blocks.append(
        'if __name__ == "__main__":\n    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT") or 8000))'
    )
    code = "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"
    return f"{_head(spec)}\n\n{imports(code)}\n\n{code}"


def field_name(field: Field) -> str:
    """A field's name in JSON."""
    return field.name.snake


def _attribute(field: Field) -> str:
    name = field.name.snake
    if not name[0].isalpha():
        name = f"n{name}"
    if name.startswith("model_") and (
        name in _ATTRIBUTES or name.startswith(("model_dump", "model_validate"))
    ):
        return f"own_{name}"
    return f"{name}_" if name in _ATTRIBUTES or keyword.iskeyword(name) else name


def _name(entity: Entity, classes: Scope, functions: Scope) -> _Names:
    pascal = entity.name.pascal if entity.name.pascal[0].isalpha() else f"N{entity.name.pascal}"
    model = classes.take(pascal, "Record")
    for suffix in ("Input", "Patch"):
        classes.take(model + suffix)
    snake = entity.name.snake
    many = entity.plural.snake if entity.plural.snake[0].isalpha() else f"n{entity.plural.snake}"
    choices = {
        field.name.snake: classes.take(model + field.name.pascal, "Choice")
        for field in entity.fields
        if field.choices
    }
    store, ids = (
        functions.take(many),
        functions.take(f"{snake}_ids" if snake[0].isalpha() else f"n{snake}_ids"),
    )
    return _Names(
        entity, model, store, ids, functions.take(f"find_{snake}"), functions.take(f"check_{snake}"),
        functions.take(f"remove_{snake}"), choices,
    )  # fmt: skip


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


# ---- models --------------------------------------------------------------------------------------------


def _models(name: _Names) -> list[str]:
    entity = name.entity
    thing = with_article(entity.name)
    literals = []
    for field in entity.fields:
        if field.choices:
            literals += _choices(name.choices[field.name.snake], field)
    body = "\n".join(line for field in entity.fields for line in _line(name, field, patch=False))
    patch = "\n".join(line for field in entity.fields for line in _line(name, field, patch=True))
    blocks = ["\n".join(literals)] if literals else []
    blocks.append(
        f'class {name.model}Input(BaseModel):\n    """What a client sends for {thing}."""\n\n{body}'
    )
    blocks.append(
        f'class {name.model}Patch(BaseModel):\n    """What changes in {thing}; fields left out stay."""\n\n{patch}'
    )
    blocks.append(
        f'class {name.model}({name.model}Input):\n    """{thing.capitalize()} as it is stored."""\n\n    id: int'
    )
    return blocks


def _choices(alias: str, field: Field) -> list[str]:
    if isinstance(field.choices[0], int):
        values = ", ".join(str(choice) for choice in field.choices)
        return fit(f"{alias} = Annotated[", [f"Literal[{values}]", "BeforeValidator(no_boolean)"], "]")
    return fit(f"{alias} = Literal[", [quoted(str(choice)) for choice in field.choices], "]")


def _line(name: _Names, field: Field, *, patch: bool) -> list[str]:
    kind = name.choices[field.name.snake] if field.choices else _TYPES[field.type]
    kind = f"list[{kind}]" if field.many else kind
    if field.nullable:
        kind = f"{kind} | None"
    attribute = _attribute(field)
    default = "default=UNSET" if patch else _default(field)
    extra = _constraints(field)
    if attribute != field.name.snake:
        extra.append(f'alias="{field.name.snake}"')
    before = f"    {attribute}: {kind}"
    if not extra and not default:
        return [before]
    if not extra and default.startswith("default="):
        return [f"{before} = {default.removeprefix('default=')}"]
    return fit(f"{before} = Field(", [default, *extra] if default else extra, ")")


def _default(field: Field) -> str:
    if field.required:
        return ""
    if field.stamp:
        return "default_factory=today" if field.type is Type.DATE else "default_factory=now"
    if field.default is not None:
        return f"default={quoted(field.default) if isinstance(field.default, str) else repr(field.default)}"
    if field.nullable:
        return "default=None"
    return "default_factory=list" if field.many else "default_factory=dict"


def _constraints(field: Field) -> list[str]:
    length = field.many or field.type.textual
    out = []
    if field.minimum is not None:
        word = "min_length" if length else "gt" if field.minimum.exclusive else "ge"
        out.append(f"{word}={number(field.minimum)}")
    if field.maximum is not None:
        word = "max_length" if length else "lt" if field.maximum.exclusive else "le"
        out.append(f"{word}={number(field.maximum)}")
    return out


# ---- storage and checks --------------------------------------------------------------------------------


def _stores(spec: Spec, names: list[_Names]) -> str:
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


def _needs(names: list[_Names]) -> tuple[bool, bool]:
    fields = [field for name in names for field in name.entity.fields]
    return any(field.target for field in fields), any(field.unique for field in fields)


def _operations(spec: Spec, name: _Names, names: list[_Names]) -> list[str]:
    thing = name.entity.name.spaced
    blocks = [
        "\n".join([
            *fit(f"def {name.find}(", [f"{name.key}: int"], f") -> {name.model}:"),
            f'    """The {thing} of this id; a 404 where there is none."""',
            f"    if {name.key} not in {name.store}:",
            *fit("        raise HTTPException(", ["404", f'f"There is no {thing} {{{name.key}}}."'], ")"),
            f"    return {name.store}[{name.key}]",
        ])
    ]  # fmt: skip
    if name.checked:
        blocks.append(_check(name, names))
    blocks.append(_remove(spec, name, names))
    return blocks


def _check(name: _Names, names: list[_Names]) -> str:
    lines = [
        *fit(f"def {name.check}(", [f"record: {name.model}"], ") -> None:"),
        f'    """Refuse {with_article(name.entity.name)} that doesn\'t fit the other records."""',
    ]
    for field in name.entity.fields:
        value = f"record.{_attribute(field)}"
        label = f'"{field.name.snake}"'
        if field.target is not None:
            store = next(other.store for other in names if other.entity.name == field.target)
            if field.many:
                each = f"{value} or []" if field.nullable else value
                lines.append(f"    for value in {each}:")
                lines += fit("        check_reference(", [store, label, "value"], ")")
            else:
                lines += fit("    check_reference(", [store, label, value], ")")
        if field.unique:
            lines += fit(
                "    check_unique(", [name.store, "record.id", label, f'"{_attribute(field)}"', value], ")"
            )
    return "\n".join(lines)


def _remove(spec: Spec, name: _Names, names: list[_Names]) -> str:
    lines = [f"def {name.remove}(gone: int) -> None:"]
    pointing = [
        (other, f) for other in names for f in other.entity.references() if f.target == name.entity.name
    ]
    what = "and what belongs to it" if any(f.required for _, f in pointing) else "and every reference to it"
    lines.append(f'    """Delete {with_article(name.entity.name)}{" " + what if pointing else ""}."""')
    lines.append(f"    del {name.store}[gone]")
    if stays(spec):
        lines += fit("    drop(", [f'"{name.entity.plural.snake}"', "gone"], ")")
    for other, field in pointing:
        attribute = f"record.{_attribute(field)}"
        lines.append(f"    for record in list({other.store}.values()):")
        test = (
            f"gone in ({attribute} or [])"
            if field.many and field.nullable
            else f"gone in {attribute}"
            if field.many
            else f"{attribute} == gone"
        )
        lines.append(f"        if {test}:")
        if field.many:
            lines += [f"            while gone in {attribute}:", f"                {attribute}.remove(gone)"]
        elif field.required:
            lines.append(f"            {other.remove}(record.id)")
        else:
            lines.append(f"            {attribute} = None")
        if stays(spec) and (field.many or not field.required):
            lines += fit("            keep(", [f'"{other.entity.plural.snake}"', "record.id", "record"], ")")
    return "\n".join(lines)


# ---- routes --------------------------------------------------------------------------------------------


def _routes(spec: Spec, name: _Names, functions: Scope) -> list[str]:
    one, many = name.entity.name, name.entity.plural
    path = f"/{many.kebab}"
    key, model = name.key, name.model
    both = "list_all" if one == many else "list"
    dump = (
        "model_dump(by_alias=True)"
        if any(_attribute(f) != f.name.snake for f in name.entity.fields)
        else "model_dump()"
    )
    store = [f"    {name.store}[record.id] = record"]
    if stays(spec):
        store += fit("    keep(", [f'"{many.snake}"', "record.id", "record"], ")")
    check = [f"    {name.check}(record)"] if name.checked else []
    created = next((f for f in name.entity.fields if f.stamp is Stamp.CREATED), None)
    updated = next((f for f in name.entity.fields if f.stamp is Stamp.UPDATED), None)

    def route(
        verb: str, extra: str, function: str, parameters: list[str], result: str, body: list[str]
    ) -> str:
        status = {"post": ["status_code=201"], "delete": ["status_code=204"]}.get(verb, [])
        function = functions.take(function)
        return "\n".join([
            *fit(f"@app.{verb}(", [f'"{path}{extra}"', *status], ")"),
            *fit(f"async def {function}(", parameters, f") -> {result}:"),
            *body,
        ])  # fmt: skip

    extra = f"/{{{key}}}"
    return [
        route("get", "", f"{both}_{many.snake}", [], f"list[{model}]", [f"    return list({name.store}.values())"]),
        route("post", "", f"create_{one.snake}", [f"body: {model}Input"], model, [
            *fit(f"    record = {model}(", [f"id=next({name.ids})", f"**body.{dump}"], ")"), *check, *store, "    return record",
        ]),
        route("get", extra, f"get_{one.snake}", [f"{key}: int"], model, [f"    return {name.find}({key})"]),
        route("put", extra, f"replace_{one.snake}", [f"{key}: int", f"body: {model}Input"], model, [
            f"    {'found = ' if created else ''}{name.find}({key})",
            *fit(f"    record = {model}(", [f"id={key}", f"**body.{dump}"], ")"),
            *_keep_created(created),
            *check, *store, "    return record",
        ]),
        route("patch", extra, f"update_{one.snake}", [f"{key}: int", f"body: {model}Patch"], model, [
            "    changes = body.model_dump(exclude_unset=True)",
            *_touch_updated(updated),
            *fit(f"    record = {name.find}({key}).model_copy(", ["update=changes"], ")"),
            *check, *store, "    return record",
        ]),
        route("delete", extra, f"delete_{one.snake}", [f"{key}: int"], "None", [f"    {name.find}({key})", f"    {name.remove}({key})"]),
    ]  # fmt: skip


def _keep_created(field: Field | None) -> list[str]:
    if field is None:
        return []
    name = _attribute(field)
    return [f'    if "{name}" not in body.model_fields_set:', f"        record.{name} = found.{name}"]


def _touch_updated(field: Field | None) -> list[str]:
    if field is None:
        return []
    return [
        f'    changes.setdefault("{_attribute(field)}", {"today" if field.type is Type.DATE else "now"}())'
    ]
