# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rows to measure the pages of the accounts with: 200 projects of 96 Comuni, as many expenses as asked for.

One Comune, Gran Misura, runs ten projects and bears half of all expenses; the other half is shared evenly. Every tenth
invoice is charged in two parts, two in nine are not charged whole, and for every five expenses a document is not
charged. Nine expenses in ten are paid; seven in ten stand in a claim (`finance_claims`).
Written in bulk, with every trigger and constraint at work. All is invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

import pgtrigger
from django.db import connection
from django.utils import timezone

from benchmarks.harness import somebody
from incas.accounts.models import User
from incas.audit.models import Entry
from incas.finance.choices import Severity
from incas.finance.fatturapa import read_invoice, to_content
from incas.finance.models import DocumentIdentity, Expense, SpendingDocument
from incas.organisations.acting import act_for
from incas.organisations.choices import BodyKind, Role
from incas.organisations.models import Body, Membership
from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine, Project, WorkPackage
from tests.finance.factories import fingerprint
from tests.finance.fatturapa import samples
from tests.organisations.factories import MembershipFactory, body_tax_code
from tests.programmes.factories import RuleSetFactory
from tests.projects.factories import BUDGET

PROJECTS = 200
BIG_ONES = 10
GROUP = 10
"""Expenses made together: of one project, on nine documents."""
FREE = 100_000_000
"""From this number on, documents are not charged."""
NOT_WHOLE = (0, 4)
"""Which documents of each group have a rest to charge."""
REST = Decimal(100)
UNPAID = 9
"""Which expense of each ten is not paid."""
BATCH = 200
"""Groups written together."""
SUPPLIERS = ("Cooperativa", "Associazione", "Studio", "Officine", "Mediatori", "Libreria", "Trasporti", "Servizi")
WORKS = ("Mediazione linguistica", "Affitto di sale", "Materiale didattico", "Consulenza legale", "Corso di italiano")
FINDINGS = ("", "", "", "", "", "", Severity.INFO, Severity.WARNING, Severity.WARNING, Severity.BLOCKING)
EMPTIED = (
    "finance_claim finance_claimline finance_documentidentity finance_evidence finance_expense finance_flatrateshare "
    "finance_importbatch finance_importedfile finance_linedecision finance_spendingdocument projects_project "
    "projects_workpackage projects_budgetline programmes_fund programmes_call programmes_ruleset documents_receipt "
    "audit_entry"
)


@dataclass(frozen=True, slots=True)
class People:
    """Who looks at the pages."""

    officer: User
    tutor: User
    ministry: User


def refuse_somebody_s() -> None:
    """Raise RuntimeError where somebody real has signed in."""
    if User.objects.exclude(email__endswith=".invalid").exists():
        message = "this database is somebody's: measurements empty their tables"
        raise RuntimeError(message)


def empty() -> None:
    """Empty the tables of the accounts, at once. Raises RuntimeError where somebody real has signed in."""
    refuse_somebody_s()
    with pgtrigger.ignore(), connection.cursor() as cursor:  # what is only added to refuses to be emptied
        cursor.execute(f"TRUNCATE {', '.join(EMPTIED.split())} RESTART IDENTITY CASCADE")


def people() -> People:
    """Make who looks at the pages, once: who keeps the accounts of Gran Misura, its tutor, a ministry officer."""
    big = bodies()[0]
    cittalia = Body.objects.get_or_create(kind=BodyKind.CITTALIA, name="Cittalia di Misura")[0]
    ministry = Body.objects.get_or_create(kind=BodyKind.MINISTRY, name="Ministero di Misura")[0]
    return People(
        member_of("rendiconta", big, Role.FINANCE_OFFICER),
        member_of("accompagna", cittalia, Role.TUTOR),
        member_of("certifica", ministry, Role.MINISTRY_OFFICER),
    )


def member_of(name: str, body: Body, role: Role) -> User:
    """Make a person with a role in a body, once; they were last here a week ago."""
    today = timezone.localdate()
    person = {"first_name": name.title(), "last_name": "Misura", "last_seen_at": timezone.now() - timedelta(days=7)}
    user = User.objects.update_or_create(email=f"{name}@misura.invalid", defaults=person)[0]
    if not Membership.objects.filter(user=user, body=body, role=role).exists():
        MembershipFactory.create(user=user, body=body, role=role)
    return act_for(user, on=today)


