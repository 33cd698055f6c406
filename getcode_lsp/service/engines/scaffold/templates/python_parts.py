"""The parts of the Python template that are the same in every program that has them."""

from __future__ import annotations

import re
from typing import Any

from getcode_lsp.service.engines.scaffold.spec import Type
from getcode_lsp.service.engines.scaffold.templates.source import WIDTH

_MODULES = (
    "import datetime as dt",
    "import itertools",
    "import json",
    "import os",
    "import re",
    "import sqlite3",
)
_FROM = (
    ("collections.abc", ("Iterable", "Mapping")),
    ("pathlib", ("Path",)),
    ("typing", ("Annotated", "Any", "Literal", "TypeVar")),
)
_THIRD = (
    ("fastapi", ("FastAPI", "HTTPException", "Query", "Request", "Response")),
    ("fastapi.exceptions", ("RequestValidationError",)),
    ("fastapi.responses", ("JSONResponse",)),
    (
        "pydantic",
        ("AfterValidator", "BaseModel", "BeforeValidator", "Field", "StrictBool", "StrictInt", "StrictStr"),
    ),
)
_STRINGS = re.compile(r'"""(?:.|\n)*?"""|"[^"\n]*"|#.*')


def imports(code: str) -> str:
    """The imports that a program needs, by the names in its code, sorted as a formatter sorts them."""
    used = set(re.findall(r"\w+", _STRINGS.sub(" ", code)))
    lines = [line for line in _MODULES if line.split()[-1] in used]
    lines += [line for module, names in _FROM for line in _import(module, names, used)]
    third = ["import uvicorn", *(line for module, names in _THIRD for line in _import(module, names, used))]
    return "\n".join([*lines, "", *third])


def _import(module: str, names: tuple[str, ...], used: set[str]) -> list[str]:
    wanted = [name for name in names if name in used]
    return _spread(module, wanted) if wanted else []


