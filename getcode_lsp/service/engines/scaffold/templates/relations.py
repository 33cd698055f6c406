"""Which collections have lists of what belongs to one of their records, as in /authors/{id}/books."""

from __future__ import annotations

from dataclasses import dataclass

from getcode_lsp.service.engines.scaffold.spec import Entity, Field, Spec


@dataclass(frozen=True, slots=True)
class Nested:
    """The records of `other` under one record of `owner`.

    `inward` are the fields of the other that point to the owner, `outward` those of the owner that list others.
    """

    owner: Entity
    other: Entity
    inward: tuple[Field, ...]
    outward: tuple[Field, ...]

    @property
    def path(self) -> str:
        """As in `/authors/{id}/books`."""
        return f"/{self.owner.plural.kebab}/{{id}}/{self.other.plural.kebab}"


def nested_lists(spec: Spec) -> tuple[Nested, ...]:
    """Every such list of a program, by owner."""
    found = []
    for owner in spec.entities:
        for other in spec.entities:
            inward = tuple(field for field in other.references() if field.target == owner.name)
            outward = tuple(f for f in owner.references() if f.many and f.target == other.name)
            if inward or outward:
                found.append(Nested(owner, other, inward, outward))
    return tuple(found)
