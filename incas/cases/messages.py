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
from incas.cases.models import Case, CaseReview, Grant, Permit, PilotService, Post
from incas.cases.queries.staff import controllers_of, staff_of, supervisors_of
from incas.cases.tenancy import whole_platform
from incas.core import writing
from incas.core.writing import long_day
from incas.notifications.kinds import register_kinds
from incas.notifications.models import Message
from incas.notifications.operations import notify
from incas.organisations.choices import Role
from incas.organisations.models import Membership

register_kinds(
    {
        "case_expiry": gettext_lazy("Scadenza in un caso"),
        "case_review": gettext_lazy("Verifica da fare in un caso"),
        "case_summary": gettext_lazy("Riepilogo mensile del servizio"),
        "case_access": gettext_lazy("Accesso a un caso autorizzato o in scadenza"),
        "case_transfer": gettext_lazy("Invio o trasferimento di un caso"),
        "case_emergency": gettext_lazy("Accesso di emergenza a un caso"),
        "case_thread": gettext_lazy("Domanda o risposta su un caso"),
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


def tell_of_post(key: int, *, at: datetime) -> None:
    """Tell the other side that there is something new in a question on a case."""
    with whole_platform(reason="the other side is told of a message"):
        found = Post.objects.unscoped(reason="told after the commit").select_related("thread", "case__service")
        post = found.get(pk=key)
        notify(
            recipients=specialists(at=at) if post.is_from_service else who_can_act(post.case, at=at),
            kind="case_thread",
            title=_("Caso %(code)s: c'è un messaggio nuovo in una domanda") % {"code": post.case.code},
            url=reverse("cases:thread", args=[post.thread.code]),
            at=at,
        )


def specialists(*, at: datetime) -> list[User]:
    """Find who coordinates the pilot as a specialist."""
    memberships = Membership.objects.in_force(timezone.localdate(at)).filter(role=Role.SPECIALIST)
    return list(User.objects.filter(pk__in=memberships.values("user"), is_active=True).order_by("pk"))


def tell_summary(service: PilotService, *, at: datetime) -> bool:
    """Tell the supervisors of a service that the summary of the month is there, each once a month; whether anyone was.

    The message carries neither counts nor codes: they are on the page, for who may read them.
    """
    today = timezone.localdate(at)
    title = _("%(service)s: il riepilogo di %(month)s %(year)s") % {
        "service": service.body.name,
        "month": writing.MONTHS[today.month - 1],
        "year": today.year,
    }
    told = Message.objects.filter(kind="case_summary", title=title[:200]).values_list("recipient", flat=True)
    people = supervisors_of(service.body_id, on=today).exclude(pk__in=told)
    return bool(notify(recipients=people, kind="case_summary", title=title, url=reverse("cases:summary"), at=at))


def who_can_act(case: Case, *, at: datetime) -> list[User]:
    """Find who holds a grant in force on a case and works in its service, and the service's supervisors."""
    today = timezone.localdate(at)
    grants = Grant.objects.unscoped(reason="who can act is told").in_force(at).filter(case=case)
    team = staff_of(case.body_id, on=today).filter(pk__in=list(grants.values_list("user", flat=True)))
    supervisors = supervisors_of(case.body_id, on=today)
    return list(User.objects.filter(Q(pk__in=team.values("pk")) | Q(pk__in=supervisors.values("pk"))).order_by("pk"))


def tell_access_granted(user_id: int, *, code: str, at: datetime) -> None:
    """Tell a person that they may open a case."""
    notify(
        recipients=User.objects.filter(pk=user_id),
        kind="case_access",
        title=_("Caso %(code)s: accesso autorizzato") % {"code": code},
        url=reverse("cases:case", args=[code]),
        at=at,
    )


def tell_access_lapses(user_id: int, *, code: str, lapses_at: datetime, at: datetime) -> None:
    """Tell a person that they are about to lose access to a case, unless the supervisor confirms it."""
    notify(
        recipients=User.objects.filter(pk=user_id),
        kind="case_access",
        title=_("Caso %(code)s: l'accesso sta per cessare") % {"code": code},
        text=_("Cessa %(day)s, salvo conferma di chi coordina il servizio.")
        % {"day": long_day(timezone.localdate(lapses_at), "il")},
        url=reverse("cases:case", args=[code]),
        at=at,
    )


def tell_of_emergency(body_id: int, *, code: str, by_id: int, at: datetime) -> None:
    """Tell the controller and the other supervisors of the Comune that a case was opened in an emergency.

    Who administers the Comune opens no case: their message leads to their messages.
    """
    today = timezone.localdate(at)
    title = _("Caso %(code)s: accesso di emergenza") % {"code": code}
    text = _("Aperto da chi coordina il servizio. Il motivo è scritto nel caso, le letture nel registro.")
    supervisors = list(supervisors_of(body_id, on=today).exclude(pk=by_id))
    notify(
        recipients=supervisors,
        kind="case_emergency",
        title=title,
        text=text,
        url=reverse("cases:access", args=[code]),
        at=at,
    )
    known = {person.pk for person in supervisors} | {by_id}
    notify(
        recipients=controllers_of(body_id, on=today).exclude(pk__in=known),
        kind="case_emergency",
        title=title,
        text=text,
        url=reverse("notifications:messages"),
        at=at,
    )


def tell_of_transfer(body_id: int, *, code: str, at: datetime) -> None:
    """Tell the supervisors of who receives that a case is proposed to them, by the code of the proposal."""
    notify(
        recipients=supervisors_of(body_id, on=timezone.localdate(at)),
        kind="case_transfer",
        title=_("Invio %(code)s: un caso in arrivo, da accettare o rifiutare") % {"code": code},
        url=reverse("cases:transfer", args=[code]),
        at=at,
    )


def tell_transfer_answered(user_id: int, *, code: str, is_accepted: bool, at: datetime) -> None:
    """Tell who proposed a transfer what was answered."""
    title = _("Caso %(code)s: invio accettato") if is_accepted else _("Caso %(code)s: invio rifiutato")
    notify(
        recipients=User.objects.filter(pk=user_id),
        kind="case_transfer",
        title=title % {"code": code},
        url=reverse("cases:case_transfers", args=[code]),
        at=at,
    )
