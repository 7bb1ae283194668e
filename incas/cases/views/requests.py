# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Requests of the person concerned; what leaves as a file; what is made anonymous when its time has come."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incas.accounts.models import User
from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page, pilot_page
from incas.cases.exports import case_document, case_workbook, list_document, list_workbook, new_passphrase
from incas.cases.forms.requests import AnonymiseForm, AnswerForm, FileKind, PassphraseForm, RequestForm
from incas.cases.ledger import note_readings
from incas.cases.models import Case, PersonRequest, served_by
from incas.cases.operations.erasure import ErasureRefused, anonymise_case
from incas.cases.operations.requests import RequestRefused, answer_request, note_export, receive_request
from incas.cases.pilot import register_pilot_part
from incas.cases.queries.retention import cases_to_anonymise
from incas.cases.tables.cases import listing_for
from incas.cases.tables.retention import CASES_TO_ANONYMISE
from incas.cases.tabs import form_frame, frame_of
from incas.core.editing import Editing
from incas.core.exports import Field
from incas.core.jobs import start_job
from incas.core.kinds import Kind
from incas.core.lists import list_address
from incas.core.writing import long_day
from incas.documents.responses import bytes_response
from incas.privacy.drafts import sealed_drafts

REQUESTS = "cases:requests"
ACCESS = "cases:access"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LISTED = (
    Field(gettext_lazy("Caso"), width=16),
    Field(gettext_lazy("Fase")),
    Field(gettext_lazy("Settore")),
    Field(gettext_lazy("Comune"), width=36),
    Field(gettext_lazy("Aperto il"), Kind.DATE),
)
MOST_EXPORTED = 5_000
"""Beyond, a list is narrowed first: nobody reads more on paper."""

register_pilot_part(
    gettext_lazy("Conservazione"),
    gettext_lazy("I casi chiusi da più tempo di quanto si conservano, da rendere anonimi."),
    "cases:retention",
    rule=rules.supervise_service,
    order=84,
)


@case_page(Case, allowed=rules.open_case, part=Part.ACCESS)
@require_safe
def index(request: SignedInRequest, case: Case) -> HttpResponse:
    """Show what the person asked about their data."""
    asked = case.person_requests.select_related("handled_by").order_by("-received_on", "-pk")
    context = {"requests": asked, "today": timezone.localdate()}
    return render(request, "cases/requests.html", frame_of(case, request.user, current=ACCESS) | context)


