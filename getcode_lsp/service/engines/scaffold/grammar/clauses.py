"""Where clauses begin and end, and what stands before and behind their verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from getcode_lsp.service.engines.scaffold.grammar.annotation_phrases import SURE_CHOICES
from getcode_lsp.service.engines.scaffold.grammar.annotations import only_annotates, starts_annotation
from getcode_lsp.service.engines.scaffold.grammar.items import split_items
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    ACTIONS,
    EXPLICIT,
    FILLERS,
    HAS_VERBS,
    LEADS,
    NOUN_VERBS,
    SUBJECT_TAILS,
    WITH,
)
from getcode_lsp.service.engines.scaffold.grammar.phrases import number_at
from getcode_lsp.service.engines.scaffold.grammar.suggestions import suggested_type
from getcode_lsp.service.engines.scaffold.grammar.tokens import (
    Group,
    Kind,
    Node,
    Token,
    first_match,
    is_mark,
    is_word,
    lower,
    tokenize,
    words_of,
)
from getcode_lsp.service.engines.scaffold.grammar.words import Name, counts_as_plural
from getcode_lsp.service.engines.scaffold.spec import Type

PREPOSITIONS = frozenset(
    """for of in on to by with from about using via into at as like per under over through between during than
    without against within onto behind beside""".split()
)
RELATION_VERBS = ("belongs to", "belong to", "is part of", "are part of", "is owned by", "are owned by", "is written by",
                  "are written by", "is assigned to", "are assigned to", "is linked to", "are linked to",
                  "is associated with", "are associated with", "is related to", "are related to", "references",
                  "reference", "is created by", "are created by", "is made by", "are made by", "is placed by",
                  "are placed by", "is taught by", "are taught by", "refers to",
                  "works in", "work in", "works at", "work at", "lives at", "live at", "is kept in", "are kept in",
                  "is located in", "are located in", "works for", "work for", "lives in", "live in", "is enrolled in", "relates to",
                  "is posted by", "are posted by", "is sent by", "are sent by", "points to", "is connected to",
                  "is attached to", "are attached to", "is published by", "are published by", "is managed by",
                  "are grouped by", "is supplied by", "are supplied by", "is stored in", "are stored in", "comes from", "come from")  # fmt: skip
LINKING = ("link", "links", "connect", "connects", "join", "joins", "associate", "associates")
COMMON_FIELDS = frozenset(
    """name title description email phone address price status date type category content body text author isbn
    sku code year age password username label summary notes color colour size location country city street
    brand model genre publisher language gender bio url image message subject comment amount rating first last
    zip state company position role priority deadline species breed artist director note details
    instructions quantity unit currency""".split()
)


# What a sentence may begin with, and the name of a field where a comma stands behind it.
_FIELD_LEADS = frozenset("make code design draft".split())
_PRONOUNS = frozenset("i we you they he she it one someone people".split())
_COMPOUNDS = (("coordinates",), ("dimensions",), ("measurements",), ("geolocation",))


@dataclass(frozen=True, slots=True)
class Split:
    """A clause cut at its verb."""

    subject: list[Node]
    verb: str
    object: list[Node]


def sentences(nodes: Sequence[Node]) -> list[list[Node]]:
    """The sentences of a text, cut at full stops, exclamation and question marks and semicolons."""
    runs: list[list[Node]] = [[]]
    for at, node in enumerate(nodes):
        if is_mark(node, ";") and _lists_on(runs[-1], nodes[at + 1 :]):
            runs[-1].append(Token(Kind.MARK, ",", ";"))
        elif is_mark(node, ".", "!", ";", "\n") or (is_mark(node, "?") and not _optional_mark(nodes, at)):
            runs.append([])
        else:
            runs[-1].append(node)
    return [run for run in runs if run]


def _lists_on(run: Sequence[Node], rest: Sequence[Node]) -> bool:
    """Whether a semicolon only goes on with the list behind a colon: "each movie has: a title; a year"."""
    colon = next((at for at, node in enumerate(run) if is_mark(node, ":")), None)
    end = next((at for at, node in enumerate(rest) if is_mark(node, ";", ".", "!", "\n")), len(rest))
    following = list(rest[:end])
    if colon is None or not following or any(is_mark(node, ":") for node in following):
        return False
    if find_has(following) or find_relation(following):
        return False
    for at in range(1, len(following)):
        if with_at(following, at) or is_entity_group(following[:at], following[at]):
            return False
    split = find_has(run[:colon])
    return (split is not None and len(split.object) < 4) or not any(
        is_mark(n, ",") and isinstance(n, Token) and n.lower == "," for n in run[colon:-1]
    )


def _optional_mark(nodes: Sequence[Node], at: int) -> bool:
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    before = nodes[at - 1] if at else None
    typed = lower(before) in EXPLICIT if before is not None else False
    return is_mark(following, ":", ",", ";") or typed


def split_clauses(nodes: Sequence[Node]) -> list[list[Node]]:
    """The clauses of a sentence: cut before "each book has", "where", "and authors have"."""
    runs: list[list[Node]] = [[]]
    for at, node in enumerate(nodes):
        before = nodes[at - 1] if at else None
        if (
            at
            and is_word(node, "each", "every")
            and (
                is_mark(before, ",", ":", "-", "–", "—")
                or isinstance(before, Group)
                or is_word(before, "and", "where", "with", "which", "while", "then")
            )
        ) or (at and is_mark(before, ",") and _per(nodes, at)):
            _trim_joiner(runs[-1])
            runs.append([])
        elif at and is_word(node, "where", "wherein", "whereby", "while", "whereas"):
            _trim_joiner(runs[-1])
            runs.append([])
            continue
        runs[-1].append(node)
    return [run for run in runs if run]


def _per(nodes: Sequence[Node], at: int) -> int:
    """Where the "per" of "one trainer per member" stands, 0 where an index isn't its start."""
    if not is_word(nodes[at], "one", "many", "several", "multiple") and number_at(nodes, at) is None:
        return 0
    for per in (at + 2, at + 3):
        if (
            per + 1 < len(nodes)
            and is_word(nodes[per], "per")
            and lower(nodes[per + 1])
            and lower(nodes[at + 1])
        ):
            return per
    return 0


