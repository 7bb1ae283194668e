# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The cases kept long enough: closed for longer than the rule says, not anonymous yet."""

from datetime import date

from django.db.models import QuerySet

from incas.cases.choices.cases import Phase
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Case
from incas.programmes.periods import months_after


def cases_to_anonymise(body_ids: tuple[int, ...], *, on: date) -> QuerySet[Case]:
    """List the cases of these services closed more than `retention_months` ago, the oldest first."""
    before = months_after(on, -pilot_rules(on).one(LawRule.RETENTION_MONTHS))
    kept = Case.objects.scoped().filter(body_id__in=body_ids, phase=Phase.CLOSED, anonymised_at__isnull=True)
    return kept.filter(closed_on__lt=before).order_by("closed_on", "pk")
