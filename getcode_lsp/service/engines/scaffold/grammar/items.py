"""A list of fields, cut into its items: at commas, line breaks and "and", but not inside "between 1 and 5"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    EXPLICIT,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import number_at
from getcode_lsp.service.engines.scaffold.grammar.suggestions import suggested_type
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Node,
    is_mark,
    is_word,
    lower,
    matches,
    split_at,
    tokenize,
)
from getcode_lsp.service.engines.scaffold.grammar.words import Name, counts_as_plural, singular
from getcode_lsp.service.engines.scaffold.spec import Type

_COMMA = tokenize(",")[0]
_PAIRED = frozenset(
    """first last start end min max minimum maximum billing shipping home away work created updated birth death
    begin opening closing departure arrival origin destination check-in check-out source target old new purchase selling""".split()
)
_TRIGGERS = (
    "one of",
    "either",
    "can be",
    "could be",
    "may be",
    "must be",
    "should be",
    "which is",
    "is",
    "of",
    "as",
    ":",
)
# "A number of bedrooms" is a name, "a status of open, closed or pending" are choices.
_MEASURED = frozenset(
    "number num amount count list array set date year length time name place cost total id".split()
)
_STATES = frozenset("status state kind condition difficulty severity".split())
_NO_VALUES = frozenset(
    """a an the name title date price email id quantity notes note description amount total phone address optional required
    tags created updated due rating text body content author category comment customer user owner location""".split()
)
_AWAY = frozenset("out on in off under at up not".split())  # "out of service", "not yet paid"
_ANNOTATIONS = frozenset(
    """string required optional unique nullable not null max min maximum minimum at up between from default
    positive non-negative nonnegative defaults list array list""".split()
) | frozenset(EXPLICIT)


def split_items(nodes: Sequence[Node]) -> list[list[Node]]:
    """The items of a list of fields in order, none of them empty."""
    runs = _at_separators(_with_choices_in_brackets(nodes))
    runs = _glue_annotations(_glue_choices(_glue_states(runs)))
    return _share_noun(runs)


def _with_choices_in_brackets(nodes: Sequence[Node]) -> Sequence[Node]:
    """In a list with semicolons, read "name, size: small, medium; price" as "name, size (small, medium), price"."""
    if not any(is_mark(node, ";") for node in nodes) or not any(is_mark(node, ":") for node in nodes):
        return nodes
    parts = split_at(nodes, ";")
    out: list[Node] = []
    for part in parts:
        colon = max((at for at, node in enumerate(part) if is_mark(node, ":")), default=0)
        values = split_at(part[colon + 1 :], ",")
        plain = (
            colon
            and len(values) > 1
            and all(
                len(value) <= 2
                and all(lower(node) for node in value)
                and lower(value[0]) not in _ANNOTATIONS | _NO_VALUES
                for value in values
            )
        )
        out += [*part[:colon], Group("(", tuple(part[colon + 1 :]))] if plain and len(parts) > 1 else part
        out.append(_COMMA)
    return out[:-1]


def _at_separators(nodes: Sequence[Node]) -> list[list[Node]]:
    runs: list[list[Node]] = [[]]
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if is_mark(node, ",", ";", "\n"):
            runs.append([])
        elif is_word(node, "and") and _joins_numbers(nodes, at):
            runs[-1].append(node)
        elif is_word(node, "plus") and not runs[-1] and _is_choice(nodes, at):
            runs[-1].append(node)  # "basic, plus or premium"
        elif is_word(node, "plus") and not runs[-1] and at + 1 < len(nodes) and is_word(nodes[at + 1], "one"):
            runs[-1].append(node)  # a guest's "plus one"
        elif is_word(node, "and", "plus") or is_mark(node, "&", "+"):
            runs.append([])
        elif matches(nodes, at, "as well as") or matches(nodes, at, "along with"):
            runs.append([])
            at += 2 if is_word(node, "as") else 1
        else:
            runs[-1].append(node)
        at += 1
    return [run for run in runs if run]


def _is_choice(nodes: Sequence[Node], at: int) -> bool:
    """Whether a "plus" at the start of an item is a word like any other there."""
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    return at > 0 and (following is None or is_mark(following, ",") or is_word(following, "or"))


def _joins_numbers(nodes: Sequence[Node], at: int) -> bool:
    between = any(is_word(node, "between") for node in nodes[max(at - 5, 0) : at])
    return between and number_at(nodes, at + 1) is not None


def _glue_choices(runs: list[list[Node]]) -> list[list[Node]]:
    """Put "a status: open", "pending or closed" together again."""
    out: list[list[Node]] = []
    at = 0
    while at < len(runs):
        end = _choices_end(runs, at) if _opens_choices(runs[at]) else at
        glued = list(runs[at])
        for run in runs[at + 1 : end + 1]:
            glued += [_COMMA, *run]
        out.append(glued)
        at = end + 1
    return out


def _glue_states(runs: list[list[Node]]) -> list[list[Node]]:
    """Read the end of "seat, status: booked, cancelled, no-show" as one field and its choices, though no "or" stands there."""
    at = next((at for at, run in enumerate(runs) if _begins_states(run)), len(runs))
    values = runs[at + 1 :]
    if len(values) < 2:
        return runs
    for run in values:
        told = not all(lower(node) for node in run) or lower(run[0]) in _NO_VALUES
        if told or len(run) > (3 if lower(run[0]) in _AWAY else 2):
            return runs
    inner: list[Node] = [runs[at][-1]]
    for run in values:
        inner += [_COMMA, *run]
    return [*runs[:at], [*runs[at][:-2], Group("(", tuple(inner))]]


def _begins_states(run: Sequence[Node]) -> bool:
    """As in "status: booked", "a payment status: open"."""
    return (
        3 <= len(run) <= 5
        and is_mark(run[-2], ":")
        and lower(run[-3]) in _STATES
        and bool(lower(run[-1]))
        and lower(run[-1]) not in _ANNOTATIONS
    )


def _opens_choices(run: Sequence[Node]) -> bool:
    if any(is_word(node, "or") for node in run):
        return False
    for at in range(1, len(run)):
        for trigger in _TRIGGERS:
            length = matches(run, at, trigger)
            if trigger == ":" and length and _brings_fields(run, at):
                return False
            counted = trigger == "of" and lower(run[at - 1]) in _MEASURED
            if length and at + length < len(run) and not counted:
                after = run[at + length]
                return not (lower(after) in _ANNOTATIONS or isinstance(after, Group))
    return False


def _brings_fields(run: Sequence[Node], colon: int) -> bool:
    """Whether "tides: height" begins the fields of several records, not the values of a field."""
    words = [lower(node) for node in run[colon + 1 :]]
    typed = bool(words) and all(words) and suggested_type(Name(tuple(words)))[0] is not Type.STRING
    return typed and colon <= 2 and counts_as_plural(lower(run[colon - 1]))


def _choices_end(runs: list[list[Node]], at: int) -> int:
    for index in range(at + 1, min(at + 12, len(runs))):
        run = runs[index]
        if any(isinstance(node, Group) or is_mark(node, ":", "=") for node in run) or len(run) > 5:
            return at
        if lower(run[0]) in ("a", "an", "the", "optional", "its", "their"):
            return at
        if any(is_word(node, "or") for node in run):
            return index
    return at


def _glue_annotations(runs: list[list[Node]]) -> list[list[Node]]:
    """Put "title: string", "required" together again: an item that only annotates belongs to the one before."""
    out: list[list[Node]] = []
    for run in runs:
        if out and (_only_annotates(run) or _is_default_of(run, out[-1])):
            out[-1] += [_COMMA, *run]
        else:
            out.append(list(run))
    return out


def _is_default_of(run: Sequence[Node], before: Sequence[Node]) -> bool:
    """Whether "default draft" names one of the choices before it."""
    if (
        len(run) != 2
        or not is_word(run[0], "default", "defaults")
        or not before
        or not isinstance(before[-1], Group)
    ):
        return False
    return any(lower(node) == lower(run[1]) for node in before[-1].nodes)


_NOTES = (
    "required", "optional", "unique", "mandatory", "nullable", "not null", "not required", "positive",
    "non-negative", "nonnegative", "at least", "at most", "up to", "max", "maximum", "min", "minimum",
    "default", "defaults to", "defaulting to", "between", "non-empty", "not empty", "primary key",
    "must be", "one of", "no more than", "no less than", "greater than", "less than", "more than",
    "who is a", "who is an", "who are", "defaults", "can be", "cannot be", "should be", "or null", "foreign key", "references", "which is", "which can", "which must", "that must", "that is", "that can",
)  # fmt: skip


_LENGTHS = frozenset("letters characters chars digits".split())


def _only_annotates(run: Sequence[Node]) -> bool:
    number = number_at(run, 0)
    if number is not None and len(run) == number[1] + 1 and lower(run[-1]) in _LENGTHS:
        return True  # "code, 2 letters"
    for phrase in _NOTES:
        length = matches(run, 0, phrase)
        if not length:
            continue
        if phrase in (
            "required",
            "optional",
            "unique",
            "mandatory",
            "nullable",
            "positive",
            "non-negative",
            "default",
        ):
            return len(run) == length or (
                not isinstance(run[length], Group) and is_mark(run[length], "=", ":")
            )
        if phrase in ("max", "maximum", "min", "minimum"):
            return number_at(run, length) is not None or matches(run, length, "length") > 0
        return True
    return False


_NO_NOUNS = frozenset(
    "of for in at on with is are must should required optional unique the a an from to by".split()
)


def _share_noun(runs: list[list[Node]]) -> list[list[Node]]:
    """Read "first and last name", "departure and arrival times" as "first name", "last name" and as two times."""
    out = [list(run) for run in runs]
    for run, after in pairwise(out):
        bare = [node for node in run if lower(node) not in ("a", "an", "the", "optional", "required")]
        following = [node for node in after if lower(node) not in ("a", "an", "the", "optional", "required")]
        if (
            len(bare) == 1
            and lower(bare[0]) in _PAIRED
            and len(following) > 1
            and lower(following[0]) in _PAIRED
        ):
            nouns = list(takewhile(lambda node: lower(node) and lower(node) not in _NO_NOUNS, following[1:]))
            if nouns and counts_as_plural(lower(nodes_end := nouns[-1])):
                one = tokenize(singular(lower(nodes_end)))[0]
                after[after.index(nodes_end)] = one
                nouns[-1] = one
            run += nouns
    return out


def split_parts(nodes: Sequence[Node]) -> list[list[Node]]:
    """The parts of a bracketed annotation."""
    return split_at(nodes, ",", ";", "\n")