def _spread(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    return (
        [line]
        if len(line) <= WIDTH
        else [f"from {module} import (", *(f"    {name}," for name in names), ")"]
    )


_ISO_DATE = '''
def iso_date(value: object) -> object:
    """Take a date as a text such as 2024-05-31 only, never as a number."""
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    if isinstance(value, dt.date):
        return value
    raise ValueError("must be an ISO 8601 date such as 2024-05-31")
'''
_ISO_DATETIME = '''
def iso_datetime(value: object) -> object:
    """Take a time as a text such as 2024-05-31T18:30:00Z only, never as a number."""
    if isinstance(value, str) and re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    if isinstance(value, dt.datetime):
        return value
    raise ValueError("must be an ISO 8601 date and time such as 2024-05-31T18:30:00Z")
'''
_ISO_TIME = '''
def iso_time(value: str) -> str:
    """Take a time of day such as 18:30, or a date and time, and keep it as it is."""
    try:
        if re.fullmatch("[0-9]{2}:[0-9]{2}(:[0-9]{2})?", value):
            dt.time.fromisoformat(value)
        else:
            dt.datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        raise ValueError("must be an ISO 8601 time such as 18:30") from None
    return value
'''
_TEXT = '''
def whole_text(value: str) -> str:
    """Refuse half a surrogate pair, which no answer could carry."""
    if not value.isascii() and any("\\ud800" <= c <= "\\udfff" for c in value):
        raise ValueError("must be valid Unicode text")
    return value
'''
_JSON = '''
def json_object(value: dict[str, Any]) -> dict[str, Any]:
    """Take an object that can be sent as JSON again."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        raise ValueError("must hold finite numbers and valid text only") from None
    return value
'''
VALIDATORS: dict[Any, Any] = {
    Type.STRING: _TEXT,
    Type.DATE: _ISO_DATE,
    Type.DATETIME: _ISO_DATETIME,
    Type.TIME: _ISO_TIME,
    Type.OBJECT: _JSON,
    "no_boolean": '''
def no_boolean(value: object) -> object:
    """Refuse true and false, which Python would take for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value
''',
    "now": '''
def now() -> dt.datetime:
    """The present time in UTC, in whole seconds."""
    return dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
''',
    "today": '''
def today() -> dt.date:
    """The present date in UTC."""
    return dt.datetime.now(dt.timezone.utc).date()
''',
    "aliases": {
        Type.STRING: "Text = Annotated[StrictStr, AfterValidator(whole_text)]",
        Type.NUMBER: "Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]",
        Type.DATE: "Date = Annotated[dt.date, BeforeValidator(iso_date)]",
        Type.DATETIME: "DateTime = Annotated[dt.datetime, BeforeValidator(iso_datetime)]",
        Type.TIME: "Time = Annotated[str, Field(strict=True), AfterValidator(iso_time)]",
        Type.EMAIL: 'Email = Annotated[str, Field(strict=True, pattern=r"^[^@\\s]+@[^@\\s]+$")]',
        Type.URL: 'Url = Annotated[str, Field(strict=True, pattern=r"^https?://\\S+$")]',
        Type.OBJECT: "Json = Annotated[dict[str, Any], AfterValidator(json_object)]",
    },
}

UNSET = """
# The default of a field in PATCH. It is never read: only the fields that were sent
# count.
UNSET: Any = None
""".strip("\n")

ERRORS = '''
@app.exception_handler(RequestValidationError)
async def refuse_input(request: Request, error: RequestValidationError) -> JSONResponse:
    """Name every field that is wrong; the input itself isn't sent back."""
    problems = [
        {"loc": list(problem["loc"]), "msg": problem["msg"], "type": problem["type"]}
        for problem in error.errors()
    ]
    return JSONResponse({"detail": problems}, status_code=422)
'''

_INVALID = '''
def invalid(field: str, message: str) -> HTTPException:
    """The answer to a field that is wrong, in the form of the other validation errors."""
    problem = {"loc": ["body", field], "msg": message, "type": "value_error"}
    return HTTPException(422, [problem])
'''
_REFERENCE = '''
def check_reference(
    known: Mapping[int, BaseModel], field: str, value: int | None
) -> None:
    """Refuse the id of a record that isn't there."""
    if value is not None and value not in known:
        raise invalid(field, f"there is no record {value}")
'''
_UNIQUE = '''
def check_unique(
    known: Mapping[int, BaseModel], own_id: int, field: str, attribute: str, value: Any
) -> None:
    """Refuse a value that another record has already."""
    for other_id, other in known.items():
        taken = value is not None and getattr(other, attribute) == value
        if taken and other_id != own_id:
            raise invalid(field, "another record has this value already")
'''
BEFORE_ROUTES = {
    (True, False): _INVALID.strip("\n") + "\n\n\n" + _REFERENCE.strip("\n"),
    (False, True): _INVALID.strip("\n") + "\n\n\n" + _UNIQUE.strip("\n"),
    (True, True): "\n\n\n".join(part.strip("\n") for part in (_INVALID, _REFERENCE, _UNIQUE)),
}

STORAGE = '''
database = sqlite3.connect(Path(__file__).with_suffix(".db"), check_same_thread=False)
with database:
    database.execute(
        "CREATE TABLE IF NOT EXISTS records"
        " (kind TEXT, id INTEGER, body TEXT, PRIMARY KEY (kind, id))"
    )


def load(kind: str, model: type[Record]) -> dict[int, Record]:
    """The stored records of a kind, by id."""
    rows = database.execute(
        "SELECT id, body FROM records WHERE kind = ? ORDER BY id", (kind,)
    )
    return {row[0]: model.model_validate_json(row[1]) for row in rows}


def keep(kind: str, own_id: int, record: BaseModel) -> None:
    """Store a record, new or changed."""
    body = record.model_dump_json(by_alias=True)
    with database:
        database.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?)",
            (kind, own_id, body),
        )


def drop(kind: str, gone: int) -> None:
    """Take a record out of the store."""
    with database:
        database.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind, gone))
'''.strip("\n")
