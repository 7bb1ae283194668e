# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Claims on the side of the Comune: the list, one claim, its expenses, its sending, its receipts."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from incas.accounts.requests import SignedInRequest
from incas.core import writing
from incas.core.editing import Editing
from incas.core.lists import list_address
from incas.core.pages import object_page, page
from incas.core.transitions import TransitionRefused
from incas.documents.models import Receipt
from incas.documents.receipt_sheet import receipt_response, snapshot_response
from incas.finance import rules
from incas.finance.checks import Finding, run_checks
from incas.finance.choices import CLAIM_EDITABLE, ClaimState, Decision, Reopening, Severity
from incas.finance.forms.claims import PeriodForm
from incas.finance.models import Claim, Expense, LineDecision
from incas.finance.operations.claims import (
    ClaimIncomplete,
    ClaimRefused,
    add_expenses,
    discard_claim,
    open_claim,
    remove_expenses,
    submit_claim,
)
from incas.finance.queries.claims import calendar_of, lines_for_list, offered_periods, totals_of
from incas.finance.queries.contexts import context_of_claim
from incas.finance.queries.expenses import addable_to, suggested_for
from incas.finance.queries.flat_rates import shares_claimed
from incas.finance.queries.stories import story_of_claim
from incas.finance.tables.claims import CLAIMS, DECIDED_LINES, FREE_EXPENSES, LINES, WRITTEN_LINES
from incas.finance.tables.expenses import EXPENSES
from incas.programmes.queries import rulebook_of
from incas.projects.models import Project

STORY = {
    "state": _lazy("Stato"),
    "claimed_total": _lazy("Richiesto"),
    "admitted_total": _lazy("Ammesso"),
    "decision": _lazy("Esito"),
    "reopening": _lazy("Si riapre"),
    "number": _lazy("Numero"),
}
"""What the history of a claim tells the before and after of."""
STORY_WORDS = dict([*ClaimState.choices, *Decision.choices, *Reopening.choices])

WITH_PROJECT = ("project__body", "project__rule_set__call", "project__tutor", "receipt__snapshot")


@page(allowed=rules.read_claims)
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the claims one may open."""
    claims = Claim.objects.visible_to(request.user)
    projects = Project.objects.none()
    if rules.keep_accounts(request.user):
        projects = Project.objects.visible_to(request.user).filter(state="active").order_by("code")
    context = {"projects": projects, "may_correct_totals": rules.correct_totals(request.user)}
    return CLAIMS.respond(request, claims, template="finance/claims.html", context=context)


@object_page(Project, allowed=rules.open_claim, related=("rule_set__call", "body"))
def create(request: SignedInRequest, project: Project) -> HttpResponseBase:
    """Choose the period of a new claim."""
    periods = offered_periods(project, rulebook_of(project.rule_set), today=timezone.localdate())
    edit = Editing(request, PeriodForm, options={"periods": periods}, refusals=(ClaimRefused,), autosave=False)

    def save(form: PeriodForm) -> Claim:
        period = form.periods[form.cleaned_data["number"]].period
        return open_claim(project=project, first=period.first, last=period.last, by=request.user, at=timezone.now())

    return edit.save_with(save, outcome=lambda claim: reverse("finance:claim_lines", args=[claim.pk])) or edit.render(
        "finance/claim_create.html", {"project": project, "written": being_written(project)}
    )


def being_written(project: Project) -> Claim | None:
    """Give the claim of a project that is being written, if there is one: the next waits for it to be sent."""
    return Claim.objects.filter(project=project, state__in=CLAIM_EDITABLE).first()


@object_page(Claim, allowed=rules.read_claim, related=WITH_PROJECT)
def show(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Show a claim: totals, expenses, calendar, receipts, what may be done now."""
    is_own = request.user.acting_body_id == claim.project.body_id
    sees_decisions = claim.shows_decisions if is_own else claim.state != ClaimState.SUBMITTED or claim.round > 1
    listing = DECIDED_LINES if sees_decisions else LINES
    rulebook = rulebook_of(claim.project.rule_set)
    context = {
        "claim": claim,
        "totals": totals_of(claim),
        "steps": calendar_of(claim, rulebook, today=timezone.localdate()),
        "flat_rates": claim.flat_rates.select_related("cost_item"),
        "receipts": receipts_of(claim),
        "sees_decisions": sees_decisions,
        "may_prepare": rules.prepare_claim(request.user, claim) and claim.is_editable,
        "may_check": rules.check_claim(request.user, claim),
        "may_certify": rules.certify_claim(request.user, claim),
        "history": story_of_claim(claim),
        "history_fields": STORY,
        "history_values": STORY_WORDS,
    }
    return listing.respond(request, lines_for_list(claim), template="finance/claim.html", context=context)


