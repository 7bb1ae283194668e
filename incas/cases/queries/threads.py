# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Questions on cases: whose turn it is, those of one case, the messages of one."""

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery, Value, When

from incas.cases.choices.pilot import Turn
from incas.cases.models import Case, Post, Thread

SHOWN = 50
"""How many threads a case shows; the page of all questions has the rest."""


def with_turn(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Add to each thread whose turn it is (`Turn`): of the side that did not write last; of nobody once settled."""
    last = Post.objects.scoped().filter(thread=OuterRef("pk")).order_by("-at", "-pk").values("is_from_service")[:1]
    return threads.annotate(last_is_from_service=Subquery(last)).annotate(
        turn=models.Case(  # type: ignore[no-redef]  # declared on the model, so that its chip can read it
            When(is_settled=True, then=Value(Turn.SETTLED)),
            When(last_is_from_service=True, then=Value(Turn.COORDINATION)),
            default=Value(Turn.SERVICE),
            output_field=models.CharField(),
        )
    )


def threads_of(case: Case) -> QuerySet[Thread]:
    """List the questions on a case: open first, then the newest."""
    return with_turn(Thread.objects.scoped().filter(case=case)).order_by("is_settled", "-last_post_at", "-pk")[:SHOWN]


def posts_of(thread: Thread) -> QuerySet[Post]:
    """List the messages of a thread as they were written."""
    return thread.posts.select_related("author")
