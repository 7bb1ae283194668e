# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the template of a list reads: heads, rows, count, chips, links to the pages beside and to the files."""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters import FilterSet

from incas.core.addresses import url_writer
from incas.core.kinds import print_number
from incas.core.lists.narrowing import narrowings_of
from incas.core.lists.paging import Stretch

if TYPE_CHECKING:
    from incas.core.lists.listing import BulkAction, Empty, Listing

PLACES = ("dopo", "prima")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a list without empty parameters: the whole state of the list, to be sent to a colleague."""

    path: str
    query: QueryDict

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the address of a request."""
        query = request.GET.copy()
        for key in list(query):
            values = [value for value in query.getlist(key) if value]
            if values and key != "esporta":
                query.setlist(key, values)
            else:
                del query[key]
        return cls(request.path, query)

    @property
    def url(self) -> str:
        """The address as text."""
        return f"{self.path}?{self.query.urlencode()}" if self.query else self.path

    def without(self, *keys: str) -> "Address":
        """Take parameters away."""
        query = self.query.copy()
        for key in keys:
            query.pop(key, None)
        return Address(self.path, query)

    def with_(self, key: str, value: str) -> "Address":
        """Set a parameter."""
        query = self.query.copy()
        query[key] = value
        return Address(self.path, query)


