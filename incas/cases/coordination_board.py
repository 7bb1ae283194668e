# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the coordination of the pilot puts on the Scrivania: how many, never which."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.accounts.models import User
from incas.cases import rules
from incas.cases.choices.pilot import CriticalityState, Turn
from incas.cases.doors import scope_of
from incas.cases.models import Criticality, EvaluationAnswer, EvaluationQuestion, Thread
from incas.cases.queries.threads import with_turn
from incas.notifications.board import Waiting, register_board


def questions_to_answer(user: User, _at: datetime) -> Iterator[Waiting]:
    """Questions on cases in which the other side wrote last, for who may answer. One query and its scope."""
    if not rules.see_cases(user):
        return
    turn = Turn.COORDINATION if rules.coordinate_cases(user) else Turn.SERVICE
    with scope_of(user):
        count = with_turn(Thread.objects.visible_to(user)).filter(turn=turn).count()  # type: ignore[misc]  # annotated
    if count:
        title = ngettext("%(count)s domanda su un caso", "%(count)s domande sui casi", count)
        yield Waiting(
            verb=_("Rispondi"),
            title=title % {"count": count},
            url=f"{reverse('cases:threads')}?turn={turn.value}",
            detail=_("Chi ha scritto per ultimo aspetta una risposta."),
        )


def criticalities_waiting(user: User, _at: datetime) -> Iterator[Waiting]:
    """Criticalities to correct, for their service; to verify, for the specialists. Two queries at most."""
    if not rules.raise_criticalities(user):
        return
    is_specialist = rules.coordinate_cases(user)
    state = CriticalityState.CORRECTED if is_specialist else CriticalityState.OPEN
    count = Criticality.objects.visible_to(user).filter(state=state).count()
    if not count:
        return
    if is_specialist:
        title = ngettext("%(count)s correzione da verificare", "%(count)s correzioni da verificare", count)
    else:
        title = ngettext("%(count)s criticità da correggere", "%(count)s criticità da correggere", count)
    yield Waiting(
        verb=_("Verifica") if is_specialist else _("Correggi"),
        title=title % {"count": count},
        url=f"{reverse('cases:criticalities')}?state={state.value}",
        detail=_("Progetto pilota"),
    )


def evaluation_to_answer(user: User, _at: datetime) -> Iterator[Waiting]:
    """Questions of the evaluation that the own service has not answered, for who supervises it. Two queries."""
    if not rules.supervise_service(user):
        return
    answered = EvaluationAnswer.objects.visible_to(user).values("question")
    count = EvaluationQuestion.objects.filter(is_retired=False).exclude(pk__in=answered).count()
    if count:
        title = ngettext("%(count)s domanda di valutazione", "%(count)s domande di valutazione", count)
        yield Waiting(
            verb=_("Rispondi"),
            title=title % {"count": count},
            url=reverse("cases:evaluation"),
            detail=_("Progetto pilota"),
        )


register_board(waiting=questions_to_answer)
register_board(waiting=criticalities_waiting)
register_board(waiting=evaluation_to_answer)
