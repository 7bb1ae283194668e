# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whether an admission is in force now: a relative's only while the holder's is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from incas.cases.choices.permits import ADMISSION_OPEN, AdmissionState
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Admission, Case


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands with its admission: the last one, whether the person is assisted now, why not when not."""

    admission: Admission | None
    is_active: bool
    reason: str = ""


def admission_standing(case: Case, on: date) -> Standing:
    """Tell whether the person of a case is assisted on a day. One query; for a relative two more."""
    admission = case.admissions.order_by("-pk").first()
    if admission is None:
        return Standing(None, is_active=False, reason=_("Nessuna ammissione è stata proposta."))
    if admission.state != AdmissionState.ADMITTED:
        return Standing(admission, is_active=False, reason=_("L'ammissione non è in vigore."))
    needs_holder = case.is_relative and pilot_rules(on).is_on(LawRule.RELATIVE_NEEDS_HOLDER)
    if needs_holder and not holder_is_admitted(admission):
        said = _("L'ammissione del titolare non è in vigore: quella del familiare non lo è finché non torna.")
        return Standing(admission, is_active=False, reason=said)
    return Standing(admission, is_active=True)


def holder_is_admitted(admission: Admission) -> bool:
    """Tell whether the admission on which a relative's stands is in force. One query."""
    if admission.holder_case_id is None:
        return False
    of_the_holder = Admission.objects.scoped().filter(case=admission.holder_case_id)
    return of_the_holder.filter(state=AdmissionState.ADMITTED).exists()


def open_admission(case: Case) -> Admission | None:
    """Give the admission of a case that is not over, if there is one. One query."""
    return case.admissions.filter(state__in=ADMISSION_OPEN).first()
