# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents whose files state different totals, and the correction of the one that counts: for the coordination."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.core.editing import Editing
from incas.core.pages import object_page, page
from incas.finance import rules
from incas.finance.forms.totals import EuroTotalForm, TotalForm, euro_values_of
from incas.finance.models import DocumentIdentity, SpendingDocument
from incas.finance.operations.totals import EuroTotalRefused, TotalRefused, correct_total, tell_euro_total
from incas.finance.queries.documents import is_settled, largest_total, stating_documents, totals_to_correct
from incas.finance.tables.totals import TOTALS


@page(allowed=rules.correct_totals)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the documents whose total only the coordination may correct."""
    return TOTALS.respond(request, totals_to_correct(request.user), template="finance/totals.html")


@object_page(DocumentIdentity, allowed=rules.correct_totals)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, identity: DocumentIdentity) -> HttpResponse:
    """Correct the total of a document, with the reason."""
    documents = stating_documents(identity)
    largest = largest_total(identity, documents)
    has_euro = not identity.is_in_euro and identity.euro_total is not None
    edit = Editing(
        request,
        TotalForm,
        identity,
        initial=lambda fresh: {"total": largest, **euro_values_of(fresh)},
        options={"has_euro": has_euro},
        refusals=(TotalRefused, EuroTotalRefused),
    )
    context: dict[str, Any] = {
        "identity": identity,
        "documents": documents,
        "largest": largest,
        "may_correct": has_euro or largest != identity.total,
    }
    return edit.save_with(
        lambda form: correct_total(
            identity=identity,
            total=form.cleaned_data["total"],
            told=form.told() if form.asks_euro else None,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        outcome=reverse("finance:totals"),
        message=_("Totale corretto: vale per ogni ente che ha il documento."),
    ) or edit.render("finance/total_correct.html", context)


@object_page(SpendingDocument, allowed=rules.charge_document, related=("identity",))
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SignedInRequest, document: SpendingDocument) -> HttpResponse:
    """Say what a document in another currency is in euro, or correct it while no claim that was sent stands on it."""
    edit = Editing(request, EuroTotalForm, document.identity, initial=euro_values_of, refusals=(EuroTotalRefused,))
    may_tell = not document.identity.is_in_euro and not is_settled(document.identity)
    return edit.save_with(
        lambda form: tell_euro_total(document=document, told=form.told(), by=request.user, at=timezone.now()),
        outcome=reverse("finance:document", args=[document.pk]),
        message=_("Totale in euro salvato: vale per ogni ente che ha il documento."),
    ) or edit.render("finance/euro_total.html", {"document": document, "may_tell": may_tell})
