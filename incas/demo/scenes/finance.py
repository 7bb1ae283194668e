# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Invoices, expenses and claims of the two running projects, in every state. Invented, and they say so."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.text import slugify

from incas.accounts.models import User
from incas.demo.cast import Cast
from incas.demo.invoices import Invoice, Supplier, invoice_xml
from incas.demo.scenes.projects import OTHER_RUNNING, RUNNING
from incas.documents.pdf import render
from incas.finance.choices import Decision, DocumentKind, Reopening
from incas.finance.models import Claim, Expense, SpendingDocument
from incas.finance.operations.claims import add_expenses, open_claim, submit_claim
from incas.finance.operations.control import (
    Verdict,
    admit_lines,
    certify_claim,
    close_check,
    decide_line,
    return_claim,
    take_claim,
)
from incas.finance.operations.evidence import NewPaper, attach_evidence
from incas.finance.operations.expenses import Payment, Share, charge_document
from incas.finance.operations.imports import Upload, close_batch, import_file, receive_files
from incas.finance.operations.papers import TypedPaper, record_paper
from incas.programmes.choices import EvidenceKind
from incas.programmes.periods import ClaimPeriod
from incas.programmes.queries import rulebook_of
from incas.projects.models import Project

MEDIATION = Supplier("Cooperativa sociale Ponte di Carta (demo)", "90000010018")
TRAINING = Supplier("Scuola Passo Avanti s.r.l. (demo)", "90000010026")
LAWYER = Supplier("Studio legale Demo-Sarti", "90000010034")
SHOP = Supplier("Informatica di Prova s.p.a. (demo)", "90000010042")
HOUSING = Supplier("Casa Comune impresa sociale (demo)", "90000010059")
PRINTER = Supplier("Tipografia Bozza s.n.c. (demo)", "90000010067")
INTERPRETING = Supplier("Interpreti di Prova AG (demo)", "90000010075")
CIG = "B1A2C3D4E5"


@dataclass(frozen=True, slots=True)
class Spend:
    """Something spent: an invoice (or a payslip), the lines it is charged to, when it is paid, what is missing.

    Days are counted from the first of the period. `shares`: code of item, code of package, part of the whole in
    hundredths. `paid` None: not yet paid. `missing`: papers nobody has attached.
    """

    supplier: Supplier | None
    what: str
    taxable: str
    shares: tuple[tuple[str, str, int], ...]
    day: int
    paid: int | None
    rate: int = 22
    withheld: str = "0"
    cig: str = CIG
    has_cup: bool = True
    missing: tuple[EvidenceKind, ...] = ()
    currency: str = "EUR"


