"""The pydantic models of a Python program."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.spec import Field, Type
from getcode_lsp.service.engines.scaffold.templates.header import number, with_article
from getcode_lsp.service.engines.scaffold.templates.python_names import Names, attribute_of
from getcode_lsp.service.engines.scaffold.templates.source import fit, quoted

_TYPES = {
    Type.STRING: "Text", Type.INTEGER: "StrictInt", Type.NUMBER: "Number", Type.BOOLEAN: "StrictBool",
    Type.DATE: "Date", Type.DATETIME: "DateTime", Type.TIME: "Time", Type.EMAIL: "Email", Type.URL: "Url",
    Type.OBJECT: "Json", Type.REFERENCE: "StrictInt",
}  # fmt: skip


def models(name: Names) -> list[str]:
    """The choices and classes of an entity."""
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


def _line(name: Names, field: Field, *, patch: bool) -> list[str]:
    kind = name.choices[field.name.snake] if field.choices else _TYPES[field.type]
    kind = f"list[{kind}]" if field.many else kind
    if field.nullable:
        kind = f"{kind} | None"
    attribute = attribute_of(field)
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
