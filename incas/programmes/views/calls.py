# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Calls: the list, each one's page with the versions of its rules, making, publishing, closing."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.audit.queries import SHORT, history
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.core.transitions import TransitionRefused
from incas.programmes import rules
from incas.programmes.choices import CallState, RuleSetState
from incas.programmes.forms.calls import CallForm
from incas.programmes.links import links_of
from incas.programmes.models import Call
from incas.programmes.operations.calls import (
    CallRefused,
    change_call,
    close_call,
    create_call,
    delete_call,
    publish_call,
)
from incas.programmes.queries import versions_of, with_latest_version
from incas.programmes.tables import CALLS
from incas.programmes.telling import told_values

TOLD_FIELDS = {
    "title": gettext_lazy("Titolo"),
    "code": gettext_lazy("Codice"),
    "fund": gettext_lazy("Fondo"),
    "summary": gettext_lazy("In breve"),
    "opens_on": gettext_lazy("Apre il"),
    "closes_on": gettext_lazy("Chiude il"),
    "amount": gettext_lazy("Dotazione"),
    "state": gettext_lazy("Stato"),
    "version": gettext_lazy("Versione"),
}
TOLD_VALUES = {state.value: state.label for state in CallState}


def story_of(call: Call, limit: int | None = SHORT) -> dict[str, Any]:
    """Give the history of a call, with what tells its fields and values."""
    told = history(call, limit)
    return {"history": told, "fields": TOLD_FIELDS, "values": told_values(told.entries, TOLD_VALUES)}


@page(allowed=rules.read_calls)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the calls a person may see."""
    calls = with_latest_version(Call.objects.visible_to(request.user).select_related("fund"))
    may_manage = rules.manage_calls(request.user)
    return CALLS.respond(request, calls, template="programmes/calls.html", context={"may_manage": may_manage})


@object_page(Call, allowed=rules.read_calls, related=("fund",))
@require_safe
def show(request: SignedInRequest, call: Call) -> HttpResponse:
    """Show a call: what it offers, the versions of its rules, what stands under it."""
    versions = list(versions_of(call, request.user))
    draft = next((version for version in versions if version.state == RuleSetState.DRAFT), None)
    published = [version for version in versions if version.state == RuleSetState.PUBLISHED]
    may_manage = rules.manage_calls(request.user)
    context = {
        "call": call,
        "versions": versions,
        "draft": draft,
        "latest": published[0] if published else None,
        "may_manage": may_manage,
        "may_begin": may_manage and draft is None and call.state != CallState.CLOSED,
        "may_publish": may_manage and call.state == CallState.DRAFT,
        "may_close": may_manage and call.state == CallState.PUBLISHED,
        "may_delete": may_manage and call.state == CallState.DRAFT and not published,
        "links": links_of(call, request.user),
        **story_of(call),
    }
    return render(request, "programmes/call.html", context)


@object_page(Call, allowed=rules.read_calls)
@require_safe
def story(request: SignedInRequest, call: Call) -> HttpResponse:
    """Show the whole history of a call."""
    return render(request, "programmes/call_story.html", {"call": call, **story_of(call, limit=None)})


@page(allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make a call in preparation."""
    edit = Editing(request, CallForm)
    return edit.save_with(
        lambda form: create_call(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=lambda call: reverse("programmes:call", args=[call.pk]),
        message=_("Avviso aggiunto: ora scrivere le sue regole."),
    ) or edit.render("programmes/call_form.html", {"call": None})


@object_page(Call, allowed=rules.manage_calls, related=("fund",))
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, call: Call) -> HttpResponse:
    """Correct a call."""
    edit = Editing(request, CallForm, call, refusals=(CallRefused,))
    return edit.save_with(
        lambda form: change_call(call=call, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("programmes:call", args=[call.pk]),
        message=_("Avviso modificato."),
    ) or edit.render("programmes/call_form.html", {"call": call})


@object_page(Call, allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, call: Call) -> HttpResponse:
    """Show a call to every body, on confirmation."""
    edit = Editing(request, Form, refusals=(CallRefused, TransitionRefused), autosave=False)
    return edit.save_with(
        lambda _form: publish_call(call=call, by=request.user, at=timezone.now()),
        outcome=reverse("programmes:call", args=[call.pk]),
        message=_("Avviso pubblicato."),
    ) or edit.render("programmes/call_publish.html", {"call": call})


@object_page(Call, allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, call: Call) -> HttpResponse:
    """Close a call, on confirmation."""
    edit = Editing(request, Form, refusals=(TransitionRefused,), autosave=False)
    return edit.save_with(
        lambda _form: close_call(call=call, by=request.user, at=timezone.now()),
        outcome=reverse("programmes:call", args=[call.pk]),
        message=_("Avviso chiuso."),
    ) or edit.render("programmes/call_close.html", {"call": call})


@object_page(Call, allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, call: Call) -> HttpResponse:
    """Delete a call in preparation, on confirmation."""
    edit = Editing(request, Form, refusals=(CallRefused,), autosave=False)
    return edit.save_with(
        lambda _form: delete_call(call=call, by=request.user, at=timezone.now()),
        outcome=reverse("programmes:calls"),
        message=_("Avviso eliminato."),
    ) or edit.render("programmes/call_delete.html", {"call": call})
