# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Expenses: the list, a document charged, one expense with its checks and papers."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.documents.responses import file_response
from incas.finance import rules
from incas.finance.checks.papers import asked_papers
from incas.finance.choices import ClaimState
from incas.finance.forms.expenses import ChargeForm, ExpenseForm, values_of
from incas.finance.forms.papers import EvidenceForm, PaperForm, no_paper
from incas.finance.models import Evidence, Expense, LineDecision, SpendingDocument
from incas.finance.operations.evidence import attach_evidence, remove_evidence
from incas.finance.operations.expenses import (
    ChargeRefused,
    ExpenseFrozen,
    change_expense,
    charge_document,
    delete_expense,
)
from incas.finance.operations.papers import record_paper
from incas.finance.operations.totals import EuroTotalRefused
from incas.finance.queries.contexts import findings_of
from incas.finance.queries.expenses import chargeable_lines, line_of, twins_of
from incas.finance.queries.papers import papers_of, shelves_of
from incas.finance.queries.stories import story_of_expense
from incas.finance.tables.expenses import EXPENSES
from incas.organisations.models import Body
from incas.programmes.queries import rulebook_of
from incas.projects.models import BudgetLine, Project

STORY = {
    "budget_line": gettext_lazy("Voce di costo"),
    "amount": gettext_lazy("Importo"),
    "description": gettext_lazy("Descrizione"),
    "payment_order": gettext_lazy("Mandato"),
    "paid_on": gettext_lazy("Pagata il"),
    "paid_amount": gettext_lazy("Importo pagato"),
}
"""What the history of an expense tells the before and after of."""
SHOWN = ("document__identity", "budget_line__cost_item", "budget_line__work_package")
"""What comes with an expense; its project comes apart: planning one join of all would take longer than the rest."""
NOT_SHOWN = ("search_text", "search_plain", "document__content", "document__search_text", "document__search_plain")
WITH_ALL = (
    "document__identity",
    "document__file",
    "project__body",
    "project__rule_set__call",
    "budget_line__cost_item",
)


@page(allowed=rules.read_expenses)
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the expenses of one's own body."""
    expenses = Expense.objects.visible_to(request.user)
    may_write = rules.keep_accounts(request.user)
    return EXPENSES.respond(
        request,
        expenses,
        template="finance/expenses.html",
        actions=None if may_write else (),
        context={"may_write": may_write},
    )


def charging(request: SignedInRequest, document: SpendingDocument) -> Editing[ChargeForm]:
    """Make the form that charges a document."""
    options = {"document": document, "lines": chargeable_lines(document.body_id)}
    return Editing(request, ChargeForm, options=options, refusals=(ChargeRefused, EuroTotalRefused))


@object_page(SpendingDocument, allowed=rules.charge_document, related=("identity", "body"))
def create(request: SignedInRequest, document: SpendingDocument) -> HttpResponseBase:
    """Charge a document, whole or in shares."""
    edit = charging(request, document)
    if edit.is_resumed:
        edit.form.leave_unchecked()

    def charge(form: ChargeForm) -> list[Expense]:
        lines = BudgetLine.objects.select_related("project", "cost_item", "work_package").filter(
            project__body=document.body_id
        )
        shares = form.shares({line.pk: line for line in lines})
        return charge_document(
            document=document,
            shares=shares,
            by=request.user,
            at=timezone.now(),
            told=form.told() if form.asks_euro else None,
        )

    return edit.save_with(charge, outcome=after_charging, message=_("Documento imputato.")) or edit.render(
        "finance/expense_create.html", {"document": document, **remainder_of(document, edit.form)}
    )


def after_charging(expenses: list[Expense]) -> str:
    """Lead to the expense, or to the document when it was split."""
    if len(expenses) == 1:
        return reverse("finance:expense", args=[expenses[0].pk])
    return reverse("finance:document", args=[expenses[0].document_id])


def remainder_of(document: SpendingDocument, form: ChargeForm) -> dict[str, Any]:
    """Count what is left of a document once the shares being typed are taken away."""
    left, typed = form.left, sum(form.amounts, document.total * 0)
    if left is None:
        return {"total": None, "left": None, "typed": typed, "remainder": None, "is_beyond": False}
    return {
        "total": left + document.identity.charged,
        "left": left,
        "typed": typed,
        "remainder": left - typed,
        "is_beyond": abs(typed) > abs(left),
    }


@object_page(SpendingDocument, allowed=rules.charge_document, related=("identity",))
@require_POST
def remainder(request: SignedInRequest, document: SpendingDocument) -> HttpResponse:
    """Count again, while the shares are being typed, what is left of the document. A fragment of the page."""
    form = ChargeForm(request.POST, document=document, lines=chargeable_lines(document.body_id))
    context = {"document": document, **remainder_of(document, form)}
    return render(request, "finance/expense_remainder.html", context)


@object_page(Expense, allowed=rules.read_expense, related=SHOWN, deferred=NOT_SHOWN)
def show(request: SignedInRequest, expense: Expense) -> HttpResponse:
    """Show an expense: document, payment, what the checks say, its papers, what was decided."""
    prefetch_related_objects([expense], Prefetch("project", Project.objects.select_related("body", "rule_set__call")))
    return render(request, "finance/expense.html", expense_page(request, expense))


