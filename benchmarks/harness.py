# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What measurements share: requests through the whole stack, interleaved rounds, medians.

The things compared are measured in turn, round after round, so that what else the machine does weighs on all of them
alike; the median of the ratios is then steadier than the times. Nothing is asserted: figures are printed, and read by
people.

page = request_of("/spese/", user) print_figures(measured({"R": bare_list.request(user), "expenses": page}), unit="R")
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incas.accounts.models import User
from incas.organisations.acting import act_for
from incas.organisations.choices import AreaKind, Role
from incas.organisations.models import Territory
from tests.organisations.factories import BodyFactory, MembershipFactory
from tests.personas import sign_in

ROUNDS = 60
WARM_UP = 5
Call = Callable[[], object]


def somebody() -> User:
    """A person to sign in as: a finance officer of a Comune, all invented."""
    user = User.objects.filter(email="misura@example.invalid").first()
    if user is None:
        user = User.objects.create_user("misura@example.invalid", first_name="Mia", last_name="Misura")
        place = Territory.objects.filter(kind=AreaKind.COMUNE).first()
        there = {"territory": place} if place else {}  # where real territories are loaded, no invented one beside them
        body = BodyFactory(name="Comune di Misura", **there)  # type: ignore[no-untyped-call]  # factory-boy has no types
        MembershipFactory(user=user, body=body, role=Role.FINANCE_OFFICER)  # type: ignore[no-untyped-call]  # nor here
    return act_for(user, on=timezone.localdate())


def session_of(user: User) -> str:
    """Open a session as signing in does, and give its key."""
    return str(sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value)


def request_of(path: str, user: User, *, middleware: list[str] | None = None) -> Callable[[], bytes]:
    """Give a function that asks for a page as a server does, signed in, and reads it to its end.

    `middleware` replaces the platform's own. Raises RuntimeError unless the answer is 200.
    """
    with override_settings(MIDDLEWARE=settings.MIDDLEWARE if middleware is None else middleware):
        handler = WSGIHandler()
    route, _mark, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": route,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session_of(user)}",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }

    def ask() -> bytes:
        statuses: list[str] = []

        def begin(status: str, _headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _content: None  # WSGI's old way of writing, which nobody uses

        answer = handler({**environ, "wsgi.input": BytesIO()}, begin)
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        if not statuses[0].startswith("200"):
            message = f"{path}: {statuses[0]}"
            raise RuntimeError(message)
        return content

    return ask


def work_clock() -> Callable[[], float]:
    """Give a clock of the seconds that the processor works for this process and for its server process.

    Where the server is on another machine, or the system does not tell, only this process is counted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")  # nanoseconds at work, nanoseconds waiting, turns

    def at_work() -> float:
        return time.process_time() + (int(told.read_text().split()[0]) / 1e9 if told.exists() else 0)

    return at_work


def measured(
    calls: Mapping[str, Call], rounds: int = ROUNDS, *, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Measure calls in turn; give the milliseconds of each round of each, by this clock."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        for _ in range(WARM_UP):
            call()
    gc.collect()
    for _ in range(rounds):
        for name, call in calls.items():
            begun = clock()
            call()
            times[name].append(1000 * (clock() - begun))
    return times


def queries_of(call: Call) -> int:
    """Count the questions a call asks the database."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def print_figures(times: Mapping[str, list[float]], *, unit: str) -> None:
    """Print medians, the spread of the middle half, and the median of each round's ratio to the unit."""
    width = max(len(name) for name in times)
    print(f"{'':{width}}  median ms   middle half   in {unit}")
    for name, each in times.items():
        first, median, third = statistics.quantiles(each, n=4)
        ratio = statistics.median(one / base for one, base in zip(each, times[unit], strict=True))
        print(f"{name:{width}}  {median:9.1f}  {first:5.1f} – {third:5.1f}  {ratio:6.2f}")
