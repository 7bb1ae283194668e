# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addressee: who was invoiced is who claims."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core.codes import compact
from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding
from incas.finance.checks.registry import check
from incas.finance.checks.telling import leave_out, rules_of
from incas.finance.choices import DocumentKind, Severity


@check(code="addressee", title=gettext_lazy("Intestatario del documento"))
def addressee(context: ClaimContext) -> Iterator[Finding]:
    """Ask that an electronic invoice be addressed to the body of the project, told by its fiscal code.

    A VAT number alone that differs from the fiscal code is only told: a body may have one of its own.
    """
    body = context.project.body
    own = compact(body.tax_code)
    if not own:
        return
    for expense in context.expenses:
        document = expense.document
        if document.kind != DocumentKind.EINVOICE:
            continue
        written = [
            compact(code).removeprefix("IT") for code in (document.customer_tax_code, document.customer_vat) if code
        ]
        if own in written:
            continue
        is_certain = bool(document.customer_tax_code) or not written
        yield Finding(
            severity=Severity.BLOCKING if is_certain else Severity.WARNING,
            what=_("La fattura è intestata al codice %(written)s, diverso dal codice fiscale di %(body)s (%(own)s).")
            % {"written": " / ".join(dict.fromkeys(written)) or "–", "body": body.name, "own": own},
            why=_("Si rimborsano le spese sostenute dall'ente titolare del progetto."),
            source=rules_of(context.rulebook),
            todo=_("Togliere la spesa, se riguarda un altro ente.")
            if is_certain
            else _("Controllare che la partita IVA sia quella dell'ente."),
            expense_id=expense.pk,
            remedy=leave_out(context, expense),
        )
