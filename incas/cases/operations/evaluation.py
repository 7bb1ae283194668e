# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of the pilot: questions in their order, what each service answers. No case is named."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.models import EvaluationAnswer, EvaluationQuestion
from incas.cases.operations.criticalities import refuse_codes
from incas.organisations.models import Body


@transaction.atomic
def add_question(
    *,
    text: str,
    help: str,  # noqa: A002 (the field's name)
    indicator: str,
    position: int,
    by: User,
    at: datetime,
) -> EvaluationQuestion:
    """Add a question; `indicator` names the figure shown beside it (empty: none)."""
    question = EvaluationQuestion.objects.create(text=text, help=help, indicator=indicator, position=position)
    record(question, "created", by=by, at=at)
    return question


@transaction.atomic
def change_question(
    *,
    question: EvaluationQuestion,
    text: str,
    help: str,  # noqa: A002 (the field's name)
    indicator: str,
    position: int,
    is_retired: bool,
    by: User,
    at: datetime,
) -> EvaluationQuestion:
    """Change or retire a question: the answers it has stay. The same again changes nothing."""
    found = EvaluationQuestion.objects.select_for_update().get(pk=question.pk)
    values = {"text": text, "help": help, "indicator": indicator, "position": position, "is_retired": is_retired}
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save()
        record(found, "changed", by=by, at=at, after={"fields": changed})
    return found


@transaction.atomic
def answer_question(
    *, question: EvaluationQuestion, body: Body, text: str, rating: int | None, by: User, at: datetime
) -> EvaluationAnswer:
    """Answer for a service; again, it takes the place of what was answered. The same again changes nothing.

    Raises CriticalityRefused for a text that names a case.
    """
    refuse_codes(text=text)
    found = EvaluationAnswer.objects.select_for_update().filter(question=question, body=body).first()
    if found is not None and (found.text, found.rating) == (text, rating):
        return found
    values = {"text": text, "rating": rating, "answered_on": timezone.localdate(at), "answered_by": by}
    answered, _made = EvaluationAnswer.objects.update_or_create(question=question, body=body, defaults=values)
    record(question, "evaluated", by=by, at=at, after={"body": body.name, "rating": rating})
    return answered