def per_each(rest: list[Node]) -> list[Node]:
    """Read "one trainer per member" as "each member has one trainer"."""
    per = _per(rest, 0) if rest else 0
    if not per:
        return rest
    one = is_word(rest[0], "one") or number_at(rest, 0) == (1, 1)
    return [
        *tokenize("each"),
        rest[per + 1],
        *tokenize("has a" if one else "has many"),
        *rest[1:per],
        *rest[per + 2 :],
    ]


def _trim_joiner(run: list[Node]) -> None:
    while run and (
        is_mark(run[-1], ",", ":") or is_word(run[-1], "and", "with", "in", "where", "while", "then")
    ):
        run.pop()


def strip_leads(nodes: Sequence[Node]) -> list[Node]:
    """A clause without "please", "I need", "build me" and the like."""
    rest = list(nodes)
    while rest:
        length = first_match(rest, 0, LEADS)
        if not length:
            break
        following = rest[length] if len(rest) > length else None
        if is_word(following, "a", "an", "the") and is_word(rest[0], "that", "which"):
            break
        if is_mark(following, ",") and lower(rest[0]) in _FIELD_LEADS:
            break  # "make, model, year"
        if lower(rest[0]) in ("first", "next") and following is not None and _is_noun(following):
            break  # "first name: optional"
        rest = rest[length:]
    return rest


def _is_noun(node: Node) -> bool:
    """Whether a word can't be what a sentence begins with behind "first"."""
    word = lower(node)
    other = FILLERS | ACTIONS | PREPOSITIONS | _PRONOUNS
    return (
        bool(word) and word not in other and not counts_as_plural(word) and not first_match([node], 0, LEADS)
    )


def find_has(nodes: Sequence[Node]) -> Split | None:
    """Cut at the verb of "each book has …"; None where the clause isn't one."""
    for at in range(1, min(len(nodes), 16)):
        if isinstance(nodes[at], Group) or is_mark(nodes[at], ":", "("):
            return None
        length = first_match(nodes, at, HAS_VERBS)
        if not length and lower(nodes[at]) in NOUN_VERBS and _is_verb(nodes, at):
            length = 1
        if length:
            clean = _clean_subject(nodes[:at])
            return Split(list(nodes[:at]), lower(nodes[at]), list(nodes[at + length :])) if clean else None
    return None


