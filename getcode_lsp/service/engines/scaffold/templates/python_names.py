"""What things are called in a Python program: nothing clashes with the language, the libraries or another thing."""

from __future__ import annotations

import keyword
from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.spec import Entity, Field
from getcode_lsp.service.engines.scaffold.templates.source import Scope

# Names of pydantic's BaseModel, and of types that stand in the body of a class.
_ATTRIBUTES = frozenset(
    """copy dict json schema schema_json validate construct parse_obj parse_raw parse_file from_orm
    update_forward_refs model_config model_fields model_computed_fields model_construct model_copy model_dump
    model_dump_json model_extra model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings list int str float bool id self
    none""".split()
)
CLASSES = frozenset(
    """Any Annotated AfterValidator BaseModel BeforeValidator Date DateTime Email FastAPI Field HTTPException
    Iterable JSONResponse Json Literal Mapping Number Path Query Record Request Response RequestValidationError StrictBool StrictFloat StrictInt
    StrictStr Text Time TypeVar UNSET Url None True False Exception ValueError""".split()
)
NAMES = frozenset(
    """app asked body by changes empty fits held holding kinds limit listed name offset query response texts words wanted sort app body changes check_reference check_unique contextlib database drop dt field found gone invalid
    itertools iso_date iso_datetime iso_time json keep known len list load log max next no_boolean now os other own_id print
    re record refuse_input request row rows sqlite3 table today uvicorn value values whole_text json_object refuse_input invalid int str dict any sum
    isinstance print error problem problems math ok type set id open""".split()
) | frozenset(keyword.kwlist) | frozenset(keyword.softkwlist)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """How one entity is called in the program."""

    entity: Entity
    model: str
    store: str
    ids: str
    find: str
    check: str
    remove: str
    kinds: str
    choices: dict[str, str]

    @property
    def key(self) -> str:
        """The path parameter."""
        return f"{self.entity.name.snake}_id" if not self.entity.name.snake[0].isdigit() else "record_id"

    @property
    def checked(self) -> bool:
        """Whether there is something to check beyond the fields themselves."""
        return any(field.unique or field.target for field in self.entity.fields)


def attribute_of(field: Field) -> str:
    """How a field is called in a model: its name in JSON, where that is free."""
    name = field.name.snake
    if not name[0].isalpha():
        name = f"n{name}"
    if name.startswith("model_") and (
        name in _ATTRIBUTES or name.startswith(("model_dump", "model_validate"))
    ):
        return f"own_{name}"
    return f"{name}_" if name in _ATTRIBUTES or keyword.iskeyword(name) else name


def names_of(entity: Entity, classes: Scope, functions: Scope) -> Names:
    """The names for an entity, taken from both scopes."""
    pascal = entity.name.pascal if entity.name.pascal[0].isalpha() else f"N{entity.name.pascal}"
    model = classes.take(pascal, "Record")
    for suffix in ("Input", "Patch", "Query", "Sort"):
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
    return Names(
        entity, model, store, ids, functions.take(f"find_{snake}"), functions.take(f"check_{snake}"),
        functions.take(f"remove_{snake}"), functions.take(f"{snake}_kinds"), choices,
    )  # fmt: skip
