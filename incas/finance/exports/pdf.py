# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A claim as an accessible document to be kept (PDF/UA-1 and PDF/A-2a)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from incas.core import writing
from incas.documents.pdf import render
from incas.finance.choices import Decision
from incas.finance.models import Claim, ClaimLine, FlatRateShare
from incas.finance.queries.claims import lines_for_list

ZERO = Decimal("0.00")


def claim_pdf(claim: Claim, *, with_decisions: bool, at: datetime) -> bytes:
    """Print a claim: facts, totals, amounts by cost item, every expense, flat rates, what was not admitted and why.

    `claim` comes with its project, body, rule set, receipt and people. `with_decisions` off leaves out what the
    control said. Three queries.
    """
    lines = list(lines_for_list(claim).order_by("expense__budget_line__cost_item__position", "pk"))
    flat_rates = list(claim.flat_rates.select_related("cost_item"))
    title = _("Domanda di rimborso n. %(number)s") % {"number": claim.number}
    data = {
        "title": title,
        "foot": f"{claim.project.code} – {title} – {claim.get_state_display()}",
        "facts": facts_of(claim),
        "totals_title": _("Totali"),
        "totals": totals_of(claim, lines, flat_rates, with_decisions=with_decisions),
        **items_of(lines, flat_rates, with_decisions=with_decisions),
        **expenses_of(lines, with_decisions=with_decisions),
        "flat_rates_title": _("Quote a tasso forfettario"),
        "flat_rates_head": [_("Voce"), _("Tasso"), _("Base"), _("Richiesto"), _("Ammesso")],
        "flat_rates": [flat_rate_row(share, with_decisions=with_decisions) for share in flat_rates],
        "decisions_title": _("Spese ridotte o escluse"),
        "decisions": [decision_of(line) for line in lines if with_decisions and is_cut(line)],
        "receipt_title": _("Ricevuta dell'invio"),
        "receipt": receipt_of(claim),
        "sha256": claim.receipt.sha256 if claim.receipt else "",
    }
    return render("finance/claim", data, at=at)


def facts_of(claim: Claim) -> list[list[str]]:
    """Say whose claim it is, of what, and how it stands."""
    project = claim.project
    facts = [
        [_("Ente"), project.body.name],
        [_("Progetto"), f"{project.code} – {project.title}"],
        [_("CUP (codice unico di progetto)"), project.cup],
        [_("Avviso"), f"{project.rule_set.call.title}, {_('regole versione')} {project.rule_set.version}"],
        [_("Periodo"), f"{writing.long_day(claim.period_from)} – {writing.long_day(claim.period_until)}"],
        [_("Stato"), str(claim.get_state_display())],
    ]
    if claim.submitted_at and claim.submitted_by:
        facts.append([_("Inviata"), f"{writing.instant(claim.submitted_at)}, {claim.submitted_by}"])
    if claim.checked_at and claim.checked_by:
        facts.append([_("Controllata"), f"{writing.instant(claim.checked_at)}, {claim.checked_by}"])
    if claim.certified_at and claim.certified_by:
        facts.append([_("Certificata"), f"{writing.instant(claim.certified_at)}, {claim.certified_by}"])
    return [[str(label), str(value)] for label, value in facts]


def totals_of(
    claim: Claim, lines: Sequence[ClaimLine], flat_rates: Sequence[FlatRateShare], *, with_decisions: bool
) -> list[list[str]]:
    """Say the totals: stored ones once the claim is sent, those of its lines before."""
    claimed = claim.claimed_total
    if claimed is None:
        claimed = sum((line.claimed for line in lines), ZERO) + sum((share.claimed for share in flat_rates), ZERO)
    totals = [[_("Spese"), str(len(lines))], [_("Importo richiesto"), writing.euro(claimed)]]
    if with_decisions and claim.admitted_total is not None:
        totals.append([_("Importo ammesso"), writing.euro(claim.admitted_total)])
        totals.append([_("Importo non ammesso"), writing.euro(claimed - claim.admitted_total)])
    return totals