def bodies() -> list[Body]:
    """Give the Comuni, made the first time; the first is Gran Misura."""
    place = Body.objects.get(pk=somebody().acting_body_id or 0).territory
    names = ["Comune di Gran Misura", *(f"Comune di Misura {number}" for number in range(1, 1 + (PROJECTS - 10) // 2))]
    found = {body.name: body for body in Body.objects.filter(name__in=names)}
    made = [
        Body(kind=BodyKind.COMUNE, name=name, territory=place, tax_code=body_tax_code(700_000 + number))
        for number, name in enumerate(names)
        if name not in found
    ]
    found |= {body.name: body for body in Body.objects.bulk_create(made)}
    return [found[name] for name in names]


def projects(tutor: User) -> list[Project]:
    """Make the projects, running, each with its budget; the first ten are those of Gran Misura."""
    rule_set = RuleSetFactory.create(published=True)
    comuni = bodies()
    made = Project.objects.bulk_create(
        Project(
            body=comuni[0] if number < BIG_ONES else comuni[1 + (number - BIG_ONES) // 2],
            rule_set=rule_set,
            code=f"MIS-{number:03d}",
            title=f"Misura {number} per l'inserimento lavorativo",
            cup=f"J51B26{number:09d}",
            starts_on=date(2026, 2, 17),
            ends_on=date(2028, 2, 12),
            state=ProjectState.ACTIVE,
            tutor=tutor if number < BIG_ONES or number % 5 == 0 else None,
            agreement_signed_on=date(2026, 2, 10),
        )
        for number in range(PROJECTS)
    )
    items = {item.code: item for item in rule_set.cost_items.all()}
    for project in made:
        parts = [WorkPackage(project=project, code=code, title=f"Parte {code}") for code in ("WP1", "WP2")]
        packages = {package.code: package for package in WorkPackage.objects.bulk_create(parts)}
        BudgetLine.objects.bulk_create(
            BudgetLine(project=project, work_package=packages[package], cost_item=items[item], amount=Decimal(amount))
            for (item, package), amount in BUDGET.items()
        )
    return made


def fill(expenses: int) -> People:
    """Empty the tables and fill them with as many expenses as asked for, a multiple of ten."""
    empty()
    who = people()
    accounts = Accounts.of(projects(who.tutor), who.officer)
    for start in range(0, expenses // GROUP, BATCH):
        accounts.write(range(start, min(start + BATCH, expenses // GROUP)))
    return who


def refresh() -> None:
    """Give the database what it has after a night: statistics, and which pages it may skip."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@dataclass(frozen=True, slots=True)
class Accounts:
    """What expenses are made of: the projects, their lines of real cost, what an invoice says, who keeps them all."""

    running: list[Project]
    lines: dict[int, list[BudgetLine]]
    content: dict[str, Any]
    by: User

    @classmethod
    def of(cls, running: list[Project], by: User) -> Self:
        """Read the lines of the projects, and an invoice of five lines."""
        lines: dict[int, list[BudgetLine]] = {}
        found = BudgetLine.objects.filter(cost_item__flat_rate_percent__isnull=True).select_related("cost_item")
        for line in found.order_by("pk"):
            lines.setdefault(line.project_id, []).append(line)
        written = "".join(samples.line(row) for row in range(1, 6))
        body = samples.Body(lines=written, references=samples.reference(cup=samples.CUP))
        invoice = read_invoice(samples.plain(body), name="fattura.xml")
        return cls(running, lines, to_content(invoice.documents[0]), by)

    def project_of(self, group: int) -> Project:
        """Whose a group is: every other one of the ten big projects, the rest of the others in turn."""
        place = group // 2
        return self.running[place % BIG_ONES if group % 2 == 0 else BIG_ONES + place % (PROJECTS - BIG_ONES)]

    def write(self, groups: range) -> None:
        """Write some groups of expenses: nine documents each, the last of them charged in two parts."""
        numbers = [group * GROUP + place for group in groups for place in range(GROUP - 1)]
        identities = DocumentIdentity.objects.bulk_create(identity_of(number) for number in numbers)
        pairs = zip(numbers, identities, strict=True)
        documents = SpendingDocument.objects.bulk_create(self.document(*pair) for pair in pairs)
        expenses = Expense.objects.bulk_create(
            self.expense(group * GROUP + place, documents[index * (GROUP - 1) + min(place, GROUP - 2)])
            for index, group in enumerate(groups)
            for place in range(GROUP)
        )
        for verb, made in (("imported", documents), ("charged", expenses)):
            Entry.objects.bulk_create(self.entry(verb, item) for item in made)
        self.write_uncharged([FREE + group * GROUP + place for group in groups for place in NOT_WHOLE])

    def write_uncharged(self, numbers: list[int]) -> None:
        """Write documents nobody has charged yet: one for every five expenses."""
        identities = DocumentIdentity.objects.bulk_create(identity_of(number) for number in numbers)
        pairs = zip(numbers, identities, strict=True)
        SpendingDocument.objects.bulk_create(self.document(*pair) for pair in pairs)

    def document(self, number: int, identity: DocumentIdentity) -> SpendingDocument:
        """Make an invoice of one of 500 suppliers."""
        vat = f"{number % 499:011d}"
        supplier = f"{SUPPLIERS[number % len(SUPPLIERS)]} d'Invenzione n. {number % 499}"
        return SpendingDocument(
            body_id=self.project_of(number // GROUP).body_id,
            identity=identity,
            type_code="TD01",
            number=f"{number}/PA",
            issued_on=date(2026, 3, 1) + timedelta(days=number % 250),
            supplier_name=supplier,
            supplier_vat=vat,
            customer_tax_code="80012345678",
            total=identity.total,
            vat=(identity.total * 22 / 122).quantize(Decimal("0.01")),
            payable=identity.total,
            cups=[samples.CUP],
            cigs=[samples.CIG],
            content=self.content | {"number": f"{number}/PA"},
            file_name=f"IT01234567897_{number:05d}.xml",
            imported_by=self.by,
            imported_at=timezone.now(),
            search_text=f"{supplier} {vat} {number}/PA TD01 {samples.CUP} {samples.CIG}",
        )

    def expense(self, number: int, document: SpendingDocument) -> Expense:
        """Make the share of a document charged to a line of its project."""
        project = self.project_of(number // GROUP)
        line = self.lines[project.pk][number % len(self.lines[project.pk])]
        description = f"{WORKS[number % len(WORKS)]}, {number % 12 + 1}º mese, città di Forlì"
        order = f"M-{number}" if number % 10 != UNPAID else ""
        return Expense(
            body_id=project.body_id,
            project=project,
            budget_line=line,
            document=document,
            description=description,
            amount=amount_of(number),
            is_vat_unrecoverable=True,
            payment_order=order,
            paid_on=date(2026, 3, 20) + timedelta(days=number % 200) if order else None,
            paid_amount=amount_of(number) if order else None,
            worst_finding=FINDINGS[number % len(FINDINGS)],
            search_text=f"{description} {document.supplier_name} {document.number} {order} {line.cost_item.code}",
            created_by=self.by,
        )

    def entry(self, verb: str, item: SpendingDocument | Expense) -> Entry:
        """Make what the trail says of something written."""
        return Entry(
            at=timezone.now(),
            verb=verb,
            actor_id=self.by.pk,
            actor_name=self.by.get_full_name(),
            body_id=item.body_id,
            subject_type=item._meta.label_lower,
            subject_id=item.pk,
            subject_label=str(item),
        )


def amount_of(number: int) -> Decimal:
    """The amount of an expense, from ten to four thousand euro."""
    return Decimal(number * 7_919 % 400_000 + 1_000) / 100


def identity_of(number: int) -> DocumentIdentity:
    """Make the identity of a document, in euro."""
    total = total_of(number)
    return DocumentIdentity(key=fingerprint(f"misura {number}"), total=total, euro_total=total)


def total_of(number: int) -> Decimal:
    """The total of a document: the expenses charged to it, and of some a rest."""
    second = amount_of(number + 1) if number % GROUP == GROUP - 2 else Decimal(0)
    return amount_of(number) + second + (REST if number % GROUP in NOT_WHOLE else 0)
