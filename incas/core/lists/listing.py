# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A list, declared once beside its view, that answers requests: the page, its htmx fragment, its spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_filters import FilterSet

from incas.core import exports
from incas.core.kinds import Kind, print_instant
from incas.core.lists.columns import Column
from incas.core.lists.narrowing import Searcher, narrowings_of, searched
from incas.core.lists.paging import Term, ordered, stretch_of, terms_of
from incas.core.lists.shown import Address, ListPage, counted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEARCH_LENGTH = 200
COUNTED_TO = 10_000
NARROWED_COUNTED_TO = 500
"""How far rows are counted: the whole list from its index alone; what a search or a filter finds, row by row."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb and where it leads: the name of an address without arguments, or a function of the request."""

    label: "StrOrPromise"
    to: str | Callable[[HttpRequest], str]

    def url(self, request: HttpRequest) -> str:
        """The address, for this request."""
        return reverse(self.to) if isinstance(self.to, str) else self.to(request)


@dataclass(frozen=True, slots=True)
class BulkAction(Action):
    """A verb for the selected rows. Its view is reached by POST and asks `Listing.selected` for the rows."""

    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: what would be here, what for, and how to begin."""

    title: "StrOrPromise"
    text: "StrOrPromise" = ""
    action: Action | None = None
    icon: str = "inbox"


@dataclass(frozen=True)
class Listing:
    """A list: what it shows, how it is searched, filtered, sorted, opened and taken away as a file.

    `name` names its files and its place on the page; `caption` is what it lists, for who hears the page.
    `default_sort` is the key of a column, with `-` for falling. `search` names text fields, or is a function
    `(queryset, text)`. `opens` is the name of the address of a row, whose only argument is what the path `opened_by`
    finds on it (its key, a code), or a function of the row. `load` adds to the rows what they show (`select_related`,
    annotations that no filter asks): the rows being counted do without. `on_export` is called before a file is made,
    with the request, the format and the rows, to leave a trail where the content is sensitive. A list that is not
    `is_exportable` gives no file, whoever asks.
    """

    name: str
    caption: "StrOrPromise"
    columns: tuple[Column, ...]
    default_sort: str
    empty: Empty
    filters: type[FilterSet] | None = None
    search: tuple[str, ...] | Searcher = ()
    search_label: "StrOrPromise" = ""
    opens: str | Callable[[Any], str] | None = None
    opened_by: str = "pk"
    bulk: tuple[BulkAction, ...] = ()
    page_size: int = 60
    load: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] | None = None
    on_export: Callable[[HttpRequest, str, models.QuerySet[Any]], None] | None = None
    is_exportable: bool = True

    def __post_init__(self) -> None:
        if self.default_sort.removeprefix("-") not in self.sortable:
            message = f"list {self.name}: {self.default_sort} is no sortable column"
            raise ImproperlyConfigured(message)

    @cached_property
    def sortable(self) -> dict[str, Column]:
        """The columns one may sort by."""
        return {column.key: column for column in self.columns if column.sort_fields}

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns on the page."""
        return tuple(column for column in self.columns if column.is_shown)

    @cached_property
    def exported(self) -> tuple[Column, ...]:
        """The columns of the file."""
        return tuple(column for column in self.columns if column.is_exported)

    def respond(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *,
        template: str,
        context: dict[str, Any] | None = None,
        actions: Sequence[BulkAction] | None = None,
        count: int | None = None,
    ) -> HttpResponseBase:
        """Answer with a file when one is asked for, with the fragment to htmx, with the page to anyone else.

        The queryset holds what the person may see. The template includes `components/list.html`; it finds `listing`
        in its context. `actions` replaces the bulk actions, where who looks decides which there are. `count` is how
        many rows there are, where the page has counted them already: they are counted again only if narrowed.
        """
        asked = request.GET.get("esporta", "")
        if self.is_exportable and asked in exports.FORMATS:
            return self.export(request, queryset, asked)
        listing = self.page(request, queryset, actions=self.bulk if actions is None else actions, count=count)
        is_fragment = request.headers.get("HX-Target", "") in {listing.place, f"{listing.place}-results"}
        response = render(
            request, "components/list.html" if is_fragment else template, {**(context or {}), "listing": listing}
        )
        patch_vary_headers(response, ["HX-Target"])
        if is_fragment:
            response["HX-Push-Url"] = listing.address.url
        return response

    def page(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *,
        actions: Sequence[BulkAction] = (),
        count: int | None = None,
    ) -> ListPage:
        """Read the page the address asks for: two queries, or one when the count is known or all is on the page."""
        address = Address.of(request)
        sort = self.sort_of(request)
        filters, text, found = self.narrowed(request, queryset)
        rows = self.loaded(found)
        terms = self.terms(rows, sort)
        stretch = stretch_of(
            rows,
            terms,
            size=self.page_size,
            after=request.GET.get("dopo", ""),
            before=request.GET.get("prima", ""),
        )
        is_narrowed = bool(text or narrowings_of(filters))
        counted_to = NARROWED_COUNTED_TO if is_narrowed else COUNTED_TO
        known = None if is_narrowed else count
        if not stretch.before and not stretch.after:
            known = len(stretch.rows)
        return ListPage(
            listing=self,
            request=request,
            address=address,
            sort=sort,
            text=text,
            filters=filters,
            stretch=stretch,
            count=counted(found, counted_to) if known is None else known,
            counted_to=counted_to,
            actions=tuple(actions),
        )

    def loaded(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Add to the rows what they show."""
        return self.load(queryset) if self.load else queryset

    def narrowed(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> tuple[FilterSet | None, str, models.QuerySet[Any]]:
        """Apply the filters and the search of the address.

        A filter that makes no sense shows its error and no rows.
        """
        filters = None
        if self.filters is not None:
            filters = self.filters(request.GET, queryset=queryset, request=request)
            queryset = filters.qs if filters.is_valid() else queryset.none()
        text = request.GET.get("cerca", "").replace("\x00", "").strip()[:SEARCH_LENGTH]
        if text and self.search:
            queryset = self.search(queryset, text) if callable(self.search) else searched(queryset, self.search, text)
        return filters, text, queryset

    def selected(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Give the rows a bulk action was asked for, among those the person may see.

        They are the ones ticked, or everything that the search and the filters of the address find, when that was
        chosen. A page that asks more before acting carries their keys in one field, with spaces between.
        """
        if request.POST.get("tutti"):
            return self.narrowed(request, queryset)[2]
        keys = [key for keys in request.POST.getlist("selected") for key in keys.split()]
        return queryset.filter(pk__in=[int(key) for key in keys if key.isdecimal() and len(key) < 19])  # noqa: PLR2004 (bigint)

    def sort_of(self, request: HttpRequest) -> str:
        """Read the sort from the address; one that does not exist is the default."""
        asked = request.GET.get("ordine", "")
        return asked if asked.removeprefix("-") in self.sortable else self.default_sort

    def terms(self, queryset: models.QuerySet[Any], sort: str) -> tuple[Term, ...]:
        """Turn a sort into the fields the rows are ordered by: a falling sort turns each of them round."""
        fields = self.sortable[sort.removeprefix("-")].sort_fields
        if sort.startswith("-"):
            fields = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in fields)
        return terms_of(queryset, fields)

    def export(self, request: HttpRequest, queryset: models.QuerySet[Any], kind: str) -> HttpResponseBase:
        """Answer with the file of exactly what the address finds, in its order."""
        filters, text, found = self.narrowed(request, queryset)
        found = self.loaded(found)
        found = ordered(found, self.terms(found, self.sort_of(request)))
        if self.on_export is not None:
            self.on_export(request, kind, found)
        name = f"{slugify(self.name)}-{timezone.localdate():%Y-%m-%d}"
        sheet = exports.Sheet(
            title=str(self.caption),
            fields=[exports.Field(column.label, column.kind, column.width) for column in self.exported],
            rows=self.exported_rows(found),
        )
        if kind == exports.CSV:
            return exports.csv_response(name, sheet)
        return exports.xlsx_response(name, [sheet, self.criteria(filters, text)])

    def exported_rows(self, queryset: models.QuerySet[Any]) -> Iterator[list[Any]]:
        """Read the rows through a server-side cursor, as typed values."""
        readers = [column.exported for column in self.exported]
        for row in queryset.iterator(chunk_size=2_000):
            yield [read(row) for read in readers]

    def criteria(self, filters: FilterSet | None, text: str) -> exports.Sheet:
        """Tell, in a second sheet, what the file holds: what was searched for, which filters, when."""
        said = [(str(_("Estratto il")), print_instant(timezone.now()))]
        if text:
            said.append((str(_("Ricerca")), text))
        said += [(narrowing.label, narrowing.value) for narrowing in narrowings_of(filters)]
        return exports.Sheet(
            title=str(_("Criteri")),
            fields=[exports.Field(_("Criterio")), exports.Field(_("Valore"), Kind.TEXT, 60)],
            rows=said,
        )
