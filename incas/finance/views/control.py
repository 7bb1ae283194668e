# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The control of a claim: taking it, its lines all together and one at a time, its end, its certification."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from incas.accounts.requests import SignedInRequest
from incas.core.components.objects import how_far
from incas.core.editing import Editing
from incas.core.pages import object_page
from incas.core.transitions import TransitionRefused
from incas.finance import rules
from incas.finance.checks import Finding, run_checks
from incas.finance.checks.papers import asked_papers
from incas.finance.choices import ClaimState, Decision, Reopening, Severity
from incas.finance.fatturapa import from_content
from incas.finance.forms.control import DecisionForm, ReopenForm, ReturnForm, values_of
from incas.finance.models import Claim, ClaimLine, LineDecision
from incas.finance.operations.control import (
    ControlRefused,
    admit_lines,
    certify_claim,
    close_check,
    decide_line,
    reopen_check,
    return_claim,
    take_claim,
)
from incas.finance.queries.claims import lines_for_list, neighbours_of, tally, totals_of
from incas.finance.queries.contexts import context_of_claim, findings_of
from incas.finance.queries.expenses import twins_of
from incas.finance.queries.papers import papers_of, shelves_of
from incas.finance.sheets import sheet_of
from incas.finance.tables.claims import CONTROL_LINES
from incas.programmes.queries import rulebook_of

WITH_PROJECT = ("project__body", "project__rule_set__call")
REFUSALS = (ControlRefused, TransitionRefused)
TROUBLE = frozenset({Severity.BLOCKING, Severity.WARNING})
"""What keeps a line from being admitted together with the others."""


