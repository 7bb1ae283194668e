# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim as a workbook: summary, expenses, flat rates, papers with their fingerprints."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from incas.core.exports import Field, Sheet
from incas.core.kinds import Kind
from incas.core.writing import day
from incas.finance.models import Claim
from incas.finance.queries.claims import lines_for_list
from incas.finance.queries.papers import files_of_claim


def claim_sheets(claim: Claim, *, with_decisions: bool) -> list[Sheet]:
    """Lay a claim out in sheets. `with_decisions` off leaves out what the control said. Five queries."""
    return [
        summary_of(claim, with_decisions=with_decisions),
        expenses_of(claim, with_decisions=with_decisions),
        flat_rates_of(claim, with_decisions=with_decisions),
        papers_of(claim),
    ]


def summary_of(claim: Claim, *, with_decisions: bool) -> Sheet:
    """Say whose claim it is and its totals."""
    project = claim.project
    rows: list[list[Any]] = [
        [_("Ente"), project.body.name],
        [_("Progetto"), project.title],
        [_("Codice del progetto"), project.code],
        ["CUP", project.cup],
        [_("Domanda n."), str(claim.number)],
        [_("Periodo"), f"{day(claim.period_from)} – {day(claim.period_until)}"],
        [_("Stato"), str(claim.get_state_display())],
        [_("Ricevuta"), claim.receipt.number if claim.receipt else ""],
        [_("Impronta SHA-256"), claim.receipt.sha256 if claim.receipt else ""],
        [_("Importo richiesto"), str(claim.claimed_total or "")],
    ]
    if with_decisions:
        rows.append([_("Importo ammesso"), str(claim.admitted_total or "")])
    return Sheet(_("Domanda"), [Field(_("Dato")), Field(_("Valore"), Kind.TEXT, 60)], rows)


def expenses_of(claim: Claim, *, with_decisions: bool) -> Sheet:
    """List the expenses."""
    fields = [
        Field(_("Spesa"), Kind.TEXT, 40),
        Field(_("Voce di costo"), Kind.TEXT, 30),
        Field(_("Pacchetto di lavoro"), Kind.TEXT, 12),
        Field(_("Fornitore"), Kind.TEXT, 36),
        Field(_("Documento"), Kind.TEXT, 16),
        Field(_("Data documento"), Kind.DATE),
        Field(_("Totale documento"), Kind.MONEY),
        Field(_("Valuta"), Kind.TEXT, 8),
        Field(_("Totale in euro"), Kind.MONEY),
        Field(_("Mandato"), Kind.TEXT, 14),
        Field(_("Pagata il"), Kind.DATE),
        Field(_("Importo pagato"), Kind.MONEY),
        Field(_("Richiesto"), Kind.MONEY),
    ]
    if with_decisions:
        fields += [Field(_("Esito"), Kind.TEXT, 16), Field(_("Ammesso"), Kind.MONEY), Field(_("Motivo"), Kind.TEXT, 60)]
    return Sheet(_("Spese"), fields, _expense_rows(claim, with_decisions=with_decisions))


def _expense_rows(claim: Claim, *, with_decisions: bool) -> Iterator[list[Any]]:
    lines = (
        lines_for_list(claim)
        .select_related("expense__document__identity")
        .order_by("expense__budget_line__cost_item__position", "pk")
    )
    for line in lines.iterator(chunk_size=2_000):
        expense, document = line.expense, line.expense.document
        decided = [line.get_decision_display(), line.admitted, line.reason] if with_decisions else []
        yield [
            expense.description,
            str(expense.budget_line.cost_item),
            expense.budget_line.work_package.code,
            document.supplier_name,
            document.number,
            document.issued_on,
            document.total,
            document.currency,
            document.identity.euro_total,
            expense.payment_order,
            expense.paid_on,
            expense.paid_amount,
            line.claimed,
            *decided,
        ]


def flat_rates_of(claim: Claim, *, with_decisions: bool) -> Sheet:
    """List the flat-rate shares."""
    fields = [
        Field(_("Voce di costo"), Kind.TEXT, 30),
        Field(_("Tasso (%)"), Kind.NUMBER),
        Field(_("Base"), Kind.MONEY),
        Field(_("Richiesto"), Kind.MONEY),
    ]
    if with_decisions:
        fields += [Field(_("Base ammessa"), Kind.MONEY), Field(_("Ammesso"), Kind.MONEY)]
    rows = (
        [str(share.cost_item), share.percent, share.base, share.claimed, share.admitted_base, share.admitted][
            : len(fields)
        ]
        for share in claim.flat_rates.select_related("cost_item")
    )
    return Sheet(_("Quote forfettarie"), fields, rows)


def papers_of(claim: Claim) -> Sheet:
    """List the files, each with its fingerprint."""
    fields = [
        Field(_("Spesa"), Kind.TEXT, 40),
        Field(_("Che cos'è"), Kind.TEXT, 30),
        Field(_("File"), Kind.TEXT, 50),
        Field(_("Byte"), Kind.INTEGER),
        Field("SHA-256", Kind.TEXT, 66),
    ]
    rows = (
        [row.expense.description, row.kind, row.path, row.file.size, row.file.sha256] for row in files_of_claim(claim)
    )
    return Sheet(_("Documenti"), fields, rows)
