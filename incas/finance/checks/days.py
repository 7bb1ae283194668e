# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Days: the document and its payment within the eligible period, and within the period of the claim."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding
from incas.finance.checks.registry import check
from incas.finance.checks.telling import amend, leave_out, section
from incas.finance.choices import ClaimState, Severity
from incas.programmes.choices import Section


@check(code="period", title=gettext_lazy("Periodo ammissibile"))
def period(context: ClaimContext) -> Iterator[Finding]:
    """Ask that documents be dated, and payments made, within the days that the rule set allows around the project."""
    source = section(context.rulebook, Section.PERIOD)
    documents = context.rulebook.document_window(context.project)
    payments = context.rulebook.payment_window(context.project)
    for expense in context.expenses:
        issued_on, paid_on = expense.document.issued_on, expense.paid_on
        if issued_on not in documents:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Il documento è del %(day)s, fuori dal periodo ammissibile.") % {"day": writing.day(issued_on)},
                why=_("Sono ammessi i documenti datati dal %(first)s al %(last)s.")
                % {"first": writing.day(documents.first), "last": writing.day(documents.last)},
                source=source,
                todo=_("Togliere la spesa dalla domanda, o imputarla a un progetto che comprenda quella data."),
                expense_id=expense.pk,
                remedy=leave_out(context, expense),
            )
        if paid_on is not None and paid_on not in payments:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Il pagamento è del %(day)s, fuori dal periodo ammissibile.") % {"day": writing.day(paid_on)},
                why=_("Sono ammessi i pagamenti eseguiti dal %(first)s al %(last)s.")
                % {"first": writing.day(payments.first), "last": writing.day(payments.last)},
                source=source,
                todo=_("Controllare la data del mandato; se è giusta, la spesa non può essere richiesta."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )


@check(code="claim_period", title=gettext_lazy("Periodo della domanda"))
def claim_period(context: ClaimContext) -> Iterator[Finding]:
    """Ask that a claim hold what was paid by the end of its period; what was paid before its start is only told."""
    if context.claim is None:
        return
    first, last = context.claim.period_from, context.claim.period_until
    source = section(context.rulebook, Section.CADENCE)
    for expense in context.expenses:
        if expense.paid_on is None:
            continue
        if expense.paid_on > last:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("La spesa è stata pagata il %(day)s, dopo la fine del periodo della domanda.")
                % {"day": writing.day(expense.paid_on)},
                why=_("La domanda riguarda il periodo dal %(first)s al %(last)s.")
                % {"first": writing.day(first), "last": writing.day(last)},
                source=source,
                todo=_("Togliere la spesa: si richiede con la domanda del periodo successivo."),
                expense_id=expense.pk,
                remedy=leave_out(context, expense),
            )
        elif expense.paid_on < first:
            yield Finding(
                severity=Severity.INFO,
                what=_("La spesa è stata pagata il %(day)s, prima dell'inizio del periodo della domanda.")
                % {"day": writing.day(expense.paid_on)},
                why=_("Si può richiedere anche ora, perché nessun'altra domanda la comprende."),
                source=source,
                todo=_("Nulla, se la spesa era rimasta indietro."),
                expense_id=expense.pk,
            )


@check(code="claim_early", title=gettext_lazy("Fine del periodo della domanda"))
def claim_early(context: ClaimContext) -> Iterator[Finding]:
    """Tell that the period of a draft is not over: what is paid until then would be left to a later claim."""
    if context.claim is None or context.claim.state != ClaimState.DRAFT:
        return
    last = context.claim.period_until
    if context.today <= last:
        yield Finding(
            severity=Severity.INFO,
            what=_("Il periodo della domanda finisce il %(day)s.") % {"day": writing.day(last)},
            why=_("Una volta inviata, non vi si aggiunge ciò che si paga da qui ad allora."),
            source=section(context.rulebook, Section.CADENCE),
            todo=_("Nulla, se in quei giorni non si pagano altre spese; altrimenti attendere la fine del periodo."),
        )
