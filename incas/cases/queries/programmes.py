# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The programme of a case with its measures; what was reached; the taxonomy that measures are chosen from."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from incas.cases.choices.programmes import EntitlementKind, ProgrammeState
from incas.cases.models import (
    Case,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    LocalMeasure,
    Measure,
    MeasureKind,
    Programme,
)


def current_programme(case: Case) -> Programme | None:
    """Give the programme that is open, else the last one closed."""
    found = case.programmes.select_related("approved_by").order_by("-version")
    return next((row for row in found if row.state != ProgrammeState.CLOSED), None) or found.first()


def measures_of(programme: Programme) -> QuerySet[Measure]:
    """List the measures of a programme in the order in which they begin, with what names them."""
    return programme.measures.select_related("kind", "local_name", "objective").order_by("starts_on", "pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reached in a case, newest first; of entitlements, one for each kind, None where nothing was written."""

    italian: list[ItalianAssessment]
    engagements: list[Engagement]
    dwellings: list[Dwelling]
    entitlements: list[tuple[EntitlementKind, Entitlement | None]]


def progress_of(case: Case) -> Progress:
    """Read what was reached in a case. Four queries."""
    held = {row.kind: row for row in case.entitlements.all()}
    return Progress(
        italian=list(case.italian.order_by("-assessed_on")),
        engagements=list(case.engagements.order_by("-starts_on", "-pk")),
        dwellings=list(case.dwellings.order_by("-starts_on", "-pk")),
        entitlements=[(kind, held.get(kind)) for kind in EntitlementKind],
    )


def kinds_to_choose() -> QuerySet[MeasureKind]:
    """List the kinds of measures that may be chosen, by area."""
    return MeasureKind.objects.in_use()


def taxonomy(local_of: tuple[int, ...] = ()) -> QuerySet[MeasureKind]:
    """List every kind with the local names of some Comuni that map onto it (`names_here`). Two queries."""
    names = LocalMeasure.objects.filter(body_id__in=local_of)
    return MeasureKind.objects.prefetch_related(Prefetch("local_names", queryset=names, to_attr="names_here"))
