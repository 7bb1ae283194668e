# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The communications of permits to the ministry (art. 18-ter c. 3 T.U.I.): Comune, days, reference. No case, no person.

It is all that the ministry sees of single permits. How many days make a communication late is configuration
(`communication_days`): the law gives no term.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from incas.cases.choices.permits import PERMIT_GRANTED, PermitKind
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import Permit
from incas.cases.tenancy import whole_platform

SHOWN = ("body__name", "issued_on", "communicated_on", "communication_reference")
"""All that is loaded of a permit."""


@contextmanager
def communications(on: date) -> Iterator["QuerySet[Permit]"]:
    """Give the permits issued, communicated or to communicate, while the whole platform is shown.

    A renewal is there when it was communicated: that it must be is not written. `is_late` tells those that took, or
    are taking, more days than the rules of the day `on` say: none, where they say nothing. What is made of the rows
    must be made inside.
    """
    days = pilot_rules(on).term(LawRule.COMMUNICATION_DAYS)
    with whole_platform(reason="the ministry receives by law the communications of permits, without cases"):
        rows = Permit.objects.unscoped(reason="communications to the ministry").filter(
            Q(previous__isnull=True) | Q(communicated_on__isnull=False),
            kind=PermitKind.ART_18_TER,
            state__in=PERMIT_GRANTED,
        )
        yield rows.annotate(is_late=_is_late(days, on)).select_related("body").only(*SHOWN)


def _is_late(days: int | None, on: date) -> "Value | ExpressionWrapper[Q]":
    """Ask of a permit whether its communication takes more than so many days; never, without a term."""
    if days is None:
        return Value(value=False, output_field=BooleanField())
    told_on = Coalesce(F("communicated_on"), on)
    return ExpressionWrapper(Q(issued_on__lt=told_on - timedelta(days=days)), output_field=BooleanField())