FIRST = (
    Spend(MEDIATION, "Mediazione allo sportello mobile", "3200.00", (("B.1", "WP1", 100),), 20, 48),
    Spend(TRAINING, "Bilanci di competenze e formazione breve", "4600.00", (("B.2", "WP2", 100),), 25, 52, rate=0),
    Spend(LAWYER, "Tutela legale e recupero crediti", "1800.00", (("B.3", "WP1", 100),), 33, 60, withheld="360.00"),
    Spend(
        None, "Stipendio dell'assistente sociale dedicata", "2480.00", (("A.1", "WP1", 60), ("A.1", "WP3", 40)), 27, 30
    ),
    Spend(SHOP, "Quattro tablet per gli operatori", "1640.00", (("D", "WP1", 100),), 18, 45),
    Spend(PRINTER, "Opuscoli in sei lingue", "890.00", (("F", "WP3", 100),), 40, 70),
)
SECOND = (
    Spend(
        MEDIATION,
        "Mediazione allo sportello e nelle visite",
        "3900.00",
        (("B.1", "WP1", 80), ("B.1", "WP2", 20)),
        15,
        40,
    ),
    Spend(TRAINING, "Corsi di italiano per il lavoro", "6200.00", (("B.2", "WP2", 100),), 22, 50, rate=0),
    Spend(HOUSING, "Ospitalità temporanea di sei lavoratori", "3100.00", (("B.4", "WP1", 100),), 30, 58, rate=10),
    Spend(LAWYER, "Assistenza nelle vertenze", "1500.00", (("B.3", "WP1", 100),), 35, 62, withheld="300.00", cig=""),
    Spend(None, "Stipendio dell'assistente sociale dedicata", "2480.00", (("A.1", "WP1", 100),), 27, 30),
    Spend(PRINTER, "Manifesti dello sportello", "420.00", (("F", "WP3", 100),), 44, 72),
)
THIRD = (
    Spend(MEDIATION, "Mediazione di settembre", "2700.00", (("B.1", "WP1", 100),), 12, 38),
    Spend(
        HOUSING,
        "Ospitalità temporanea d'autunno",
        "2950.00",
        (("B.4", "WP1", 100),),
        20,
        45,
        rate=10,
        missing=(EvidenceKind.DURC, EvidenceKind.PAYMENT_RECEIPT),
    ),
    Spend(SHOP, "Sedie e tavoli dello sportello", "980.00", (("D", "WP1", 100),), 25, 50, has_cup=False),
    Spend(TRAINING, "Laboratorio di ricerca attiva", "3300.00", (("B.2", "WP2", 100),), 30, None, rate=0),
)
TO_CHARGE = (
    Spend(PRINTER, "Traduzione della guida ai diritti", "1150.00", (), 55, None),
    Spend(LAWYER, "Sportello legale di novembre", "1500.00", (), 60, None, withheld="300.00"),
    Spend(INTERPRETING, "Interpretariato a distanza in tigrino", "640.00", (), 58, None, rate=0, currency="CHF"),
)
OTHER_FIRST = (
    Spend(HOUSING, "Unità mobile nella piana", "18400.00", (("6.1", "WP1", 70), ("6.1", "WP2", 30)), 50, 90),
    Spend(TRAINING, "Tutela e orientamento", "9600.00", (("6.1", "WP1", 100),), 70, 110, rate=0),
    Spend(PRINTER, "Segnaletica e materiali in lingua", "1200.00", (("9", "WP1", 100),), 40, 80),
    Spend(None, "Stipendio del coordinatore", "3150.00", (("1", "WP1", 100),), 58, 61),
)


def stage(cast: Cast) -> None:
    """Stage what the two Comuni have spent, claimed and been told; a second time nothing changes."""
    if Expense.objects.filter(project__cup=RUNNING.cup).exists():
        return
    stage_running(cast)
    stage_other(cast)


def stage_running(cast: Cast) -> None:
    """The first claim is certified, the second under check, the third being written."""
    project = Project.objects.select_related("body", "rule_set__call").get(cup=RUNNING.cup)
    first, second, third = rulebook_of(project.rule_set).claim_periods(project)[:3]
    officer = cast.finance_officer
    certified = claim_of(project, first, spent(project, FIRST, first, officer, cast), officer)
    sent = send(certified, first, officer)
    take_claim(claim=sent, by=cast.tutor, at=after(first, 9))
    decide(sent, "Opuscoli", Verdict(Decision.EXCLUDED, "Manca la prova della distribuzione."), cast, after(first, 12))
    tablets = Verdict(Decision.REDUCED, "Si ammette la quota di ammortamento nel periodo.", Decimal("1500.60"))
    decide(sent, "tablet", tablets, cast, after(first, 12))
    admit_lines(claim=sent, lines=list(sent.lines.all()), by=cast.tutor, at=after(first, 13))
    close_check(claim=sent, by=cast.tutor, at=after(first, 13))
    certify_claim(claim=sent, by=cast.ministry_officer, at=after(first, 24))

    checking = send(claim_of(project, second, spent(project, SECOND, second, officer, cast), officer), second, officer)
    take_claim(claim=checking, by=cast.tutor, at=after(second, 20))
    admit_lines(claim=checking, lines=list(checking.lines.all()[:2]), by=cast.tutor, at=after(second, 22))

    claim_of(project, third, spent(project, THIRD, third, officer, cast), officer)
    import_invoices(
        project,
        [invoice_of(project, row, third, f"{40 + at}/PA") for at, row in enumerate(TO_CHARGE)],
        officer,
        at=cast.at,
    )


