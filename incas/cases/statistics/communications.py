# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The communications of permits to the ministry (art. 18-ter c. 3 T.U.I.): Comune, days, reference. No case, no person.

It is all that the ministry sees of single permits. How many days make a communication late is configuration
(`communication_days`): the law gives no term.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
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
    are taking, more days than the rules of the day `on` say. What is made of the rows must be made inside.
    """
    days = timedelta(days=pilot_rules(on).one(LawRule.COMMUNICATION_DAYS))
    with whole_platform(reason="the ministry receives by law the communications of permits, without cases"):
        rows = Permit.objects.unscoped(reason="communications to the ministry").filter(
            Q(previous__isnull=True) | Q(communicated_on__isnull=False),
            kind=PermitKind.ART_18_TER,
            state__in=PERMIT_GRANTED,
        )
        is_late = ExpressionWrapper(
            Q(issued_on__lt=Coalesce(F("communicated_on"), on) - days), output_field=BooleanField()
        )
        yield rows.annotate(is_late=is_late).select_related("body").only(*SHOWN)
