# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cases handed over: proposed by who may open them, accepted or refused by the supervisor who receives."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part, TransferState
from incas.cases.doors import case_page, pilot_page, transfer_page
from incas.cases.forms.transfers import OutsideAnswerForm, RefusalForm, TransferForm
from incas.cases.models import Case, Transfer
from incas.cases.models.services import served_by
from incas.cases.operations.transfers import (
    TransferRefused,
    accept_transfer,
    propose_transfer,
    record_answer,
    refuse_transfer,
    withdraw_transfer,
)
from incas.cases.pilot import register_pilot_part
from incas.cases.queries.staff import open_services
from incas.cases.tables.transfers import TRANSFERS
from incas.cases.tabs import form_frame, frame_of, register_part
from incas.core.editing import Editing
from incas.core.transitions import TransitionRefused
from incas.privacy.drafts import sealed_drafts

OF_CASE = "cases:case_transfers"
REFUSALS = (TransferRefused, TransitionRefused)

register_part(gettext_lazy("Invii"), OF_CASE, rules.open_case, order=75)
register_pilot_part(
    gettext_lazy("Invii e trasferimenti"),
    gettext_lazy("I casi in arrivo da altri Comuni, da accettare o rifiutare, e quelli inviati."),
    "cases:transfers",
    rule=rules.work_in_service,
    order=35,
)


@pilot_page(allowed=rules.work_in_service, part=Part.LIST)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List what was sent and what arrived."""
    return TRANSFERS.respond(request, Transfer.objects.visible_to(request.user), template="cases/transfers.html")


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_safe
def of_case(request: SignedInRequest, case: Case) -> HttpResponse:
    """List where a case was sent."""
    transfers = case.transfers.select_related("to_body", "proposed_by").order_by("-proposed_at", "-pk")
    context = frame_of(case, request.user, current=OF_CASE) | {"transfers": transfers}
    return render(request, "cases/case_transfers.html", context)


@case_page(Case, allowed=rules.open_case, part=Part.SUMMARY)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, case: Case) -> HttpResponse:
    """Propose a case to another service."""
    now = timezone.now()
    services = open_services(on=timezone.localdate()).exclude(body_id=case.body_id).select_related("body")
    edit = Editing(
        request, TransferForm, options={"services": services}, refusals=REFUSALS, drafts=sealed_drafts(case.body_id)
    )
    back = reverse(OF_CASE, args=[case.code])
    return edit.save_with(
        lambda form: propose_transfer(case=case, by=request.user, at=now, **form.cleaned_data),
        outcome=back,
        message=_("Invio proposto."),
    ) or edit.render("cases/form.html", form_frame(case, title=_("Inviare il caso"), submit=_("Proponi"), back=back))


@transfer_page(allowed=rules.see_transfer)
@require_safe
def show(request: SignedInRequest, transfer: Transfer) -> HttpResponse:
    """Show a proposal: to who receives without who the person is, until it is accepted."""
    return render(request, "cases/transfer.html", _told(transfer, request))


@transfer_page(allowed=rules.receive_transfer)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, transfer: Transfer) -> HttpResponse:
    """Take the case."""
    if request.method == "POST":
        try:
            case = accept_transfer(transfer=transfer, by=request.user, at=timezone.now())
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
            return redirect("cases:transfer", transfer.code)
        messages.success(request, _("Caso accettato: ora è del servizio."))
        return redirect("cases:case", case.code)
    return render(request, "cases/transfer_accept.html", _told(transfer, request))


@transfer_page(allowed=rules.receive_transfer)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedInRequest, transfer: Transfer) -> HttpResponse:
    """Refuse the case, and say why."""
    edit = Editing(request, RefusalForm, refusals=REFUSALS, drafts=sealed_drafts(min(served_by(request.user))))
    words = _told(transfer, request) | {"title": _("Rifiutare l'invio"), "submit": _("Rifiuta")}
    return edit.save_with(
        lambda form: refuse_transfer(transfer=transfer, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("cases:transfer", args=[transfer.code]),
        message=_("Invio rifiutato: quello che era arrivato è stato eliminato."),
    ) or edit.render("cases/transfer_form.html", words)


@transfer_page(allowed=rules.send_transfer)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, transfer: Transfer) -> HttpResponse:
    """Record what a service outside the platform answered."""
    edit = Editing(request, OutsideAnswerForm, refusals=REFUSALS, drafts=sealed_drafts(transfer.body_id))
    words = _told(transfer, request) | {"title": _("Registrare la risposta"), "submit": _("Registra")}
    return edit.save_with(
        lambda form: record_answer(transfer=transfer, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("cases:transfer", args=[transfer.code]),
        message=_("Risposta registrata."),
    ) or edit.render("cases/transfer_form.html", words)


@transfer_page(allowed=rules.send_transfer)
@require_POST
def withdraw(request: SignedInRequest, transfer: Transfer) -> HttpResponse:
    """Take the proposal back."""
    try:
        withdraw_transfer(transfer=transfer, by=request.user, at=timezone.now())
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Invio ritirato: nulla è rimasto a chi lo doveva ricevere."))
    return redirect("cases:transfer", transfer.code)


def _told(transfer: Transfer, request: SignedInRequest) -> dict[str, Any]:
    """Say of a proposal what both sides may know, and what this person may do."""
    is_waiting = transfer.state == TransferState.PROPOSED
    is_sender = rules.send_transfer(request.user, transfer)
    return {
        "transfer": transfer,
        "parts": [Part(part).label for part in transfer.parts],
        "is_sender": is_sender,
        "may_answer": is_waiting and rules.receive_transfer(request.user, transfer),
        "may_withdraw": is_waiting and is_sender,
        "is_outside": transfer.to_body_id is None,
    }
