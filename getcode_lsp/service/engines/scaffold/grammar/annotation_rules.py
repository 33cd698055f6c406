"""The rules of annotations: each reads one beside a field's name, and says how many words it took."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from getcode_lsp.service.engines.scaffold.grammar.annotation_phrases import (
    AT_LEAST,
    AT_MOST,
    CHOICES,
    DEFAULT,
    FILLED,
    LENGTHS,
    LESS_THAN,
    MORE_THAN,
    NOT_NEGATIVE,
    OPTIONAL,
    POSITIVE,
    REFERENCES,
    REQUIRED,
    SEVERAL,
    STAMPED,
)
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    EXPLICIT,
    LISTS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import choices_in, looks_like_choices, number_at
from getcode_lsp.service.engines.scaffold.grammar.suggestions import UNITS
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    first_match,
    is_mark,
    is_word,
    lower,
    matches,
    words_of,
)
from getcode_lsp.service.engines.scaffold.spec import Bound, Type

_PLURAL_TYPES = frozenset("integers strings numbers dates urls emails booleans floats texts".split())


def _flags(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    length = first_match(nodes, at, FILLED)
    if length:
        draft.required, draft.minimum = True, Bound(1)
        return length
    for phrases, required in ((OPTIONAL, False), (REQUIRED, True)):
        length = first_match(nodes, at, phrases)
        if length:
            draft.required = required
            return length
    if (
        is_word(nodes[at], "if")
        and at + 1 < len(nodes)
        and lower(nodes[at + 1]).endswith(("ed", "en", "own", "any"))
    ):
        draft.required = False  # "the return date if returned"
        return 2
    if is_mark(nodes[at], "?"):
        draft.required = False
        return 1
    length = first_match(nodes, at, ("unique", "distinct", "must be unique", "is unique", "primary key"))
    draft.unique = draft.unique or length > 0
    return length


def _signs(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    length = first_match(nodes, at, NOT_NEGATIVE)
    if length:
        draft.minimum = Bound(0)
        return length
    length = first_match(nodes, at, POSITIVE)
    if length:
        draft.minimum = Bound(0, exclusive=True)
    return length


def _range(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    start = at
    at += first_match(nodes, at, ("between", "from", "in the range", "range", "in the range of", "in range",
                                  "ranging from", "on a scale of", "on a scale from", "scale of", "of"))  # fmt: skip
    low = number_at(nodes, at)
    if low is None:
        return 0
    at += low[1]
    if at >= len(nodes) or not (
        is_word(nodes[at], "and", "to", "through") or is_mark(nodes[at], "-", "–", "..", "...")
    ):
        return 0
    high = number_at(nodes, at + 1)
    if high is None or high[0] < low[0]:
        return 0
    draft.minimum, draft.maximum = Bound(low[0]), Bound(high[0])
    at += 1 + high[1]
    return at + _of_length(draft, nodes, at) - start


def _limit(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    for phrases, lower_end, exclusive in (
        (AT_LEAST, True, False),
        (AT_MOST, False, False),
        (MORE_THAN, True, True),
        (LESS_THAN, False, True),
    ):
        length = first_match(nodes, at, phrases)
        number = number_at(nodes, at + length) if length else None
        if number is not None:
            bound = Bound(number[0], exclusive)
            if lower_end:
                draft.minimum = bound
            else:
                draft.maximum = bound
            end = at + length + number[1]
            return end + _of_length(draft, nodes, end) - at
    return _trailing_limit(draft, nodes, at)


def _of_length(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    length = first_match(nodes, at, LENGTHS)
    draft.lengths = draft.lengths or length > 0
    return length


def _trailing_limit(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    number = number_at(nodes, at)
    if number is None:
        return 0
    end = at + number[1]
    if first_match(nodes, end, LENGTHS[:6]) and not (at and is_word(nodes[at - 1], "or", "and")):
        draft.minimum = draft.maximum = Bound(number[0])  # "13 characters"
        return number[1] + _of_length(draft, nodes, end)
    if end < len(nodes) and is_mark(nodes[end], "+"):
        draft.minimum = Bound(number[0])  # "18+"
        return number[1] + 1
    for phrases, lower_end in ((("or more", "or higher", "or above", "or greater", "minimum"), True),
                               (("or less", "or fewer", "or lower", "or below", "characters max", "max", "chars max"), False)):  # fmt: skip
        length = first_match(nodes, end, phrases)
        if length:
            if lower_end:
                draft.minimum = Bound(number[0])
            else:
                draft.maximum = Bound(number[0])
            return number[1] + length
    return 0


def _default(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    if lower(nodes[at]) and first_match(nodes, at + 1, ("by default", "as default", "as the default")):
        draft.default = lower(nodes[at])  # "normal by default"
        return 3 + (1 if is_word(nodes[at + 2], "the") else 0)
    length = first_match(nodes, at, STAMPED)
    if length:
        draft.stamped = True
        return length
    length = first_match(nodes, at, DEFAULT)
    if not length or at + length >= len(nodes):
        return 0
    number = number_at(nodes, at + length)
    node = nodes[at + length]
    if number is not None:
        draft.default = str(number[0])
        return length + number[1]
    if not isinstance(node, Token) or node.kind is Kind.MARK:
        return 0
    draft.default = node.text
    return length + 1


def _choice(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    length = first_match(nodes, at, CHOICES)
    of = is_word(nodes[at], "of", "as") or is_mark(nodes[at], ":")
    length = length or (1 if of else 0)
    rest = nodes[at + length :]
    if not length or not rest:
        return 0
    if isinstance(rest[0], Group) and length > 0 and not of:
        draft.choices = choices_in(rest[0].nodes)[0]
        return length + 1
    if lower(rest[0]) in EXPLICIT or lower(rest[0]) in (
        "a",
        "an",
        "required",
        "optional",
        "unique",
        "positive",
        "not",
        "at",
    ):
        return 0
    choices, count = choices_in(rest)
    definite = (
        first_match(nodes, at, (*SEVERAL, "one of", "either", "enum", "values", "options", "choices")) > 0
    )
    if len(choices) < 2 or not (definite or looks_like_choices(rest[:count])):
        return 0
    draft.choices = choices
    return length + count


def _unit(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    if at + 1 < len(nodes) and is_word(nodes[at], "in") and lower(nodes[at + 1]) in UNITS:
        draft.measured = True
        return 2
    return 0


def references(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    """As in "references users": the record that a field names."""
    length = first_match(nodes, at, REFERENCES)
    if not length:
        return 0
    end = at + length
    while end < len(nodes) and lower(nodes[end]) in ("a", "an", "the", "to", "references"):
        end += 1
    target = words_of(nodes[end : end + 1])
    if target and isinstance(nodes[end], Token):
        draft.target = target
        return end + 1 - at
    return length


def type_word(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
    """As in "integer", "list of", "true or false"."""
    if lower(nodes[at]) in LISTS and (
        lower(nodes[at]) not in ("set", "collection") or matches(nodes, at + 1, "of")
    ):
        draft.many = True
        return 2 if is_word(nodes[at + 1] if at + 1 < len(nodes) else None, "of") else 1
    for phrase, kind in (("whole number", Type.INTEGER), ("yes / no", Type.BOOLEAN), ("true / false", Type.BOOLEAN),
                         ("date and time", Type.DATETIME), ("date time", Type.DATETIME), ("true or false", Type.BOOLEAN),
                         ("yes or no", Type.BOOLEAN)):  # fmt: skip
        length = matches(nodes, at, phrase)
        if length:
            draft.type = kind
            return length
    kind_found = EXPLICIT.get(lower(nodes[at]))
    if kind_found is None:
        return 0
    if draft.type is None or kind_found is not Type.STRING:
        draft.type = kind_found
    if lower(nodes[at]) in _PLURAL_TYPES:
        draft.many = True
    return 1


Rule = Callable[[FieldDraft, Sequence[Node], int], int]
RULES: tuple[Rule, ...] = (
    _flags,
    _signs,
    _range,
    _limit,
    _default,
    _choice,
    _unit,
    references,
    type_word,
)
