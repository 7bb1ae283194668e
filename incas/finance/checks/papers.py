# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Papers: those that the rule set asks for with each cost item are attached."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.finance.checks.context import ClaimContext
from incas.finance.checks.findings import Finding
from incas.finance.checks.registry import check
from incas.finance.checks.telling import attach, section
from incas.finance.choices import DocumentKind, Severity
from incas.finance.models import Expense, SpendingDocument
from incas.programmes.choices import EvidenceKind, Section
from incas.programmes.rulebook import Paper, Rulebook


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper that an expense needs, and whether it is there. `is_the_document`: the spending document itself is it."""

    paper: Paper
    is_there: bool
    is_the_document: bool = False


def proves_itself(document: SpendingDocument) -> EvidenceKind | None:
    """Name the kind of paper that a spending document is by itself, when its file is kept."""
    if document.file_id is None:
        return None
    return EvidenceKind.PAYSLIP if document.kind == DocumentKind.PAYSLIP else EvidenceKind.INVOICE


def asked_papers(rulebook: Rulebook, expense: Expense, attached: frozenset[str]) -> tuple[AskedPaper, ...]:
    """Tell, paper by paper, what the rule set asks for with an expense and what is there."""
    itself = proves_itself(expense.document)
    return tuple(
        AskedPaper(paper, is_there=paper.kind in attached or paper.kind == itself, is_the_document=paper.kind == itself)
        for paper in rulebook.evidence_for(expense.budget_line.cost_item.code)
    )


@check(code="evidence", title=gettext_lazy("Documenti allegati"))
def evidence(context: ClaimContext) -> Iterator[Finding]:
    """Ask for each required paper; name together those asked for only where they apply."""
    source = section(context.rulebook, Section.EVIDENCE)
    for expense in context.expenses:
        asked = asked_papers(context.rulebook, expense, context.papers.get(expense.pk, frozenset()))
        required = [one.paper for one in asked if one.paper.is_required and not one.is_there]
        optional = [one.paper for one in asked if not one.paper.is_required and not one.is_there]
        if required:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("Mancano: %(kinds)s.") % {"kinds": said(required)},
                why=_("La voce «%(item)s» li richiede per ogni spesa.") % {"item": context.item_of(expense)},
                source=source,
                todo=_("Allegare i documenti mancanti."),
                expense_id=expense.pk,
                remedy=attach(expense),
            )
        if optional:
            yield Finding(
                severity=Severity.INFO,
                what=_("Non ci sono: %(kinds)s.") % {"kinds": said(optional)},
                why=_("La voce «%(item)s» li richiede soltanto dove dovuti.") % {"item": context.item_of(expense)},
                source=source,
                todo=_("Allegarli se la spesa li comporta."),
                expense_id=expense.pk,
                remedy=attach(expense),
            )


def said(papers: list[Paper]) -> str:
    """Name some kinds of paper in a row."""
    return ", ".join(str(paper.kind.label) for paper in papers)
