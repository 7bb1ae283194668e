# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What falls due in the cases, gathered from their tables by a view of the database: nothing is stored twice."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.cases import Phase
from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.permits import ReviewReason
from incas.cases.models.base import CaseRecordQuerySet
from incas.cases.models.cases import Case
from incas.cases.models.services import served_by
from incas.core.labels import Labelled
from incas.core.privacy import Retention, classified
from incas.organisations.choices import Role
from incas.organisations.models import Body


class ExpiryQuerySet(CaseRecordQuerySet["Expiry"]):  # type: ignore[type-var]  # a view's rows, read as rows of cases are
    """What falls due."""

    def visible_to(self, user: User) -> Self:
        """Show what falls due in the cases one may see and that are open; of the lapsing grants, one's own.

        The supervisor of a service sees the grants of everybody in it: whoever confirms them.
        """
        found = super().visible_to(user).exclude(case__phase=Phase.CLOSED)
        if bodies := served_by(user):
            found = found.filter(body_id__in=bodies)
        if Role.CASE_SUPERVISOR in user.acting_roles:
            return found
        return found.filter(~Q(kind=ExpiryKind.GRANT) | Q(user_id=user.pk))

    def between(self, first: date, last: date) -> Self:
        """Keep what falls due from a day to a day, both included."""
        return self.filter(due_on__gte=first, due_on__lte=last)


@classified(retention=Retention.CASE, open="body case kind due_on", special="has_receipt reason", identifying="user_id")
class Expiry(Labelled):
    """Something that falls due in a case, on a day: a permit, a review, a check, a grant. A view, read only.

    `has_receipt`: of a permit, that its renewal was requested. `reason`: of a review, why it is to be done. `user_id`:
    of a grant, whose it is. Row-level security of the tables beneath holds (`security_invoker`).
    """

    id = models.CharField(primary_key=True, max_length=40)
    body = models.ForeignKey(Body, on_delete=models.DO_NOTHING, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.DO_NOTHING, related_name="+")
    kind = models.CharField(_("che cosa"), max_length=16, choices=ExpiryKind)
    due_on = models.DateField(_("giorno"))
    has_receipt = models.BooleanField(default=False)
    user_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24, choices=ReviewReason, blank=True)

    objects = ExpiryQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "cases_expiry"
        verbose_name = _("scadenza")
        verbose_name_plural = _("scadenze")

    def __str__(self) -> str:
        return self.id

    @property
    def told(self) -> str:
        """What falls due; of a review, the reason with it."""
        kind = str(self.get_kind_display())
        if not self.reason:
            return kind
        reason = str(ReviewReason(self.reason).label)
        return f"{kind}: {reason[:1].lower()}{reason[1:]}"
