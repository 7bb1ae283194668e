# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How persons are reached from one of them: up to an ancestor, down from there. Breadth first, without recursion."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from incas.cases.kinship.family import Family, ParentLink, Union
from incas.cases.kinship.refusals import PersonId


@dataclass(frozen=True, slots=True)
class Trail:
    """The way to a person: the last link walked and the trail before it, both None where it starts."""

    person: PersonId
    before: "Trail | None" = None
    link: ParentLink | Union | None = None
    length: int = 0
    ups: int = 0
    downs: int = 0
    """Generations climbed and descended since the start or, past a union, since it."""

    def walked(self) -> "Iterator[Trail]":
        """Give this trail and those before it, back to the start."""
        here: Trail | None = self
        while here is not None:
            yield here
            here = here.before

    def up(self, link: ParentLink) -> "Trail":
        """Climb to a parent."""
        return Trail(link.parent, self, link, self.length + 1, self.ups + 1, self.downs)

    def down(self, link: ParentLink) -> "Trail":
        """Descend to a child."""
        return Trail(link.child, self, link, self.length + 1, self.ups, self.downs + 1)

    def across(self, union: Union) -> "Trail":
        """Pass to the other of a union, where generations are counted anew."""
        return Trail(union.other(self.person), self, union, self.length + 1)


def relatives(family: Family, starts: Iterable[Trail], walkable: AbstractSet[ParentLink]) -> dict[PersonId, Trail]:
    """Give the shortest trail of generations to everybody reached, the starts too; a direct line wins over a side one.

    Only walkable links are followed. Nobody is climbed to after a descent: two people with a common child are no
    relatives of one another. Takes time in proportion to persons and links.
    """
    climbing, descending = list(starts), list[Trail]()
    climbed = {trail.person for trail in climbing}
    found = {trail.person: trail for trail in climbing}
    while climbing or descending:
        # Who climbed less comes first among equals, so that the direct line is the one kept.
        below = [
            trail.down(link)
            for trail in (*descending, *climbing)
            for link in family.children_of(trail.person)
            if link in walkable
        ]
        above = [trail.up(link) for trail in climbing for link in family.parents_of(trail.person) if link in walkable]
        climbing = []
        for trail in above:
            if trail.person not in climbed:
                climbed.add(trail.person)
                found.setdefault(trail.person, trail)
                climbing.append(trail)
        descending = []
        for trail in below:
            if trail.person not in found:
                found[trail.person] = trail
                descending.append(trail)
    return found
