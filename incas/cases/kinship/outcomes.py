# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What comes out for each person, with its codes and their Italian words."""

from dataclasses import dataclass
from enum import StrEnum

from incas.cases.kinship.refusals import PersonId


class Kind(StrEnum):
    """Which bond there is with the holder."""

    KINSHIP = "kinship"
    AFFINITY = "affinity"
    SPOUSE = "spouse"
    NONE = "none"

    @property
    def label(self) -> str:
        """Say it in Italian."""
        return _KINDS[self]


class Line(StrEnum):
    """On which line a relative stands, seen from the holder: who they descend from, who descends from them, or beside.

    An affine stands on the line of the relative they are united with, or of the spouse's relative (art. 78 c.c.).
    """

    ASCENDING = "direct_ascending"
    DESCENDING = "direct_descending"
    COLLATERAL = "collateral"

    @property
    def label(self) -> str:
        """Say it in Italian."""
        return _LINES[self]


class Outcome(StrEnum):
    """Whether the person is among relatives and affines within the degree that matters."""

    WITHIN = "within"
    BEYOND = "beyond"
    NONE = "none"
    SPOUSE = "spouse"
    TO_VERIFY = "to_verify"

    @property
    def label(self) -> str:
        """Say it in Italian."""
        return _OUTCOMES[self]

    @property
    def short_label(self) -> str:
        """Say it where there is little room."""
        return _OUTCOMES[self].removesuffix(" il grado").replace("nessun legame", "nessuno")


_KINDS = {
    Kind.KINSHIP: "parentela",
    Kind.AFFINITY: "affinità",
    Kind.SPOUSE: "coniuge",
    Kind.NONE: "nessun legame",
}
_LINES = {
    Line.ASCENDING: "retta ascendente",
    Line.DESCENDING: "retta discendente",
    Line.COLLATERAL: "collaterale",
}
_OUTCOMES = {
    Outcome.WITHIN: "entro il grado",
    Outcome.BEYOND: "oltre il grado",
    Outcome.NONE: "nessun legame",
    Outcome.SPOUSE: "coniuge",
    Outcome.TO_VERIFY: "da verificare",
}


@dataclass(frozen=True, slots=True)
class Kinship:
    """What a person is to the holder. Words are Italian, without names."""

    relation: str
    """"nipote (figlia di un fratello)": a word that could be taken for another is never alone."""
    kind: Kind
    line: Line | None
    """None for the spouse and where there is no bond, as is the degree."""
    degree: int | None
    outcome: Outcome
    path: str
    """"fratello del coniuge: affinità, 2° grado, art. 78 c.c."."""
    reason: str | None = None
    """Why somebody must verify it, or why there is no bond although there seems to be one."""
    steps: tuple[PersonId, ...] = ()
    """The persons through whom the bond goes, from the holder to this one; empty where there is none."""
    also: tuple[str, ...] = ()
    """Paths of the other bonds of a spouse, or of a person to verify: they may answer where this one does not."""
