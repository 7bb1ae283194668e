# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Names of places as people type them, and the demographic classes of Comuni."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

from django.utils.translation import gettext as _

from incas.core.kinds import print_number
from incas.organisations.choices import POPULATION_BOUNDS

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """Write a name as it is searched: no accents, apostrophes, hyphens or capitals, words apart by one space.

    `L'Aquila` becomes `l aquila`, `Reggio nell'Emilia` `reggio nell emilia`, `Sèn Jan` `sen jan`.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub(" ", name).replace("ß", "ss")).encode("ascii", "ignore")
    return _NOT_WORDS.sub(" ", plain.decode().lower()).strip()


def searchable(*names: str, aliases: Iterable[str] = ()) -> str:
    """Write all the names of a place for the search: `| l aquila | laquila | ~ | aquila degli abruzzi |`.

    Names with an apostrophe are there without it too: *laquila* is typed as often as *l aquila*. Every word follows a
    space, every name `| `, so that both are found by their start; aliases stand after the tilde.
    """
    own = _ways(names)
    other = [way for way in _ways(aliases) if way not in own]
    return f"| {' | '.join(own)} |" + (f" ~ | {' | '.join(other)} |" if other else "")


def _ways(names: Iterable[str]) -> list[str]:
    """Each name folded, with and without the words that an apostrophe parts; each way once."""
    ways = (way for name in names if name for way in (folded(name), folded(_APOSTROPHES.sub("", name))))
    return list(dict.fromkeys(ways))


def class_of(population: int) -> int:
    """Give the place of a population among the demographic classes, from 0 (under 500) to 11 (500,000 and over)."""
    return bisect_right(POPULATION_BOUNDS, population)


def told_class(place: int) -> str:
    """Write a demographic class in words: `da 1.000 a 1.999 abitanti`."""
    if place == 0:
        return _("meno di %(end)s abitanti") % {"end": print_number(POPULATION_BOUNDS[0])}
    start = print_number(POPULATION_BOUNDS[place - 1])
    if place == len(POPULATION_BOUNDS):
        return _("%(start)s abitanti e oltre") % {"start": start}
    return _("da %(start)s a %(end)s abitanti") % {"start": start, "end": print_number(POPULATION_BOUNDS[place] - 1)}


def bounds_of(place: int) -> tuple[int, int | None]:
    """Give the first and the last population of a class; the last one has no end."""
    start = POPULATION_BOUNDS[place - 1] if place else 0
    return start, POPULATION_BOUNDS[place] - 1 if place < len(POPULATION_BOUNDS) else None
