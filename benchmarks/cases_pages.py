# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the pilot cost in R with 500 cases and with 50,000 (a million measures), and what protects them.

Run with `python -m benchmarks cases_pages`; the rows are kept for the next run. Targets: list of cases, page of a case
and calendar of expiries at most 3 R; with a hundred times the rows at most 1.3 times. Each page is asked for by a
worker (a hundred cases at both sizes), the supervisor of a service (100 and 5,000), a specialist (500 and 50,000).

By the clock, and by the processor: the second, of this process and of its server process, holds on a busy machine.
"""

import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from benchmarks import bare_list
from benchmarks.cases_rows import People, fill, pilot_tables, seal_texts
from benchmarks.finance_pages import in_r
from benchmarks.harness import Call, measured, print_figures, queries_of, request_of, somebody, work_clock
from incas.accounts.models import User
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Phase
from incas.cases.doors import scope_of
from incas.cases.ledger import note_list_reading, note_reading
from incas.cases.models import Case, Identity, served_by
from incas.cases.statistics import compute_figures
from incas.cases.statistics.facts import read_facts
from incas.cases.statistics.kinds import known_kinds
from incas.cases.statistics.tallies import OVERALL, tally
from incas.cases.tenancy import whole_platform
from incas.core.lists.paging import sealed, terms_of

SIZES = (500, 50_000)
ROUNDS = 15
BLOCKS = 5
IN_A_BLOCK = 5
PAGE = 60
REST = 60
"""Seconds between writing and measuring: PostgreSQL still tidies up what was written, beside what is measured."""
DEEP = 9
"""How many pages stand before the tenth."""


def pages(who: People) -> dict[str, Call]:
    """Make the requests to measure, R first."""
    case = shown_case(who.worker)
    asked = {
        "cases": reverse("cases:cases"),
        "cases in programme": f"{reverse('cases:cases')}?phase={Phase.IN_PROGRAMME}",
        "a case": reverse("cases:case", args=[case.code]),
        "its programme": reverse("cases:programme", args=[case.code]),
        "its permit": reverse("cases:permits", args=[case.code]),
        "calendar": reverse("cases:expiries"),
    }
    calls = {"R": bare_list.request(somebody())}
    for name, user in (("worker", who.worker), ("supervisor", who.supervisor), ("specialist", who.specialist)):
        paths = asked | {"cases, deep": deep_page(user)}
        calls |= {f"{page}, {name}": request_of(path, user) for page, path in paths.items()}
    of_worker = {name: reverse(f"cases:{name}", args=[case.code]) for name in ("identity", "diary")}
    of_supervisor = {"ledger": reverse("cases:ledger"), "summary": reverse("cases:summary")}
    calls |= {f"its {name}, worker": request_of(path, who.worker) for name, path in of_worker.items()}
    return calls | {name: request_of(path, who.supervisor) for name, path in of_supervisor.items()}


def shown_case(worker: User) -> Case:
    """Give the newest case in programme of the worker, every text of it sealed for its row."""
    with scope_of(worker):
        case = Case.objects.visible_to(worker).filter(phase=Phase.IN_PROGRAMME).order_by("-pk")[0]
    with whole_platform(reason="measurements"):
        seal_texts(case)
    return case


def deep_page(user: User) -> str:
    """Give the address of the tenth page of the list, or of the last full one where there are fewer."""
    with scope_of(user):
        cases = Case.objects.visible_to(user).order_by("-opened_on", "-pk")
        place = min(DEEP * PAGE, cases.count() - PAGE) - 1
        last = cases[place]
        terms = terms_of(cases, ("-opened_on",))
    return f"{reverse('cases:cases')}?dopo={sealed(last, terms)}"


@contextmanager
def without_policies() -> Iterator[None]:
    """Have the owner of the tables, who is the application, pass over their policies, which are forced otherwise."""
    _alter("NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        _alter("FORCE ROW LEVEL SECURITY")


@contextmanager
def without_history() -> Iterator[None]:
    """Keep nothing of what a changed case was."""
    _alter("DISABLE TRIGGER keeps_past", Case._meta.db_table)
    try:
        yield
    finally:
        _alter("ENABLE TRIGGER keeps_past", Case._meta.db_table)


def _alter(what: str, *tables: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables or pilot_tables():
            cursor.execute(f"ALTER TABLE {table} {what}")


def print_without(
    protection: str, unprotected: Callable[[], AbstractContextManager[None]], calls: Mapping[str, Call]
) -> None:
    """Print what calls take of the processor with a protection and without, in turn, block after block."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    clock = work_clock()
    for _ in range(BLOCKS):
        with_it = measured(calls, IN_A_BLOCK, clock=clock)
        with unprotected():
            without_it = measured(calls, IN_A_BLOCK, clock=clock)
        for name in calls:
            found[name].append((statistics.median(with_it[name]), statistics.median(without_it[name])))
    print(f"\n{protection:30}  with ms  without    ratio   (of the processor)")
    for name, pairs in found.items():
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"{name:30} {min(one for one, _ in pairs):8.2f} {min(other for _, other in pairs):8.2f} {ratio:8.2f}")


