"""Lists of a Python program beyond a whole collection: what belongs to a record, and what a query asks for."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.spec import Field, Spec, Type
from getcode_lsp.service.engines.scaffold.templates.python_names import Names, attribute_of
from getcode_lsp.service.engines.scaffold.templates.relations import Nested
from getcode_lsp.service.engines.scaffold.templates.source import WIDTH, Scope, fit, signature

_ASKED = {Type.INTEGER: "int", Type.REFERENCE: "int", Type.NUMBER: "float", Type.BOOLEAN: "bool"}
_CONTROLS = {
    "q": "q: str | None = None",
    "sort": "sort: {sort} | None = None",
    "limit": "limit: int | None = Field(default=None, ge=0)",
    "offset": "offset: int = Field(default=0, ge=0)",
}

HOLDING = '''
def holding(known: Mapping[int, Record], own_id: int, *fields: str) -> list[Record]:
    """The records that hold an id in one of these fields."""
    found = []
    for record in known.values():
        for held in (getattr(record, field) for field in fields):
            if own_id == held or (isinstance(held, list) and own_id in held):
                found.append(record)
                break
    return found
'''.strip("\n")

QUERY = '''
def fits(held: Any, wanted: Any, kind: str) -> bool:
    """Whether a value is what is asked for: a part of a text, else the same value."""
    if isinstance(held, list):
        return any(fits(item, wanted, kind) for item in held)
    if kind == "text":
        return held is not None and str(wanted).lower() in str(held).lower()
    return bool(held == wanted)


def listed(
    known: Iterable[Record],
    query: BaseModel,
    response: Response,
    kinds: Mapping[str, str],
) -> list[Record]:
    """The records that a query asks for; X-Total-Count says how many fit."""
    asked = query.model_dump(by_alias=True)
    rows = [(record.model_dump(mode="json", by_alias=True), record) for record in known]
    for name, kind in kinds.items():
        if asked[name] is not None:
            rows = [row for row in rows if fits(row[0][name], asked[name], kind)]
    words, sort, limit, offset = (
        None if name in kinds else asked.get(name)
        for name in ("q", "sort", "limit", "offset")
    )
    if words:
        texts = [name for name, kind in kinds.items() if kind != "value"]
        found = ([plain[name] for name in texts] for plain, _ in rows)
        rows = [row for row, held in zip(rows, found) if fits(held, words, "text")]
    if sort:
        by = sort.removeprefix("-")
        # Records without a value come last.
        empty = [row for row in rows if row[0][by] is None]
        rows = [row for row in rows if row[0][by] is not None]
        rows.sort(key=lambda row: row[0][by], reverse=sort.startswith("-"))
        rows += empty
    response.headers["X-Total-Count"] = str(len(rows))
    return [record for _, record in rows[offset or 0 :][:limit]]
'''.strip("\n")


def query_model(name: Names) -> list[str]:
    """What a list of an entity's records can be asked for: a class, and how each field is compared."""
    fields = _filters(name)
    own = {field.name.snake for field in name.entity.fields}
    orders = [f.name.snake for f in name.entity.fields if not f.many and f.type is not Type.OBJECT]
    both = [f'"{sign}{order}"' for order in ["id", *orders] for sign in ("", "-")]
    lines = [
        *fit(f"{name.model}Sort = Literal[", both, "]"),
        "",
        "",
        f"class {name.model}Query(BaseModel):",
        f'    """What a list of {name.entity.plural.spaced} can be asked for."""',
        "",
    ]
    for field in fields:
        attribute, kind = attribute_of(field), _ASKED.get(field.type, "str")
        kind = "int" if field.choices and isinstance(field.choices[0], int) else kind
        if attribute == field.name.snake:
            lines.append(f"    {attribute}: {kind} | None = None")
        else:
            options = ["default=None", f'alias="{field.name.snake}"']
            lines += fit(f"    {attribute}: {kind} | None = Field(", options, ")")
    lines += [
        f"    {text.format(sort=f'{name.model}Sort')}" for word, text in _CONTROLS.items() if word not in own
    ]
    kinds = [f'"{field.name.snake}": "{_kind(field)}"' for field in fields]
    whole = f"{name.kinds} = {{{', '.join(kinds)}}}"
    split = [f"{name.kinds} = {{", *(f"    {kind}," for kind in kinds), "}"]
    lines += ["", "", *([whole] if len(whole) <= WIDTH else split)]
    return ["\n".join(lines)]


def _filters(name: Names) -> list[Field]:
    return [field for field in name.entity.fields if field.type is not Type.OBJECT]


def _kind(field: Field) -> str:
    if field.type is Type.STRING and not field.choices and not field.unique:
        return "text"
    textual = field.type.textual and not (field.choices and isinstance(field.choices[0], int))
    return "word" if textual else "value"


def query_parameters(spec: Spec, name: Names) -> list[str]:
    """The parameters of a route that lists records."""
    if not spec.queries:
        return []
    return [f"query: Annotated[{name.model}Query, Query()]", "response: Response"]


def listed(name: Names, records: str) -> list[str]:
    """The end of such a route."""
    return fit("    return listed(", [records, "query", "response", name.kinds], ")")


def nested_route(spec: Spec, nested: Nested, names: list[Names], functions: Scope) -> str:
    """The route of a list such as /authors/{author_id}/books."""
    owner = next(name for name in names if name.entity == nested.owner)
    other = next(name for name in names if name.entity == nested.other)
    function = functions.take(f"list_{other.entity.plural.snake}_of_{owner.entity.name.snake}")
    path = f'"{nested.path.replace("{id}", f"{{{owner.key}}}")}"'
    body = [f"    {'found = ' if nested.outward else ''}{owner.find}({owner.key})"]
    inward = [f'"{attribute_of(field)}"' for field in nested.inward]
    held = [f"found.{attribute_of(f)}{' or []' if f.nullable else ''}" for f in nested.outward]
    if inward:
        body += fit("    rows = holding(", [other.store, owner.key, *inward], ")")
    else:
        body.append(f"    rows: list[{other.model}] = []")
    for ids in held:
        body.append(f"    for own_id in {ids}:")
        body.append(f"        if {other.store}[own_id] not in rows:")
        body.append(f"            rows.append({other.store}[own_id])")
    body += listed(other, "rows") if spec.queries else ["    return rows"]
    return "\n".join([
        *fit("@app.get(", [path], ")"),
        *signature(f"async def {function}(", [f"{owner.key}: int", *query_parameters(spec, other)], f") -> list[{other.model}]:"),
        *body,
    ])  # fmt: skip
