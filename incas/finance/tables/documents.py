# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The list of documents of spending, and the report of an upload."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incas.core.components.marks import Chip
from incas.core.filters import DayRangeFilter
from incas.core.lists import Action, Column, Empty, Kind, Listing, by_words
from incas.core.writing import money
from incas.finance.choices import DocumentCharge, DocumentKind, ImportOutcome
from incas.finance.fatturapa import labels
from incas.finance.models import ImportedFile, SpendingDocument
from incas.finance.queries.documents import for_list, is_held_twice

OUTCOME_KINDS = {
    ImportOutcome.WAITING: "waiting",
    ImportOutcome.OPENED: "info",
    ImportOutcome.ACCEPTED: "success",
    ImportOutcome.KNOWN: "warning",
    ImportOutcome.REJECTED: "danger",
}


def charge_chip(document: SpendingDocument) -> Chip:
    """How much of a document is charged to projects: none, a part, all of it."""
    if not document.identity.charged:
        return Chip(_("Da imputare"), "waiting")
    return Chip(_("Imputata in parte"), "info") if document.identity.left else Chip(_("Imputata"), "success")


def type_of(document: SpendingDocument) -> str:
    """The type of a document in words."""
    if document.kind == DocumentKind.EINVOICE:
        return labels.label(labels.DOCUMENT_TYPES, document.type_code)
    return str(document.get_kind_display())


class DocumentFilters(django_filters.FilterSet):
    """What narrows the list of documents."""

    charge = django_filters.ChoiceFilter(label=_("Imputazione"), choices=DocumentCharge.choices)
    kind = django_filters.ChoiceFilter(label=_("Tipo"), choices=DocumentKind.choices)
    issued = DayRangeFilter(field_name="issued_on", label=_("Data del documento"))
    doubles = django_filters.BooleanFilter(label=_("Presenti più volte"), method="by_doubles")

    class Meta:
        model = SpendingDocument
        fields: list[str] = []

    def by_doubles(self, documents: QuerySet[SpendingDocument], _name: str, value: bool) -> QuerySet[SpendingDocument]:  # noqa: FBT001 (django-filter's call)
        """Keep the documents that stand in more than one file, or the others."""
        return documents.filter(is_held_twice()) if value else documents.exclude(is_held_twice())


DOCUMENTS = Listing(
    name="documenti-di-spesa",
    caption=_("Documenti di spesa"),
    columns=(
        Column("number", _("Documento"), sort="number", width=20),
        Column("type", _("Tipo"), value=type_of, width=24),
        Column("issued", _("Data"), value="issued_on", kind=Kind.DATE, sort="issued_on"),
        Column("supplier", _("Fornitore"), value="supplier_name", sort="supplier_name", width=40),
        Column("supplier_vat", _("Partita IVA"), is_shown=False, width=16),
        Column("total", _("Totale"), kind=Kind.MONEY, cell=lambda one: money(one.total, one.currency), sort="total"),
        Column("currency", _("Valuta"), is_shown=False, width=8),
        Column("vat", _("IVA"), kind=Kind.MONEY, is_shown=False),
        Column("withheld", _("Ritenute"), kind=Kind.MONEY, is_shown=False),
        Column("payable", _("Da pagare"), kind=Kind.MONEY, cell=lambda one: money(one.payable, one.currency)),
        Column("euro_total", _("Totale in euro"), value="identity.euro_total", kind=Kind.MONEY, is_shown=False),
        Column("charged", _("Imputato (euro)"), value="identity.charged", kind=Kind.MONEY),
        Column("state", _("Imputazione"), value=charge_chip, export=lambda document: charge_chip(document).label),
        Column("cup", "CUP", value=lambda document: " ".join(document.cups), is_shown=False, width=18),
        Column("cig", "CIG", value=lambda document: " ".join(document.cigs), is_shown=False, width=14),
        Column("file_name", _("File"), is_shown=False, width=40),
    ),
    default_sort="-issued",
    search=by_words("search_plain"),
    search_label=_("Fornitore, numero, partita IVA, CUP o CIG"),
    filters=DocumentFilters,
    opens="finance:document",
    load=for_list,
    empty=Empty(
        _("Nessun documento di spesa"),
        _(
            "Le fatture elettroniche dei fornitori si caricano come file XML o P7M, anche molte insieme in uno ZIP: "
            "ne vengono letti importi, CUP e CIG."
        ),
        Action(_("Carica fatture"), "finance:upload"),
        icon="file",
    ),
)


def file_url(file: ImportedFile) -> str:
    """Where a file of an upload leads: to the document taken from it, when there is one."""
    document = getattr(file, "document_key", None)
    return reverse("finance:document", args=[document]) if document else ""


class FileFilters(django_filters.FilterSet):
    """What narrows the report of an upload."""

    outcome = django_filters.ChoiceFilter(label=_("Esito"), choices=ImportOutcome.choices)

    class Meta:
        model = ImportedFile
        fields: list[str] = []


FILES = Listing(
    name="resoconto-del-caricamento",
    caption=_("File del caricamento"),
    columns=(
        Column("name", _("File"), sort="position", width=50),
        Column(
            "outcome",
            _("Esito"),
            value="get_outcome_display",
            cell=lambda file: Chip(file.get_outcome_display(), OUTCOME_KINDS[ImportOutcome(file.outcome)]),
            sort=("outcome", "position"),
        ),
        Column("reason", _("Perché"), width=90),
    ),
    default_sort="name",
    search=("name",),
    search_label=_("Nome del file"),
    opens=file_url,
    filters=FileFilters,
    empty=Empty(_("Nessun file"), _("Il caricamento non conteneva file.")),
)
