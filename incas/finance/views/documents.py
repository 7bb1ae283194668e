# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Documents of spending: the list, the readable page, the original and its attachments as files."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.requests import SignedInRequest
from incas.core.pages import object_page, page
from incas.documents.queries import read_stored
from incas.documents.responses import bytes_response, file_response
from incas.finance import rules
from incas.finance.choices import EuroSource
from incas.finance.fatturapa import from_content, read_invoice
from incas.finance.models import Expense, SpendingDocument
from incas.finance.queries.documents import doubles_of, is_held_elsewhere
from incas.finance.queries.stories import story_of_document
from incas.finance.sheets import sheet_of
from incas.finance.tables.documents import DOCUMENTS, type_of

STORY = {
    "euro_total": gettext_lazy("Totale in euro"),
    "euro_source": gettext_lazy("Da dove viene"),
    "euro_on": gettext_lazy("Del giorno"),
}
"""What the history of a document tells the before and after of."""


@page(allowed=rules.handle_documents)
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the documents of one's own body."""
    documents = SpendingDocument.objects.visible_to(request.user)
    return DOCUMENTS.respond(request, documents, template="finance/documents.html")


@object_page(SpendingDocument, allowed=rules.read_claims, related=("identity", "file", "body"))
def show(request: SignedInRequest, document: SpendingDocument) -> HttpResponseBase:
    """Show a document to be read and printed: what it says, how much of it is charged, where it came from."""
    expenses = Expense.objects.visible_to(request.user).filter(document=document)
    context: dict[str, Any] = {
        "document": document,
        "type": type_of(document),
        "left": document.identity.left,
        "is_blocked": abs(document.total) > abs(document.identity.total),
        "doubles": doubles_of(document),
        "is_held_elsewhere": is_held_elsewhere(document),
        "expenses": expenses.select_related("project", "budget_line__cost_item").order_by("pk"),
        "may_list": rules.handle_documents(request.user),
        "may_charge": rules.charge_document(request.user, document),
        "history": story_of_document(document),
        "history_fields": STORY,
        "history_values": dict(EuroSource.choices),
    }
    if document.content:
        invoice = from_content(document.content)
        context |= {"invoice": invoice, "sheet": sheet_of(invoice)}
    return render(request, "finance/document.html", context)


@object_page(SpendingDocument, allowed=rules.read_claims, related=("file",))
def original(_request: SignedInRequest, document: SpendingDocument) -> HttpResponseBase:
    """Give the file byte for byte as it came."""
    if document.file is None:
        raise Http404
    return file_response(document.file, name=document.file_name.rpartition("/")[2])


@object_page(SpendingDocument, allowed=rules.read_claims, related=("file",))
def attachment(_request: SignedInRequest, document: SpendingDocument, number: int) -> HttpResponseBase:
    """Give a file carried inside the invoice, counted from 1: saved, never opened or run."""
    if document.file is None:
        raise Http404
    invoice = read_invoice(read_stored(document.file), name=document.file_name)
    attachments = invoice.documents[document.position].attachments
    if not 1 <= number <= len(attachments):
        raise Http404(_("L'allegato non esiste."))
    chosen = attachments[number - 1]
    return bytes_response(chosen.content, name=chosen.name, media_type="application/octet-stream")
