# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the permits of a case allow: until which day its measures may run, and which steps may come now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from incas.cases.choices.permits import PERMIT_GRANTED, PERMIT_PENDING, STEP_DAYS, STEP_FROM, PermitState, PermitStep
from incas.cases.models import Case, Permit
from incas.cases.queries.families import holder_case_of
from incas.core.writing import long_day

OF_THE_PILOT_ALONE = frozenset({PermitStep.PROPOSAL, PermitStep.OPINION, PermitStep.COMMUNICATION})
"""Steps that only the permit of art. 18-ter has."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Until which day the measures of a case may run (included; None: no term), and why, in one sentence."""

    until: date | None
    reason: str

    def allows(self, day: date) -> bool:
        """Tell whether a measure may end on a day."""
        return self.until is None or day <= self.until


def permit_cover(case: Case, on: date) -> Cover:
    """Tell until which day the measures of a case may run, as things stand on a day.

    Measures never outlast the permit (D.L. 145/2024 art. 6: duration no longer than the permit's), unless a receipt of
    request or of renewal lets the person stay (art. 18-ter c. 6 T.U.I.). Without any permit there is no term: access to
    protection is not tied to the judicial path (agreement 146/CU of 7 October 2021). A relative without a permit of
    their own stands on the holder's. One query; for a relative without permits two more.
    """
    permits = list(case.permits.all())
    if not permits and case.is_relative and (holder := holder_case_of(case)) is not None:
        cover = permit_cover(holder, on)
        return Cover(cover.until, _("Vale il permesso del titolare. %(why)s") % {"why": cover.reason})
    return cover_of(permits, on)


def cover_of(permits: Sequence[Permit], on: date) -> Cover:
    """Tell until which day measures may run under these permits of one case. No queries."""
    if any(permit.has_live_receipt for permit in permits):
        return Cover(
            None, _("C'è una ricevuta della richiesta o del rinnovo: si può restare e lavorare fino all'esito.")
        )
    granted = [permit for permit in permits if permit.state in PERMIT_GRANTED]
    if granted:
        return _covered_by(max(granted, key=lambda permit: (permit.issued_on, permit.pk)), on)
    if any(permit.state in PERMIT_PENDING for permit in permits):
        return Cover(None, _("Il permesso non è ancora rilasciato: le misure non ne dipendono."))
    if permits:
        return Cover(
            None, _("Il permesso è stato negato: le misure non ne dipendono, la verifica dice come proseguire.")
        )
    return Cover(None, _("Non c'è un permesso: l'accesso alla protezione non ne dipende."))


def _covered_by(permit: Permit, on: date) -> Cover:
    """Say until when a permit that was issued covers."""
    last = permit.last_day
    until, day = {"day": long_day(last, "al")}, {"day": long_day(last, "il")}
    if permit.state == PermitState.REVOKED:
        return Cover(last, _("Il permesso è stato revocato %(day)s.") % {"day": long_day(permit.ended_on, "il")})
    if permit.state == PermitState.CONVERTED:
        return Cover(last, _("Il permesso, poi convertito, valeva fino %(day)s.") % until)
    if last is not None and last < on:
        return Cover(last, _("Il permesso è scaduto %(day)s e non c'è una ricevuta di rinnovo.") % day)
    return Cover(last, _("Il permesso scade %(day)s e non c'è una ricevuta di rinnovo.") % day)


def possible_steps(permit: Permit) -> list[PermitStep]:
    """Give the steps that may be recorded of a permit now, for the first time. No queries."""
    return [step for step, states in STEP_FROM.items() if permit.state in states and _is_to_come(permit, step)]


def _is_to_come(permit: Permit, step: PermitStep) -> bool:
    """Tell whether a step, allowed by the state, is still to be recorded and makes sense."""
    if step == PermitStep.REPORTED or (step in OF_THE_PILOT_ALONE and not permit.is_of_the_pilot):
        return False
    if step == PermitStep.RENEWAL_DENIAL:
        return permit.renewal_requested_on is not None
    field = STEP_DAYS.get(step)
    return field is None or getattr(permit, field) is None
