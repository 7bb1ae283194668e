# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The Italian words of a bond: gendered where the sex is known, neutral where it is not.

A chain is said from the person to the holder ("figlia di un fratello del coniuge"): grandparents by their name, which
is one, grandchildren and nephews by the chain, since *nipote* is both.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from incas.cases.kinship.bonds import LEGAL_LIMIT, Bond, Side
from incas.cases.kinship.doubts import Standing
from incas.cases.kinship.family import Family, ParentKind, ParentLink, Sex, Union, UnionEnd, UnionKind
from incas.cases.kinship.refusals import PersonId
from incas.cases.kinship.trails import Trail


@dataclass(frozen=True, slots=True)
class Noun:
    """A word of kinship alone, and after *di*: masculine, feminine, sex unknown."""

    alone: tuple[str, str, str]
    after_of: tuple[str, str, str]

    def of(self, sex: Sex | None, *, after_of: bool) -> str:
        """Choose the form."""
        forms = self.after_of if after_of else self.alone
        return forms[_FORMS[sex]]


_FORMS = {Sex.MALE: 0, Sex.FEMALE: 1, None: 2}


def _either(masculine: str, feminine: str, neutral: str, *, article: str = "un") -> Noun:
    return Noun(
        (masculine, feminine, neutral),
        (f"di {article} {masculine}", f"di una {feminine}", f"di {article} {masculine} o di una {feminine}"),
    )


PARENT = Noun(("padre", "madre", "genitore"), ("del padre", "della madre", "di un genitore"))
GRANDPARENTS = (
    PARENT,
    _either("nonno", "nonna", "nonno/a"),
    _either("bisnonno", "bisnonna", "bisnonno/a"),
    _either("trisnonno", "trisnonna", "trisnonno/a"),
)
CHILD = _either("figlio", "figlia", "figlio/a")
SIBLING = _either("fratello", "sorella", "fratello o sorella")
SPOUSE = Noun(("marito", "moglie", "coniuge"), ("del coniuge",) * 3)
FORMER_SPOUSE = Noun(("ex marito", "ex moglie", "ex coniuge"), ("dell'ex coniuge",) * 3)
PARTNER = Noun(("parte dell'unione civile",) * 3, ("della parte dell'unione civile",) * 3)
FORMER_PARTNER = Noun(("ex parte dell'unione civile",) * 3, ("dell'ex parte dell'unione civile",) * 3)
COHABITANT = Noun(("convivente di fatto",) * 3, ("del convivente di fatto",) * 3)

NAMES: dict[tuple[Side, int, int], tuple[str, str, str]] = {
    (Side.KIN, 0, 2): ("nipote", "nipote", "nipote"),
    (Side.KIN, 0, 3): ("pronipote", "pronipote", "pronipote"),
    (Side.KIN, 1, 2): ("nipote", "nipote", "nipote"),
    (Side.KIN, 1, 3): ("pronipote", "pronipote", "pronipote"),
    (Side.KIN, 2, 1): ("zio", "zia", "zio/a"),
    (Side.KIN, 3, 1): ("prozio", "prozia", "prozio/a"),
    (Side.KIN, 2, 2): ("primo cugino", "prima cugina", "primo/a cugino/a"),
    (Side.SPOUSES_KIN, 1, 0): ("suocero", "suocera", "suocero/a"),
    (Side.SPOUSES_KIN, 1, 1): ("cognato", "cognata", "cognato/a"),
    (Side.KINS_SPOUSE, 0, 1): ("genero", "nuora", "genero o nuora"),
    (Side.KINS_SPOUSE, 1, 0): ("patrigno", "matrigna", "patrigno o matrigna"),
    (Side.KINS_SPOUSE, 1, 1): ("cognato", "cognata", "cognato/a"),
}
"""Names put before the chain, by side and generations up and down; where there is none the chain is enough."""


def relation_of(family: Family, bond: Bond) -> str:
    """Name the bond so that it cannot be taken for another."""
    chain = _chain(family, bond)
    name = _name(family, bond)
    beside = [chain] * bool(name) + [doubt.tag for doubt in bond.doubts if doubt.tag]
    return f"{name or chain} ({', '.join(beside)})" if beside else chain


def path_of(family: Family, bond: Bond) -> str:
    """Spell the bond with its degree and the article of law."""
    return f"{_chain(family, bond)}: {_verdict(bond)}"


