# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bonds a person must look at: asked for when they become contested or change, decided in words, never by itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.permits import AdmissionState, ReviewReason
from incas.cases.kinship import Outcome
from incas.cases.law import pilot_rules
from incas.cases.models import Admission, Case, CaseReview, Family, Person
from incas.cases.operations.reviews import open_review, settle_review
from incas.cases.queries.families import FamilyRows, HolderBond, bonds_of, bonds_to_verify, rows_of
from incas.cases.refusals import Refused

STANDING = (AdmissionState.ADMITTED, AdmissionState.SUSPENDED)
DECISIONS = (Outcome.WITHIN, Outcome.BEYOND)


class VerificationRefused(Refused):
    """The bond cannot be decided so; the message says why, in Italian."""


def review_bonds(
    *, rows: FamilyRows, before: Mapping[int, HolderBond], after: Mapping[int, HolderBond], by: User, at: datetime
) -> None:
    """Ask somebody to look at the bonds that became contested, and at those that changed of who is admitted.

    A decision on a bond that is no longer the same falls, and the bond is to be verified again. Nothing else changes:
    no admission closes by itself.
    """
    admitted = set(
        Admission.objects.scoped()
        .filter(case__person__family=rows.family, state__in=STANDING)
        .values_list("case", flat=True)
    )
    for key, bond in after.items():
        was, is_standing = before.get(key), bond.person.case_id in admitted
        if bond.person.is_holder:
            continue
        if was is not None and was.is_the_same_as != bond.is_the_same_as and bond.person.verified_outcome:
            bond = _undecided(bond)  # noqa: PLW2901 (the same bond, its decision fallen)
        if bond.outcome is Outcome.TO_VERIFY and (was is None or was.outcome is not Outcome.TO_VERIFY):
            _ask(rows, bond, ReviewReason.KINSHIP_TO_VERIFY, by=by, at=at)
        if is_standing and was is not None and was.outcome is not bond.outcome:
            _ask(rows, bond, ReviewReason.KINSHIP_CHANGED, by=by, at=at)


@transaction.atomic
def verify_kinship(*, person: Person, outcome: Outcome, reason: str, by: User, at: datetime) -> Person:
    """Decide on a contested bond, with the reason; the reviews that asked for it are settled with it.

    Decided so already, it changes nothing. Raises VerificationRefused where there is nothing to decide, without a
    reason, or for an outcome that is not a decision. The trail says the outcome, not the words.
    """
    family = Family.objects.scoped().select_for_update(no_key=True).get(pk=person.family_id)
    person = Person.objects.scoped().select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if (person.verified_outcome, person.verified_reason) == (outcome, reason.strip()):
        return person
    if outcome not in DECISIONS:
        raise VerificationRefused(_("Dire se il legame è entro il grado o oltre."), "outcome")
    if not reason.strip():
        raise VerificationRefused(_("Scrivere perché si decide così."), "reason")
    if not _is_contested(person, family, at=at):
        raise VerificationRefused(_("Il legame non è fra quelli da verificare: l'esito è calcolato."))
    person.verified_outcome, person.verified_reason, person.verified_by = outcome, reason.strip(), by
    person.save(update_fields=["verified_outcome", "verified_reason", "verified_by"])
    record(family, "kinship_verified", by=by, at=at, after={"person": person.code, "outcome": outcome})
    _settle(rows_of(family).case_of(person), person, by=by, at=at)
    return person


def _undecided(bond: HolderBond) -> HolderBond:
    """Take the decision off a bond."""
    person = bond.person
    person.verified_outcome, person.verified_reason, person.verified_by = "", "", None
    person.save(update_fields=["verified_outcome", "verified_reason", "verified_by"])
    outcome = bond.answer.outcome
    return HolderBond(person, bond.answer, Outcome.TO_VERIFY if outcome is Outcome.SPOUSE else outcome)


def _ask(rows: FamilyRows, bond: HolderBond, reason: ReviewReason, *, by: User, at: datetime) -> None:
    """Open a review in the person's own case, else in the holder's: of who is deceased nobody is asked."""
    case = rows.case_of(bond.person)
    if case is not None and not case.is_closed and not bond.person.is_deceased:
        open_review(case=case, reason=reason, by=by, at=at)


def _is_contested(person: Person, family: Family, *, at: datetime) -> bool:
    """Tell whether a bond is for a person to decide: its outcome without any decision is to verify."""
    rows = rows_of(family)
    for row in rows.persons:
        row.verified_outcome = ""
    bond = bonds_of(rows, pilot_rules(timezone.localdate(at))).get(person.pk)
    return bond is not None and bond.outcome is Outcome.TO_VERIFY


def _settle(case: Case | None, person: Person, *, by: User, at: datetime) -> None:
    """Settle the reviews that asked for a decision on bonds, once no bond of the same case waits for one."""
    if case is None or bonds_to_verify(case, timezone.localdate(at)):
        return
    asked = CaseReview.objects.scoped().filter(
        case=case, reason=ReviewReason.KINSHIP_TO_VERIFY, settled_at__isnull=True
    )
    for review in asked:
        settle_review(review=review, decision=person.verified_reason, by=by, at=at)
