# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds: the list, adding one, correcting it."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.programmes import rules
from incas.programmes.forms.calls import FundForm
from incas.programmes.models import Fund
from incas.programmes.operations.calls import change_fund, create_fund
from incas.programmes.queries import funds_with_calls
from incas.programmes.tables import FUNDS


@page(allowed=rules.manage_calls)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the funds."""
    return FUNDS.respond(request, funds_with_calls(), template="programmes/funds.html")


@page(allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add a fund."""
    edit = Editing(request, FundForm)
    return edit.save_with(
        lambda form: create_fund(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome="programmes:funds",
        message=_("Fondo aggiunto."),
    ) or edit.render("programmes/fund_form.html", {"fund": None})


@object_page(Fund, allowed=rules.manage_calls)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, fund: Fund) -> HttpResponse:
    """Correct a fund."""
    edit = Editing(request, FundForm, fund)
    return edit.save_with(
        lambda form: change_fund(fund=fund, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome="programmes:funds",
        message=_("Fondo modificato."),
    ) or edit.render("programmes/fund_form.html", {"fund": fund})
