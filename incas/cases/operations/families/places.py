# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Put right the place of a case in its family: who is the holder, who a relative, who was put in another's family."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.family import FamilyChange
from incas.cases.choices.permits import ADMISSION_OPEN, PERMIT_HELD, PERMIT_PENDING, PermitKind, ReviewReason
from incas.cases.models import Case, Family, Person
from incas.cases.operations.families.bonds import links_of
from incas.cases.operations.families.changes import FamilyChangeRefused, changing
from incas.cases.operations.reviews import open_review

HOLDER, RELATIVE = "holder", "relative"


@transaction.atomic
def leave_family(*, case: Case, by: User, at: datetime) -> Family:
    """Take the person of a case out of a family that is not theirs, into one of their own; bonds with the others go.

    Alone already, they stay. It is not undone: the person may join again. An admission that stood on the bond is to be
    looked at. Raises FamilyChangeRefused for the holder, and once the person was erased.
    """
    person = _locked_person(case)
    if person.is_holder:
        raise FamilyChangeRefused(_("È il titolare di questa famiglia: se non lo è, dirlo prima."))
    if not person.family.persons.exclude(pk=person.pk).exists():
        return person.family
    with changing(family=person.family, what=FamilyChange.LEFT, by=by, at=at) as change:
        links = list(links_of(person))
        change.touch(person, *links)
        for link in links:
            link.delete()
        person.family = Family.objects.create(body_id=person.body_id)
        person.verified_outcome, person.verified_reason, person.verified_by = "", "", None
        person.save(update_fields=["family", "verified_outcome", "verified_reason", "verified_by"])
    _look_again(case, by=by, at=at)
    return person.family


@transaction.atomic
def set_place(*, case: Case, is_relative: bool, by: User, at: datetime) -> Case:
    """Say that the person of a case is the holder of their family, or a relative of one. So already, nothing changes.

    What was admitted on the other ground is to be looked at. Raises FamilyChangeRefused: a second holder in a family, a
    holder with a permit for family reasons, a relative on whose admission others stand.
    """
    person = _locked_person(case)
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    if case.is_relative == is_relative and person.is_holder != is_relative:
        return case
    if is_relative:
        _require_nobody_on_it(case)
    else:
        _require_only_holder(case, person)
        case.admissions.filter(state__in=ADMISSION_OPEN).update(holder_case=None)
    before = RELATIVE if case.is_relative else HOLDER
    case.is_relative, person.is_holder = is_relative, not is_relative
    case.save(update_fields=["is_relative", "updated_at"])
    person.save(update_fields=["is_holder"])
    after = RELATIVE if is_relative else HOLDER
    record(case, "case_changed", by=by, at=at, before={"place": before}, after={"place": after})
    _look_again(case, by=by, at=at)
    return case


def _locked_person(case: Case) -> Person:
    """Lock the family of a case, then read its person."""
    families = Family.objects.scoped().select_for_update(no_key=True)
    list(families.filter(persons__case=case).values_list("pk", flat=True))
    person = Person.objects.scoped().select_related("family").filter(case=case).first()
    if person is None:
        raise FamilyChangeRefused(_("I dati della persona sono stati cancellati."))
    return person


def _require_nobody_on_it(case: Case) -> None:
    if case.relative_admissions.filter(state__in=ADMISSION_OPEN).exists():
        raise FamilyChangeRefused(
            _("Su questo titolare si fonda l'ammissione di un familiare: farla cessare o toglierla prima.")
        )


def _require_only_holder(case: Case, person: Person) -> None:
    if person.family.persons.filter(is_holder=True).exclude(pk=person.pk).exists():
        raise FamilyChangeRefused(
            _("Nella famiglia c'è già un titolare, e ce n'è uno solo: se non è la sua famiglia, uscirne prima.")
        )
    standing = case.permits.filter(kind=PermitKind.FAMILY, state__in=PERMIT_PENDING | PERMIT_HELD)
    if standing.exists():
        raise FamilyChangeRefused(_("C'è un permesso per motivi familiari: di un titolare non può essere."))


def _look_again(case: Case, *, by: User, at: datetime) -> None:
    """Ask that an admission which is open is looked at: what it stood on has changed."""
    if case.admissions.filter(state__in=ADMISSION_OPEN).exists():
        open_review(case=case, reason=ReviewReason.KINSHIP_CHANGED, by=by, at=at)
