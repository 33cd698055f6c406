"""What stands beside a field's name: its type, bounds, choices, default, and whether it may be left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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
    SKIPPED,
    STAMPED,
    SURE_CHOICES,
)
from getcode_lsp.service.engines.scaffold.grammar.items import split_parts
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    EXPLICIT,
    LISTS,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import choices_in, looks_like_choices, number_at
from getcode_lsp.service.engines.scaffold.grammar.suggestions import UNITS, suggested_type
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
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import Name
from getcode_lsp.service.engines.scaffold.spec import Bound, Type

_COMMA = tokenize(",")[0]
_PLURAL_TYPES = frozenset("integers strings numbers dates urls emails booleans floats texts".split())


@dataclass(slots=True)
class FieldDraft:
    """A field as the prompt words it; what it leaves open is None, and `resolve` decides."""

    words: tuple[str, ...] = ()
    type: Type | None = None
    many: bool | None = None
    required: bool | None = None
    unique: bool = False
    choices: list[str] = field(default_factory=list)
    default: str | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    stamped: bool = False
    lengths: bool = False
    measured: bool = False
    target: tuple[str, ...] = ()
    of_one: bool = False  # told of one record, as in "each quiz has questions"
    unread: list[str] = field(default_factory=list)


def annotate(draft: FieldDraft, nodes: Sequence[Node]) -> None:
    """Read annotations into a draft; words that say nothing known are kept in `unread`."""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Group):
            annotate_group(draft, node)
            at += 1
            continue
        length = next((n for n in (rule(draft, nodes, at) for rule in _RULES) if n), 0)
        if not length:
            if node.kind is not Kind.MARK and node.lower not in SKIPPED:
                draft.unread.append(node.text)
            length = 1
        at += length


def annotate_group(draft: FieldDraft, node: Group) -> None:
    """Read a bracketed annotation: a type, a size, a range, choices, or several of these."""
    inner = node.nodes
    if not inner:
        draft.many = True if node.opener == "[" else draft.many
    elif lower(inner[0]) in UNITS and len(inner) <= 2:
        draft.measured = True
    elif not _read_size(draft, inner):
        _read_bracketed(draft, inner)


def _read_size(draft: FieldDraft, inner: tuple[Node, ...]) -> bool:
    """Whether brackets hold the size of a database type, as in VARCHAR(80) and DECIMAL(10,2)."""
    if all((isinstance(n, Token) and n.kind is Kind.NUMBER) or is_mark(n, ",") for n in inner):
        number = number_at(inner, 0)
        if draft.type is Type.STRING and number is not None and len(inner) == 1:
            draft.maximum = Bound(number[0])
            return True
        return draft.type is Type.NUMBER
    return False


def _read_bracketed(draft: FieldDraft, inner: tuple[Node, ...]) -> None:
    if len(inner) > 2 and lower(inner[0]) in LISTS and is_mark(inner[1], ","):
        listed = first_match(inner, 2, CHOICES) > 0  # "list, each one of a, b or c"
        draft.many, inner = (True, inner[2:]) if listed else (draft.many, inner)
    inner = _default_last(inner)
    cut = next((at for at, node in enumerate(inner) if is_mark(node, ";")), 0)
    if (
        cut and not first_match(inner, 0, CHOICES) and _is_list_of_choices(inner[:cut])
    ):  # "low, normal, high; normal by default"
        draft.choices = choices_in(inner[:cut])[0]
        annotate(draft, inner[cut + 1 :])
        return
    said = first_match(inner, 0, CHOICES)
    said += 1 if said and said < len(inner) and is_mark(inner[said], ":") else 0
    if _truth(inner):
        draft.type = Type.BOOLEAN
    elif first_match(inner, 0, SEVERAL) and _is_list_of_choices(inner[said:]):
        draft.choices, draft.many = choices_in(inner[said:])[0], True
    elif said and (_is_list_of_choices(inner[said:]) or first_match(inner, 0, SURE_CHOICES)):
        draft.choices, count = choices_in(inner[said:])
        annotate(draft, inner[said + count :])
    elif _is_list_of_choices(inner):
        draft.choices = choices_in([n for n in inner if not isinstance(n, Group)])[0]
    else:
        unread = len(draft.unread)
        for part in _with_choices(split_parts(inner)):
            annotate(draft, part)
        words = words_of(inner)  # none in "{{x}}"
        if draft.type is None and words and len(inner) == 1 and len(draft.unread) > unread:
            kind, _ = suggested_type(Name(words))
            draft.type = kind if kind is not Type.STRING else None  # "vintage (year)"


def _default_last(inner: tuple[Node, ...]) -> tuple[Node, ...]:
    """Read "pending by default, accepted, declined" as "pending, accepted, declined; pending by default"."""
    parts = split_parts(inner)
    at = next((at for at, part in enumerate(parts) if len(part) == 3 and matches(part, 1, "by default")), -1)
    others = [part for part in parts if part is not parts[at]]
    if at < 0 or len(parts) < 3 or any(map(_annotates, others)):
        return inner
    plain = [parts[at][:1] if part is parts[at] else part for part in parts]
    joined = [node for part in plain for node in (_COMMA, *part)]
    return (*joined[1:], *tokenize(";"), *parts[at])


def _with_choices(parts: list[list[Node]]) -> list[list[Node]]:
    """Put "one of admin", "editor" together again, up to the next annotation."""
    out: list[list[Node]] = []
    open_choices = False
    for part in parts:
        if open_choices and not _annotates(part):
            out[-1] += [_COMMA, *part]
            continue
        open_choices = any(first_match(part, at, CHOICES) for at in range(min(len(part), 3)))
        out.append(list(part))
    return out


def _truth(inner: Sequence[Node]) -> bool:
    words = [lower(n) for n in inner if lower(n) not in ("or", "")]
    return words in (["yes", "no"], ["true", "false"], ["y", "n"], ["no", "yes"], ["false", "true"])


def _is_list_of_choices(inner: Sequence[Node]) -> bool:
    parts = split_parts(inner)
    telling = [part for part in parts if _annotates(part)]
    if telling and not (all(len(part) == 1 for part in telling) and len(parts) - len(telling) >= 2):
        return False  # "single, double, suite" names a type, and is a list of choices all the same
    return looks_like_choices(inner) or len(parts) >= 2


def _annotates(part: Sequence[Node]) -> bool:
    if not part or isinstance(part[0], Group):
        return True
    probe = FieldDraft()
    first = next(
        (at for at, n in enumerate(part) if lower(n) not in ("a", "an", "the", "of", "in", "as", "or")), 0
    )
    if number_at(part, 0) and len(part) == 1:
        return False
    measured = is_word(part[0], "in") and len(part) > 1 and lower(part[1]) in UNITS
    return (
        any(rule(probe, part, first) for rule in _RULES)
        or measured
        or is_word(part[0], "eg", "ie", "such", "like")
    )


def only_annotates(nodes: Sequence[Node]) -> bool:
    """Whether a phrase says something about a field, and nothing else: "positive integer", "max 80"."""
    draft = FieldDraft()
    annotate(draft, nodes)
    return not draft.unread


def starts_annotation(nodes: Sequence[Node], at: int) -> bool:
    """Whether what stands at an index annotates the field before it, rather than naming something new."""
    while at < len(nodes) and lower(nodes[at]) in ("a", "an", "the", "its", "no"):
        at += 1
    if at >= len(nodes):
        return False
    rest = list(nodes[at:])
    if lower(rest[0]) in ("length", "range"):  # "with a length of at most 5", but "with a length and a width"
        following = rest[1] if len(rest) > 1 else None
        limited = is_word(
            following, "of", "at", "up", "between", "max", "min", "limited", "from", "validation", "limit"
        )
        return limited or number_at(rest, 1) is not None
    if number_at(rest, 0) or lower(rest[0]) in (
        "precision",
        "format",
        "validation",
        "two",
        "decimals",
    ):
        return True
    return any(rule(FieldDraft(), rest, 0) for rule in _RULES if rule not in (_type_word, _references))


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


def _references(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
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


def _type_word(draft: FieldDraft, nodes: Sequence[Node], at: int) -> int:
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


_Rule = Callable[[FieldDraft, Sequence[Node], int], int]
_RULES: tuple[_Rule, ...] = (
    _flags,
    _signs,
    _range,
    _limit,
    _default,
    _choice,
    _unit,
    _references,
    _type_word,
)
