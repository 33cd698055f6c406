"""Bounds, choices, defaults and requiredness of a field, made to agree with its type."""

from __future__ import annotations

import re
from dataclasses import replace

from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft
from getcode_lsp.service.engines.scaffold.spec import Bound, Field, Scalar, Type

_INTEGER = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")


def settle_values(field: Field, draft: FieldDraft) -> Field:
    """The field with what the prompt says about its values, as far as it fits the type."""
    if draft.measured and draft.type is None and field.type in (Type.STRING, Type.TIME):
        field = replace(field, type=Type.NUMBER, many=False)
    field = _with_choices(_typed_by_default(field, draft), draft)
    field = _with_bounds(field, draft)
    return _with_default(field, draft)


def _typed_by_default(field: Field, draft: FieldDraft) -> Field:
    """A field that nothing but its default tells the type of: "reorder level (default 10)"."""
    text = (draft.default or "").lower()
    if field.many and draft.many is None and _INTEGER.fullmatch(text):
        return replace(field, type=Type.INTEGER, many=False)  # "clicks default 0"
    if draft.type is not None or field.type is not Type.STRING or field.many or draft.choices:
        return field
    if text in ("true", "false", "yes", "no"):
        return replace(field, type=Type.BOOLEAN)
    if _INTEGER.fullmatch(text):
        return replace(field, type=Type.INTEGER)
    return replace(field, type=Type.NUMBER) if _NUMBER.fullmatch(text) else field


def _with_choices(field: Field, draft: FieldDraft) -> Field:
    choices = draft.choices
    lowered = [choice.lower() for choice in choices]
    if sorted(lowered) in (["no", "yes"], ["false", "true"]):
        return replace(field, type=Type.BOOLEAN, many=False)
    if len(choices) < 2:
        return field
    if all(_INTEGER.fullmatch(choice) for choice in choices) and draft.type is not Type.STRING:
        return replace(field, type=Type.INTEGER, choices=tuple(int(choice) for choice in choices))
    return replace(field, type=Type.STRING, choices=tuple(choices), many=bool(draft.many))


def _with_bounds(field: Field, draft: FieldDraft) -> Field:
    low, high = draft.minimum, draft.maximum
    if field.choices or (low is None and high is None):
        return field
    if field.type in (Type.INTEGER, Type.NUMBER):
        if field.many:
            return field
        whole = not any(bound and isinstance(bound.value, float) for bound in (low, high))
        if not whole and field.type is Type.INTEGER and draft.type is None:
            field = replace(field, type=Type.NUMBER)
    elif field.type is Type.STRING and draft.type is None and not field.many and _speaks_of_numbers(draft):
        whole = all(bound is None or isinstance(bound.value, int) for bound in (low, high))
        field = replace(field, type=Type.INTEGER if whole else Type.NUMBER)
    elif field.type.textual or field.many:
        low, high = _length(low, above=True), _length(high, above=False)
    else:
        return field
    if low and high and low.value > high.value:
        return field
    return replace(field, minimum=low, maximum=high)


def _speaks_of_numbers(draft: FieldDraft) -> bool:
    """Whether "between 1 and 5" on an untyped field bounds a number: small ranges do, "at most 80" doesn't."""
    signed = draft.minimum is not None and (draft.minimum.exclusive or draft.minimum.value < 1)
    both = draft.minimum is not None and draft.maximum is not None
    return (both and not draft.lengths) or (signed and not draft.lengths)


def _length(bound: Bound | None, *, above: bool) -> Bound | None:
    if bound is None or bound.value < 0:
        return None
    whole = int(bound.value)
    if bound.exclusive:
        whole += 1 if above else -1
    return Bound(max(whole, 0))


def _with_default(field: Field, draft: FieldDraft) -> Field:
    default = None if draft.default is None else _value(field, draft.default)
    if field.type is Type.BOOLEAN and not field.many and default is None and draft.required is not True:
        default = False if draft.required is None else None
    if default is not None:
        return replace(field, default=default, required=False, nullable=draft.required is False)
    if draft.required is False:
        return replace(field, required=False, nullable=True)
    if (
        (field.many or field.type is Type.OBJECT)
        and draft.required is None
        and not (field.minimum and field.minimum.value)
    ):
        return replace(field, required=False)
    return field


def _value(field: Field, text: str) -> Scalar | None:
    """The default as a value of the field's type, None where it isn't one."""
    if field.many or text.lower() in ("null", "none", "nil", "empty"):
        return None
    if field.choices:
        return next((choice for choice in field.choices if str(choice).lower() == text.lower()), None)
    if field.type is Type.BOOLEAN:
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else None
    if field.type is Type.INTEGER:
        return _inside(field, int(text)) if _INTEGER.fullmatch(text) else None
    if field.type is Type.NUMBER:
        return _inside(field, float(text)) if _NUMBER.fullmatch(text) else None
    return _plain(field, text) if field.type is Type.STRING else None


def _inside(field: Field, value: int | float) -> int | float | None:
    low, high = field.minimum, field.maximum
    if low and (value < low.value or (low.exclusive and value == low.value)):
        return None
    if high and (value > high.value or (high.exclusive and value == high.value)):
        return None
    return value


def _plain(field: Field, text: str) -> str | None:
    plain = text.replace("\\", "/").replace('"', "'")[:200]
    low, high = field.minimum, field.maximum
    fits = (low is None or len(plain) >= low.value) and (high is None or len(plain) <= high.value)
    return plain if fits else None
