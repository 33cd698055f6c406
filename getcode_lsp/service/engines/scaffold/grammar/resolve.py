"""From a `Reading` to a `Spec`: what the prompt left open is decided here, and said in the notes."""

from __future__ import annotations

from dataclasses import replace

from getcode_lsp.service.engines.scaffold.grammar.clauses import COMMON_FIELDS
from getcode_lsp.service.engines.scaffold.grammar.directives import (
    is_computation,
    is_one_function,
    storage_note,
    wants_persistence,
)
from getcode_lsp.service.engines.scaffold.grammar.drafts import FieldDraft, RelationDraft
from getcode_lsp.service.engines.scaffold.grammar.lexicon import (
    FILLERS,
    NEVER_IN_NAMES,
    is_known_thing,
    label_of,
)
from getcode_lsp.service.engines.scaffold.grammar.merging import (
    drop_place,
    is_shared,
    merge_long_names,
    parts_of_others,
)
from getcode_lsp.service.engines.scaffold.grammar.parser import read_prompt
from getcode_lsp.service.engines.scaffold.grammar.reading import EntityDraft, Reading
from getcode_lsp.service.engines.scaffold.grammar.relative_clauses import container_of
from getcode_lsp.service.engines.scaffold.grammar.suggestions import NUMBERED_ENTITIES, suggested_type
from getcode_lsp.service.engines.scaffold.grammar.tokens import readable
from getcode_lsp.service.engines.scaffold.grammar.values import settle_values
from getcode_lsp.service.engines.scaffold.grammar.words import Name, counts_as_plural, split_words
from getcode_lsp.service.engines.scaffold.spec import Bound, Entity, Field, Persistence, Spec, Stamp, Type

_STAMPS = {
    ("created", "at"): Stamp.CREATED, ("created", "on"): Stamp.CREATED, ("creation", "date"): Stamp.CREATED,
    ("date", "created"): Stamp.CREATED, ("creation", "time"): Stamp.CREATED, ("created", "date"): Stamp.CREATED,
    ("updated", "at"): Stamp.UPDATED, ("updated", "on"): Stamp.UPDATED, ("modified", "at"): Stamp.UPDATED,
    ("last", "updated"): Stamp.UPDATED, ("last", "modified"): Stamp.UPDATED, ("date", "added"): Stamp.CREATED,
    ("created", "timestamp"): Stamp.CREATED, ("updated", "timestamp"): Stamp.UPDATED,
    ("created",): Stamp.CREATED, ("updated",): Stamp.UPDATED, ("date", "modified"): Stamp.UPDATED,
}  # fmt: skip


_ONE_OF_EACH = frozenset(
    """name title description price label date birthday number type status age capacity salary weight height quantity
    deadline breed colour color model brand""".split()
)


_OF_THEIR_KIND = frozenset(
    """manager supervisor boss lead mentor parent mother father spouse partner child successor predecessor sponsor
    referrer deputy""".split()
)
_ENDS = frozenset(
    """first second start end origin destination home away source target departure arrival from to sending receiving
    parent old new billing shipping white black left right winning losing previous next primary secondary main
    local visiting buying selling original""".split()
)


class NotUnderstood(ValueError):
    """A prompt in which the grammar finds nothing to store."""


def understand(prompt: str) -> Spec:
    """Read a prompt into a `Spec`; raises `NotUnderstood`."""
    reading = read_prompt(prompt)
    text = " ".join(readable(prompt).split())
    _settle_entities(reading, text)
    return settle(reading, text)


def settle(reading: Reading, text: str) -> Spec:
    """The `Spec` of a reading that has all its entities; `text` is the prompt that it was read from."""
    parts_of_others(reading)
    _imply_targets(reading)
    fields = {key: _fields(reading, entity) for key, entity in reading.entities.items()}
    _settle_many(reading, fields)
    _drop_mirrors(fields)
    _break_cycles(fields)
    entities = tuple(_entity(reading, entity, fields[key]) for key, entity in reading.entities.items())
    persistence = Persistence.FILE if wants_persistence(text) else Persistence.MEMORY
    note = storage_note(text) if persistence is Persistence.FILE else ""
    if note:
        reading.note(note)
    return Spec(
        _title(reading), entities, persistence, tuple(reading.notes), tuple(reading.ignored), reading.queries
    )


