# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What makes a link contested, or of no effect on kinship and affinity, each with its source."""

from dataclasses import dataclass
from enum import IntEnum

from incas.cases.kinship.family import Family, ParentKind, ParentLink, Union, UnionEnd, UnionKind
from incas.cases.kinship.refusals import PersonId


class Standing(IntEnum):
    """How firm a link is; a chain is as firm as its weakest link."""

    CERTAIN = 0
    CONTESTED = 1
    """Somebody must decide, knowing why."""
    VOID = 2
    """It counts for nothing here; it only explains why somebody is no relative."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a link is not certain. `tag` is put beside the relation, where its words do not say it."""

    standing: Standing
    reason: str
    tag: str = ""


CIVIL_UNION = Doubt(
    Standing.CONTESTED,
    "Unione civile: la L. 76/2016 (art. 1, comma 20) non richiama l'art. 78 c.c., perciò è discusso se nasca affinità.",
)
DIVORCE = Doubt(
    Standing.CONTESTED,
    "Divorzio: l'art. 78 c.c. fa cessare l'affinità solo per la nullità del matrimonio; è discusso se dopo il divorzio "
    "rimanga.",
)
SEVERAL_UNIONS = Doubt(
    Standing.CONTESTED,
    "La stessa persona risulta unita a più persone nello stesso tempo: verificare quale unione ha effetto in Italia "
    "(art. 86 c.c.).",
)
ADOPTED_AWAY = Doubt(
    Standing.CONTESTED,
    "Chi risulta adottato da minorenne da due persone ha anche genitori per nascita: l'adozione piena fa cessare i "
    "rapporti con la famiglia d'origine (art. 27 L. 184/1983), quella in casi particolari no.",
)
ADULT_ADOPTION = Doubt(
    Standing.VOID,
    "L'adozione di una persona maggiorenne non crea parentela (artt. 74 e 300 c.c.).",
    "adozione di maggiorenne",
)
COHABITATION = Doubt(Standing.VOID, "La convivenza di fatto non crea affinità (art. 78 c.c.).")
VOID_MARRIAGE = Doubt(
    Standing.VOID,
    "L'affinità cessa se il matrimonio è dichiarato nullo, salvo il divieto di nozze dell'art. 87, n. 4 "
    "(art. 78 c.c.).",
    "matrimonio nullo",
)
VOID_CIVIL_UNION = Doubt(
    Standing.VOID, "L'unione civile è dichiarata nulla: non ne nasce affinità.", "unione civile nulla"
)
BEYOND_SIXTH = Doubt(Standing.VOID, "La legge non riconosce la parentela oltre il 6° grado (art. 77 c.c.).")
IN_LAWS_OF_IN_LAWS = Doubt(
    Standing.VOID,
    "L'affinità lega un coniuge ai parenti dell'altro, non agli affini di questi: fra le due famiglie non c'è legame "
    "(art. 78 c.c.; adfines inter se non sunt adfines).",
)

COHABITANT = Doubt(Standing.VOID, "La convivenza di fatto non è matrimonio né unione civile.")
WIDOWED = Doubt(Standing.VOID, "L'unione si è sciolta con la morte di uno dei due (art. 149 c.c.).", "fino alla morte")
DIVORCED = Doubt(Standing.VOID, "L'unione si è sciolta con il divorzio.")
ANNULLED = Doubt(Standing.VOID, "L'unione è dichiarata nulla.", "unione nulla")
_SPOUSES_NO_MORE = {UnionEnd.DEATH: WIDOWED, UnionEnd.DIVORCE: DIVORCED, UnionEnd.VOID: ANNULLED}


def parent_doubts(family: Family, link: ParentLink) -> tuple[Doubt, ...]:
    """Say why a link between parent and child is not certain."""
    if link.kind is ParentKind.ADULT_ADOPTION:
        return (ADULT_ADOPTION,)
    if link.kind is ParentKind.BIRTH:
        kinds = [other.kind for other in family.parents_of(link.child)]
        if kinds.count(ParentKind.MINOR_ADOPTION) > 1:  # one alone is the new spouse of a parent, whose ties remain
            return (ADOPTED_AWAY,)
    return ()


def union_doubts(family: Family, union: Union) -> tuple[Doubt, ...]:
    """Say why affinity through a union is not certain."""
    if union.kind is UnionKind.COHABITATION:
        return (COHABITATION,)
    if union.ended is UnionEnd.VOID:
        return (VOID_MARRIAGE if union.kind is UnionKind.MARRIAGE else VOID_CIVIL_UNION,)
    found = []
    if union.kind is UnionKind.CIVIL_UNION:
        found.append(CIVIL_UNION)
    if union.ended is UnionEnd.DIVORCE:
        found.append(DIVORCE)
    if _is_one_of_several(family, union):
        found.append(SEVERAL_UNIONS)
    return tuple(found)


def spouse_doubts(family: Family, union: Union) -> tuple[Doubt, ...]:
    """Say why the other of a union is not certainly the spouse."""
    if union.kind is UnionKind.COHABITATION:
        return (COHABITANT,)
    if union.ended is not None:
        return (_SPOUSES_NO_MORE[union.ended],)
    return (SEVERAL_UNIONS,) if _is_one_of_several(family, union) else ()


def standing_of(doubts: tuple[Doubt, ...]) -> Standing:
    """Give the weakest standing."""
    return max(doubt.standing for doubt in doubts) if doubts else Standing.CERTAIN


def _is_one_of_several(family: Family, union: Union) -> bool:
    return union.binds and any(len(_bound_to(family, person)) > 1 for person in (union.a, union.b))


def _bound_to(family: Family, person: PersonId) -> set[PersonId]:
    return {union.other(person) for union in family.unions_of(person) if union.binds}
