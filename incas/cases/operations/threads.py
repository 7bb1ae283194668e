# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Questions and answers between a service and the specialists, on the code of a case. Words are sealed, names refused.

The specialists write too, without ever seeing who the person is: what they write is not compared with the identity,
which their scope does not hold.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.anonymity import tells_identity
from incas.cases.messages import tell_of_post
from incas.cases.models import Case, Identity, Post, Thread, served_by
from incas.cases.refusals import Refused


class ThreadRefused(Refused):
    """What was written cannot be sent; the message says why and what to change, in Italian."""


@transaction.atomic
def ask(*, case: Case, subject: str, text: str, by: User, at: datetime) -> Thread:
    """Ask a question on a case; the other side is told. Raises ThreadRefused for a text that names the person."""
    _refuse_names(case, by=by, subject=subject, text=text)
    thread = Thread(case=case, body_id=case.body_id, opened_at=at, last_post_at=at)
    thread.subject = subject
    thread.save()
    _post(thread, text, by=by, at=at)
    record(case, "asked", by=by, at=at, after={"thread": thread.code})
    return thread


@transaction.atomic
def answer(*, thread: Thread, text: str, by: User, at: datetime) -> Post:
    """Answer in a thread, from either side; one that was settled is open again. Raises ThreadRefused as above."""
    thread = _locked(thread)
    _refuse_names(thread.case, by=by, text=text)
    thread.last_post_at, thread.is_settled = at, False
    thread.save(update_fields=["last_post_at", "is_settled"])
    post = _post(thread, text, by=by, at=at)
    record(thread.case, "answered", by=by, at=at, after={"thread": thread.code})
    return post


@transaction.atomic
def settle(*, thread: Thread, by: User, at: datetime) -> Thread:
    """Say that a question has its answer, from either side. Twice it changes nothing."""
    thread = _locked(thread)
    if not thread.is_settled:
        thread.is_settled = True
        thread.save(update_fields=["is_settled"])
        record(thread.case, "thread_settled", by=by, at=at, after={"thread": thread.code})
    return thread


def _locked(thread: Thread) -> Thread:
    found = Thread.objects.unscoped(reason="locked by its own operation").select_related("case")
    return found.select_for_update(of=("self",)).get(pk=thread.pk)


def _post(thread: Thread, text: str, *, by: User, at: datetime) -> Post:
    post = Post(
        case=thread.case,
        body_id=thread.body_id,
        thread=thread,
        author=by,
        is_from_service=thread.body_id in served_by(by),
        at=at,
    )
    post.text = text
    post.save()
    transaction.on_commit(partial(tell_of_post, post.pk, at=at))
    return post


def _refuse_names(case: Case, *, by: User, **texts: str) -> None:
    """Refuse texts that name the person or their family, within the service's own scope alone.

    The words found are not repeated: a supervisor who may not open the identity reads this too.
    """
    if case.body_id not in served_by(by):
        return
    family = Identity.objects.unscoped(reason="a text is compared with who must not be named in it")
    identities = [found.sealed for found in family.filter(person__family__persons__case=case)]
    for field, text in texts.items():
        if tells_identity(text, identities):
            message = _(
                "Qui c'è il nome, il cognome o il codice fiscale della persona o di un familiare: "
                "scrivere «la persona», «il figlio», oppure il codice del caso."
            )
            raise ThreadRefused(message, field)