def items_of(
    lines: Sequence[ClaimLine], flat_rates: Sequence[FlatRateShare], *, with_decisions: bool
) -> dict[str, Any]:
    """Sum by cost item what is claimed and, when it may be told, what is admitted."""
    sums: dict[str, list[Decimal]] = {}
    for item, claimed, admitted in (
        *((line.expense.budget_line.cost_item, line.claimed, line.admitted) for line in lines),
        *((share.cost_item, share.claimed, share.admitted) for share in flat_rates),
    ):
        row = sums.setdefault(str(item), [ZERO, ZERO])
        row[0] += claimed
        row[1] += admitted or ZERO
    kept = 2 if with_decisions else 1
    total = [sum((row[place] for row in sums.values()), ZERO) for place in range(kept)]
    return {
        "items_title": _("Importi per voce di costo"),
        "items_head": [_("Voce di costo"), _("Richiesto"), _("Ammesso")][: kept + 1],
        "items": [[label, *map(writing.amount, row[:kept])] for label, row in sums.items()],
        "items_total": [_("Totale"), *map(writing.amount, total)],
    }


def expenses_of(lines: Sequence[ClaimLine], *, with_decisions: bool) -> dict[str, Any]:
    """Lay out every expense."""
    columns = [
        (_("N."), "text", "auto"),
        (_("Spesa"), "text", "wide"),
        (_("Fornitore"), "text", "wide"),
        (_("Documento"), "text", "auto"),
        (_("Voce"), "text", "auto"),
        (_("Mandato"), "text", "auto"),
        (_("Richiesto"), "amount", "auto"),
    ]
    if with_decisions:
        columns += [(_("Ammesso"), "amount", "auto"), (_("Esito"), "text", "auto")]
    return {
        "expenses_title": _("Spese"),
        "expenses_head": [str(label) for label, _kind, _width in columns],
        "expenses_kinds": [kind for _label, kind, _width in columns],
        "expenses_widths": [width for _label, _kind, width in columns],
        "expenses": [expense_row(number, line)[: len(columns)] for number, line in enumerate(lines, start=1)],
    }


def expense_row(number: int, line: ClaimLine) -> list[str]:
    """One expense, its decision last."""
    expense, document = line.expense, line.expense.document
    return [
        str(number),
        expense.description,
        document.supplier_name,
        f"{document.number} {_('del')} {writing.day(document.issued_on)}",
        f"{expense.budget_line.cost_item.code} {expense.budget_line.work_package.code}",
        f"{expense.payment_order} {_('del')} {writing.day(expense.paid_on)}" if expense.payment_order else "–",
        writing.amount(line.claimed),
        writing.amount(line.admitted),
        str(line.get_decision_display()),
    ]


def flat_rate_row(share: FlatRateShare, *, with_decisions: bool) -> list[str]:
    """One flat-rate share."""
    return [
        str(share.cost_item),
        writing.percentage(share.percent),
        writing.amount(share.base),
        writing.amount(share.claimed),
        writing.amount(share.admitted if with_decisions else None),
    ]


def is_cut(line: ClaimLine) -> bool:
    """Tell whether the control did not admit a line whole."""
    return line.decision in {Decision.REDUCED, Decision.EXCLUDED}


def decision_of(line: ClaimLine) -> dict[str, Any]:
    """Say what was not admitted of a line, and why."""
    return {
        "title": line.expense.description,
        "facts": [
            [_("Documento"), str(line.expense.document)],
            [_("Esito"), str(line.get_decision_display())],
            [_("Richiesto"), writing.euro(line.claimed)],
            [_("Ammesso"), writing.euro(line.admitted)],
            [_("Motivo"), line.reason],
        ],
    }


def receipt_of(claim: Claim) -> list[list[str]]:
    """Say the receipt of the last sending."""
    if claim.receipt is None:
        return []
    return [
        [_("Numero"), claim.receipt.number],
        [_("Data e ora"), writing.instant(claim.receipt.issued_at)],
        [_("Impronta SHA-256 dei dati inviati"), _("vedi sotto")],
    ]