def _settle_entities(reading: Reading, text: str) -> None:
    entities = reading.entities
    drop_place(reading)
    merge_long_names(reading)
    firm = any(not entity.weak or entity.drafts for entity in entities.values())
    if is_one_function(text):
        raise NotUnderstood
    if is_computation(text) and not any(entity.drafts for entity in entities.values()):
        raise NotUnderstood
    if firm or (entities and (reading.program or reading.domain)):
        return
    if not reading.domain and not entities and not reading.ignored[1:]:
        _from_bare_noun(reading, text)
    if reading.domain and (reading.program or container_of(reading.domain) or is_known_thing(reading.domain)):
        _from_domain(reading)
    elif reading.program and not entities and not reading.ignored:
        reading.declare(("item",))
        reading.note("the prompt names nothing to store, so this stores items")
    elif not (entities and reading.domain):
        raise NotUnderstood
    if not entities:
        raise NotUnderstood


def _from_bare_noun(reading: Reading, text: str) -> None:
    """A prompt that is nothing but the name of something that people keep records of: "todo", "a movie"."""
    words = tuple(word for word in split_words(text) if word not in FILLERS)
    if 0 < len(words) <= 2 and is_known_thing(words) and not NEVER_IN_NAMES.intersection(words):
        reading.domain = words
        reading.ignored.clear()


def _from_domain(reading: Reading) -> None:
    kept = container_of(reading.domain)
    reading.declare((kept,) if kept else reading.domain)
    if kept and Name(reading.domain).singular().words != (kept,):
        thing = Name((kept,)).plural().spaced
        reading.note(f"the prompt names no records; {' '.join(reading.domain)} suggests {thing}")


def _imply_targets(reading: Reading) -> None:
    """Relations that are sure make their target an entity: "belongs to an author"."""
    for entity in list(reading.entities.values()):
        for draft in entity.drafts:
            if (
                not isinstance(draft, RelationDraft)
                or not draft.sure
                or _meant(reading, entity, draft.target)
            ):
                continue
            if (
                draft.many
                and suggested_type(Name(draft.target)) == (Type.STRING, True)
                and _plain_list(draft)
            ):
                continue
            if reading.declare(draft.target):
                reading.note(f"{Name(draft.target).singular().spaced} is named only by a relation")


def _plain_list(draft: RelationDraft) -> bool:
    return draft.target[-1] in (
        "tags", "labels", "keywords", "ingredients", "steps", "genres", "skills", "languages", "hobbies",
        "interests", "photos", "images", "pictures", "aliases", "allergies", "emails", "names", "colors",
        "sizes", "features", "amenities", "toppings", "links", "urls", "values",
    )  # fmt: skip


# ---- fields --------------------------------------------------------------------------------------------


def _fields(reading: Reading, entity: EntityDraft) -> dict[tuple[str, ...], Field]:
    fields: dict[tuple[str, ...], Field] = {}
    for draft in entity.drafts:
        found = (
            _relation(reading, entity, draft)
            if isinstance(draft, RelationDraft)
            else _field(reading, entity, draft)
        )
        if found is not None:
            key = found.name.words
            fields[key] = _merge(fields[key], found) if key in fields else found
    return fields


def _merge(first: Field, second: Field) -> Field:
    """A field that is named twice: what the later mention says in more detail wins."""
    detailed = (
        second
        if second.type is not Type.STRING or second.choices or second.minimum or second.maximum
        else first
    )
    return replace(
        detailed,
        required=first.required and second.required,
        nullable=first.nullable or second.nullable,
        unique=first.unique or second.unique,
        default=first.default if second.default is None else second.default,
    )


def _relation(reading: Reading, entity: EntityDraft, draft: RelationDraft) -> Field | None:
    target = _meant(reading, entity, draft.target)
    if target is None:
        if draft.many and draft.sure:
            return _field(reading, entity, FieldDraft(words=draft.target, many=True))
        reading.ignore(f"a relation to {' '.join(draft.target)}")
        return None
    if draft.many:
        return None  # decided for both sides at once, by _settle_many
    name = _reference_name(draft.target, target)
    return Field(
        name, Type.REFERENCE, required=draft.required, nullable=not draft.required, target=target.name
    )


