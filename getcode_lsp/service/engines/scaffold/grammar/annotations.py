"""What stands beside a field's name: its type, bounds, choices, default, and whether it may be left out."""

from __future__ import annotations

from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.annotation_phrases import (
    CHOICES,
    SEVERAL,
    SKIPPED,
    SURE_CHOICES,
)
from getcode_lsp.service.engines.scaffold.grammar.annotation_rules import RULES, references, type_word
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft
from getcode_lsp.service.engines.scaffold.grammar.items import split_parts
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
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


def annotate(draft: FieldDraft, nodes: Sequence[Node]) -> None:
    """Read annotations into a draft; words that say nothing known are kept in `unread`."""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Group):
            annotate_group(draft, node)
            at += 1
            continue
        length = next((n for n in (rule(draft, nodes, at) for rule in RULES) if n), 0)
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
        any(rule(probe, part, first) for rule in RULES)
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
    return any(rule(FieldDraft(), rest, 0) for rule in RULES if rule not in (type_word, references))
