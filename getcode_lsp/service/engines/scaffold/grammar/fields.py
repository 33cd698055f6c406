"""One item of a list of fields: a field with its annotations, or a relation to another entity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from getcode_lsp.service.engines.scaffold.grammar.annotations import annotate, starts_annotation
from getcode_lsp.service.engines.scaffold.grammar.drafts import Draft, FieldDraft
from getcode_lsp.service.engines.scaffold.grammar.field_phrases import (
    DETERMINERS,
    HAVE,
    LINKS,
    STOP_PHRASES,
    STOPS,
    WHETHER,
)
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    EXPLICIT,
    LISTS,
    PLURAL_MODIFIERS,
    TRAILING,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import looks_like_choices, number_at
from getcode_lsp.service.engines.scaffold.grammar.relations import is_name, relation_in
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
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import is_plural
from getcode_lsp.service.engines.scaffold.spec import Type

MAXIMUM_NODES = 60
_NOT_IN_NAMES = frozenset("the a an his her its their it they was were been he she".split())
# What a question about the record says beside the field: "how many bottles are left", "when it's due".
_ABOUT_IT = frozenset(
    "it it's its they they're he she is are was were has have had been be there we i you the".split()
)
_CHOSEN = frozenset(
    "type status kind state level role size gender sex mode format condition difficulty severity priority visibility".split()
)
_FLAG_WORDS = {
    "optional": False, "optionally": False, "nullable": False, "possibly": False, "perhaps": False,
    "maybe": False, "required": True, "mandatory": True, "compulsory": True,
}  # fmt: skip


def read_item(nodes: Sequence[Node]) -> Draft | None:
    """Read one item; None where it names nothing."""
    draft = FieldDraft()
    rest = _leading(draft, list(nodes[:MAXIMUM_NODES]))
    relation = relation_in(draft, rest) if rest else None
    if relation is not None:
        return relation
    rest = _without_have(draft, rest)
    if not rest:
        return None
    rest = _chosen(_yes_or_no(draft, rest))
    rest = _asked(draft, rest)
    rest, said = _said_type(draft, rest)
    end = _name_end(rest)
    name = [node for node in rest[:end] if lower(node) not in _NOT_IN_NAMES]
    if not said:
        name = _types_beside(draft, name)
    draft.words = words_of(name)
    annotate(draft, rest[end:])
    if not is_name(draft.words) or tells_deed(draft.words):
        return None
    return draft


def _yes_or_no(draft: FieldDraft, rest: list[Node]) -> list[Node]:
    """Take "yes/no" and "or not" off the end of "vegetarian yes/no", "adopted or not"."""
    for phrase in ("yes / no", "y / n", "true / false", "yes or no", "true or false", "or not"):
        at = len(rest) - len(phrase.split())
        if at > 0 and matches(rest, at, phrase) and lower(rest[at - 1]) and not matches(rest, 0, "whether"):
            draft.type = Type.BOOLEAN
            return rest[:at]
    return rest


def _chosen(rest: list[Node]) -> list[Node]:
    """Put a colon between "listing type" and its choices "rent or sale", where nothing else stands there."""
    if not any(is_word(node, "or") or is_mark(node, "|", "/") for node in rest) or any(
        isinstance(n, Group) or is_mark(n, ":", "=") for n in rest
    ):
        return rest
    slashes = [at for at, node in enumerate(rest) if is_mark(node, "/", "|")]
    if len(slashes) > 1 and slashes[0] > 1 and not any(is_word(n, "or", "and") for n in rest):
        return [
            *rest[: slashes[0] - 1],
            *tokenize(":"),
            *rest[slashes[0] - 1 :],
        ]  # "intensity low/medium/high"
    at = next((at for at, node in enumerate(rest[:4]) if lower(node) in _CHOSEN), len(rest))
    values = rest[at + 1 :]
    if (
        len(values) < 3
        or is_mark(values[0], ",")
        or _stops(values, 0)
        or not looks_like_choices(values)
        or starts_annotation(values, 0)
    ):
        return rest
    return [*rest[: at + 1], *tokenize(":"), *values]


def _asked(draft: FieldDraft, rest: list[Node]) -> list[Node]:
    """Read "when it was last watered", "how many days between waterings", "who wrote it" as the noun that is meant."""
    asked, plain = lower(rest[0]), [node for node in rest[1:] if lower(node) not in _ABOUT_IT]
    if len(rest) < 2 or not plain or not lower(plain[0]):
        return rest
    if matches(rest, 0, "how many"):
        draft.type = Type.INTEGER
        return [node for node in rest[2:] if lower(node) not in _ABOUT_IT] or rest
    if asked == "when":
        past = lower(plain[0]) in ("last", "first", "next") or any(
            is_word(n, "was", "were", "been") for n in rest[1:4]
        )
        past = past or lower(plain[0]).endswith("ed")
        alone = len(plain) == 1 or not lower(plain[1]) or lower(plain[1]) in STOPS
        particle = tokenize("on" if past else "at") if alone and lower(plain[0]) != "due" else []
        draft.type = Type.DATE if past or not particle else Type.DATETIME
        return [plain[0], *particle, *plain[1:]]
    if asked == "who":
        return [plain[0], *(tokenize("by") if len(plain) == 1 else []), *plain[1:]]
    return plain if asked in ("which", "what") and len(plain) < 4 else rest


def tells_deed(words: tuple[str, ...]) -> bool:
    """Whether words are a clause: "customers collect points"."""
    if len(words) != 3 or words[0] in PLURAL_MODIFIERS or words[1] in STOPS | set(LINKS) | {"and", "per"}:
        return False
    return is_plural(words[0]) and not is_plural(words[1]) and is_plural(words[2]) and words[0] not in UNITS


def _leading(draft: FieldDraft, rest: list[Node]) -> list[Node]:
    """Take articles and the adjectives that mean something off the front."""
    begun = len(rest)
    while rest:
        word = lower(rest[0])
        following = rest[1] if len(rest) > 1 else None
        if word == "to" and len(rest) < begun and is_word(following):
            break  # "a to account"
        if word in _FLAG_WORDS and isinstance(following, Group):
            break  # a field of that name
        if isinstance(following, Token) and is_mark(following, ":", "=", "?"):
            break
        if (
            word in _FLAG_WORDS
            and following is not None
            and not is_word(following, "flag", "boolean", "bool")
        ):
            draft.required = _FLAG_WORDS[word]
        elif word == "unique" and following is not None:
            draft.unique = True
        elif _counts(rest):
            draft.many = True
        elif not _says_nothing(rest):
            break
        rest = rest[1:]
    return rest


def _counts(rest: Sequence[Node]) -> bool:
    """Whether "four" stands before options, of which the record keeps a list."""
    numeral = lower(rest[0]) in ("two", "three", "four", "five", "six", "seven", "eight", "ten", "some")
    return numeral and len(rest) == 2 and is_plural(lower(rest[1]))


def _says_nothing(rest: Sequence[Node]) -> bool:
    if len(rest) < 2 or matches(rest, 0, "one or") or matches(rest, 0, "exactly one"):
        return False
    determines = lower(rest[0]) in DETERMINERS and not isinstance(rest[1], Group)
    return determines or is_mark(rest[0], "-", "*", ":", ".", "\n")


def _without_have(draft: FieldDraft, rest: list[Node]) -> list[Node]:
    """Take the verb off "has a name" and "can have one manager", in a list that goes on with its verbs."""
    length = first_match(rest, 0, HAVE)
    following = rest[length] if len(rest) > length else None
    if (
        length == 1
        and len(rest) == 2
        and is_word(rest[0], "includes", "include", "contains", "contain", "holds")
    ):
        return rest[1:]
    if (
        not length
        or not is_word(following)
        or (length == 1 and not is_word(following, *DETERMINERS, "optional", "unique", "exactly"))
    ):
        return rest
    if is_word(rest[0], "can", "may", "could"):
        draft.required = False
    after = rest[length + (1 if is_word(following, "exactly") else 0) :]
    return _leading(draft, after)


def _said_type(draft: FieldDraft, rest: list[Node]) -> tuple[list[Node], bool]:
    """Take "list of", "whether it is" and the like off the front: they say the type."""
    whether = first_match(rest, 0, WHETHER)
    if whether and whether < len(rest):
        draft.type = Type.BOOLEAN
        rest = rest[whether:]
        for at in range(1, min(len(rest), 4)):
            if is_word(rest[at], "is", "was", "are", "were", "has", "been"):  # "the task is done"
                return rest[at + 1 :] or rest, True
        return rest, True
    if len(rest) > 2 and lower(rest[0]) in LISTS and is_word(rest[1], "of"):
        draft.many = True
        return _leading(draft, rest[2:]), False
    return rest, False


def _name_end(rest: Sequence[Node]) -> int:
    for at, node in enumerate(rest):
        if isinstance(node, Group) or (isinstance(node, Token) and node.kind is Kind.MARK):
            if at and is_mark(node, "/") and at + 1 < len(rest) and lower(rest[at + 1]):
                continue
            return at
        if at and _stops(rest, at):
            return at
    return len(rest)


def _stops(rest: Sequence[Node], at: int) -> bool:
    word = lower(rest[at])
    if word in ("from", "in", "until") and (at + 1 == len(rest) or isinstance(rest[at + 1], Group)):
        return False  # "available from (date)"
    if word == "between" and at + 1 < len(rest) and number_at(rest, at + 1) is None:
        return False  # "days between waterings"
    if word in STOPS or (number_at(rest, at) is not None and word not in ("one", "two")):
        return True
    if first_match(rest, at, STOP_PHRASES):
        return True
    if word in ("of", "for", "in", "per") and at + 1 < len(rest):
        after = rest[at + 1 :]
        if word == "of":
            after = after[1:] if is_word(after[0], "exactly") else after
            return number_at(after, 0) is not None or starts_annotation(after, 0) or _alternatives(after)
        particle = word == "in" and lower(rest[at - 1]) in (
            "check",
            "checked",
            "clocked",
            "logged",
            "signed",
            "moved",
            "handed",
            "clock",
            "sign",
            "log",
            "opt",
            "built",
            "plug",
        )
        return word == "for" or (word == "in" and not is_word(after[0], "stock") and not particle)
    return bool(word == "with" and starts_annotation(rest, at + 1))


def _alternatives(after: Sequence[Node]) -> bool:
    return (
        any(is_word(node, "or") for node in after) or looks_like_choices(after) or is_word(after[0], "either")
    )


def _types_beside(draft: FieldDraft, name: list[Node]) -> list[Node]:
    """Take a type that stands beside the name without a colon: `price decimal`, `done flag`, `int year`."""
    if len(name) < 2:
        return name
    last, first = name[-1], name[0]
    if isinstance(last, Token) and lower(last) in EXPLICIT and _is_trailing(last, name[-2]):
        draft.type = EXPLICIT[lower(last)]
        return name[:-1]
    if lower(last) == "enum":
        return name[:-1]
    if lower(last) in ("list", "array", "lists"):
        draft.many = True
        return name[:-1]
    if lower(first) in TRAILING - {"flag", "char", "serial"}:
        draft.type = EXPLICIT[lower(first)]
        return name[1:]
    return name


def _is_trailing(last: Token, before: Node) -> bool:
    identifier = isinstance(before, Token) and bool(re.search("_|[a-z][A-Z]", before.text))
    identifier = (
        identifier
        or lower(before).endswith(("-at", "-on"))
        or is_word(before, "at", "on", "dob", "birthday", "birthdate", "deadline")
    )
    return (
        lower(last) in TRAILING
        or (last.text.isupper() and len(last.text) > 2)
        or (identifier and not last.text.istitle())
    )
