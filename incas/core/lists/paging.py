# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Keyset pages: the next page begins after the last row seen.

So page 1,000 costs what page 1 does, and no row is skipped or shown twice when others are added meanwhile. Any
declared sort works, rising or falling, with empty values (always last), forward and back; the primary key breaks
ties. The place in the list travels in the address as a sealed cursor: it holds values of a row, which may be
somebody's name.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils.crypto import salted_hmac

from incas.core.packing import packed, unpacked


@dataclass(frozen=True, slots=True)
class Term:
    """One field of an order. `name` is what the row carries it as; `path` what the database sorts by."""

    name: str
    path: str
    is_falling: bool
    is_nullable: bool

    def order(self, *, backward: bool) -> OrderBy:
        """Order by this field; empty values come last, or first when walking backward."""
        nulls: dict[str, Any] = {("nulls_first" if backward else "nulls_last"): True} if self.is_nullable else {}
        return F(self.path).desc(**nulls) if self.is_falling != backward else F(self.path).asc(**nulls)

    def beyond(self, value: Any, *, backward: bool) -> Q:
        """Tell which rows come strictly after `value` (strictly before, when backward) by this field alone."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else Q(pk__in=())
        further = Q(**{f"{self.path}__{'lt' if self.is_falling != backward else 'gt'}": value})
        return further if backward or not self.is_nullable else further | Q(**{f"{self.path}__isnull": True})

    def same(self, value: Any) -> Q:
        """Tell which rows are level with `value` by this field."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def reach(self, value: Any, *, backward: bool) -> Q:
        """Bound the rows by the first field alone, so that the database can enter its index at the cursor."""
        if value is None or (self.is_nullable and not backward):
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.is_falling != backward else 'gte'}": value})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of one page, and the cursors of the pages beside it (empty: there is none)."""

    rows: list[Any]
    before: str
    after: str


def terms_of(queryset: models.QuerySet[Any], fields: Sequence[str]) -> tuple[Term, ...]:
    """Turn `("-paid_on", "invoice__number")` into the terms of a total order, the primary key last.

    Raises ImproperlyConfigured when a path crosses to many rows, which would show a row more than once.
    """
    terms = [
        Term(
            name=f"sort_{place}" if "__" in path else path,
            path=path,
            is_falling=name.startswith("-"),
            is_nullable=path in queryset.query.annotations or is_nullable(queryset.model, path),
        )
        for place, name in enumerate(fields)
        if (path := name.removeprefix("-"))
    ]
    if not terms or terms[-1].path not in {"pk", "id"}:
        terms.append(Term("pk", "pk", is_falling=bool(terms) and terms[-1].is_falling, is_nullable=False))
    return tuple(terms)


def is_nullable(model: Any, path: str) -> bool:
    """Tell whether a path from a model may end in nothing, at any step. It may end in a transform (`name__plain`)."""
    found = False
    field: Any = None
    for part in path.split("__"):
        if model is None and field.get_transform(part) is not None:
            break
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist) as error:
            message = f"there is no ordering by {path}: {part} is no field"
            raise ImproperlyConfigured(message) from error
        if field.one_to_many or field.many_to_many:
            message = f"there is no ordering by {path}: {part} leads to many rows"
            raise ImproperlyConfigured(message)
        found = found or bool(field.null)
        model = field.related_model
    return found


def ordered(queryset: models.QuerySet[Any], terms: Sequence[Term], *, backward: bool = False) -> models.QuerySet[Any]:
    """Put the rows in the order of the terms, or in the opposite one."""
    return queryset.order_by(*(term.order(backward=backward) for term in terms))


def stretch_of(
    queryset: models.QuerySet[Any], terms: Sequence[Term], *, size: int, after: str = "", before: str = ""
) -> Stretch:
    """Read one page: the first, the one after a cursor, or the one before it.

    A cursor that was altered, that belongs to another sort, or that leads nowhere gives the first page. One query
    (two when the list has shrunk under the reader).
    """
    cursor, backward = (before, True) if before else (after, False)
    values = opened(cursor, terms) if cursor else None
    carried = queryset.annotate(**{term.name: F(term.path) for term in terms if term.name != term.path})
    rows = read_rows(carried, terms, values, size=size, backward=backward) if values is not None else []
    if len(rows) < (size if backward else 1):
        values, backward = None, False
        rows = read_rows(carried, terms, None, size=size, backward=False)
    has_more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    has_before = has_more if backward else values is not None
    has_after = backward or has_more
    return Stretch(
        rows=rows,
        before=sealed(rows[0], terms) if rows and has_before else "",
        after=sealed(rows[-1], terms) if rows and has_after else "",
    )


def read_rows(
    queryset: models.QuerySet[Any], terms: Sequence[Term], values: Sequence[Any] | None, *, size: int, backward: bool
) -> list[Any]:
    """Read one row more than a page, from the place the values tell, in walking order."""
    if values is not None:
        try:
            queryset = queryset.filter(beyond(terms, values, backward=backward))
        except (TypeError, ValueError, ValidationError):  # the column has changed type since the address was made
            return []
    return list(ordered(queryset, terms, backward=backward)[: size + 1])


def beyond(terms: Sequence[Term], values: Sequence[Any], *, backward: bool) -> Q:
    """Tell which rows come after the given values in the order of the terms (before them, when backward)."""
    further = Q(pk__in=())
    for term, value in zip(reversed(terms), reversed(values), strict=True):
        further = term.beyond(value, backward=backward) | (term.same(value) & further)
    return terms[0].reach(values[0], backward=backward) & further


def sealed(row: Any, terms: Sequence[Term]) -> str:
    """Make the cursor that points at a row: the values it is sorted by, encrypted and bound to the sort."""
    place = [packed(getattr(row, term.name)) for term in terms]
    plain = json.dumps(place, separators=(",", ":"), ensure_ascii=False).encode()
    return urlsafe_b64encode(AESSIV(cursor_key()).encrypt(plain, [sort_mark(terms)])).decode().rstrip("=")


def opened(cursor: str, terms: Sequence[Term]) -> list[Any] | None:
    """Read a cursor back; None when it was altered or belongs to another sort."""
    try:
        box = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        place = json.loads(AESSIV(cursor_key()).decrypt(box, [sort_mark(terms)]))
    except (InvalidTag, ValueError):
        return None
    return [unpacked(item) for item in place]


def sort_mark(terms: Sequence[Term]) -> bytes:
    """Name a sort, so that a cursor made for one is worth nothing for another."""
    return ",".join(f"{'-' if term.is_falling else ''}{term.path}" for term in terms).encode()


def cursor_key() -> bytes:
    """Derive the key that seals cursors from the secret of this installation."""
    return derived_key(settings.SECRET_KEY)


@cache
def derived_key(secret: str) -> bytes:
    """Derive the 512-bit key of AES-SIV."""
    return salted_hmac("incas.core.lists.paging", "cursor", secret=secret, algorithm="sha512").digest()