@object_page(Claim, allowed=rules.check_claim, related=WITH_PROJECT)
@require_POST
def take(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Take the control of a claim."""
    try:
        take_claim(claim=claim, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("finance:claim", claim.pk)
    return redirect("finance:control", claim.pk)


@object_page(Claim, allowed=rules.check_claim, related=WITH_PROJECT)
def index(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """List the lines of a claim under check, with what the checks say and how far the work is."""
    if claim.state != ClaimState.UNDER_CHECK:
        return redirect("finance:claim", claim.pk)
    rulebook = rulebook_of(claim.project.rule_set)
    findings = run_checks(context_of_claim(claim, today=timezone.localdate(), rulebook=rulebook))
    clean = clean_lines(claim, findings)
    counts = tally(claim)
    context = {
        "claim": claim,
        "totals": totals_of(claim),
        "counts": counts,
        "done": sum(counts.values()) - counts[Decision.PENDING],
        "whole": [finding for finding in findings if finding.expense_id is None],
        "clean": len(clean),
        "due_chip": how_far(claim.due_on, timezone.localdate()) if claim.due_on else "",
        "next": neighbours_of(claim).first,
    }
    return CONTROL_LINES.respond(request, lines_for_list(claim), template="finance/control.html", context=context)


def clean_lines(claim: Claim, findings: list[Finding]) -> list[ClaimLine]:
    """Give the lines that await a decision and of which the checks tell nothing to resolve or to verify. One query."""
    troubled = {finding.expense_id for finding in findings if finding.severity in TROUBLE}
    return list(claim.lines.filter(decision=Decision.PENDING).exclude(expense__in=troubled - {None}))


@object_page(Claim, allowed=rules.check_claim, related=WITH_PROJECT)
@require_POST
def admit(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Admit the chosen lines together, or all those in which the checks find nothing."""
    if request.POST.get("senza_rilievi"):
        chosen = clean_lines(claim, run_checks(context_of_claim(claim, today=timezone.localdate())))
    else:
        chosen = list(CONTROL_LINES.selected(request, claim.lines.all()))
    try:
        count = admit_lines(claim=claim, lines=chosen, by=request.user, at=timezone.now())
        said = ngettext("Ammessa %(count)s spesa.", "Ammesse %(count)s spese.", count) % {"count": count}
        messages.success(request, said)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("finance:control", claim.pk)


LINE_WITH = (
    "claim__project__body",
    "claim__project__rule_set__call",
    "expense__document__identity",
    "expense__document__file",
    "expense__budget_line__cost_item",
    "expense__budget_line__work_package",
)


@object_page(ClaimLine, allowed=rules.check_line, related=LINE_WITH)
def line(request: SignedInRequest, line: ClaimLine) -> HttpResponseBase:
    """Decide one line, its document and papers beside it, then go on to the next that waits."""
    if line.claim.state != ClaimState.UNDER_CHECK:
        return redirect("finance:claim", line.claim_id)
    claimed = {"claimed": line.claimed}
    edit = Editing(request, DecisionForm, initial=values_of(line), options=claimed, refusals=REFUSALS, autosave=False)
    neighbours = neighbours_of(line.claim, line)
    return edit.save_with(
        lambda form: decide_line(line=line, verdict=form.verdict(), by=request.user, at=timezone.now()),
        outcome=lambda _line: after_deciding(line, neighbours.following),
    ) or edit.render("finance/control_line.html", line_page(line) | {"neighbours": neighbours})


def after_deciding(line: ClaimLine, following: int | None) -> str:
    """Lead to the next line that waits, or back to the list when none does."""
    if following is None:
        return reverse("finance:control", args=[line.claim_id])
    return reverse("finance:control_line", args=[following])


def line_page(line: ClaimLine) -> dict[str, object]:
    """Gather what the page of one line shows: expense, document as it reads, papers, findings, earlier decisions."""
    expense, document = line.expense, line.expense.document
    expense.project = line.claim.project
    attached = papers_of(expense)
    kinds, today = frozenset(paper.kind for paper in attached), timezone.localdate()
    asked = asked_papers(rulebook_of(expense.project.rule_set), expense, kinds)
    return {
        "line": line,
        "claim": line.claim,
        "expense": expense,
        "document": document,
        "sheet": sheet_of(from_content(document.content)) if document.content else None,
        "shelves": shelves_of(asked, attached),
        "findings": findings_of(expense, line=line, has_twins=bool(twins_of(expense)), attached=kinds, today=today),
        "decisions": LineDecision.objects.filter(claim=line.claim, expense=expense).select_related("decided_by"),
    }


@object_page(Claim, allowed=rules.check_claim, related=WITH_PROJECT)
def close(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Repeat what was decided and end the control."""
    edit = Editing(request, forms.Form, claim, refusals=REFUSALS, autosave=False)
    counts = tally(claim)
    context = {"claim": claim, "counts": counts, "waiting": counts[Decision.PENDING], "totals": totals_of(claim)}
    return edit.save_with(
        lambda _form: close_check(claim=claim, by=request.user, at=timezone.now()),
        outcome=reverse("finance:claim", args=[claim.pk]),
        message=_("Controllo concluso: la domanda è pronta per la certificazione."),
    ) or (
        edit.render("finance/control_close.html", context)
        if claim.state == ClaimState.UNDER_CHECK
        else redirect("finance:claim", claim.pk)
    )


@object_page(Claim, allowed=rules.check_claim, related=WITH_PROJECT)
def give_back(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Give the claim back to the Comune."""
    edit = Editing(request, ReturnForm, claim, initial={"reopening": Reopening.LIMITED.value}, refusals=REFUSALS)
    return edit.save_with(
        lambda form: return_claim(
            claim=claim,
            reopening=Reopening(form.cleaned_data["reopening"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        outcome=reverse("finance:claim", args=[claim.pk]),
        message=_("Domanda restituita al Comune."),
    ) or (
        edit.render("finance/control_return.html", {"claim": claim, "counts": tally(claim)})
        if claim.state == ClaimState.UNDER_CHECK
        else redirect("finance:claim", claim.pk)
    )


@object_page(Claim, allowed=rules.certify_claim, related=WITH_PROJECT)
def reopen(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Open the control of a checked claim again."""
    edit = Editing(request, ReopenForm, claim, refusals=REFUSALS)
    return edit.save_with(
        lambda form: reopen_check(claim=claim, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()),
        outcome=reverse("finance:claim", args=[claim.pk]),
        message=_("Controllo riaperto."),
    ) or (
        edit.render("finance/control_reopen.html", {"claim": claim})
        if claim.state == ClaimState.CHECKED
        else redirect("finance:claim", claim.pk)
    )


@object_page(Claim, allowed=rules.certify_claim, related=(*WITH_PROJECT, "checked_by", "submitted_by"))
def certify(request: SignedInRequest, claim: Claim) -> HttpResponseBase:
    """Repeat what the control admitted and certify it."""
    edit = Editing(request, forms.Form, claim, refusals=REFUSALS, autosave=False)
    return edit.save_with(
        lambda _form: certify_claim(claim=claim, by=request.user, at=timezone.now()),
        outcome=reverse("finance:claim", args=[claim.pk]),
        message=_("Domanda certificata."),
    ) or (certifying(edit, claim) if claim.state == ClaimState.CHECKED else redirect("finance:claim", claim.pk))


def certifying(edit: Editing[forms.Form], claim: Claim) -> HttpResponse:
    """Show the page that certifies: totals, decisions that were not whole admissions, flat rates."""
    cut = claim.lines.exclude(decision=Decision.ADMITTED).select_related("expense__document", "decided_by")
    context = {
        "claim": claim,
        "counts": tally(claim),
        "totals": totals_of(claim),
        "cut": cut.order_by("pk"),
        "flat_rates": claim.flat_rates.select_related("cost_item"),
    }
    return edit.render("finance/control_certify.html", context)