def expense_page(request: SignedInRequest, expense: Expense) -> dict[str, Any]:
    """Gather what the page of an expense shows. Once it is certified there is nothing left to check."""
    line, twins, attached = line_of(expense), twins_of(expense), papers_of(expense)
    kinds, today = frozenset(paper.kind for paper in attached), timezone.localdate()
    asked = asked_papers(rulebook_of(expense.project.rule_set), expense, kinds)
    siblings = [twin for twin in twins if twin.document_id == expense.document_id]
    is_certified = line is not None and line.claim.state == ClaimState.CERTIFIED
    is_own = rules.change_expense(request.user, expense)
    may_change = is_own and (line is None or (line.claim.is_editable and not line.is_kept))
    return {
        "expense": expense,
        "line": line,
        "is_certified": is_certified,
        "findings": []
        if is_certified
        else findings_of(expense, line=line, has_twins=bool(twins), attached=kinds, today=today),
        "shelves": shelves_of(asked, attached),
        "siblings": siblings,
        "decisions": LineDecision.objects.visible_to(request.user).filter(expense=expense).select_related("claim"),
        "may_change": may_change,
        "is_own": is_own,
        "evidence_form": EvidenceForm(asked=asked, has_siblings=bool(siblings)) if may_change else None,
        "history": story_of_expense(expense),
        "history_fields": STORY,
    }


@object_page(Expense, allowed=rules.change_expense, related=("document", "budget_line"))
def change(request: SignedInRequest, expense: Expense) -> HttpResponseBase:
    """Correct an expense."""
    edit = Editing(
        request,
        ExpenseForm,
        expense,
        initial=values_of,
        options={"lines": chargeable_lines(expense.body_id), "document": expense.document},
        refusals=(ChargeRefused, ExpenseFrozen),
    )

    def save(form: ExpenseForm) -> Expense:
        line = BudgetLine.objects.select_related("project", "cost_item", "work_package").get(
            pk=form.cleaned_data["budget_line"], project__body=expense.body_id
        )
        return change_expense(expense=expense, share=form.share(line), by=request.user, at=timezone.now())

    return edit.save_with(
        save, outcome=reverse("finance:expense", args=[expense.pk]), message=_("Spesa salvata.")
    ) or edit.render("finance/expense_change.html", {"expense": expense})


@object_page(Expense, allowed=rules.change_expense, related=("document",))
def delete(request: SignedInRequest, expense: Expense) -> HttpResponseBase:
    """Ask whether to take an expense back, then do it."""
    document = reverse("finance:document", args=[expense.document_id])
    if request.method == "POST":
        try:
            delete_expense(expense=expense, by=request.user, at=timezone.now())
        except ExpenseFrozen as refusal:
            messages.error(request, str(refusal))
            return redirect("finance:expense", expense.pk)
        messages.success(request, _("Spesa eliminata: la sua quota del documento è di nuovo libera."))
        return redirect(document)
    return render(request, "finance/expense_delete.html", {"expense": expense})


@object_page(Expense, allowed=rules.change_expense, related=WITH_ALL)
def attach(request: SignedInRequest, expense: Expense) -> HttpResponseBase:
    """Attach papers to an expense, and to the other shares of its document when asked to."""
    rulebook = rulebook_of(expense.project.rule_set)
    siblings = Expense.objects.filter(document=expense.document_id, body=expense.body_id).exclude(pk=expense.pk)
    kinds = frozenset(expense.evidence.values_list("kind", flat=True))
    edit = Editing(
        request,
        EvidenceForm,
        options={"asked": asked_papers(rulebook, expense, kinds), "has_siblings": siblings.exists()},
        refusals=(ExpenseFrozen,),
        autosave=False,
    )

    def save(form: EvidenceForm) -> list[Evidence]:
        targets = [expense, *(siblings if form.cleaned_data.get("with_siblings") else ())]
        attached = [
            paper
            for target in targets
            for paper in attach_evidence(expense=target, papers=form.papers(), by=request.user, at=timezone.now())
        ]
        many = len(form.cleaned_data["uploads"])
        messages.success(request, ngettext("Documento allegato.", "Documenti allegati.", many))
        if form.left_out:
            messages.warning(request, no_paper(form.left_out))
        return attached

    return edit.save_with(save, outcome=reverse("finance:expense", args=[expense.pk]) + "#documenti") or edit.render(
        "finance/expense_attach.html", {"expense": expense}
    )


@object_page(Evidence, allowed=rules.read_evidence, related=("file", "expense"))
def evidence(_request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    """Give a paper as it came."""
    return file_response(evidence.file, name=evidence.name)


@object_page(Evidence, allowed=rules.change_evidence, related=("file", "expense__document"))
@require_POST
def detach(request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    """Take a paper away."""
    try:
        remove_evidence(evidence=evidence, by=request.user, at=timezone.now())
        messages.success(request, _("Documento tolto."))
    except ExpenseFrozen as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("finance:expense", args=[evidence.expense_id]) + "#documenti")


@page(allowed=rules.keep_accounts)
def paper(request: SignedInRequest) -> HttpResponseBase:
    """Type a paper that is no electronic invoice, then charge it."""
    edit = Editing(request, PaperForm)

    def save(form: PaperForm) -> SpendingDocument:
        body = Body.objects.get(pk=request.user.acting_body_id or 0)
        file = form.cleaned_data["file"]
        return record_paper(
            body=body, paper=form.paper(), name=file.name, content=file, by=request.user, at=timezone.now()
        )

    return edit.save_with(
        save, outcome=lambda document: reverse("finance:expense_create", args=[document.pk])
    ) or edit.render("finance/expense_paper.html")
