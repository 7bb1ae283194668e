# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Every bond each person has with the holder, certain or not; which one counts is chosen in `computing`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from incas.cases.kinship.doubts import (
    BEYOND_SIXTH,
    IN_LAWS_OF_IN_LAWS,
    Doubt,
    Standing,
    parent_doubts,
    spouse_doubts,
    standing_of,
    union_doubts,
)
from incas.cases.kinship.family import Family, ParentLink, Union
from incas.cases.kinship.outcomes import Line
from incas.cases.kinship.refusals import PersonId
from incas.cases.kinship.trails import Trail, relatives

LEGAL_LIMIT = 6
"""The degree beyond which the law knows no kinship (art. 77 c.c.)."""


class Side(IntEnum):
    """How a bond is made. Among equals, what comes first here wins."""

    SPOUSE = 0
    KIN = 1
    SPOUSES_KIN = 2
    """A relative of the holder's spouse."""
    KINS_SPOUSE = 3
    """The spouse of a relative of the holder."""
    IN_LAWS_OF_IN_LAWS = 4


@dataclass(frozen=True, slots=True)
class Bond:
    """One way in which a person is bound to the holder: generations `ups` to the ancestor and `downs` from there."""

    side: Side
    trail: Trail
    ups: int
    downs: int
    doubts: tuple[Doubt, ...]

    @property
    def degree(self) -> int:
        """Count generations, the common ancestor left out (art. 76 c.c.); 0 for the spouse."""
        return self.ups + self.downs

    @property
    def standing(self) -> Standing:
        """How firm it is."""
        return standing_of(self.doubts)

    @property
    def line(self) -> Line | None:
        """Direct when one descends from the other (art. 75 c.c.); an affine's is the relative's (art. 78)."""
        if not self.degree:
            return None
        if not self.downs:
            return Line.ASCENDING
        return Line.COLLATERAL if self.ups else Line.DESCENDING


def bonds_of(family: Family, holder: PersonId) -> dict[PersonId, list[Bond]]:
    """Give the bonds of each person but the holder; who has none is left out."""
    return _Search(family, holder).bonds()


class _Search:
    """One reading of a family from one holder."""

    def __init__(self, family: Family, holder: PersonId) -> None:
        self.family = family
        self.holder = holder
        self.doubts: dict[ParentLink | Union, tuple[Doubt, ...]] = {
            **{link: parent_doubts(family, link) for link in family.parents},
            **{union: union_doubts(family, union) for union in family.unions},
        }
        standings = {link: standing_of(self.doubts[link]) for link in family.parents}
        # The shortest certain way is looked for first, then the shortest with contested links too, then any.
        self.grounds = [
            {link for link, standing in standings.items() if standing <= level}
            for level in sorted({Standing.CERTAIN, *standings.values()})
        ]

    def bonds(self) -> dict[PersonId, list[Bond]]:
        found: dict[PersonId, list[Bond]] = defaultdict(list)
        bonds = [*self._spouses(), *self._kin()]
        bonds += [*self._spouses_kin(), *self._kins_spouses(bonds)]
        for bond in bonds:
            found[bond.trail.person].append(bond)
        for bond in self._in_laws_of_in_laws(bonds):
            if bond.trail.person not in found:
                found[bond.trail.person].append(bond)
        found.pop(self.holder, None)
        return found

    def _spouses(self) -> Iterator[Bond]:
        for union in self.family.unions_of(self.holder):
            yield Bond(Side.SPOUSE, Trail(self.holder).across(union), 0, 0, spouse_doubts(self.family, union))

    def _kin(self) -> Iterator[Bond]:
        yield from self._kin_from(Trail(self.holder), Side.KIN)

    def _spouses_kin(self) -> Iterator[Bond]:
        for union in self.family.unions_of(self.holder):
            yield from self._kin_from(Trail(self.holder).across(union), Side.SPOUSES_KIN)

    def _kin_from(self, start: Trail, side: Side) -> Iterator[Bond]:
        for ground in self.grounds:
            for trail in relatives(self.family, [start], ground).values():
                if trail is not start and (side is Side.KIN or trail.ups + trail.downs <= LEGAL_LIMIT):
                    yield self._bond(side, trail, trail.ups, trail.downs)

    def _kins_spouses(self, bonds: list[Bond]) -> Iterator[Bond]:
        for bond in bonds:
            if bond.side is Side.KIN and bond.degree <= LEGAL_LIMIT:
                for union in self.family.unions_of(bond.trail.person):
                    yield self._bond(Side.KINS_SPOUSE, bond.trail.across(union), bond.ups, bond.downs)

    def _in_laws_of_in_laws(self, bonds: list[Bond]) -> Iterator[Bond]:
        """Find who seems bound: spouses of affines, and relatives of those who are united with a relative."""
        for bond in bonds:
            if bond.side is Side.SPOUSES_KIN and bond.standing < Standing.VOID:
                for union in self.family.unions_of(bond.trail.person):
                    yield self._beyond_affinity(bond.trail.across(union))
        starts = {
            bond.trail.person: bond.trail
            for bond in reversed(bonds)  # the first of each is kept
            if bond.side is Side.KINS_SPOUSE and bond.standing < Standing.VOID
        }
        for trail in relatives(self.family, starts.values(), self.grounds[-1]).values():
            if trail.ups + trail.downs <= LEGAL_LIMIT:
                yield self._beyond_affinity(trail)

    def _beyond_affinity(self, trail: Trail) -> Bond:
        return Bond(Side.IN_LAWS_OF_IN_LAWS, trail, trail.ups, trail.downs, (IN_LAWS_OF_IN_LAWS,))

    def _bond(self, side: Side, trail: Trail, ups: int, downs: int) -> Bond:
        if ups + downs > LEGAL_LIMIT:
            return Bond(side, trail, ups, downs, (BEYOND_SIXTH,))
        doubts = [doubt for step in trail.walked() if step.link is not None for doubt in self.doubts[step.link]]
        return Bond(side, trail, ups, downs, tuple(dict.fromkeys(doubts)))
