# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Charging: no document beyond its total, credit notes taken into account, VAT only where the rules admit it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ZERO, ClaimContext
from incas.finance.checks.findings import Finding, Remedy
from incas.finance.checks.registry import check
from incas.finance.checks.telling import amend, section
from incas.finance.choices import Severity
from incas.programmes.choices import Section, VatRule


@check(code="over_allocation", title=gettext_lazy("Quota del documento"))
def over_allocation(context: ClaimContext) -> Iterator[Finding]:
    """Ask that what is charged of a document stay within what remains of it once its credit notes are taken away.

    The database already keeps each document within its own total, in the whole platform. A credit note lowers what
    the body paid: unless it is charged too, the invoice it names may not be charged in full.
    """
    for expense in context.expenses:
        identity = expense.document.identity
        notes = context.credits.get(expense.document_id, ())
        available = identity.total + sum((credit.total for credit in notes), ZERO)
        charged = identity.charged + sum((credit.charged for credit in notes), ZERO)
        if abs(charged) <= abs(available) and charged * identity.total >= 0:
            continue
        if notes:
            numbers = ", ".join(credit.number for credit in notes)
            what = _(
                "Il documento è imputato per %(charged)s, ma con le note di credito (n. %(numbers)s) ne restano "
                "%(available)s."
            )
            todo = _("Imputare anche la nota di credito, sulla stessa voce, o ridurre la quota della fattura.")
            remedy = Remedy(_("Apri la nota di credito"), "finance:document", notes[0].document_id)
        else:
            numbers = ""
            what = _("Il documento è imputato per %(charged)s, oltre il suo totale di %(available)s.")
            todo = _("Ridurre la quota imputata.")
            remedy = amend(expense)
        yield Finding(
            severity=Severity.BLOCKING,
            what=what
            % {
                "charged": writing.euro(charged),
                "numbers": numbers,
                "available": writing.money(available, expense.document.currency),
            },
            why=_("Si rimborsa soltanto il costo rimasto a carico dell'ente."),
            source=section(context.rulebook, Section.EVIDENCE),
            todo=todo,
            expense_id=expense.pk,
            remedy=remedy,
        )


@check(code="currency", title=gettext_lazy("Valuta"))
def currency(context: ClaimContext) -> Iterator[Finding]:
    """Tell documents in another currency: their amounts are compared figure by figure with euro."""
    for expense in context.expenses:
        if not expense.document.is_in_euro:
            yield Finding(
                severity=Severity.WARNING,
                what=_("Il documento è in %(currency)s: l'importo imputato, in euro, si controlla a mano.")
                % {"currency": expense.document.currency},
                why=_("Le quote in euro non si confrontano con un totale in un'altra valuta."),
                source=section(context.rulebook, Section.EVIDENCE),
                todo=_("Allegare la quietanza con il cambio applicato."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )


@check(code="vat", title=gettext_lazy("IVA"))
def vat(context: ClaimContext) -> Iterator[Finding]:
    """Ask that VAT be charged only where the rule set admits it.

    VAT is charged when the shares of a document, all together, exceed its taxable amount. Where it counts only if it
    cannot be recovered, the body must have declared so on the expense.
    """
    rule = context.rulebook.vat_rule
    if rule == VatRule.ALWAYS:
        return
    for expense in context.expenses:
        document = expense.document
        taxable = document.total - document.vat
        beyond = abs(document.identity.charged) - abs(taxable)
        if not document.vat or beyond <= 0:
            continue
        amounts = {"vat": writing.euro(beyond), "taxable": writing.money(taxable, document.currency)}
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
