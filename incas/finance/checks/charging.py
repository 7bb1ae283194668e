# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Charging: no document beyond its total, credit notes taken into account, VAT only where the rules admit it."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ZERO, ClaimContext, Credit
from incas.finance.checks.findings import Finding, Remedy
from incas.finance.checks.registry import check
from incas.finance.checks.telling import amend, section
from incas.finance.choices import EURO_SOURCES_TOLD, Severity
from incas.finance.models import Expense
from incas.programmes.choices import Section, VatRule


@check(code="over_allocation", title=gettext_lazy("Quota del documento"))
def over_allocation(context: ClaimContext) -> Iterator[Finding]:
    """Ask that what is charged of a document stay within what remains of it once its credit notes are taken away.

    The database already keeps each document within its own total in euro, in the whole platform. A credit note lowers
    what the body paid: unless it is charged too, the invoice it names may not be charged in full. What a note in
    another currency takes away is known once its total in euro is told.
    """
    for expense in context.expenses:
        notes = context.credits.get(expense.document_id, ())
        untold = [credit for credit in notes if credit.total is None]
        if untold:
            yield untold_credit(context, expense, untold[0])
            continue
        identity = expense.document.identity
        available = identity.chargeable + sum((credit.total or ZERO for credit in notes), ZERO)
        charged = identity.charged + sum((credit.charged for credit in notes), ZERO)
        if abs(charged) > abs(available) or charged * identity.total < 0:
            yield over_charged(context, expense, charged=charged, available=available)


def over_charged(context: ClaimContext, expense: Expense, *, charged: Decimal, available: Decimal) -> Finding:
    """Say that a document is charged, in euro, beyond what its credit notes leave of it."""
    notes = context.credits.get(expense.document_id, ())
    if notes:
        what = _(
            "Il documento è imputato per %(charged)s, ma con le note di credito (n. %(numbers)s) ne restano "
            "%(available)s."
        )
        todo = _("Imputare anche la nota di credito, sulla stessa voce, o ridurre la quota della fattura.")
        remedy = Remedy(_("Apri la nota di credito"), "finance:document", notes[0].document_id)
    else:
        what = _("Il documento è imputato per %(charged)s, oltre il suo totale di %(available)s.")
        todo = _("Ridurre la quota imputata.")
        remedy = amend(expense)
    return Finding(
        severity=Severity.BLOCKING,
        what=what
        % {
            "charged": writing.euro(charged),
            "numbers": ", ".join(credit.number for credit in notes),
            "available": writing.euro(available),
        },
        why=_("Si rimborsa soltanto il costo rimasto a carico dell'ente."),
        source=section(context.rulebook, Section.EVIDENCE),
        todo=todo,
        expense_id=expense.pk,
        remedy=remedy,
    )


def untold_credit(context: ClaimContext, expense: Expense, note: Credit) -> Finding:
    """Say that a credit note takes away nobody knows how much, since it is in another currency."""
    return Finding(
        severity=Severity.BLOCKING,
        what=_("La nota di credito n. %(number)s è in un'altra valuta, e non si sa quanto toglie in euro.")
        % {"number": note.number},
        why=_("Si rimborsa soltanto il costo rimasto a carico dell'ente."),
        source=section(context.rulebook, Section.EVIDENCE),
        todo=_("Scrivere il totale in euro della nota di credito."),
        expense_id=expense.pk,
        remedy=Remedy(_("Scrivi il totale in euro"), "finance:euro_total", note.document_id),
    )


@check(code="currency", title=gettext_lazy("Valuta"))
def currency(context: ClaimContext) -> Iterator[Finding]:
    """Tell what total in euro a document in another currency was compared with, and where that comes from.

    One that nobody chose, since the document was charged before it was asked for, is to be verified.
    """
    for expense in context.expenses:
        identity = expense.document.identity
        if identity.is_in_euro:
            continue
        is_chosen = identity.euro_source in EURO_SOURCES_TOLD
        yield Finding(
            severity=Severity.INFO if is_chosen else Severity.WARNING,
            what=_("Il documento è di %(total)s: il suo totale in euro è %(euro)s (%(origin)s).")
            % {
                "total": writing.money(identity.total, identity.currency),
                "euro": writing.euro(identity.euro_total),
                "origin": identity.euro_origin,
            },
            why=_("Le quote, in euro, si confrontano con il totale in euro: tutte insieme non lo superano."),
            source=section(context.rulebook, Section.EVIDENCE),
            todo=_("Allegare la quietanza o l'estratto conto con il cambio applicato.")
            if is_chosen
            else _("Scrivere il totale in euro, con il giorno dell'addebito o del cambio."),
            expense_id=expense.pk,
            remedy=Remedy(_("Apri il totale in euro"), "finance:euro_total", expense.document_id),
        )


@check(code="vat", title=gettext_lazy("IVA"))
def vat(context: ClaimContext) -> Iterator[Finding]:
    """Ask that VAT be charged only where the rule set admits it.

    VAT is charged when the shares of a document, all together, exceed its taxable amount, in euro. Where it counts only
    if it cannot be recovered, the body must have declared so on the expense.
    """
    rule = context.rulebook.vat_rule
    if rule == VatRule.ALWAYS:
        return
    for expense in context.expenses:
        document = expense.document
        taxable = document.in_euro(document.total - document.vat)
        beyond = abs(document.identity.charged) - abs(taxable)
        if not document.vat or beyond <= 0:
            continue
        amounts = {"vat": writing.euro(beyond), "taxable": writing.euro(taxable)}
        if rule == VatRule.NEVER:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Le quote del documento comprendono %(vat)s di IVA.") % amounts,
                why=_("L'IVA non è ammessa: del documento si può imputare al massimo l'imponibile, %(taxable)s.")
                % amounts,
                source=section(context.rulebook, Section.CODES),
                todo=_("Ridurre la quota all'imponibile."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
        elif not expense.is_vat_unrecoverable:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_(
                    "Le quote del documento comprendono %(vat)s di IVA, e l'ente non ha dichiarato di non poterla "
                    "recuperare."
                )
                % amounts,
                why=_("L'IVA è ammessa soltanto se non è recuperabile."),
                source=section(context.rulebook, Section.CODES),
                todo=_("Dichiarare sulla spesa che l'IVA non è recuperabile, o ridurre la quota all'imponibile."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
