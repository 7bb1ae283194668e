# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the Scrivania shows of people and bodies: whom to confirm, which bodies want an administrator, one's term."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.notifications.board import Deadline, Waiting, register_board, register_turns
from incas.organisations.acting import act_for
from incas.organisations.choices import MembershipState
from incas.organisations.models import CONFIRMED_FOR, Membership
from incas.organisations.queries.memberships import bodies_without_administrator, memberships_to_confirm
from incas.organisations.rules import manage_bodies

TERM_SHOWN_FOR = timedelta(days=60)
"""How long before its end the term of one's own membership is shown."""


def waiting(user: User, at: datetime) -> Iterator[Waiting]:
    """Give the people to confirm; to who runs the programme also the bodies without an administrator. Two queries."""
    today = timezone.localdate(at)
    due = memberships_to_confirm(user, on=today).aggregate(count=Count("pk"), first=Min("confirmed_on"))
    if due["count"]:
        title = ngettext("%(count)s persona da confermare", "%(count)s persone da confermare", due["count"])
        yield Waiting(
            verb=_("Conferma"),
            title=title % {"count": due["count"]},
            url=reverse("organisations:confirm_people"),
            due_on=due["first"] + CONFIRMED_FOR - timedelta(days=1),
            detail=_("Chi non viene confermato perde l'accesso."),
        )
    if manage_bodies(user):
        count = bodies_without_administrator(on=today).count()
        if count:
            title = ngettext("%(count)s ente senza amministratore", "%(count)s enti senza amministratore", count)
            yield Waiting(
                verb=_("Nomina"),
                title=title % {"count": count},
                url=f"{reverse('organisations:bodies')}?has_administrator=false",
            )


def deadlines(user: User, at: datetime) -> Iterator[Deadline]:
    """Give the day on which one's own role in the body one acts for comes to its term, within two months. One query."""
    if user.acting_body_id is None:
        return
    today = timezone.localdate(at)
    ending = Membership.objects.filter(
        user=user,
        body_id=user.acting_body_id,
        state=MembershipState.ACTIVE,
        ends_on__range=(today, today + TERM_SHOWN_FOR),
    ).aggregate(last=Max("ends_on"))["last"]
    if ending is not None:
        yield Deadline(
            due_on=ending,
            title=_("Termina il proprio ruolo per %(body)s") % {"body": user.acting_body_name},
            url=reverse("organisations:profile"),
        )


def in_each_body(user: User, at: datetime) -> Iterator[int]:
    """Have a person act for each of their bodies in turn, for who gathers what concerns them everywhere."""
    today = timezone.localdate(at)
    for body_id in list(act_for(user, on=today).bodies):
        act_for(user, on=today, body_id=body_id)
        yield body_id


register_board(waiting=waiting, deadlines=deadlines)
register_turns(in_each_body)
