# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Duplicates: the same document twice in the archive of the body, or two that look the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding, Remedy
from incas.finance.checks.registry import check
from incas.finance.checks.telling import rules_of
from incas.finance.choices import Severity


@check(code="duplicates", title=gettext_lazy("Documenti ripetuti"))
def duplicates(context: ClaimContext) -> Iterator[Finding]:
    """Tell documents held twice, and those of like supplier, number and amount.

    Only documents of the same body are compared: what another body holds is nobody else's to see.
    """
    source = rules_of(context.rulebook)
    for expense in context.expenses:
        for other in context.likenesses.get(expense.document_id, ()):
            details = {
                "number": other.number,
                "day": writing.day(other.issued_on),
                "total": writing.money(other.total, other.currency),
            }
            if other.same:
                severity = Severity.INFO
                what = _("Lo stesso documento (n. %(number)s del %(day)s) è in archivio anche da un altro file.")
                todo = _("Nulla: le quote dei due file insieme non possono superare il totale.")
            else:
                severity = Severity.WARNING
                what = _(
                    "In archivio c'è un altro documento dello stesso fornitore con lo stesso numero e importo "
                    "(n. %(number)s del %(day)s, %(total)s)."
                )
                todo = _("Confrontare i due documenti e imputarne uno solo, se la spesa è la stessa.")
            yield Finding(
                severity=severity,
                what=what % details,
                why=_("Una spesa si rimborsa una volta sola."),
                source=source,
                todo=todo,
                expense_id=expense.pk,
                remedy=Remedy(_("Apri l'altro documento"), "finance:document", other.document_id),
            )


@check(code="same_payment", title=gettext_lazy("Spese ripetute"))
def same_payment(context: ClaimContext) -> Iterator[Finding]:
    """Tell two expenses that charge the same document to the same line, with the same amount and payment."""
    seen: dict[tuple[object, ...], str] = {}
    for expense in context.expenses:
        mark = (
            expense.document.identity_id,
            expense.budget_line_id,
            expense.amount,
            expense.payment_order,
            expense.paid_on,
        )
        if mark in seen and expense.payment_order:
            yield Finding(
                severity=Severity.WARNING,
                what=_("La spesa ripete «%(other)s»: stesso documento, stessa voce, stesso importo, stesso mandato.")
                % {"other": seen[mark]},
                why=_("Una spesa si rimborsa una volta sola."),
                source=rules_of(context.rulebook),
                todo=_("Togliere una delle due, se la seconda è stata inserita per errore."),
                expense_id=expense.pk,
                remedy=Remedy(_("Apri la spesa"), "finance:expense", expense.pk),
            )
        seen.setdefault(mark, expense.description)