def texts_of(case: Case, user: User, *, is_opened: bool) -> Call:
    """Make the function that loads an identity and what the programme says, and opens each sealed text or none."""

    def read() -> None:
        with scope_of(user):
            identity = Identity.objects.visible_to(user).get(person__case=case)
            measures = list(case.measures.all())
            if is_opened:
                assert identity.sealed
                assert all(measure.provider for measure in measures)

    return read


def changed(case: Case, user: User) -> Call:
    """Make the function that changes a case and takes the change back."""

    def change() -> None:
        with scope_of(user):
            Case.objects.visible_to(user).filter(pk=case.pk).update(updated_at=timezone.now())
            transaction.set_rollback(True)

    return change


def ledger_of(case: Case, who: People) -> dict[str, Call]:
    """Make the functions that open a scope, and write in it what a page writes."""

    def bare() -> None:
        with scope_of(who.worker):
            pass

    def one() -> None:
        with scope_of(who.worker):
            note_reading(case=case, part=Part.SUMMARY, by=who.worker, at=timezone.now())

    def many() -> None:
        with scope_of(who.worker):
            note_list_reading(body_ids=served_by(who.worker), part=Part.LIST, by=who.worker, at=timezone.now())

    return {"scope alone": bare, "and a case in the ledger": one, "and a list in the ledger": many}


def print_protections(who: People) -> None:
    """Print what policies, history, ledger and encryption cost, at the full size."""
    all_pages, case = pages(who), shown_case(who.worker)
    chosen = [name for name in all_pages if name.startswith(("cases,", "its programme")) and "deep" not in name]
    print_without("row-level security", without_policies, {name: all_pages[name] for name in chosen})
    print_without("history", without_history, {"a case changed": changed(case, who.worker)})
    clock = work_clock()
    print()
    print_figures(measured(ledger_of(case, who), 200, clock=clock), unit="scope alone")
    texts = {
        "closed": texts_of(case, who.worker, is_opened=False),
        "opened": texts_of(case, who.worker, is_opened=True),
    }
    print("\none identity and twenty providers of measures")
    print_figures(measured(texts, 200, clock=clock), unit="closed")


def print_growth(found: list[dict[str, float]], by: str) -> None:
    """Print how much each page costs in R at both sizes, and the ratio."""
    few, many = found
    print(f"\nin R, by the {by:16} {SIZES[0]:>9,} {SIZES[-1]:>9,}  growth")
    for name in few:
        print(f"{name:30} {few[name]:9.2f} {many[name]:9.2f} {many[name] / few[name]:7.2f}")


def print_counting() -> None:
    """Print what counting every case for the figures takes: of the processor, and of memory beyond what was in use."""
    clock, before = work_clock(), peak_memory()
    for name, count in (("read and counted", counted), ("with the protection", figured)):
        start = clock()
        cases = count()
        taken = clock() - start
        print(f"{name:30} {cases:9,} cases {taken:8.1f} s of the processor, {peak_memory() - before:6.0f} MB more")


def counted() -> int:
    """Read and count every case; give how many they are."""
    with whole_platform(reason="measurements"):
        told = tally(read_facts(timezone.localdate()), known_kinds())
    return told.counts["sex"].total()


def figured() -> int:
    """Compute the figures of today; give the cases they show."""
    return int(compute_figures(timezone.localdate())["tables"]["sex"]["rows"][OVERALL][-1])


def peak_memory() -> float:
    """Give the most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    bare_list.fill(bare_list.ROWS)
    by_clock, by_work = [], []
    for size in SIZES:
        who = fill(size)
        time.sleep(REST)
        calls = pages(who)
        print(f"\n{size:,} cases, {size * 20:,} measures")
        times = measured(calls, ROUNDS)
        print_figures(times, unit="R")
        by_clock.append(in_r(times))
        by_work.append(in_r(measured(calls, ROUNDS, clock=work_clock())))
        print("queries:", ", ".join(f"{name} {queries_of(call)}" for name, call in calls.items()))
    print_growth(by_clock, "clock")
    print_growth(by_work, "processor")
    print_protections(who)
    print_counting()