def _reference_name(words: tuple[str, ...], target: EntityDraft) -> Name:
    name = Name(words).singular()
    return name if name.words[-1] == "id" else name.plus("id")


def _settle_many(reading: Reading, fields: dict[tuple[str, ...], dict[tuple[str, ...], Field]]) -> None:
    """Where an author has many books, the book gets an author; many on both sides, or shared, are a list of the first."""
    many = [
        (entity, target)
        for entity in reading.entities.values()
        for draft in entity.drafts
        if isinstance(draft, RelationDraft) and draft.many
        for target in [_meant(reading, entity, draft.target)]
        if target is not None
    ]
    done: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for one, other in many:
        key = (one.name.words, other.name.words)
        if key in done or key[::-1] in done:
            continue
        done.add(key)
        both = one is other or is_shared(one, other) or any(a is other and b is one for a, b in many)
        owner, target = (one, other) if both else (other, one)
        name = target.name.plus("ids") if both else target.name.plus("id")
        owned = fields[owner.name.words]
        if not any(field.target == target.name for field in owned.values()):
            owned[name.words] = Field(
                name, Type.REFERENCE, many=both, required=False, nullable=not both, target=target.name
            )


def _drop_mirrors(fields: dict[tuple[str, ...], dict[tuple[str, ...], Field]]) -> None:
    """Take away the list of a sensor's readings where each reading names its sensor already."""
    for owner, own in fields.items():
        for key, field in list(own.items()):
            back = fields[field.target.words].values() if field.target and field.many else ()
            if any(f.target and f.target.words == owner and not f.many for f in back):
                del own[key]


def _break_cycles(fields: dict[tuple[str, ...], dict[tuple[str, ...], Field]]) -> None:
    """Make the reference optional that closes a circle of required ones: else no first record could be made."""

    def reaches(start: tuple[str, ...], goal: tuple[str, ...], seen: set[tuple[str, ...]]) -> bool:
        if start == goal:
            return True
        seen.add(start)
        ahead = (f.target.words for f in fields[start].values() if f.target and f.required)
        return any(reaches(words, goal, seen) for words in ahead if words not in seen)

    for owner, own in fields.items():
        for key, field in own.items():
            if field.target and field.required and reaches(field.target.words, owner, set()):
                own[key] = replace(field, required=False, nullable=True)


def _field(reading: Reading, entity: EntityDraft, draft: FieldDraft) -> Field | None:
    words = draft.words
    if _is_own_id(words, entity):
        return None
    if words in (("timestamps",), ("timestamp", "fields")) and draft.type is None:
        reading.add([entity], FieldDraft(words=("created", "at")))
        reading.add([entity], FieldDraft(words=("updated", "at")))
        return None
    reference = _reference(reading, entity, draft)
    if reference is not None:
        return reference
    words = _one_of_each(draft)
    name = Name(words)
    suggested, many = suggested_type(name)
    if draft.type is not None or draft.choices or draft.many is not None:
        many = bool(draft.many)
    if words == ("number",) and draft.type is None and entity.name.words[-1] in NUMBERED_ENTITIES:
        suggested = Type.INTEGER
    if draft.many and draft.type is None:
        suggested = suggested_type(Name(name.plural().words))[0]
    plain = Field(name, draft.type or suggested, many=many, unique=draft.unique and not many)
    if words[-1] in ("password", "passwords"):
        reading.note("passwords are kept and returned as they are sent: hash and hide them before real use")
    stamp = _STAMPS.get(words)
    if stamp is None and draft.stamped and plain.type in (Type.DATE, Type.DATETIME):
        stamp = Stamp.CREATED  # "ordered at (default now)"
    if (
        stamp is not None
        and plain.type in (Type.DATE, Type.DATETIME, Type.STRING)
        and draft.type is not Type.STRING
    ):
        kind = (
            Type.DATE
            if draft.type is Type.DATE or (draft.type is None and suggested is Type.DATE)
            else Type.DATETIME
        )
        return replace(plain, type=kind, stamp=stamp, required=False)
    return settle_values(plain, draft)


def _is_own_id(words: tuple[str, ...], entity: EntityDraft) -> bool:
    return words in (("id",), ("uuid",)) or words == entity.name.plus("id").words


