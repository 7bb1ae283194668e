# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A family as one reader is shown it: who its persons are, what each is to the holder, what follows, what is odd.

Names are for who may open a case of the family; others read the code of a case, or of the person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.family import COMPOSED, Binding, UnionEnd, UnionKind
from incas.cases.choices.pilot import LawRule
from incas.cases.family_picture import family_picture
from incas.cases.identities import IdentityContent
from incas.cases.kinship import FamilyRefused, Kinship, Outcome, PersonId
from incas.cases.law import PilotRules
from incas.cases.models import Case, Family, Identity, ParentLink, Person, Union
from incas.cases.models.services import PilotRule
from incas.cases.queries.families import FamilyRows, HolderBond, bonds_of, rows_of
from incas.core.components.marks import Chip
from incas.core.pictures import Picture

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ENTITLED: Final = frozenset({Outcome.WITHIN, Outcome.SPOUSE})
"""Outcomes of who may be taken charge of as a relative."""

OUTCOME_KINDS: Final = {
    Outcome.WITHIN: "success",
    Outcome.SPOUSE: "success",
    Outcome.TO_VERIFY: "waiting",
    Outcome.BEYOND: "neutral",
    Outcome.NONE: "neutral",
}

ASSISTANCE: "Final[dict[Outcome, StrOrPromise]]" = {
    Outcome.WITHIN: gettext_lazy("sì, è entro il %(limit)s° grado"),
    Outcome.SPOUSE: gettext_lazy("sì: il coniuge non ha grado, ed è ammesso dalle regole del progetto"),
    Outcome.TO_VERIFY: gettext_lazy("da verificare: decide il coordinatore del servizio"),
    Outcome.BEYOND: gettext_lazy("no, è oltre il %(limit)s° grado"),
    Outcome.NONE: gettext_lazy("no, non è parente né affine"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a family as a reader is shown them. `bond` is None where nobody is holder, and of a wrong family."""

    person: Person
    label: str
    content: IdentityContent | None
    bond: HolderBond | None
    case: Case | None
    """Their case, where the reader may see it."""
    assistance: str
    obstacle: str
    """Why they cannot be taken charge of as a relative; empty when they can, and for who already is."""

    @property
    def chip(self) -> Chip:
        """The outcome."""
        if self.person.is_holder:
            return Chip(_("Titolare"), "info")
        outcome = self.bond.outcome if self.bond else None
        if outcome is None:
            return Chip(_("Senza titolare"), "neutral")
        return Chip(outcome.label.capitalize(), OUTCOME_KINDS[outcome])

    @property
    def is_held_back(self) -> bool:
        """Whether something else than the outcome keeps them from being taken charge of."""
        return bool(self.obstacle) and (self.bond is None or self.bond.outcome in ENTITLED)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must decide on the bond."""
        return self.bond is not None and not self.person.is_holder and self.bond.outcome is Outcome.TO_VERIFY


@dataclass(frozen=True, slots=True)
class Oddity:
    """What a person must look at in a family: what, why, according to what."""

    what: str
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class SourcedRule:
    """A rule that the outcomes follow, its source, and whether the official text was read."""

    label: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family as a reader is shown it. `refusal` says why its tree cannot be computed; `picture` is None then."""

    rows: FamilyRows
    members: Sequence[Member]
    picture: Picture | None
    refusal: str
    oddities: Sequence[Oddity]
    limit: int
    rules: Sequence[SourcedRule]

    @property
    def parents(self) -> list[tuple[ParentLink, str, str]]:
        """Who is parent of whom, by name: the link, the parent, the child."""
        names = self.labels
        return [(link, names[link.parent_id], names[link.child_id]) for link in self.rows.parents]

    @property
    def unions(self) -> list[tuple[Union, str, str]]:
        """Who is or was united with whom, by name."""
        names = self.labels
        return [(union, names[union.one_id], names[union.other_id]) for union in self.rows.unions]

    @property
    def has_holder(self) -> bool:
        """Whether somebody is the holder."""
        return self.rows.holder is not None

    @property
    def labels(self) -> dict[int, str]:
        """What each person is called, by key."""
        return {member.person.pk: member.label for member in self.members}

    def named(self) -> list[tuple[str, str]]:
        """Offer the persons in a form."""
        return [(member.person.code, member.label) for member in self.members]

    def member(self, code: str) -> Member | None:
        """Find a person by their code."""
        return next((member for member in self.members if member.person.code == code), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a bond is asked with: how, to whom, who may be in between or beside, and what each is called."""

    binding: Binding
    of: Person
    through: Sequence[Person]
    parents: Sequence[Person]
    labels: Mapping[int, str]

    @property
    def sentence(self) -> str:
        """Say the bond: «È figlio o figlia di Awa Prova»."""
        return f"{self.binding.label.removesuffix('…')} {self.labels[self.of.pk]}"

    def named(self, persons: Iterable[Person]) -> list[tuple[str, str]]:
        """Offer persons in a form."""
        return [(person.code, self.labels[person.pk]) for person in persons]


def asked_of(view: FamilyView, binding: Binding, of: Person, *, besides: Person | None) -> Asked:
    """Find who may be in between, or beside, in a bond to a person; `besides` is who is being bound."""
    first, _last = COMPOSED.get(binding, (None, binding))
    others = [person for person in view.rows.persons if person not in {of, besides}]
    keys = {
        None: set[int](),
        Binding.CHILD: _children(view.rows, {of.pk}),
        Binding.PARENT: _parents(view.rows, of.pk),
        Binding.SIBLING: _children(view.rows, _parents(view.rows, of.pk)),
        Binding.PARTNER: _spouses(view.rows, of.pk),
    }[first]
    beside = _parents(view.rows, of.pk) if binding == Binding.SIBLING else {person.pk for person in others}
    return Asked(
        binding,
        of,
        through=[person for person in others if person.pk in keys],
        parents=[person for person in others if person.pk in beside],
        labels=view.labels,
    )


def _parents(rows: FamilyRows, child: int) -> set[int]:
    return {link.parent_id for link in rows.parents if link.child_id == child}


def _children(rows: FamilyRows, parents: set[int]) -> set[int]:
    return {link.child_id for link in rows.parents if link.parent_id in parents}


def _spouses(rows: FamilyRows, person: int) -> set[int]:
    """Find who is or was married to, or in a civil union with, a person."""
    bound = [union for union in rows.unions if union.kind != UnionKind.COHABITATION]
    return {union.other_id if union.one_id == person else union.one_id for union in bound
            if person in {union.one_id, union.other_id}}  # fmt: skip


def contents_of(family: Family, user: User) -> dict[int, IdentityContent]:
    """Open who the persons of a family are, by key of person, for who may. One query."""
    found = Identity.objects.visible_to(user).filter(person__family=family)
    return {identity.person_id: IdentityContent.opened(identity.sealed) for identity in found}


def labels_of(rows: FamilyRows, contents: Mapping[int, IdentityContent]) -> dict[int, str]:
    """Say what each person is called: name, else code of the case, else code of the person, which never changes."""
    labels = {}
    for person in rows.persons:
        content = contents.get(person.pk)
        named = content.full_name if content else ""
        labels[person.pk] = named or (person.case.code if person.case else _("persona %s") % person.code)
    return labels


def family_view(family: Family, user: User, rules: PilotRules) -> FamilyView:
    """Read a family for a person. Six queries, whatever its size."""
    rows = rows_of(family)
    contents = contents_of(family, user)
    labels = labels_of(rows, contents)
    limit = rules.one(LawRule.KINSHIP_LIMIT)
    bonds, picture, refusal = _computed(rows, labels, rules)
    seen = _cases_seen(rows, user)
    members = [
        Member(
            person=person,
            label=labels[person.pk],
            content=contents.get(person.pk),
            bond=bonds.get(person.pk),
            case=seen.get(person.case_id or 0),
            assistance=_assistance(bonds.get(person.pk), limit),
            obstacle=charge_obstacle(person, bonds.get(person.pk), has_identity=person.pk in contents),
        )
        for person in rows.persons
    ]
    return FamilyView(rows, members, picture, refusal, list(_oddities(rows, labels)), limit, _sources(rules))


def charge_obstacle(person: Person, bond: HolderBond | None, *, has_identity: bool) -> str:
    """Say why a person cannot be taken charge of as a relative; nothing when they can."""
    if person.case_id is not None:
        return ""
    if person.is_deceased:
        return _("È deceduta.")
    if bond is None:
        return _("Nella famiglia nessuno è indicato come titolare.")
    if bond.outcome is Outcome.TO_VERIFY:
        return _("Il legame va prima verificato dal coordinatore del servizio.")
    if bond.outcome not in ENTITLED:
        return _("Il legame con il titolare non dà diritto all'assistenza.")
    return "" if has_identity else _("Prima va scritto chi è.")


def _computed(
    rows: FamilyRows, labels: Mapping[int, str], rules: PilotRules
) -> tuple[dict[int, HolderBond], Picture | None, str]:
    """Give the bonds by key, the tree where there is a holder, and why there is none where the family is wrong."""
    holder = rows.holder
    try:
        bonds = bonds_of(rows, rules)
        if holder is None:
            return bonds, None, ""
        answers: dict[PersonId, Kinship] = {bond.person.code: bond.answer for bond in bonds.values()}
        by_code: dict[PersonId, str] = {person.code: labels[person.pk] for person in rows.persons}
        return bonds, family_picture(family=rows.engine(), holder=holder.code, answers=answers, labels=by_code), ""
    except FamilyRefused as refusal:
        reason = refusal.reason
        for person in rows.persons:
            reason = reason.replace(person.code, labels[person.pk])
        return {}, None, reason


def _cases_seen(rows: FamilyRows, user: User) -> dict[int, Case]:
    """Give the cases of the family that a person may see, by key."""
    keys = [person.case_id for person in rows.persons if person.case_id is not None]
    return {case.pk: case for case in Case.objects.visible_to(user).filter(pk__in=keys)}


def _assistance(bond: HolderBond | None, limit: int) -> str:
    """Say what the outcome means for assistance; nothing of the holder."""
    if bond is None or bond.person.is_holder:
        return ""
    if bond.is_verified:
        verified = _("sì, come verificato") if bond.outcome in ENTITLED else _("no, come verificato")
        return str(verified)
    return str(ASSISTANCE[bond.outcome]) % {"limit": limit}


def _sources(rules: PilotRules) -> list[SourcedRule]:
    asked = (LawRule.KINSHIP_LIMIT, LawRule.SPOUSE_COUNTS)
    found = PilotRule.objects.in_force(rules.on).filter(rule__in=asked).order_by("rule")
    return [
        SourcedRule(_rule_in_words(LawRule(rule.rule), rule.values[0]), rule.source, rule.is_verified) for rule in found
    ]


def _rule_in_words(rule: LawRule, value: int) -> str:
    if rule == LawRule.KINSHIP_LIMIT:
        return _("Conta fino al %(limit)s° grado") % {"limit": value}
    return _("Il coniuge conta") if value else _("Il coniuge va verificato, caso per caso")


def _oddities(rows: FamilyRows, labels: Mapping[int, str]) -> Iterator[Oddity]:
    """Find what the law excludes or what contradicts itself, and yet may be true: a person must look."""
    deceased = {person.pk for person in rows.persons if person.is_deceased}
    for person in rows.persons:
        current = [union for union in rows.unions if _binds(union) and person.pk in {union.one_id, union.other_id}]
        if len(current) > 1:
            yield Oddity(
                _("%(who)s: risultano due matrimoni o unioni civili in corso.") % {"who": labels[person.pk]},
                _("Chi è già vincolato non può contrarne un altro: verificare se uno è finito, o non ha effetti qui."),
                _("art. 86 c.c."),
            )
    for union in rows.unions:
        ends = {union.one_id, union.other_id}
        names = {"one": labels[union.one_id], "other": labels[union.other_id]}
        if not union.ended and ends & deceased:
            yield Oddity(
                _("%(one)s e %(other)s: l'unione risulta in corso, ma uno dei due è deceduto.") % names,
                _("Indicare che è finita con la morte: l'affinità resta."),
                _("art. 78 c.c."),
            )
        elif union.ended == UnionEnd.DEATH and not ends & deceased:
            yield Oddity(
                _("%(one)s e %(other)s: l'unione risulta finita con la morte, ma nessuno dei due è deceduto.") % names,
                _("Indicare chi è deceduto, o come l'unione è finita."),
            )


def _binds(union: Union) -> bool:
    return not union.ended and union.kind != UnionKind.COHABITATION