def _is_verb(nodes: Sequence[Node], at: int) -> bool:
    before = lower(nodes[at - 1])
    if any(first_match(nodes, later, HAS_VERBS + RELATION_VERBS) for later in (at + 1, at + 2)):
        return False  # "each track has", "each support ticket has"
    if before in ("can", "could", "may") and lower(nodes[at]) in ACTIONS:
        return False  # "a user can save quotes" tells a deed
    if _third_person(nodes, at):
        return True
    if at + 1 >= len(nodes) or (lower(nodes[at + 1]) in PREPOSITIONS and not is_word(nodes[at + 1], "to")):
        return False
    if before == "to":
        return False
    if before in SUBJECT_TAILS or before in ("it", "they", "we", "each"):
        return True
    return not lower(nodes[at]).endswith("s") and counts_as_plural(before)


def _third_person(nodes: Sequence[Node], at: int) -> bool:
    """Whether "records" is the verb of "every rental records the customer", "a shelf holds many books"."""
    first = nodes[0]
    if not is_word(first, "each", "every", "a", "an", "the", "one", "any") or counts_as_plural(
        lower(nodes[at - 1])
    ):
        return False
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    return at > 1 and is_word(nodes[at - 1]) and lower(nodes[at]).endswith("s") and is_word(
        following, "a", "an", "the", "its", "their", "his", "her", "many", "multiple", "several", "one", "two", "optional"
    )  # fmt: skip


def _clean_subject(subject: Sequence[Node]) -> bool:
    """Whether a phrase is nouns and the words around them, not a clause of its own."""
    if not all(lower(node) or is_mark(node, ",", "/") for node in subject):
        return False
    words = [lower(node) for node in subject]
    if any(word == "that" and after not in SUBJECT_TAILS for word, after in pairwise(words[1:])):
        return False
    start = 2 if words[:2] == ["each", "of"] else 0
    inner = [word for at, word in enumerate(words) if at >= start and not _belongs_to_subject(subject, at)]
    while inner and inner[-1] in SUBJECT_TAILS:
        inner.pop()
    return not PREPOSITIONS.intersection(inner) and not ACTIONS.intersection(inner[1:-1])


def _belongs_to_subject(subject: Sequence[Node], at: int) -> bool:
    """Whether a preposition is the one of "needs to" or of a name: "each point of sale has"."""
    if lower(subject[at]) == "to":
        return at > 0 and lower(subject[at - 1]) in ("need", "needs", "has")
    after = lower(subject[at + 1]) if 0 < at < len(subject) - 1 else ""
    return lower(subject[at]) == "of" and after not in FILLERS | {""} and not counts_as_plural(after)


def find_relation(nodes: Sequence[Node]) -> Split | None:
    """Cut at the verb of "a book belongs to an author"; None where the clause isn't one."""
    for at in range(1, min(len(nodes), 10)):
        if isinstance(nodes[at], Group) or is_mark(nodes[at], ":", ","):
            return None
        links = lower(nodes[at]) in LINKING and is_word(nodes[min(at + 1, len(nodes) - 1)], "a", "an", "one")
        if links or first_match(nodes, at, RELATION_VERBS) or _passive_at(nodes, at):
            clean = _clean_subject(nodes[:at])
            return Split(list(nodes[:at]), lower(nodes[at]), list(nodes[at:])) if clean else None
    return None


_BE = ("is", "are", "can be", "may be", "must be", "should be", "could be")


def _passive_at(nodes: Sequence[Node], at: int) -> bool:
    """Whether "is looked after by a", "can be in many" stands at an index."""
    length = first_match(nodes, at, _BE)
    if not length:
        return False
    for link in range(at + length, min(at + length + 3, len(nodes) - 1)):
        if is_word(nodes[link], "by", "to", "with", "in", "from", "of", "for"):
            plain = link == at + length or lower(nodes[at + length]).endswith(
                ("ed", "en", "wn", "ght", "de", "ld", "nt", "pt", "aid", "cast", "put", "set", "won", "read")
            )
            return plain and is_word(
                nodes[link + 1], "a", "an", "the", "one", "many", "multiple", "several", "exactly"
            )
    return False


