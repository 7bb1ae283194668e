# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the accounts cost in R with 1,000 and with 100,000 expenses, and the files of 10,000 in seconds.

Run with `python -m benchmarks finance_pages`. Targets: expenses, overview and Scrivania at most 3 R; from 1,000 to
100,000 at most 1.3 times; each file within 2 s. Half of the expenses are of the Comune that looks, in ten projects.
"""

import re
import statistics
import time
from collections.abc import Mapping

from django.urls import reverse

from benchmarks import bare_list
from benchmarks.finance_claims import fill_claims
from benchmarks.finance_rows import People, fill, refresh
from benchmarks.harness import Call, measured, print_figures, queries_of, request_of, somebody
from incas.accounts.models import User
from incas.finance.choices import ClaimState
from incas.finance.models import Claim, Expense
from incas.projects.models import Project

SIZES = (1_000, 100_000)
FILE_SIZE = 10_000
DEPTH = 5
NEXT = re.compile(rb'href="([^"]*[?&;]dopo=[^"]+)"')


def prepare(expenses: int) -> People:
    """Fill the tables."""
    begun = time.perf_counter()
    who = fill(expenses)
    fill_claims(who)
    refresh()
    print(f"\n{expenses:,} expenses, {Claim.objects.count()} claims, written in {time.perf_counter() - begun:.0f} s")
    return who


def deep(path: str, user: User) -> str:
    """Walk some pages on, by the links of the page, and give the address reached."""
    for _ in range(DEPTH):
        found = NEXT.search(request_of(path, user)())
        if found is None:
            break
        path = found[1].decode().replace("&amp;", "&")
        path = path if path.startswith("/") else reverse("finance:expenses") + path
    return path


def pages(who: People) -> dict[str, Call]:
    """Make the requests to measure, R first."""
    expenses, documents, claims = (reverse(f"finance:{name}") for name in ("expenses", "documents", "claims"))
    project, ordinary = Project.objects.filter(code__in=["MIS-000", "MIS-010"]).order_by("code")
    free = Expense.objects.filter(project=project, lines__isnull=True).order_by("pk")[0]
    claimed = Expense.objects.filter(project=project, lines__claim__state=ClaimState.CERTIFIED).order_by("pk")[0]
    asked = {
        "expenses": expenses,
        "expenses, fifth page": deep(expenses, who.officer),
        "expenses of a project": f"{expenses}?project={project.pk}",
        "expenses in no claim": f"{expenses}?claim=none",
        "expenses in a draft": f"{expenses}?claim=draft",
        "expenses searched": f"{expenses}?cerca=mediazione+forli",
        "expenses, few found": f"{expenses}?cerca=M-420",
        "expenses by amount": f"{expenses}?ordine=-amount",
        "documents": documents,
        "documents to charge": f"{documents}?charge=none",
        "documents to finish": f"{documents}?charge=part",
        "documents searched": f"{documents}?cerca=cooperativa",
        "claims": claims,
        "overview, big project": reverse("finance:overview", args=[project.pk]),
        "an expense": reverse("finance:expense", args=[free.pk]),
        "an expense certified": reverse("finance:expense", args=[claimed.pk]),
        "Scrivania, accounts": reverse("dashboard:home"),
    }
    by_officer = {name: request_of(path, who.officer) for name, path in asked.items()}
    return {
        "R": bare_list.request(somebody()),
        **by_officer,
        "overview": request_of(reverse("finance:overview", args=[ordinary.pk]), who.tutor),
        "Scrivania, tutor": request_of(reverse("dashboard:home"), who.tutor),
        "claims, ministry": request_of(claims, who.ministry),
    }


def in_r(times: Mapping[str, list[float]]) -> dict[str, float]:
    """The median of each round's ratio to R."""
    return {
        name: statistics.median(one / base for one, base in zip(each, times["R"], strict=True))
        for name, each in times.items()
    }


def print_growth(few: Mapping[str, float], many: Mapping[str, float]) -> None:
    """Print how much each page costs more, R for R."""
    print(f"\n{'':24} {SIZES[0]:>9,} {SIZES[-1]:>9,}  growth")
    for name in few:
        print(f"{name:24} {few[name]:9.2f} {many[name]:9.2f} {many[name] / few[name]:7.2f}")


def print_files() -> None:
    """Print what the files of 10,000 expenses take, and how much of it is work of the processor here."""
    who = prepare(2 * FILE_SIZE)
    path = reverse("finance:expenses")
    files = {kind: request_of(f"{path}?esporta={kind}", who.officer) for kind in ("xlsx", "csv")}
    print_figures(measured({"R": bare_list.request(somebody()), **files}, rounds=7), unit="R")
    for kind, call in files.items():
        print(f"{kind}: {seconds_of_work(call):.2f} s of the processor, the database's apart")


def seconds_of_work(call: Call, rounds: int = 5) -> float:
    """The least processor time of some rounds, which a busy machine disturbs least."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        found.append(time.process_time() - begun)
    return min(found)


def main() -> None:
    """Measure and print."""
    bare_list.fill(bare_list.ROWS)
    found: list[dict[str, float]] = []
    for size in SIZES:
        calls = pages(prepare(size))
        times = measured(calls, rounds=25)
        print_figures(times, unit="R")
        print("queries:", ", ".join(f"{name} {queries_of(call)}" for name, call in calls.items()))
        found.append(in_r(times))
    print_growth(*found)
    print_files()
