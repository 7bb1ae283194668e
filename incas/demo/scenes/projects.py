# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects of the two Comuni: two that run, one ready to start, one half written. Invented, and they say so."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from incas.accounts.models import User
from incas.core.writing import euro, long_day
from incas.demo.cast import Cast
from incas.documents.pdf import render
from incas.organisations.models import Body
from incas.programmes.models import RuleSet
from incas.programmes.periods import months_after
from incas.projects.models import Project
from incas.projects.operations.budgets import PackageRow, write_budget, write_packages
from incas.projects.operations.projects import (
    activate_project,
    assign_tutor,
    create_project,
    describe_project,
    record_advance,
    record_agreement,
)

FNPM, FAMI = "ESEMPIO-FNPM", "ESEMPIO-FAMI"
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """A project to stage. `budget`: amounts by code of cost item, one for each package. `months_ago`: when it began."""

    call: str
    title: str
    summary: str
    cup: str
    months_ago: int
    packages: tuple[str, ...]
    budget: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reference: str = ""
    advance: str = ""
    is_started: bool = False


RUNNING = Plan(
    call=FNPM,
    title="Lavoro sicuro in Romagna (demo)",
    summary="Sportello mobile, presa in carico e inserimento di lavoratori stranieri di agricoltura e logistica. "
    "Progetto inventato per provare la piattaforma.",
    cup="C69G26000010001",
    months_ago=8,
    packages=("Emersione e presa in carico", "Inserimento lavorativo", "Coordinamento e diffusione"),
    budget={
        "A.1": ("14000", "9000", "17000"),
        "A.2": ("12000", "8000", "0"),
        "B.1": ("16000", "4000", "0"),
        "B.2": ("0", "24000", "0"),
        "B.3": ("11000", "0", "0"),
        "B.4": ("13500", "0", "0"),
        "C.1": ("0", "21600", "0"),
        "C.2": ("4800", "3600", "0"),
        "D": ("5200", "1800", "0"),
        "E": ("1200", "900", "1400"),
        "F": ("0", "0", "5000"),
        "G": ("5439", "5103", "1638"),
    },
    reference="rep. 118 (demo)",
    advance="0.5",
    is_started=True,
)
OTHER_RUNNING = Plan(
    call=FAMI,
    title="Terra e diritti (demo)",
    summary="Servizi itineranti nella piana, tutela legale e trasporti per gli stagionali. Progetto inventato.",
    cup="H39I26000020001",
    months_ago=7,
    packages=("Contatto e tutela", "Servizi e trasporti"),
    budget={
        "1": ("60000", "30000"),
        "2": ("3000", "4500"),
        "4": ("1500", "2500"),
        "5": ("4000", "9000"),
        "6.1": ("42000", "58000"),
        "7": ("6000", "24000"),
        "8.1": ("9000", "0"),
        "8.2": ("0", "5000"),
        "9": ("6000", "4000"),
        "10": ("9100", "9500"),
    },
    reference="rep. 42 (demo)",
    advance="0.4",
    is_started=True,
)
READY = Plan(
    call=FNPM,
    title="Porta aperta al lavoro (demo)",
    summary="Orientamento e formazione breve per donne straniere. Progetto inventato, pronto per l'avvio.",
    cup="H39G26000030001",
    months_ago=-1,
    packages=("Orientamento", "Formazione"),
    budget={
        "A.2": ("12000", "6000"),
        "B.1": ("8000", "6000"),
        "B.2": ("18000", "16000"),
        "C.1": ("0", "14400"),
        "F": ("1500", "1500"),
        "G": ("2765", "3073"),
    },
    reference="rep. 77 (demo)",
)
HALF_WRITTEN = Plan(
    call=FAMI,
    title="Unità di strada nei distretti (demo)",
    summary="",
    cup="",
    months_ago=-2,
    packages=("Unità di strada",),
    budget={"1": ("50000",), "8.1": ("9000",)},
)


