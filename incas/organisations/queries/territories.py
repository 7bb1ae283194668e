# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Finding territories as people type them."""

import re
from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.utils import timezone

from incas.organisations.choices import AreaKind
from incas.organisations.models import Territory
from incas.organisations.places import folded

LIMIT = 20
FEW = 5
"""With fewer names found than these, those that merely resemble are proposed too."""
RESEMBLING_FROM = 4
"""How many letters that takes."""
_CODE = re.compile(r"[a-z]\d{3}|\d{2,6}")


def search_territories(
    text: str, *, kinds: Sequence[AreaKind] = (), limit: int = LIMIT, on: date | None = None
) -> list[Territory]:
    """Find territories by name, Belfiore or ISTAT code, best first.

    Code or exact name come first, then the beginning of the name, of its words, resemblance. Within each, those that
    exist before those of the past, the most populous first.

    *forli* finds Forlì, *reggio cal* Reggio di Calabria, *laquila* and *l aquila* L'Aquila, *bozen* Bolzano. At most
    two queries, on the trigram index.
    """
    words = folded(text)
    if not words:
        return []
    found = list(_ranked(Territory.objects.filter(_matching(words)), words, kinds, on)[:limit])
    if len(found) < min(limit, FEW) and len(words) >= RESEMBLING_FROM and not _CODE.fullmatch(words):
        resembling = _resembling(words, kinds, on).exclude(pk__in=[item.pk for item in found])
        found += resembling[: limit - len(found)]
    return found


def narrowed_by_name(territories: QuerySet[Territory], text: str) -> QuerySet[Territory]:
    """Narrow a list of territories to those whose name or code matches what was typed, in the list's own order."""
    words = folded(text)
    return territories.filter(_matching(words)) if words else territories


def told_territory(territory: Territory) -> str:
    """Write a territory so that it is the only one of its name: `Forlì (FC)`, `Forlì-Cesena (provincia)`."""
    if territory.kind == AreaKind.COMUNE:
        plate = territory.plate or (territory.parent.plate if territory.parent else "")
        return f"{territory.full_name} ({plate})" if plate else territory.full_name
    return f"{territory.full_name} ({territory.get_kind_display().split()[0].lower()})"


def _matching(words: str) -> Q:
    """Ask for the territories with this code, now or once; else those in whose names each word begins a word."""
    if _CODE.fullmatch(words):
        code = words.upper()
        return Q(belfiore_code=code) | Q(istat_code=code) | Q(former_codes__contains=[code])
    named = Q()
    for word in words.split():
        named &= Q(search_name__contains=f" {word}")
    return named


def _ranked(
    territories: QuerySet[Territory], words: str, kinds: Sequence[AreaKind], on: date | None
) -> QuerySet[Territory]:
    """Order what was found; the names a place bears before those it bore."""
    rank = Case(
        When(own_names__contains=f"| {words} |", then=Value(0)),
        When(own_names__contains=f"| {words}", then=Value(1)),
        When(own_names__contains=f" {words}", then=Value(2)),
        When(search_name__contains=f"| {words} |", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    own_names = Func(F("search_name"), Value("~"), Value(1), function="split_part", output_field=TextField())
    return _ordered(territories.annotate(own_names=own_names, rank=rank), kinds, on, "rank")


def _resembling(words: str, kinds: Sequence[AreaKind], on: date | None) -> QuerySet[Territory]:
    """Keep the names that resemble what was typed: `regio emilia`, `montecatino`."""
    likeness = TrigramWordSimilarity(words, "search_name")
    alike = Territory.objects.filter(search_name__trigram_word_similar=words).annotate(likeness=likeness)
    return _ordered(alike, kinds, on, "-likeness")


def _ordered(
    territories: QuerySet[Territory], kinds: Sequence[AreaKind], on: date | None, first: str
) -> QuerySet[Territory]:
    day = on or timezone.localdate()
    is_past = ExpressionWrapper(Q(valid_until__isnull=False) & Q(valid_until__lte=day), output_field=BooleanField())
    chosen = territories.filter(kind__in=kinds) if kinds else territories
    return (
        chosen.annotate(is_past=is_past)
        .select_related("parent__parent")
        .order_by(first, "is_past", F("population").desc(nulls_last=True), "name", "pk")
    )
