# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What cases put on the Scrivania and in the personal calendar: codes and counts, never more.

The calendar may be read by others than its owner: no word says what falls due, only where to look. What it is about is
told on the Scrivania alone (`aside`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.cases import rules
from incas.cases.choices.access import TransferState
from incas.cases.choices.cases import ClosureState, Phase
from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.permits import ReviewReason
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.doors import scope_of
from incas.cases.models import (
    Case,
    CaseReview,
    CaseTask,
    Closure,
    Expiry,
    PersonRequest,
    PilotService,
    Programme,
    Transfer,
    served_by,
)
from incas.cases.queries.access import grants_to_confirm
from incas.cases.queries.ledger import REVIEW_EVERY, reviewed
from incas.cases.queries.retention import cases_to_anonymise
from incas.cases.queries.staff import other_supervisors
from incas.notifications.board import Deadline, Waiting, register_board

SHOWN_BEFORE = timedelta(days=90)
MOST_SHOWN = 20


def accesses_to_confirm(user: User, at: datetime) -> Iterator[Waiting]:
    """Accesses that lapse within a month, for who supervises the service. Two queries and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        due = grants_to_confirm(served_by(user), at=at).aggregate(count=Count("pk"), first=Min("lapses_at"))
    if due["count"]:
        title = ngettext(
            "%(count)s accesso a un caso da confermare", "%(count)s accessi a casi da confermare", due["count"]
        )
        yield Waiting(
            verb=_("Conferma"),
            title=title % {"count": due["count"]},
            url=reverse("cases:access_confirm"),
            due_on=timezone.localdate(due["first"]),
            detail=_("Chi non viene confermato non apre più il caso."),
        )


def ledger_to_review(user: User, at: datetime) -> Iterator[Waiting]:
    """The ledger of a service not reviewed for a month, for who supervises it. Two queries and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        told = reviewed(PilotService.objects.all(), served_by(user))
    late = [item for item in told if item.until is None or item.until < at - REVIEW_EVERY]
    for item in late:
        yield Waiting(
            verb=_("Esamina"),
            title=_("Registro delle letture da esaminare"),
            url=reverse("cases:ledger"),
            due_on=timezone.localdate(item.until + REVIEW_EVERY) if item.until else None,
            detail=item.service.name,
        )


def expiries_due(user: User, at: datetime) -> Iterator[Deadline]:
    """Give what falls due in the cases a person works on. One query, and those of the scope."""
    if not rules.work_on_cases(user):
        return
    today = timezone.localdate(at)
    with scope_of(user):
        found = Expiry.objects.visible_to(user).between(today, today + SHOWN_BEFORE).exclude(kind=ExpiryKind.REVIEW)
        rows = list(found.order_by("due_on", "pk").values_list("case__code", "due_on")[:MOST_SHOWN])
    for code, day in rows:
        url = reverse("cases:permits", args=[code])
        yield Deadline(due_on=day, title=_("Caso %(code)s: scadenza") % {"code": code}, url=url)


def reviews_waiting(user: User, _at: datetime) -> Iterator[Waiting]:
    """Give the reviews that a person may settle: of the cases they may open. One query, and those of the scope."""
    if not rules.work_on_cases(user):
        return
    with scope_of(user):
        opened = Case.objects.opened_by(user).exclude(phase=Phase.CLOSED).values("pk")
        found = CaseReview.objects.scoped().filter(case__in=opened, settled_at=None).order_by("due_on", "pk")
        rows = list(found.values_list("case__code", "code", "due_on", "reason")[:MOST_SHOWN])
    for case_code, code, day, reason in rows:
        yield Waiting(
            verb=_("Verifica"),
            title=_("Caso %(code)s") % {"code": case_code},
            url=reverse("cases:review_settle", args=[code]),
            due_on=day,
            aside=str(ReviewReason(reason).label),
        )


def transfers_to_answer(user: User, _at: datetime) -> Iterator[Waiting]:
    """The cases that others propose, for who supervises the service. A query and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        arrived = Transfer.objects.visible_to(user).filter(to_body_id__in=served_by(user))
        waiting = list(
            arrived.filter(state=TransferState.PROPOSED).select_related("body").order_by("proposed_at")[:MOST_SHOWN]
        )
    for transfer in waiting:
        yield Waiting(
            verb=_("Rispondi"),
            title=_("Invio %(code)s: un caso in arrivo") % {"code": transfer.code},
            url=reverse("cases:transfer", args=[transfer.code]),
            detail=_("Da %(body)s") % {"body": transfer.body.name},
        )


def cases_kept_enough(user: User, at: datetime) -> Iterator[Waiting]:
    """The cases to make anonymous, for who supervises the service. Three queries and its scope."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        count = cases_to_anonymise(served_by(user), on=timezone.localdate(at)).count()
    if count:
        title = ngettext("%(count)s caso da rendere anonimo", "%(count)s casi da rendere anonimi", count)
        yield Waiting(
            verb=_("Decidi"),
            title=title % {"count": count},
            url=reverse("cases:retention"),
            detail=_("Chiusi da più tempo di quanto la regola li conserva."),
        )


def cases_to_look_at(user: User, _at: datetime) -> Iterator[Waiting]:
    """Cases reported and not looked at: one's own, or for who supervises those of the service. One query, its scope.

    The urgent ones come first, then the oldest; without a term, so none is in the calendar.
    """
    if not rules.work_on_cases(user):
        return
    with scope_of(user):
        found = Case.objects.visible_to(user).filter(phase=Phase.REPORTED).order_by("-is_urgent", "opened_on", "pk")
        rows = list(found.values_list("code", "is_urgent")[:MOST_SHOWN])
    for code, is_urgent in rows:
        yield Waiting(
            verb=_("Esamina"),
            title=_("Caso %(code)s") % {"code": code},
            url=reverse("cases:case", args=[code]),
            detail=_("Urgente") if is_urgent else "",
            aside=_("Segnalazione da esaminare"),
        )


def closures_to_approve(user: User, at: datetime) -> Iterator[Waiting]:
    """Closures asked, for who supervises the service; one's own where nobody else may decide. Those of `_to_decide`."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        found = Closure.objects.visible_to(user).filter(state=ClosureState.ASKED).order_by("asked_at", "pk")
        rows = list(found.values_list("case__code", "code", "body_id", "asked_by_id")[:MOST_SHOWN])
    yield from _to_decide(rows, "cases:closure_approve", _("Chiusura da approvare"), user, at)


def programmes_to_approve(user: User, at: datetime) -> Iterator[Waiting]:
    """Programmes signed and not approved yet, for who supervises the service, as closures are."""
    if not rules.supervise_service(user):
        return
    with scope_of(user):
        found = Programme.objects.visible_to(user).filter(state=ProgrammeState.SHARED).order_by("signed_on", "pk")
        rows = list(found.values_list("case__code", "code", "body_id", "shared_by_id")[:MOST_SHOWN])
    yield from _to_decide(rows, "cases:programme_approve", _("Programma da approvare"), user, at)


def _to_decide(
    rows: Sequence[tuple[str, str, int, int | None]], url_name: str, aside: str, user: User, at: datetime
) -> Iterator[Waiting]:
    """Give what waits for a decision, but not what the person asked for where somebody else may decide.

    Beside the query of the rows, and those of the scope: one for each service whose own requests are among them.
    """
    own = {body for _case, _code, body, asked_by in rows if asked_by == user.pk}
    elsewhere = {body for body in own if other_supervisors(body, besides=user.pk, on=timezone.localdate(at))}
    for case_code, code, body, asked_by in rows:
        if asked_by == user.pk and body in elsewhere:
            continue
        yield Waiting(
            verb=_("Decidi"),
            title=_("Caso %(code)s") % {"code": case_code},
            url=reverse(url_name, args=[code]),
            aside=aside,
        )


def tasks_and_requests(user: User, _at: datetime) -> Iterator[Waiting]:
    """What one was given to do, and what the persons concerned asked, in the cases one may open.

    A request has a month (art. 12.3 GDPR): anybody of the team answers. Two queries, and those of the scope.
    """
    if not rules.work_on_cases(user):
        return
    with scope_of(user):
        opened = Case.objects.opened_by(user).values("pk")
        tasks = CaseTask.objects.scoped().filter(owner=user.pk, done_at=None, case__in=opened)
        asked = PersonRequest.objects.scoped().filter(answered_on=None, case__in=opened)
        to_do = list(tasks.order_by("due_on", "pk").values_list("case__code", "due_on")[:MOST_SHOWN])
        to_answer = list(asked.order_by("due_on", "pk").values_list("case__code", "due_on")[:MOST_SHOWN])
    for rows, verb, aside, page in (
        (to_do, _("Fai"), _("Attività assegnata"), "cases:diary"),
        (to_answer, _("Rispondi"), _("Richiesta della persona interessata"), "cases:requests"),
    ):
        for code, day in rows:
            title = _("Caso %(code)s") % {"code": code}
            yield Waiting(verb=verb, title=title, url=reverse(page, args=[code]), due_on=day, aside=aside)


register_board(waiting=cases_to_look_at)
register_board(waiting=programmes_to_approve)
register_board(waiting=tasks_and_requests)
register_board(waiting=closures_to_approve)
register_board(waiting=accesses_to_confirm)
register_board(waiting=cases_kept_enough)
register_board(waiting=transfers_to_answer)
register_board(waiting=ledger_to_review)
register_board(waiting=reviews_waiting, deadlines=expiries_due)