def stage(cast: Cast) -> None:
    """Stage the projects; a second time nothing changes."""
    if Project.objects.filter(cup=RUNNING.cup).exists():
        return
    stage_project(RUNNING, cast.comune, cast.project_manager, cast)
    stage_project(OTHER_RUNNING, cast.other_comune, cast.other_project_manager, cast)
    stage_project(READY, cast.other_comune, cast.other_project_manager, cast)
    stage_project(HALF_WRITTEN, cast.comune, cast.project_manager, cast)


def stage_project(plan: Plan, body: Body, manager: User, cast: Cast) -> Project:
    """Play what a Comune and the coordinator do for a project, each thing at its time."""
    starts_on = months_after(cast.today.replace(day=1), -plan.months_ago)
    ends_on = months_after(starts_on, MONTHS) - timedelta(days=1)
    at = cast.at - timedelta(days=max(plan.months_ago, 0) * 30 + 40)
    rules = RuleSet.objects.select_related("call").get(call__code=plan.call, version=1)
    project = create_project(
        body=body,
        rule_set=rules,
        title=plan.title,
        summary=plan.summary,
        starts_on=starts_on,
        ends_on=ends_on,
        by=manager,
        at=at,
    )
    describe_project(
        project=project,
        title=plan.title,
        summary=plan.summary,
        cup=plan.cup,
        starts_on=starts_on,
        ends_on=ends_on,
        by=manager,
        at=at,
    )
    rows = [PackageRow(None, f"WP{number}", title) for number, title in enumerate(plan.packages, start=1)]
    write_packages(project=project, rows=rows, by=manager, at=at)
    budget = write_budget(project=project, amounts=amounts_of(plan, project), by=manager, at=at)
    if plan.reference:
        agree(plan, project, manager, budget.total, cast)
        assign_tutor(project=project, tutor=cast.tutor, by=cast.coordinator, at=cast.at)
    if plan.is_started:
        started = cast.at - timedelta(days=plan.months_ago * 30)
        activate_project(project=project, by=cast.coordinator, at=started)
    if plan.advance:
        record_advance(
            project=project,
            amount=(budget.total * Decimal(plan.advance)).quantize(Decimal("0.01")),
            received_on=starts_on + timedelta(days=20),
            by=manager,
            at=cast.at - timedelta(days=(plan.months_ago - 1) * 30),
        )
    return project


def amounts_of(plan: Plan, project: Project) -> dict[tuple[int, int], Decimal]:
    """Give the budget of a plan by key of item and of package."""
    items = {item.code: item.pk for item in project.rule_set.cost_items.all()}
    packages = [package.pk for package in project.work_packages.order_by("position")]
    return {
        (items[code], package): Decimal(amount)
        for code, amounts in plan.budget.items()
        for package, amount in zip(packages, amounts, strict=True)
    }


def agree(plan: Plan, project: Project, manager: User, total: Decimal, cast: Cast) -> None:
    """Record the agreement, with a text that says it is an example."""
    signed_on = min(project.starts_on, cast.today) - timedelta(days=15)
    record_agreement(
        project=project,
        signed_on=signed_on,
        reference=plan.reference,
        file=io.BytesIO(agreement_text(plan, project, signed_on, total, cast)),
        file_name="convenzione-di-esempio.pdf",
        by=manager,
        at=cast.at - timedelta(days=max(plan.months_ago, 0) * 30 + 20),
    )


def agreement_text(plan: Plan, project: Project, signed_on: date, total: Decimal, cast: Cast) -> bytes:
    """Make the PDF of an example agreement."""
    data = {
        "title": "Convenzione di esempio",
        "foot": "Documento inventato per provare la piattaforma: non ha alcun valore.",
        "facts": [
            ["Progetto", plan.title],
            ["CUP", plan.cup],
            ["Ente", project.body.name],
            ["Estremi", plan.reference],
            ["Firmata il", long_day(signed_on)],
            ["Finanziamento", euro(total)],
        ],
        "text": "Qui starebbe il testo della convenzione firmata dalle parti.",
    }
    return render("demo/agreement", data, at=cast.at)