def receipts_of(claim: Claim) -> list[Receipt]:
    """Give the receipts of a claim, newest first: one for each sending. One query."""
    found = Receipt.objects.filter(subject_type=Claim._meta.label_lower, subject_id=claim.pk)
    return list(found.select_related("snapshot").order_by("-issued_at", "-pk"))


@object_page(Claim, allowed=rules.prepare_claim, related=WITH_PROJECT)
def lines(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Show the expenses of a claim being written, with those proposed beside."""
    if not claim.is_editable:
        return redirect("finance:claim", claim.pk)
    proposed = suggested_for(claim)
    context = {
        "claim": claim,
        "totals": totals_of(claim),
        "proposed": proposed.aggregate(total=Sum("amount")) | {"count": proposed.count()},
        "free": addable_to(claim).count(),
    }
    return WRITTEN_LINES.respond(request, lines_for_list(claim), template="finance/claim_lines.html", context=context)


@object_page(Claim, allowed=rules.prepare_claim, related=WITH_PROJECT)
def choose(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """List every expense of the project that no claim holds, to be added by hand."""
    if not claim.is_editable:
        return redirect("finance:claim", claim.pk)
    expenses = addable_to(claim).select_related("document", "budget_line__cost_item")
    return FREE_EXPENSES.respond(
        request,
        expenses.defer("document__content", "document__search_text"),
        template="finance/claim_choose.html",
        context={"claim": claim},
    )


@object_page(Claim, allowed=rules.prepare_claim)
@require_POST
def add(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Add the chosen expenses, or all those proposed."""
    if request.POST.get("proposte"):
        chosen = suggested_for(claim)
    else:
        chosen = FREE_EXPENSES.selected(request, addable_to(claim))
    return _after_adding(request, claim, chosen)


def _after_adding(request: SignedInRequest, claim: Claim, chosen: Any) -> HttpResponseBase:
    try:
        count = add_expenses(claim=claim, expenses=chosen, by=request.user, at=timezone.now())
    except ClaimRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("finance:claim", claim.pk)
    said = ngettext("Aggiunta %(count)s spesa.", "Aggiunte %(count)s spese.", count) % {"count": count}
    messages.success(request, said) if count else messages.info(request, _("Nessuna spesa da aggiungere."))
    return redirect("finance:claim_lines", claim.pk)


@page(allowed=rules.keep_accounts)
@require_POST
def fill(request: SignedInRequest) -> HttpResponseBase:
    """Add expenses chosen in the list of expenses to the claim their project is writing."""
    chosen = EXPENSES.selected(request, Expense.objects.visible_to(request.user))
    projects = set(chosen.values_list("project", flat=True).order_by().distinct())
    claims = list(Claim.objects.visible_to(request.user).filter(project__in=projects, state__in=CLAIM_EDITABLE))
    if len(projects) == 1 and len(claims) == 1:
        return _after_adding(request, claims[0], chosen)
    if not projects:
        messages.info(request, _("Scegliere almeno una spesa."))
    elif len(projects) > 1:
        messages.error(request, _("Le spese scelte sono di più progetti: una domanda ne riguarda uno solo."))
    else:
        messages.info(request, _("Il progetto non ha una domanda in preparazione: scegliere il periodo per aprirla."))
        return redirect("finance:claim_create", projects.pop())
    return redirect(list_address(request, reverse("finance:expenses")))


@object_page(Claim, allowed=rules.prepare_claim)
@require_POST
def empty(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Take the chosen expenses out of the claim."""
    chosen = WRITTEN_LINES.selected(request, claim.lines.select_related("expense"))
    expenses = [line.expense for line in chosen]
    try:
        count = remove_expenses(claim=claim, expenses=expenses, by=request.user, at=timezone.now())
        said = ngettext("Tolta %(count)s spesa.", "Tolte %(count)s spese.", count) % {"count": count}
        messages.success(request, said)
        if count < len(expenses):
            messages.info(request, _("Le spese già ammesse restano nella domanda."))
    except ClaimRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("finance:claim_lines", claim.pk)


@object_page(Claim, allowed=rules.prepare_claim, related=WITH_PROJECT)
def submit(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Repeat everything, tell what the checks say, and send."""
    if request.method == "POST":
        try:
            sent = submit_claim(claim=claim, by=request.user, at=timezone.now())
        except ClaimIncomplete as refusal:
            messages.error(request, str(refusal))
            return redirect("finance:claim_submit", claim.pk)
        except TransitionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("finance:claim", claim.pk)
        messages.success(
            request,
            _("Domanda inviata. Ricevuta n. %(number)s.") % {"number": sent.receipt.number if sent.receipt else ""},
        )
        return redirect("finance:claim_receipt", claim.pk)
    if not claim.is_editable:
        return redirect("finance:claim", claim.pk)
    return render(request, "finance/claim_submit.html", submission_page(claim))


def submission_page(claim: Claim) -> dict[str, Any]:
    """Gather what the page that sends a claim repeats."""
    context = context_of_claim(claim, today=timezone.localdate())
    findings = run_checks(context)
    flat_rates = shares_claimed(context)
    expenses_by_key = {expense.pk: expense for expense in context.expenses}
    expenses = (
        sum((expense.amount for expense in context.expenses), context.expenses[0].amount * 0)
        if (context.expenses)
        else None
    )
    return {
        "claim": claim,
        "expenses": context.expenses,
        "groups": by_expense(findings, expenses_by_key),
        "told": only_told(findings, expenses_by_key),
        "blocking": sum(finding.is_blocking for finding in findings),
        "flat_rates": flat_rates,
        "expenses_total": expenses,
        "total": expenses + sum(share.amount for share in flat_rates) if expenses is not None else None,
        "by_item": context.amounts_by_item(),
    }


def by_expense(findings: list[Finding], expenses: dict[int, Expense]) -> list[tuple[Expense | None, list[Finding]]]:
    """Put what matters under the expense it concerns, the gravest first; what concerns the whole claim has none."""
    groups: dict[int | None, list[Finding]] = {}
    for finding in findings:
        if finding.severity != Severity.INFO:
            groups.setdefault(finding.expense_id, []).append(finding)
    return [(expenses.get(key or 0), found) for key, found in groups.items()]


def only_told(findings: list[Finding], expenses: dict[int, Expense]) -> list[tuple[Finding, list[Expense]]]:
    """Say once what is only told, however many expenses it concerns."""
    groups: dict[str, tuple[Finding, list[Expense]]] = {}
    for finding in findings:
        if finding.severity == Severity.INFO:
            _said, concerned = groups.setdefault(f"{finding.what}{finding.why}", (finding, []))
            concerned += [expenses[finding.expense_id]] if finding.expense_id in expenses else []
    return list(groups.values())


@object_page(Claim, allowed=rules.read_claim, related=WITH_PROJECT)
def receipt(request: SignedInRequest, claim: Claim) -> HttpResponse:
    """Show the receipts of a claim: number, instant, fingerprint, the sheet and the data to download."""
    receipts = receipts_of(claim)
    if not receipts:
        raise Http404
    return render(request, "finance/claim_receipt.html", {"claim": claim, "receipts": receipts})


@object_page(Claim, allowed=rules.read_claim, related=WITH_PROJECT)
def receipt_sheet(_request: SignedInRequest, claim: Claim, number: int) -> HttpResponseBase:
    """Give a receipt as a printed sheet."""
    chosen = _receipt(claim, number)
    facts = [
        (_("Progetto"), f"{claim.project.code} – {claim.project.title}"),
        (_("CUP"), claim.project.cup),
        (_("Periodo"), f"{writing.day(claim.period_from)} – {writing.day(claim.period_until)}"),
    ]
    if claim.receipt_id == chosen.pk:
        facts.append((_("Importo richiesto"), writing.euro(claim.claimed_total)))
    return receipt_response(chosen, facts=facts)


@object_page(Claim, allowed=rules.read_claim, related=WITH_PROJECT)
def receipt_data(_request: SignedInRequest, claim: Claim, number: int) -> HttpResponseBase:
    """Give the data a receipt speaks of, as they were sent."""
    return snapshot_response(_receipt(claim, number))


def _receipt(claim: Claim, key: int) -> Receipt:
    found = Receipt.objects.filter(subject_type=Claim._meta.label_lower, subject_id=claim.pk)
    return get_object_or_404(found.select_related("snapshot"), pk=key)


@object_page(Claim, allowed=rules.prepare_claim, related=WITH_PROJECT)
def discard(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Ask whether to throw a draft away, then do it."""
    if request.method == "POST":
        try:
            discard_claim(claim=claim, by=request.user, at=timezone.now())
        except ClaimRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("finance:claim", claim.pk)
        messages.success(request, _("Bozza eliminata. Le sue spese restano e possono entrare in un'altra domanda."))
        return redirect("finance:claims")
    if claim.round or not claim.is_editable:
        return redirect("finance:claim", claim.pk)
    return render(request, "finance/claim_discard.html", {"claim": claim})


@object_page(Claim, allowed=rules.read_claim, related=WITH_PROJECT)
def decisions(request: SignedInRequest, claim: Claim) -> HttpResponse:
    """Tell everything that was decided on the expenses of a claim, sending after sending."""
    found = LineDecision.objects.visible_to(request.user).filter(claim=claim)
    rows = found.select_related("expense", "decided_by").order_by("-round", "expense", "-decided_at")
    return render(request, "finance/claim_decisions.html", {"claim": claim, "decisions": rows})
