# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who is told what about a case. A message carries the code of the case and nothing else of it.

Messages go out after the transaction of what they tell, or by the clock: outside anybody's scope.
"""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incas.accounts.models import User
from incas.cases.models import Case, CaseReview, Grant, Permit, PilotService
from incas.cases.models.services import WORKS_ON_CASES
from incas.cases.tenancy import whole_platform
from incas.notifications.kinds import register_kinds
from incas.notifications.operations import notify
from incas.organisations.choices import Role
from incas.organisations.models import Membership

register_kinds(
    {
        "case_expiry": gettext_lazy("Scadenza in un caso"),
        "case_review": gettext_lazy("Verifica da fare in un caso"),
    }
)


def tell_of_review(key: int, *, at: datetime) -> None:
    """Tell who can act that a case must be looked at again."""
    with whole_platform(reason="who can act on a case is told of its review"):
        review = CaseReview.objects.unscoped(reason="told after the commit").select_related("case__service").get(pk=key)
        notify(
            recipients=who_can_act(review.case, at=at),
            kind="case_review",
            title=_("Caso %(code)s: c'è una verifica da fare") % {"code": review.case.code},
            url=reverse("cases:permits", args=[review.case.code]),
            at=at,
        )


def tell_of_expiry(permit: Permit, *, days: int, at: datetime) -> None:
    """Tell who can act that something in a case expires in so many days. Inside the whole platform's scope."""
    left = ngettext("fra %(days)s giorno", "fra %(days)s giorni", days) % {"days": days} if days else _("oggi")
    notify(
        recipients=who_can_act(permit.case, at=at),
        kind="case_expiry",
        title=_("Caso %(code)s: una scadenza %(left)s") % {"code": permit.case.code, "left": left},
        url=reverse("cases:permits", args=[permit.case.code]),
        at=at,
    )


def who_can_act(case: Case, *, at: datetime) -> list[User]:
    """Find who holds a grant in force on a case and works in its service, and the service's supervisors."""
    grants = Grant.objects.unscoped(reason="who can act is told").in_force(at).filter(case=case)
    team = Q(role__in=WORKS_ON_CASES, user__in=list(grants.values_list("user", flat=True)))
    return people_of(case.service, team | Q(role=Role.CASE_SUPERVISOR), at=at)


def people_of(service: PilotService, which: Q, *, at: datetime) -> list[User]:
    """Find the people of a service, of its Comune or of the body that runs it, whose memberships are such."""
    bodies = [body for body in (service.body_id, service.operator_id) if body is not None]
    memberships = Membership.objects.in_force(timezone.localdate(at)).filter(which, body__in=bodies)
    return list(User.objects.filter(pk__in=memberships.values("user"), is_active=True).order_by("pk"))