def _reference(reading: Reading, entity: EntityDraft, draft: FieldDraft) -> Field | None:
    """The field as a reference: "author" where authors are stored, "author id", "home team", "tags"."""
    words = draft.words
    if words[0] in ("max", "maximum", "min", "minimum", "total", "number"):
        return None
    explicit = words[-1] in ("id", "ids") and len(words) > 1
    stem = words[:-1] if explicit else words
    if len(draft.unread) == 1 and not draft.target and draft.type is None and not draft.choices:
        told = reading.known(split_words(draft.unread[0]))  # "author (user)", "owner: User"
        own = told is entity and words[-1] in _OF_THEIR_KIND  # "manager (employee, optional)"
        draft.target = told.name.words if told is not None and (own or told is not entity) else ()
    target = reading.known(draft.target) or reading.known(stem) or _by_last_word(reading, entity, draft)
    if target is None and len(stem) > 1 and draft.type is None and not draft.choices:
        target = reading.known(stem[1:]) if counts_as_plural(stem[-1]) or len(stem) == 2 else None
        target = (
            None if target is not None and target.name.words[-1] in ("name", "title", "address") else target
        )
    if (
        target is None
        or draft.choices
        or (draft.type not in (None, Type.INTEGER, Type.NUMBER) and not draft.target)
    ):
        return None
    if draft.type is not None and not (explicit or draft.target):
        return None
    if target is entity and not explicit and not draft.target and len(words) == 1:
        return None
    many = (
        bool(draft.many)
        or words[-1] == "ids"
        or (counts_as_plural(words[-1]) and words[-1] != "id" and not explicit)
    )
    required = draft.required is not False and not many
    name = Name(stem).singular().plus("ids" if many else "id")
    nullable = not required and not many
    return Field(name, Type.REFERENCE, many=many, required=required, nullable=nullable, target=target.name)


def _by_last_word(reading: Reading, entity: EntityDraft, draft: FieldDraft) -> EntityDraft | None:
    words = draft.words[:-1] if draft.words[-1] == "id" and len(draft.words) == 2 else draft.words
    return _meant(reading, entity, words) if draft.type is None and not draft.choices else None


def _meant(reading: Reading, entity: EntityDraft, words: tuple[str, ...]) -> EntityDraft | None:
    """The entity of this name, or the only one that a short name can mean: "spot" where parking spots are stored."""
    known = reading.known(words)
    if known is not None:
        return known
    word = Name(words).singular().words
    if len(word) == 2 and word[0] in _ENDS:
        return reading.known(word[1:])  # "a source account and a target account"
    if word[0] in COMMON_FIELDS:
        return None
    found = [
        other for other in reading.entities.values() if other.name.words[-1:] == word and other is not entity
    ]
    return found[0] if len(found) == 1 else None


def _one_of_each(draft: FieldDraft) -> tuple[str, ...]:
    """Read that categories have names as each having one."""
    one = Name(draft.words).singular().words
    plain = draft.type is None and draft.many is None and len(one) == 1
    return one if plain and one[0] in _ONE_OF_EACH else draft.words


def _entity(reading: Reading, draft: EntityDraft, fields: dict[tuple[str, ...], Field]) -> Entity:
    found = list(fields.values())
    bare = all(field.type is Type.REFERENCE for field in found)
    # What only joins two others, as an enrollment does, needs no name of its own.
    assumed = bare and sum(not field.many for field in found) < 2
    unnamed = draft.aside and not any(f.type is Type.STRING and not f.choices for f in found)
    if unnamed:
        reading.note(f"{draft.name.plural().spaced} have a {label_of(draft.name)}, to be told apart")
    if assumed or unnamed:
        found.insert(0, Field(Name((label_of(draft.name),)), Type.STRING, minimum=Bound(1)))
    return Entity(draft.name, draft.name.plural(), _distinct(found), assumed)


def _distinct(fields: list[Field]) -> tuple[Field, ...]:
    """The fields without a second one whose name would be spelled the same in some language."""
    kept: dict[str, Field] = {}
    for field in fields:
        kept.setdefault("".join(field.name.words), field)
    return tuple(kept.values())


def _title(reading: Reading) -> str:
    if reading.title:
        return f"{reading.title} API"
    words = reading.domain
    if not words:
        words = next(iter(reading.entities.values())).name.words
    return f"{' '.join(word.capitalize() for word in words)} API"
