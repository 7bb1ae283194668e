# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Payment: made, at a plausible time, of an amount that bears out what is charged."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding
from incas.finance.checks.registry import check
from incas.finance.checks.telling import amend, section
from incas.finance.choices import DocumentKind, Severity
from incas.finance.models import Expense
from incas.programmes.choices import Section
from incas.programmes.rulebook import CENT, to_cents

PAID_BEFOREHAND: Final = frozenset({"TD02", "TD03"})
"""Invoices for advances (on an invoice, on a fee): they follow the payment by nature."""


@check(code="payment", title=gettext_lazy("Pagamento"))
def payment(context: ClaimContext) -> Iterator[Finding]:
    """Ask that each expense be paid, not in the future; a payment before its document is only told.

    An invoice for an advance, a payslip and a credit note may well follow the movement of money.
    """
    source = section(context.rulebook, Section.PERIOD)
    for expense in context.expenses:
        document = expense.document
        if expense.paid_on is None:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("La spesa non risulta pagata."),
                why=_("Si rimborsano soltanto spese pagate."),
                source=source,
                todo=_("Scrivere numero, data e importo del mandato."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
        elif expense.paid_on > context.today:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Il pagamento porta una data futura: %(day)s.") % {"day": writing.day(expense.paid_on)},
                why=_("Si rimborsano soltanto spese pagate."),
                source=source,
                todo=_("Correggere la data del mandato, o attendere che il pagamento sia eseguito."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
        elif expense.paid_on < document.issued_on and not follows_its_payment(expense):
            yield Finding(
                severity=Severity.WARNING,
                what=_("Il mandato è del %(paid)s, prima del documento, che è del %(issued)s.")
                % {"paid": writing.day(expense.paid_on), "issued": writing.day(document.issued_on)},
                why=_("Di regola si paga dopo avere ricevuto il documento."),
                source=source,
                todo=_("Controllare le due date; se sono giuste, spiegare il motivo nella descrizione della spesa."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )


def follows_its_payment(expense: Expense) -> bool:
    """Tell whether the document of an expense may rightly be later than the movement of money."""
    document = expense.document
    return document.kind == DocumentKind.PAYSLIP or document.type_code in PAID_BEFOREHAND or document.total < 0


def owed_to_supplier(expense: Expense) -> Decimal:
    """Compute what the supplier is to be paid for this share, to the cent, halves away from zero.

    Under split payment the VAT goes to the Treasury, and withholdings are paid for the supplier: the payment order is
    lower than the invoice, and rightly so. It is in euro whatever the currency of the document, since the share is.
    """
    document = expense.document
    if not document.total:
        return expense.amount
    return to_cents(expense.amount * document.payable / document.total)


@check(code="paid_amount", title=gettext_lazy("Importo pagato"))
def paid_amount(context: ClaimContext) -> Iterator[Finding]:
    """Ask that what was paid bear out what is charged: at least what the supplier is owed, at most the share itself.

    Between the two nothing is wrong: VAT and withholdings may be in the same payment order or apart. A cent of
    rounding is let be.
    """
    source = section(context.rulebook, Section.PERIOD)
    for expense in context.expenses:
        if expense.paid_amount is None:
            continue
        paid, owed, charged = expense.paid_amount, owed_to_supplier(expense), expense.amount
        if paid * charged < 0:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Il segno dell'importo pagato (%(paid)s) è contrario a quello della spesa (%(charged)s).")
                % {"paid": writing.euro(paid), "charged": writing.euro(charged)},
                why=_("Una fattura si paga; una nota di credito si recupera, e il suo importo è negativo."),
                source=source,
                todo=_("Correggere il segno dell'importo pagato."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
        elif abs(paid) < abs(owed) - CENT:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Il mandato paga %(paid)s, ma per questa quota al fornitore spettano %(owed)s%(net)s.")
                % {"paid": writing.euro(paid), "owed": writing.euro(owed), "net": net_of(expense)},
                why=_("Si rimborsa soltanto ciò che è stato pagato."),
                source=source,
                todo=_(
                    "Correggere l'importo pagato, o ridurre la quota imputata; se i mandati sono più d'uno, dividere "
                    "la spesa in una quota per mandato."
                ),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
        elif abs(paid) > abs(charged) + CENT:
            yield Finding(
                severity=Severity.WARNING,
                what=_("L'importo pagato (%(paid)s) supera la quota imputata (%(charged)s).")
                % {"paid": writing.euro(paid), "charged": writing.euro(charged)},
                why=_("Un mandato che paga anche altro va riportato solo per la parte che riguarda questa spesa."),
                source=source,
                todo=_("Scrivere soltanto la parte del mandato che riguarda questa quota."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )


def net_of(expense: Expense) -> str:
    """Say what the supplier does not receive, when there is something."""
    document = expense.document
    if document.split_payment and document.withheld:
        return _(" al netto dell'IVA versata all'Erario e delle ritenute")
    if document.split_payment:
        return _(" al netto dell'IVA versata all'Erario")
    return _(" al netto delle ritenute") if document.withheld else ""
