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
from incas.finance.forms.totals import TotalForm
from incas.finance.models import DocumentIdentity
from incas.finance.operations.totals import TotalRefused, correct_total
from incas.finance.queries.documents import largest_total, stating_documents
from incas.finance.tables.totals import TOTALS


@page(allowed=rules.correct_totals)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the documents of which a file states a larger total than the one that counts."""
    found = DocumentIdentity.objects.visible_to(request.user).stated_higher()
    return TOTALS.respond(request, found, template="finance/totals.html")


@object_page(DocumentIdentity, allowed=rules.correct_totals)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, identity: DocumentIdentity) -> HttpResponse:
    """Correct the total of a document, with the reason."""
    documents = stating_documents(identity)
    largest = largest_total(identity, documents)
    edit = Editing(request, TotalForm, initial={"total": largest}, refusals=(TotalRefused,))
    context: dict[str, Any] = {"identity": identity, "documents": documents, "largest": largest}
    return edit.save_with(
        lambda form: correct_total(identity=identity, by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("finance:totals"),
        message=_("Totale corretto: vale per ogni ente che ha il documento."),
    ) or edit.render("finance/total_correct.html", context)
