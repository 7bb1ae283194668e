# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The doors of the pages of the pilot: those of `core.pages`, inside the person's own scope, with the ledger written.

`case_page` opens a row of a case by its code: 404 unless visible, 403 unless allowed, and a line in the ledger before
anything is shown. `pilot_page` opens a page about many cases. What is answered is never kept by a browser or a proxy,
and covers itself on screen after `hide_minutes` without activity, or at Esc pressed twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from incas.accounts.models import User
from incas.cases.choices.access import Part
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.ledger import bodies_read_by, note_list_reading, note_reading, note_transfer_reading
from incas.cases.models import CaseRecord, Transfer, served_by
from incas.cases.rules import case_of
from incas.cases.tenancy import COORDINATION, NOBODY, OWN, scope
from incas.core.pages import Rule, View, object_page, page
from incas.organisations.choices import Role

RecordT = TypeVar("RecordT", bound=CaseRecord)


@contextmanager
def scope_of(user: User) -> Iterator[None]:
    """Show the cases a person may be shown: their service's, all without identities to a specialist, else none."""
    bodies = served_by(user)
    level = OWN if bodies else COORDINATION if Role.SPECIALIST in user.acting_roles else NOBODY
    with scope(level, bodies=bodies, actor_id=user.pk):
        yield


def case_page(
    model: type[RecordT], *, allowed: Rule, part: Part, related: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Give the view the row its code names, inside the person's scope; write the reading down first."""

    def decorate(view: View) -> View:
        @object_page(model, allowed=allowed, key="code", related=related)
        @wraps(view)
        def read(request: HttpRequest, record: RecordT, *args: Any, **kwargs: Any) -> HttpResponseBase:
            note_reading(case=case_of(record), part=part, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # behind sign-in
            return view(request, record, *args, **kwargs)

        return _inside_scope(read)

    return decorate


def transfer_page(*, allowed: Rule) -> Callable[[View], View]:
    """Give the view the transfer its code names, to either side: who receives does not see the case it is of."""

    def decorate(view: View) -> View:
        @object_page(Transfer, allowed=allowed, key="code", related=("body", "to_body"))
        @wraps(view)
        def read(request: HttpRequest, transfer: Transfer, *args: Any, **kwargs: Any) -> HttpResponseBase:
            note_transfer_reading(transfer=transfer, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # behind sign-in
            return view(request, transfer, *args, **kwargs)

        return _inside_scope(read)

    return decorate


def pilot_page(*, allowed: Rule, part: Part | None = None) -> Callable[[View], View]:
    """Open a page about many cases, inside the person's scope; `part` is what the ledger says was read (None: none)."""

    def decorate(view: View) -> View:
        @page(allowed=allowed)
        @wraps(view)
        def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if part is not None:
                bodies = bodies_read_by(request.user)  # type: ignore[arg-type]  # behind sign-in
                note_list_reading(body_ids=bodies, part=part, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # behind sign-in
            return view(request, *args, **kwargs)

        return _inside_scope(read)

    return decorate


def _inside_scope(view: View) -> View:
    @wraps(view)
    def scoped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.hides_after = hide_minutes  # type: ignore[attr-defined]  # what the frame of the page asks for
        with scope_of(request.user):  # type: ignore[arg-type]  # behind sign-in
            response = view(request, *args, **kwargs)
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = list(response)  # read while the scope shows its rows
        add_never_cache_headers(response)
        return response

    return scoped


def hide_minutes() -> int:
    """After how many minutes without activity a page of cases covers itself."""
    return pilot_rules(timezone.localdate()).one(LawRule.HIDE_MINUTES)
