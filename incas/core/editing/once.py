# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A form sent twice does its work once.

Each form carries a key. The key is stored in the transaction of the work: a second sending waits for the first to
end, then leads where the first led. If the first failed nothing was stored, and the second does the work.
"""

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

from incas.core.models import Submission

KEY = "chiave"
NOT_CONTENT = frozenset({KEY, "csrfmiddlewaretoken", "versione"})


class AlreadySent(Exception):
    """The same form had been sent: `url` is where the first sending led."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class KeySpent(Exception):
    """The key was used for other content: somebody went back to a page already sent and wrote something else."""


def owner_of(request: HttpRequest) -> int:
    """The key of who sends the form. Somebody signed out has none, and no form of ours."""
    if request.user.pk is None:
        raise PermissionDenied
    return request.user.pk


def key_of(request: HttpRequest) -> UUID:
    """Read the key of a form that was sent; a form without one gets a key of its own, and no protection."""
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return uuid4()


def spend(key: UUID, *, owner_id: int, fingerprint: str) -> Submission:
    """Store the key, inside the transaction of the work; the outcome's address is set once it is known.

    Raises AlreadySent when this very form was sent before, KeySpent when it was sent with other content.
    """
    submission, is_first = Submission.objects.get_or_create(
        key=key, defaults={"owner_id": owner_id, "fingerprint": fingerprint, "outcome_url": ""}
    )
    if is_first:
        return submission
    if submission.owner_id != owner_id:
        message = "the key of a form belongs to somebody else"
        raise SuspiciousOperation(message)
    if submission.fingerprint != fingerprint:
        raise KeySpent
    raise AlreadySent(submission.outcome_url)


def fingerprint_of(request: HttpRequest) -> str:
    """Summarise what was sent and where to, files by name and size: an HMAC in hexadecimal.

    Keyed: it is stored in clear, and must not tell whether a form named somebody to who tries names against it.
    """
    digest = salted_hmac("incas.core.editing.once", request.path, algorithm="sha256")
    for name, values in sorted(content_of(request.POST).items()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        digest.update(repr((name, [(file.name, file.size) for file in files])).encode())
    return digest.hexdigest()


def content_of(sent: QueryDict) -> dict[str, list[str]]:
    """Keep what the person wrote, without what the page added."""
    return {name: list(map(str, values)) for name, values in sent.lists() if name not in NOT_CONTENT}