def _verdict(bond: Bond) -> str:
    if bond.standing is Standing.VOID:
        return "nessun legame"
    is_certain = bond.standing is Standing.CERTAIN
    if bond.side is Side.SPOUSE:
        return f"{'né parente né affine' if is_certain else 'unione da verificare'}, {_spouse_article(bond)}"
    kind, article = ("parentela", "art. 76 c.c.") if bond.side is Side.KIN else ("affinità", "art. 78 c.c.")
    to_verify = "" if is_certain else " da verificare"
    return "; ".join([f"{kind}{to_verify}, {bond.degree}° grado, {article}", *_notes(bond)])


def _spouse_article(bond: Bond) -> str:
    union = bond.trail.link
    is_civil = isinstance(union, Union) and union.kind is UnionKind.CIVIL_UNION
    return "art. 1, comma 20, L. 76/2016" if is_civil else "artt. 74 e 78 c.c."


def _notes(bond: Bond) -> Iterator[str]:
    links = [step.link for step in bond.trail.walked()]
    if any(isinstance(link, ParentLink) and link.kind is ParentKind.MINOR_ADOPTION for link in links):
        yield "l'adozione di minore vale come la nascita, art. 74 c.c."
    if any(isinstance(link, Union) and link.ended is UnionEnd.DEATH for link in links):
        yield "l'affinità non cessa con la morte del coniuge"


def _chain(family: Family, bond: Bond) -> str:
    """Say how the person is reached, from them to the holder; very far, only how far."""
    if bond.degree > LEGAL_LIMIT:
        return f"parente di {bond.degree}° grado"
    nouns = list(_nouns(bond.trail))
    if bond.side is Side.KIN and [noun for noun, _person in nouns] == [SIBLING]:
        return _sibling(family, bond)
    return " ".join(noun.of(family.sex_of(person), after_of=bool(at)) for at, (noun, person) in enumerate(nouns))


def _sibling(family: Family, bond: Bond) -> str:
    """Tell full siblings from those by the father or by the mother, where the parents are known."""
    sex = family.sex_of(bond.trail.person)
    return " ".join([SIBLING.alone[_FORMS[sex]], *_sibling_kind(family, bond, _FORMS[sex])])


def _sibling_kind(family: Family, bond: Bond, form: int) -> Iterator[str]:
    holder = next(step.person for step in bond.trail.walked() if step.before is None)
    one, other = ({link.parent for link in family.parents_of(each)} for each in (holder, bond.trail.person))
    shared = one & other
    if len(shared) > 1:
        yield ("germano", "germana", "germani")[form]
    elif len(one) > 1 and len(other) > 1:
        sex = family.sex_of(shared.pop())
        yield _BY_ONE_PARENT[sex][form]


_BY_ONE_PARENT = {
    Sex.MALE: ("consanguineo", "consanguinea", "consanguinei"),
    Sex.FEMALE: ("uterino", "uterina", "uterini"),
    None: ("con un solo genitore in comune",) * 3,
}


def _nouns(trail: Trail) -> Iterator[tuple[Noun, PersonId]]:
    """Give the words of a trail from its end, siblings and grandparents as one step."""
    here = trail
    while here.before is not None:
        before = here.before
        if isinstance(here.link, Union):
            noun = _union_noun(here.link)
        elif _goes_up(here):
            climbed = 0
            while climbed + 1 < len(GRANDPARENTS) and _goes_up(before) and before.before is not None:
                before, climbed = before.before, climbed + 1
            noun = GRANDPARENTS[climbed]
        elif _goes_up(before) and before.before is not None:
            before, noun = before.before, SIBLING
        else:
            noun = CHILD
        yield noun, here.person
        here = before


def _goes_up(trail: Trail) -> bool:
    return isinstance(trail.link, ParentLink) and trail.link.parent == trail.person


def _union_noun(union: Union) -> Noun:
    if union.kind is UnionKind.COHABITATION:
        return COHABITANT
    is_over = union.ended is UnionEnd.DIVORCE
    if union.kind is UnionKind.CIVIL_UNION:
        return FORMER_PARTNER if is_over else PARTNER
    return FORMER_SPOUSE if is_over else SPOUSE


def _name(family: Family, bond: Bond) -> str:
    """Give the common name; none through links that do not count or that are over, where it would mislead."""
    form = _FORMS[family.sex_of(bond.trail.person)]
    nouns = [noun for noun, _person in _nouns(bond.trail)]
    if bond.side is Side.IN_LAWS_OF_IN_LAWS and nouns == [PARENT, SPOUSE, CHILD]:
        return ("consuocero", "consuocera", "consuocero/a")[form]
    if bond.standing is Standing.VOID or FORMER_SPOUSE in nouns or FORMER_PARTNER in nouns:
        return ""
    return NAMES[key][form] if (key := (bond.side, bond.ups, bond.downs)) in NAMES else ""