def stage_other(cast: Cast) -> None:
    """The first claim came back once and is now checked, ready to be certified."""
    project = Project.objects.select_related("body", "rule_set__call").get(cup=OTHER_RUNNING.cup)
    first = rulebook_of(project.rule_set).claim_periods(project)[0]
    officer = cast.other_finance_officer
    claim = send(claim_of(project, first, spent(project, OTHER_FIRST, first, officer, cast), officer), first, officer)
    take_claim(claim=claim, by=cast.tutor, at=after(first, 9))
    lines = list(claim.lines.order_by("pk"))
    admit_lines(claim=claim, lines=lines[:-1], by=cast.tutor, at=after(first, 10))
    reason = "Spiegare come è stata calcolata la quota dello stipendio dedicata al progetto."
    return_claim(claim=claim, reopening=Reopening.LIMITED, reason=reason, by=cast.tutor, at=after(first, 10))
    explained = [paper_of(EvidenceKind.REPORT)]
    attach_evidence(expense=lines[-1].expense, papers=explained, by=officer, at=after(first, 11))
    claim = send(claim, first, officer, days=12)
    take_claim(claim=claim, by=cast.tutor, at=after(first, 14))
    admit_lines(claim=claim, lines=list(claim.lines.all()), by=cast.tutor, at=after(first, 15))
    close_check(claim=claim, by=cast.tutor, at=after(first, 15))


def after(period: ClaimPeriod, days: int) -> datetime:
    """Mid-morning, some days after the end of a period; now, when that is still to come: nothing was done tomorrow."""
    then = timezone.make_aware(datetime.combine(period.last + timedelta(days=days), time(10, 30)))
    return min(then, timezone.now())


def send(claim: Claim, period: ClaimPeriod, officer: User, *, days: int = 6) -> Claim:
    """Send a claim some days after the end of its period."""
    return submit_claim(claim=claim, by=officer, at=after(period, days))


def decide(claim: Claim, word: str, verdict: Verdict, cast: Cast, at: datetime) -> None:
    """Decide the line whose description has this word."""
    line = claim.lines.get(expense__description__contains=word)
    decide_line(line=line, verdict=verdict, by=cast.tutor, at=at)


def claim_of(project: Project, period: ClaimPeriod, expenses: Iterable[Expense], officer: User) -> Claim:
    """Open the claim of a period and put these expenses in it."""
    at = after(period, 2)
    claim = open_claim(project=project, first=period.first, last=period.last, by=officer, at=at)
    chosen = Expense.objects.filter(pk__in=[expense.pk for expense in expenses])
    add_expenses(claim=claim, expenses=chosen, by=officer, at=at)
    return claim


def spent(project: Project, spends: Sequence[Spend], period: ClaimPeriod, officer: User, cast: Cast) -> list[Expense]:
    """Import the invoices of what was spent, charge them, pay them, attach their papers."""
    at = min(after(period, 1), cast.at)
    numbered = [(row, f"{period.number}{place:02d}/PA") for place, row in enumerate(spends, start=1)]
    invoices = [invoice_of(project, row, period, number) for row, number in numbered if row.supplier]
    import_invoices(project, invoices, officer, at=at)
    expenses: list[Expense] = []
    for row, number in numbered:
        document = document_of(project, row, period, number, officer, at=at)
        made = charge_document(document=document, shares=shares_of(project, row, document, period), by=officer, at=at)
        for expense in made:
            attach_evidence(expense=expense, papers=papers_for(expense, row), by=officer, at=at)
        expenses += made
    return expenses


def day_of(period: ClaimPeriod, days: int) -> date:
    """A day of a period."""
    return period.first + timedelta(days=days)


def invoice_of(project: Project, row: Spend, period: ClaimPeriod, number: str) -> Invoice:
    """Write down the invoice of something spent."""
    assert row.supplier is not None  # noqa: S101 (payslips have no invoice)
    return Invoice(
        supplier=row.supplier,
        number=number,
        day=day_of(period, row.day),
        description=row.what,
        taxable=Decimal(row.taxable),
        rate=Decimal(row.rate),
        nature="" if row.rate else "N4",
        is_split=not Decimal(row.withheld),
        withheld=Decimal(row.withheld),
        cup=project.cup if row.has_cup else "",
        cig=row.cig,
        currency=row.currency,
    )