def list_address(request: HttpRequest, otherwise: str) -> str:
    """Where the list was when something was asked of its rows, if that is an address of ours."""
    asked = request.POST.get("ritorno", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith("/") else otherwise


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its label; where one may sort by it, the address that does and how it is sorted now."""

    key: str
    label: str
    css: str
    url: str
    sorted_as: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to print: its key, what names it, its cells, with the tick where rows may be chosen.

    They are drawn by Python: a loop of the template over every cell would take as long as all the rest of the table.
    """

    key: Any
    heading: SafeString
    cells: SafeString


@dataclass(frozen=True, slots=True)
class ChipLink:
    """An active filter and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class ListPage:
    """One page of a list, as its template reads it."""

    listing: "Listing"
    request: HttpRequest
    address: Address
    sort: str
    text: str
    filters: FilterSet | None
    stretch: Stretch
    count: int
    counted_to: int
    actions: "tuple[BulkAction, ...]"

    @property
    def place(self) -> str:
        """The identifier of the list in the page."""
        return f"list-{self.listing.name}"

    @cached_property
    def heads(self) -> list[Head]:
        """The heads of the columns. Sorting goes back to the first page."""
        return [self.head(column.key, str(column.label), column.alignment) for column in self.listing.shown]

    def head(self, key: str, label: str, css: str) -> Head:
        """One head: the current sort is offered the other way round."""
        if key not in self.listing.sortable:
            return Head(key, label, css, url="", sorted_as="")
        is_current = self.sort.removeprefix("-") == key
        sorted_as = ("descending" if self.sort.startswith("-") else "ascending") if is_current else ""
        wanted = f"-{key}" if sorted_as == "ascending" else key
        return Head(key, label, css, self.address.without(*PLACES).with_("ordine", wanted).url, sorted_as)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows, printed. The first column names the row and opens it."""
        (attributes, heading), *others = (
            (format_html(' class="{}" data-label="{}"', column.alignment, column.label), column.printer())
            for column in self.listing.shown
        )
        url_of, may_be_chosen = row_opener(self.listing.opens, self.listing.opened_by), bool(self.actions)
        rows = []
        for row in self.stretch.rows:
            name, url, text = f"{self.place}-{row.pk}", conditional_escape(url_of(row)), heading(row)
            link = f'<a href="{url}">{text}</a>' if url else text
            tick = drawn_tick(row.pk, name) if may_be_chosen else ""
            cells = "".join([f"<td{shape}>{text_of(row)}</td>" for shape, text_of in others])
            drawn = SafeString(f'{tick}<th scope="row"{attributes} id="{name}">{link}</th>{cells}')
            rows.append(Row(row.pk, text, drawn))
        return rows

    @property
    def count_text(self) -> str:
        """How many rows were found, exactly as far as they were counted; nothing where nothing was looked for."""
        if not self.rows and not self.is_narrowed:
            return ""
        if self.count > self.counted_to:
            return _("più di %(count)s risultati") % {"count": print_number(self.counted_to)}
        return ngettext("%(count)s risultato", "%(count)s risultati", self.count) % {"count": print_number(self.count)}

    @cached_property
    def chips(self) -> list[ChipLink]:
        """What narrows the list, each with the address that takes it away."""
        bare = self.address.without(*PLACES)
        chips = [
            ChipLink(narrowing.label, narrowing.value, bare.without(*narrowing.parameters).url)
            for narrowing in narrowings_of(self.filters)
        ]
        return [ChipLink(_("Ricerca"), self.text, bare.without("cerca").url), *chips] if self.text else chips

    @property
    def is_narrowed(self) -> bool:
        """Whether something keeps rows out, a filter that makes no sense included."""
        return bool(self.chips) or bool(self.filters is not None and self.filters.form.errors)

    @property
    def clear_url(self) -> str:
        """The address with no search and no filter, in the same order."""
        order = self.address.query.get("ordine")
        bare = Address(self.address.path, QueryDict(mutable=True))
        return bare.with_("ordine", order).url if order else bare.url

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters the search form carries along: the order, and whatever is neither a filter nor a page."""
        asked = {"cerca", *PLACES}
        if self.filters is not None:
            asked |= {
                key for bound in self.filters.form for key in self.address.query if key.startswith(bound.html_name)
            }
        return [(key, value) for key, values in self.address.query.lists() if key not in asked for value in values]

    @property
    def first_url(self) -> str:
        """The first page, when this is another."""
        return self.address.without(*PLACES).url if self.stretch.before else ""

    @property
    def previous_url(self) -> str:
        """The page before this, if there is one."""
        return self.address.without(*PLACES).with_("prima", self.stretch.before).url if self.stretch.before else ""

    @property
    def next_url(self) -> str:
        """The page after this, if there is one."""
        return self.address.without(*PLACES).with_("dopo", self.stretch.after).url if self.stretch.after else ""

    @property
    def xlsx_url(self) -> str:
        """The spreadsheet of what was found."""
        return self.address.without(*PLACES).with_("esporta", "xlsx").url

    @property
    def csv_url(self) -> str:
        """The CSV of what was found."""
        return self.address.without(*PLACES).with_("esporta", "csv").url

    @cached_property
    def bulk(self) -> list[tuple[str, str, bool]]:
        """Verbs for the chosen rows: label, address (with the search, to act on all of it), whether grave."""
        query = self.address.without("ordine", *PLACES).query.urlencode()
        return [
            (
                str(action.label),
                f"{action.url(self.request)}?{query}" if query else action.url(self.request),
                action.is_grave,
            )
            for action in self.actions
        ]

    @property
    def empty(self) -> "Empty":
        """What an empty list says."""
        return self.listing.empty

    @property
    def has_search(self) -> bool:
        """Whether one may search the list by words."""
        return bool(self.listing.search)

    @property
    def search_label(self) -> str:
        """What is searched, beside the box."""
        return str(self.listing.search_label or _("Cerca nell'elenco"))

    @property
    def begin_label(self) -> str:
        """The verb that makes the first row."""
        action = self.listing.empty.action
        return str(action.label) if action else ""

    @property
    def begin_url(self) -> str:
        """Where the first row is made, when the list says how to begin."""
        action = self.listing.empty.action
        return action.url(self.request) if action else ""


def drawn_tick(key: Any, named_by: str) -> str:
    """Draw the box that chooses a row for what is done to many."""
    box = f'<input type="checkbox" name="selected" value="{key}" aria-labelledby="{named_by}">'
    return f'<td class="list-tick">{box}</td>'


def row_opener(opens: Any, opened_by: str) -> Any:
    """Build the function that gives the address of a row."""
    if opens is None:
        return lambda _row: ""
    if callable(opens):
        return opens
    url_of, key_of = url_writer(opens), attrgetter(opened_by)
    return lambda row: url_of(key_of(row))


def counted(queryset: models.QuerySet[Any], limit: int) -> int:
    """Count rows, no further than one past the limit: counting a hundred thousand would cost more than the page."""
    return queryset.order_by().values("pk")[: limit + 1].count()