def with_at(nodes: Sequence[Node], at: int) -> int:
    """The length of a "with" that brings fields, 0 where none stands at an index."""
    length = first_match(nodes, at, WITH)
    if not length or (lower(nodes[at]) == "with" and starts_annotation(nodes, at + length)):
        return 0
    return length


def starts_clause(item: Sequence[Node]) -> bool:
    """Whether an item of a list of fields is a clause of its own: "authors have a name", "authors with a name"."""
    head = list(item)
    while head and lower(head[0]) in ("a", "an", "the", "each", "every", "all", "also", "then"):
        head = head[1:]
    if not head or len(head) < 2 or first_match(head, 0, RELATION_VERBS):
        return False
    if any(is_word(node, "they", "it", "he", "she") for node in head[1:]):
        return False  # "the customer they belong to"
    if is_word(item[0], "each", "every") and find_has(item):
        return True
    if find_has(head) or find_relation(head):
        return True
    for at in range(1, min(len(head), 6)):
        if isinstance(head[at], Group):
            many = counts_as_plural((words_of(head[:at]) or ("",))[-1])
            return at <= 3 and many and is_entity_group(head[:at], head[at])
        if not lower(head[at]):
            return False
        if with_at(head, at):
            return True
    return False


def is_entity_group(before: Sequence[Node], node: Node) -> bool:
    """Whether brackets behind a noun hold its fields, rather than say something about a field."""
    if not isinstance(node, Group) or not before:
        return False
    plural_noun = counts_as_plural((words_of(before) or ("",))[-1])
    if first_match(node.nodes, 0, SURE_CHOICES):
        return False
    items = split_items(node.nodes)
    if words_of(before)[-1:] in _COMPOUNDS:
        return False  # "coordinates (lat, lng)"
    if (len(items) < 2 and not plural_noun) or all(only_annotates(item) for item in items):
        return False
    known = sum(map(looks_like_field, items))
    return (known > 0 and looks_like_field(items[0]) and (plural_noun or known >= 2)) or (
        plural_noun and known > 1
    )


def looks_like_field(item: Sequence[Node]) -> bool:
    """Whether an item is known to name a field: by its name, its type, or what is said about it."""
    rest = [node for node in item if lower(node) not in FILLERS]
    words = words_of([node for node in rest if not isinstance(node, Group)])
    if not words or any(with_at(rest, at) for at in range(1, len(rest))):
        return False
    if (
        len(words) == 1
        and words[0] in EXPLICIT
        and words[0] not in ("email", "date", "url", "time", "text", "link")
    ):
        return False
    if words == ("id",) and len(rest) == 1:
        return True
    if any(is_mark(node, ":") for node in rest) or any(lower(node) in EXPLICIT for node in rest[1:]):
        return True
    kind, many = suggested_type(Name(words))
    return (
        words[-1] in COMMON_FIELDS
        or words[0] in ("first", "last", "full")
        or (kind is not Type.STRING and not many)
    )


def strip_tail(nodes: Sequence[Node], words: frozenset[str]) -> list[Node]:
    """A phrase without these words at its end."""
    end = len(nodes)
    while end and lower(nodes[end - 1]) in words:
        end -= 1
    return list(nodes[:end])


_RECORDS = frozenset("record entry entity object resource row instance document".split())


def strip_subject(nodes: Sequence[Node], known: Callable[[tuple[str, ...]], object]) -> list[Node]:
    """A subject without "should" and "must" at its end, nor "record" behind a name; "record" alone is nothing."""
    bare = strip_tail(nodes, SUBJECT_TAILS)
    if not bare or lower(bare[-1]) not in _RECORDS or known(words_of(bare)) is not None:
        return bare
    if (
        len(bare) == 1
        or known(words_of(bare[:-1])) is not None
        or is_word(bare[-1], "entity", "object", "resource")
    ):
        return bare[:-1]
    return bare