def import_invoices(project: Project, invoices: Sequence[Invoice], officer: User, *, at: datetime) -> None:
    """Upload invoices and read them, as the worker would."""
    body = project.body
    uploads = [
        Upload(row.file_name, io.BytesIO(invoice_xml(row, customer=body.name, tax_code=body.tax_code)))
        for row in invoices
    ]
    batch = receive_files(body=body, uploads=uploads, by=officer, at=at)
    for key in batch.files.values_list("pk", flat=True):
        import_file(key=key, by=officer, at=at)
    close_batch(batch=batch, by=officer, at=at)


def document_of(
    project: Project, row: Spend, period: ClaimPeriod, number: str, officer: User, *, at: datetime
) -> SpendingDocument:
    """Find the invoice that was imported, or type the payslip."""
    if row.supplier is not None:
        return SpendingDocument.objects.select_related("identity").get(
            body=project.body, number=number, supplier_vat=f"IT{row.supplier.vat}"
        )
    day = day_of(period, row.day)
    paper = TypedPaper(
        kind=DocumentKind.PAYSLIP,
        payee="Paola Demo-Neri",
        payee_tax_code="",
        number=f"{day:%Y-%m}",
        issued_on=day,
        total=Decimal(row.taxable),
        payable=(Decimal(row.taxable) * Decimal("0.62")).quantize(Decimal("0.01")),
    )
    content = render("demo/paper", paper_data(f"Cedolino {day:%Y-%m}"), at=at)
    return record_paper(
        body=project.body, paper=paper, name=f"cedolino-{day:%Y-%m}.pdf", content=io.BytesIO(content), by=officer, at=at
    )


def shares_of(project: Project, row: Spend, document: SpendingDocument, period: ClaimPeriod) -> list[Share]:
    """Cut a document in its shares, the last taking what rounding leaves, each with its payment."""
    lines = {
        (line.cost_item.code, line.work_package.code): line
        for line in project.budget_lines.select_related("project", "cost_item", "work_package")
    }
    shares, left, unpaid = [], document.total, document.payable
    for place, (item, package, percent) in enumerate(row.shares, start=1):
        is_last = place == len(row.shares)
        amount = left if is_last else (document.total * percent / 100).quantize(Decimal("0.01"))
        owed = unpaid if is_last else (document.payable * percent / 100).quantize(Decimal("0.01"))
        left, unpaid = left - amount, unpaid - owed
        payment = Payment(f"{period.number}{row.day:03d}", day_of(period, row.paid), owed) if row.paid else None
        shares.append(
            Share(
                budget_line=lines[item, package],
                amount=amount,
                description=row.what if len(row.shares) == 1 else f"{row.what} ({package})",
                is_vat_unrecoverable=bool(document.vat),
                payment=payment,
            )
        )
    return shares


def papers_for(expense: Expense, row: Spend) -> list[NewPaper]:
    """Attach what the rules ask for, but what is said to be missing and what the document already is."""
    rulebook = rulebook_of(expense.project.rule_set)
    asked = [paper.kind for paper in rulebook.evidence_for(expense.budget_line.cost_item.code) if paper.is_required]
    itself = EvidenceKind.PAYSLIP if row.supplier is None else EvidenceKind.INVOICE
    without = {*row.missing, itself}
    if row.paid is None:
        without |= {EvidenceKind.PAYMENT_ORDER, EvidenceKind.PAYMENT_RECEIPT}
    return [paper_of(kind) for kind in asked if kind not in without]


def paper_of(kind: EvidenceKind) -> NewPaper:
    """An example of a kind of paper."""
    return NewPaper(kind, f"{slugify(kind.label)}-di-esempio.pdf", io.BytesIO(paper_bytes(kind)), "application/pdf")


@cache
def paper_bytes(kind: EvidenceKind) -> bytes:
    """The PDF of a kind of paper, made once."""
    return render("demo/paper", paper_data(str(kind.label)))


def paper_data(title: str) -> dict[str, object]:
    """What an example paper says."""
    return {
        "title": title,
        "foot": "Documento inventato per provare la piattaforma: non ha alcun valore.",
        "facts": [["Che cos'è", "Documento di esempio"]],
        "text": "Qui starebbe il documento vero.",
    }