@case_page(Case, allowed=rules.open_case, part=Part.ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: SignedInRequest, case: Case) -> HttpResponse:
    """Write a request of the person."""
    edit = Editing(
        request,
        RequestForm,
        initial={"received_on": timezone.localdate()},
        refusals=(RequestRefused,),
        drafts=sealed_drafts(case.body_id),
    )
    back = reverse(REQUESTS, args=[case.code])
    return edit.save_with(
        lambda form: receive_request(case=case, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Richiesta registrata."),
    ) or edit.render(
        "cases/form.html", form_frame(case, title=_("Registrare una richiesta"), submit=_("Registra"), back=back)
    )


@case_page(PersonRequest, allowed=rules.open_case, part=Part.ACCESS, related=("case",))
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, asked: PersonRequest) -> HttpResponse:
    """Write what was answered to a request."""
    case = asked.case
    edit = Editing(request, AnswerForm, refusals=(RequestRefused,), drafts=sealed_drafts(case.body_id))
    back = reverse(REQUESTS, args=[case.code])
    return edit.save_with(
        lambda form: answer_request(asked=asked, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=back,
        message=_("Risposta registrata."),
    ) or edit.render(
        "cases/form.html", form_frame(case, title=_("Rispondere alla richiesta"), submit=_("Registra"), back=back)
    )


@case_page(Case, allowed=rules.open_case, part=Part.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Give everything a case holds as an encrypted file, once its passphrase was copied."""
    form = PassphraseForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        kind = FileKind(form.cleaned_data["kind"])
        make = case_workbook if kind is FileKind.XLSX else case_document
        content = make(case, passphrase=form.cleaned_data["passphrase"], by=request.user, at=now)
        note_export(case=case, by=request.user, at=now)
        return bytes_response(content, name=f"caso-{case.code}.{kind}", media_type=MEDIA_TYPES[kind])
    back = reverse(REQUESTS, args=[case.code])
    context = form_frame(case, title=_("Scaricare il caso"), submit=_("Scarica"), back=back)
    return render(request, "cases/export.html", context | _shown(form, request))


@pilot_page(allowed=rules.work_in_service, part=Part.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: SignedInRequest) -> HttpResponseBase:
    """Give the cases that a person may open, as the filters of the list narrow them, as an encrypted file."""
    form = PassphraseForm(request.POST or None)
    opened = Case.objects.visible_to(request.user).filter(pk__in=Case.objects.opened_by(request.user).values("pk"))
    found = listing_for(request.user).narrowed(request, opened)[2].select_related("body")
    rows = list(found.order_by("-opened_on", "-pk")[:MOST_EXPORTED])
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        note_readings(cases=rows, part=Part.EXPORT, by=request.user, at=now)
        kind = FileKind(form.cleaned_data["kind"])
        content = _list_as(kind, rows, form.cleaned_data["passphrase"], request.user, now)
        name = f"casi-{timezone.localdate():%Y-%m-%d}.{kind}"
        return bytes_response(content, name=name, media_type=MEDIA_TYPES[kind])
    return render(request, "cases/export_list.html", {"count": len(rows)} | _shown(form, request))


@case_page(Case, allowed=rules.supervise_case, part=Part.ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: SignedInRequest, case: Case) -> HttpResponse:
    """Make a closed case anonymous since the person asked, having read what it means."""
    if request.method == "POST":
        try:
            anonymise_case(case=case, by=request.user, at=timezone.now())
        except ErasureRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Il caso è stato reso anonimo."))
        return redirect("cases:case", case.code)
    return render(request, "cases/erase.html", frame_of(case, request.user, current=ACCESS))


@pilot_page(allowed=rules.supervise_service, part=Part.LIST)
@require_safe
def retention(request: SignedInRequest) -> HttpResponseBase:
    """List the cases that were kept long enough."""
    kept = cases_to_anonymise(served_by(request.user), on=timezone.localdate())
    return CASES_TO_ANONYMISE.respond(request, kept, template="cases/retention.html")


@pilot_page(allowed=rules.supervise_service, part=Part.LIST)
@require_POST
def anonymise(request: SignedInRequest) -> HttpResponse:
    """Ask for the last word on the chosen cases, then make them anonymous."""
    kept = cases_to_anonymise(served_by(request.user), on=timezone.localdate())
    chosen, back = list(CASES_TO_ANONYMISE.selected(request, kept)), list_address(request, reverse("cases:retention"))
    if not chosen:
        messages.warning(request, _("Nessun caso reso anonimo: scegliere prima le righe."))
        return redirect(back)
    form = AnonymiseForm(request.POST if "asked" in request.POST else None)
    if form.is_valid():
        arguments = {"codes": [case.code for case in chosen], "acting_body": request.user.acting_body_id}
        job = start_job("cases-anonymise", by=request.user, arguments=arguments, at=timezone.now(), return_url=back)
        return redirect("core:job", job.pk)
    return render(request, "cases/retention_confirm.html", {"form": form, "chosen": chosen, "back": back})


def _list_as(kind: FileKind, cases: list[Case], passphrase: str, by: User, at: datetime) -> bytes:
    """Write a list of cases as a file of a kind."""
    title = _("Casi")
    signed: dict[str, Any] = {"passphrase": passphrase, "by": by, "at": at}
    lines = [
        (case.code, case.get_phase_display(), case.get_sector_display(), case.body.name, case.opened_on)
        for case in cases
    ]
    if kind is FileKind.XLSX:
        return list_workbook(title, LISTED, lines, **signed)
    head = [str(field.label) for field in LISTED]
    return list_document(title, head, [(*line, long_day(day)) for *line, day in lines], **signed)


def _shown(form: PassphraseForm, request: SignedInRequest) -> dict[str, object]:
    """Show a passphrase: the one that was shown already where something else is wrong, else a new one."""
    shown = "" if "passphrase" in form.errors else request.POST.get("passphrase", "")
    passphrase = shown or new_passphrase()
    if not form.is_bound or "passphrase" in form.errors:
        form = PassphraseForm(initial={"passphrase": passphrase})
    return {"form": form, "passphrase": passphrase}
