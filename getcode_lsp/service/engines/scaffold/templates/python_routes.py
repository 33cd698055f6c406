"""The functions and routes of each entity of a Python program."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.spec import Field, Spec, Stamp, Type
from getcode_lsp.service.engines.scaffold.templates.header import stays, with_article
from getcode_lsp.service.engines.scaffold.templates.python_lists import listed, query_parameters
from getcode_lsp.service.engines.scaffold.templates.python_names import Names, attribute_of
from getcode_lsp.service.engines.scaffold.templates.source import Scope, fit, signature


def operations(spec: Spec, name: Names, names: list[Names]) -> list[str]:
    """The functions that find, check and remove the records of an entity."""
    thing = name.entity.name.spaced
    blocks = [
        "\n".join([
            *signature(f"def {name.find}(", [f"{name.key}: int"], f") -> {name.model}:"),
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


def _check(name: Names, names: list[Names]) -> str:
    lines = [
        *signature(f"def {name.check}(", [f"record: {name.model}"], ") -> None:"),
        f'    """Refuse {with_article(name.entity.name)} that doesn\'t fit the other records."""',
    ]
    for field in name.entity.fields:
        value = f"record.{attribute_of(field)}"
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
                "    check_unique(", [name.store, "record.id", label, f'"{attribute_of(field)}"', value], ")"
            )
    return "\n".join(lines)


def _remove(spec: Spec, name: Names, names: list[Names]) -> str:
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
        attribute = f"record.{attribute_of(field)}"
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


def routes(spec: Spec, name: Names, functions: Scope) -> list[str]:
    """The routes of an entity's collection."""
    one, many = name.entity.name, name.entity.plural
    path = f"/{many.kebab}"
    key, model = name.key, name.model
    both = "list_all" if one == many else "list"
    dump = (
        "model_dump(by_alias=True)"
        if any(attribute_of(f) != f.name.snake for f in name.entity.fields)
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
            *signature(f"async def {function}(", parameters, f") -> {result}:"),
            *body,
        ])  # fmt: skip

    extra = f"/{{{key}}}"
    listing = [f"    return list({name.store}.values())"]
    if spec.queries:
        listing = listed(name, f"{name.store}.values()")
    return [
        route("get", "", f"{both}_{many.snake}", query_parameters(spec, name), f"list[{model}]", listing),
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
    name = attribute_of(field)
    return [f'    if "{name}" not in body.model_fields_set:', f"        record.{name} = found.{name}"]


def _touch_updated(field: Field | None) -> list[str]:
    if field is None:
        return []
    return [
        f'    changes.setdefault("{attribute_of(field)}", {"today" if field.type is Type.DATE else "now"}())'
    ]
