# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who is told what when a claim moves. A message carries a title, a line and an address: no supplier, no person."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.core import writing
from incas.finance.models import Claim
from incas.notifications.kinds import register_kinds
from incas.notifications.operations import notify
from incas.organisations.choices import Role
from incas.organisations.models import Membership

register_kinds(
    {
        "claim_submitted": gettext_lazy("Domanda di rimborso inviata"),
        "claim_returned": gettext_lazy("Domanda di rimborso restituita"),
        "claim_checked": gettext_lazy("Controllo di una domanda concluso"),
        "claim_to_certify": gettext_lazy("Domanda da certificare"),
        "claim_certified": gettext_lazy("Domanda certificata"),
        "claim_reopened": gettext_lazy("Controllo di una domanda riaperto"),
    }
)


def tell_the_tutor(key: int, *, at: datetime) -> None:
    """Tell the tutor of the project that a claim was sent."""
    claim = Claim.objects.select_related("project__body", "project__tutor").get(pk=key)
    if claim.project.tutor is not None:
        title = _("%(claim)s inviata da %(body)s") % {"claim": claim, "body": claim.project.body}
        _send([claim.project.tutor], "claim_submitted", title, _due(claim), claim, at=at)


def tell_the_comune(key: int, *, kind: str, at: datetime) -> None:
    """Tell who keeps the accounts of the Comune, and who leads its project, what became of a claim."""
    claim = Claim.objects.select_related("project__body").get(pk=key)
    sayings = {
        "claim_returned": _("%(claim)s restituita: ci sono cose da correggere"),
        "claim_checked": _("%(claim)s: controllo concluso"),
        "claim_certified": _("%(claim)s certificata"),
    }
    people = _holders(claim.project.body_id, Role.FINANCE_OFFICER, Role.PROJECT_MANAGER, at=at)
    text = claim.return_reason if kind == "claim_returned" else _admitted(claim)
    _send(people, kind, sayings[kind] % {"claim": claim}, text, claim, at=at)


def tell_the_ministry(key: int, *, at: datetime) -> None:
    """Tell who certifies that the control of a claim has ended."""
    claim = Claim.objects.select_related("project__body").get(pk=key)
    people = _holders(None, Role.MINISTRY_OFFICER, at=at)
    title = _("%(claim)s di %(body)s da certificare") % {"claim": claim, "body": claim.project.body}
    _send(people, "claim_to_certify", title, _due(claim), claim, at=at)


def tell_who_checked(key: int, *, reason: str, at: datetime) -> None:
    """Tell who checked a claim that the ministry has opened its control again."""
    claim = Claim.objects.select_related("project__body", "taken_by").get(pk=key)
    if claim.taken_by is not None:
        title = _("%(claim)s di %(body)s: controllo riaperto") % {"claim": claim, "body": claim.project.body}
        _send([claim.taken_by], "claim_reopened", title, reason, claim, at=at)


def _holders(body_id: int | None, *roles: Role, at: datetime) -> list[User]:
    """Find the people in force with one of these roles, in a body or in any."""
    memberships = Membership.objects.in_force(timezone.localdate(at)).filter(role__in=roles)
    if body_id is not None:
        memberships = memberships.filter(body=body_id)
    return list(User.objects.filter(pk__in=memberships.values("user")))


def _send(people: list[User], kind: str, title: str, text: str, claim: Claim, *, at: datetime) -> None:
    notify(recipients=people, kind=kind, title=title, text=text, url=reverse("finance:claim", args=(claim.pk,)), at=at)


def _due(claim: Claim) -> str:
    """Say by when what waits now should be done."""
    return _("Entro %(day)s.") % {"day": writing.long_day(claim.due_on, "il")} if claim.due_on else ""


def _admitted(claim: Claim) -> str:
    """Say how much was admitted of how much was asked."""
    return _("Ammessi %(admitted)s su %(claimed)s richiesti.") % {
        "admitted": writing.euro(claim.admitted_total),
        "claimed": writing.euro(claim.claimed_total),
    }
