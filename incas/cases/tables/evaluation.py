# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The evaluation as a file: one line for each answer; a question nobody answered has a line of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from incas.cases.queries.evaluation import AnsweredQuestion
from incas.core.exports import Field, Sheet
from incas.core.kinds import Kind

FIELDS = (
    Field(_("Domanda"), width=60),
    Field(_("Cifra accanto")),
    Field(_("Comune"), width=36),
    Field(_("Voto da 1 a 5"), Kind.INTEGER),
    Field(_("Risposta"), width=80),
    Field(_("Data"), Kind.DATE),
)


def evaluation_sheet(asked: Iterable[AnsweredQuestion]) -> Sheet:
    """Write questions and answers as one table."""
    return Sheet(str(_("Valutazione")), FIELDS, _lines(asked))


def _lines(asked: Iterable[AnsweredQuestion]) -> Iterator[tuple[Any, ...]]:
    for each in asked:
        head = (each.question.text, each.question.indicator)
        if not each.answers:
            yield (*head, None, None, None, None)
        for answer in each.answers:
            yield (*head, answer.body.name, answer.rating, answer.text, answer.answered_on)
