# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The evaluation as one reader sees it: questions in order, each with its figure and the answers that reader sees."""

from dataclasses import dataclass
from decimal import Decimal

from incas.accounts.models import User
from incas.cases.models import EvaluationAnswer, EvaluationQuestion


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its answers, by the name of the Comune."""

    question: EvaluationQuestion
    answers: tuple[EvaluationAnswer, ...]

    @property
    def mean_rating(self) -> Decimal | None:
        """The mean of the ratings given, to one decimal."""
        ratings = [answer.rating for answer in self.answers if answer.rating is not None]
        return round(Decimal(sum(ratings)) / len(ratings), 1) if ratings else None


def evaluation_for(user: User) -> list[AnsweredQuestion]:
    """Give the questions in use, and the retired ones that were answered. Three queries at most."""
    answers: dict[int, list[EvaluationAnswer]] = {}
    for answer in EvaluationAnswer.objects.visible_to(user).select_related("body").order_by("body__name"):
        answers.setdefault(answer.question_id, []).append(answer)
    return [
        AnsweredQuestion(question, tuple(answers.get(question.pk, ())))
        for question in EvaluationQuestion.objects.visible_to(user)
        if not question.is_retired or question.pk in answers
    ]
