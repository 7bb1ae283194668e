# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Which of the bonds of each person counts, and what comes out of it.

Of several bonds the one that answers counts: the spouse's own, then what is certain within the limit, then what is
contested within it (it may still entitle), then what is certain beyond, then what is contested. Among equals the lowest
degree, kinship before affinity, the direct line before the collateral.
"""

from incas.cases.kinship.bonds import Bond, Side, bonds_of
from incas.cases.kinship.doubts import Standing
from incas.cases.kinship.family import Family
from incas.cases.kinship.outcomes import Kind, Kinship, Line, Outcome
from incas.cases.kinship.refusals import PersonId
from incas.cases.kinship.wording import path_of, relation_of

HOLDER = Kinship(
    relation="titolare",
    kind=Kind.NONE,
    line=None,
    degree=None,
    outcome=Outcome.NONE,
    path="titolare: la parentela si conta da questa persona",
)
UNRELATED = Kinship(
    relation="nessun legame",
    kind=Kind.NONE,
    line=None,
    degree=None,
    outcome=Outcome.NONE,
    path="nessun legame con il titolare nella famiglia indicata",
)
_KINDS = {
    Side.SPOUSE: Kind.SPOUSE,
    Side.KIN: Kind.KINSHIP,
    Side.SPOUSES_KIN: Kind.AFFINITY,
    Side.KINS_SPOUSE: Kind.AFFINITY,
}


def kinship_of(family: Family, holder: PersonId, limit: int = 2) -> dict[PersonId, Kinship]:
    """Compute what every person of a family is to the holder, by arts 74-78 of the civil code, in the family's order.

    `limit` is the highest degree that counts as within: it comes from the rules of the measure. The holder is there
    too, without a bond. Raises FamilyRefused when the holder is not of the family. Takes time in proportion to persons
    and links, once for each union of the holder.
    """
    family.require(holder)
    bonds = bonds_of(family, holder)
    answers = {person: _answer(family, bonds.get(person, []), limit) for person in family.persons}
    answers[holder] = HOLDER
    return answers


def _answer(family: Family, bonds: list[Bond], limit: int) -> Kinship:
    if not bonds:
        return UNRELATED
    best = min(bonds, key=lambda bond: _rank(bond, limit))
    outcome = _outcome(best, limit)
    if best.standing is Standing.VOID:
        return Kinship(
            relation=relation_of(family, best),
            kind=Kind.NONE,
            line=None,
            degree=None,
            outcome=outcome,
            path=path_of(family, best),
            reason=_reason(best, limit),
        )
    return Kinship(
        relation=relation_of(family, best),
        kind=_KINDS[best.side],
        line=best.line,
        degree=best.degree or None,
        outcome=outcome,
        path=path_of(family, best),
        reason=_reason(best, limit),
        steps=tuple(step.person for step in best.trail.walked())[::-1],
        also=_others(family, bonds, best) if outcome in {Outcome.SPOUSE, Outcome.TO_VERIFY} else (),
    )


def _rank(bond: Bond, limit: int) -> tuple[int, int, Side, bool]:
    """Order bonds, the one that counts first."""
    is_certain, is_contested = bond.standing is Standing.CERTAIN, bond.standing is Standing.CONTESTED
    is_within = bond.degree <= limit
    order = [
        is_certain and bond.side is Side.SPOUSE,
        is_certain and is_within,
        is_contested and is_within,
        is_certain,
        is_contested,
        True,
    ].index(True)
    return order, bond.degree, bond.side, bond.line is Line.COLLATERAL


def _outcome(bond: Bond, limit: int) -> Outcome:
    if bond.standing is Standing.VOID:
        return Outcome.NONE
    if bond.standing is Standing.CONTESTED:
        return Outcome.TO_VERIFY
    if bond.side is Side.SPOUSE:
        return Outcome.SPOUSE
    return Outcome.WITHIN if bond.degree <= limit else Outcome.BEYOND


def _reason(bond: Bond, limit: int) -> str | None:
    """Join the reasons of the doubts that decided; say when the answer would be no anyhow."""
    reasons = [doubt.reason for doubt in bond.doubts if doubt.standing is bond.standing]
    if bond.standing is Standing.CONTESTED and bond.degree > limit:
        reasons.append(f"Anche se il legame c'è, è oltre il {limit}° grado.")
    return " ".join(reasons) or None


def _others(family: Family, bonds: list[Bond], best: Bond) -> tuple[str, ...]:
    """Spell the other bonds there are, one for each kind: the first by rank."""
    others: dict[tuple[Kind, Standing], Bond] = {}
    for bond in sorted(bonds, key=lambda bond: (bond.degree, bond.side)):
        if bond.standing < Standing.VOID:
            others.setdefault((_KINDS[bond.side], bond.standing), bond)
    others.pop((_KINDS[best.side], best.standing), None)
    return tuple(path_of(family, bond) for bond in others.values())
