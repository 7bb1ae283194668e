# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""CUP and CIG on electronic invoices, as strongly as the rule set asks for them.

Source: D.L. 66/2014 art. 25 (invoices without a CUP or a CIG that is due may not be paid). How a missing code is
dealt with is a parameter of the rule set.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core.codes import compact, is_cig
from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding
from incas.finance.checks.registry import check
from incas.finance.checks.telling import DUTY_OF_CODES, attach, leave_out, section
from incas.finance.choices import DocumentKind, Severity
from incas.programmes.choices import Requirement, Section

SEVERITIES = {Requirement.REQUIRED: Severity.BLOCKING, Requirement.REMEDIABLE: Severity.WARNING}


def source_of(context: ClaimContext) -> str:
    """Name the law and the section of the rule set."""
    return f"{DUTY_OF_CODES}; {section(context.rulebook, Section.CODES)}"


@check(code="cup", title=gettext_lazy("CUP"))
def cup(context: ClaimContext) -> Iterator[Finding]:
    """Ask that an electronic invoice bear the CUP (codice unico di progetto) of the project among its own."""
    severity = SEVERITIES.get(context.rulebook.cup_rule)
    wanted = compact(context.project.cup)
    if severity is None or not wanted:
        return
    for expense in context.expenses:
        document = expense.document
        written = {compact(code) for code in document.cups}
        if document.kind != DocumentKind.EINVOICE or wanted in written:
            continue
        if written:
            what = _("La fattura riporta il CUP %(written)s, che non è quello del progetto (%(wanted)s).")
        else:
            what = _("La fattura non riporta il CUP (codice unico di progetto) %(wanted)s.")
        yield Finding(
            severity=severity,
            what=what % {"written": ", ".join(sorted(written)), "wanted": wanted},
            why=_("Le fatture elettroniche prive del CUP dovuto non possono essere pagate dalle amministrazioni."),
            source=source_of(context),
            todo=_(
                "Chiedere al fornitore una nota di credito e una nuova fattura con il CUP; intanto togliere la spesa."
            )
            if severity == Severity.BLOCKING
            else _(
                "Chiedere al fornitore una nota di credito e una nuova fattura con il CUP, oppure integrarlo dove il "
                "servizio dell'Agenzia delle Entrate lo consente, e allegare la prova dell'integrazione."
            ),
            expense_id=expense.pk,
            remedy=leave_out(context, expense) if severity == Severity.BLOCKING else attach(expense),
        )


@check(code="cig", title=gettext_lazy("CIG"))
def cig(context: ClaimContext) -> Iterator[Finding]:
    """Ask that an electronic invoice bear a CIG (codice identificativo di gara), and that it be well formed."""
    severity = SEVERITIES.get(context.rulebook.cig_rule)
    if severity is None:
        return
    for expense in context.expenses:
        document = expense.document
        written = sorted({compact(code) for code in document.cigs})
        if document.kind != DocumentKind.EINVOICE:
            continue
        if not written:
            yield Finding(
                severity=severity,
                what=_("La fattura non riporta il CIG (codice identificativo di gara)."),
                why=_("Le fatture elettroniche prive del CIG dovuto non possono essere pagate dalle amministrazioni."),
                source=source_of(context),
                todo=_(
                    "Se il CIG è dovuto, chiedere al fornitore di correggere la fattura; se non lo è, allegare l'atto "
                    "che lo dice."
                ),
                expense_id=expense.pk,
                remedy=attach(expense),
            )
        elif not any(is_cig(code) for code in written):
            yield Finding(
                severity=Severity.WARNING,
                what=_("Il CIG scritto in fattura (%(written)s) non è formato come un CIG.")
                % {"written": ", ".join(written)},
                why=_("Un codice errato impedisce di ricondurre la spesa all'affidamento."),
                source=source_of(context),
                todo=_(
                    "Confrontarlo con l'atto di affidamento; se è errato, allegare la dichiarazione con quello giusto."
                ),
                expense_id=expense.pk,
                remedy=attach(expense),
            )
