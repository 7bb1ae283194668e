# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The one navigation bar, and the menu of the body for which a person acts.

Each app registers its own entries in its `navigation` module, which is found at start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

MOST_ENTRIES: Final = 7
"""More than seven entries are not read at a glance: a test holds every role to it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its label, the view it opens, who sees it, its place from left, the letter that follows `g`.

    `also` names other lists whose pages stand under it for who has no entry of their own for them.
    """

    label: "str | Promise"
    url_name: str
    rule: Callable[[Any], bool]
    order: int
    key: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one person sees it on one page. `current` is empty, `true` (inside) or `page` (here)."""

    label: str
    url: str
    key: str
    current: str


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body for which a person may act."""

    key: int
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Acting:
    """The body a person acts for, and the others. `switch_url` takes a POST with `body`, the key of another."""

    name: str
    choices: tuple[BodyChoice, ...]
    switch_url: str


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A page about oneself, in the menu under the person's name."""

    label: "str | Promise"
    url_name: str
    icon: str

    @property
    def url(self) -> str:
        """Address of the page."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Bell:
    """The sign in the header that says how many things are new for a person, and where they are read."""

    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Start:
    """How somebody begins: what for, the verb, the view where it is done, whom it concerns, its place in the order."""

    text: "str | Promise"
    verb: "str | Promise"
    url_name: str
    rule: Callable[[Any], bool]
    order: int

    @property
    def url(self) -> str:
        """Address of the page."""
        return reverse(self.url_name)


ENTRIES: dict[str, Entry] = {}
STARTS: dict[str, Start] = {}
PERSONAL_LINKS: dict[str, PersonalLink] = {}
_ACTING: list[Callable[[HttpRequest], Acting | None]] = []
_BELL: list[tuple[str, Callable[[Any], int]]] = []


def register_entry(
    label: "str | Promise",
    url_name: str,
    *,
    rule: Callable[[Any], bool],
    order: int,
    key: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Add an entry to the bar. Two entries with the same letter are refused."""
    if key and key in {entry.key for entry in ENTRIES.values() if entry.url_name != url_name}:
        message = f"the letter {key!r} already opens another entry"
        raise ValueError(message)
    ENTRIES[url_name] = Entry(label, url_name, rule, order, key, also)


def register_personal_link(label: "str | Promise", url_name: str, *, icon: str) -> None:
    """Add a page to the menu under the person's name."""
    PERSONAL_LINKS[url_name] = PersonalLink(label, url_name, icon)


def register_acting(provider: Callable[[HttpRequest], Acting | None]) -> None:
    """Say how the body of a person is told (the app that knows bodies does)."""
    _ACTING[:] = [provider]


def entries_for(user: Any, path: str = "") -> list[Shown]:
    """List the entries a person sees, in order, the one under which this page stands told as current."""
    seen = sorted((entry for entry in ENTRIES.values() if entry.rule(user)), key=lambda entry: entry.order)
    urls = {entry.url_name: reverse(entry.url_name) for entry in seen}
    here = _standing(seen, urls, path)
    return [
        Shown(
            label=str(entry.label),
            url=urls[entry.url_name],
            key=entry.key,
            current="" if entry is not here else "page" if path == urls[entry.url_name] else "true",
        )
        for entry in seen
    ]


def _standing(seen: list[Entry], urls: dict[str, str], path: str) -> Entry | None:
    """Find the entry whose address begins the page's, the longest first; else one that stands for such a list."""
    own = [entry for entry in seen if path.startswith(urls[entry.url_name])]
    if own:
        return max(own, key=lambda entry: len(urls[entry.url_name]))
    return next((entry for entry in seen if any(path.startswith(reverse(name)) for name in entry.also)), None)


def acting_for(request: HttpRequest) -> Acting | None:
    """Tell the body the person acts for, when an app has said how."""
    return _ACTING[0](request) if _ACTING else None


def register_bell(url_name: str, *, count: Callable[[Any], int]) -> None:
    """Say where what is new for a person is read, and how it is counted: one cheap query, asked on every page."""
    _BELL[:] = [(url_name, count)]


def bell_for(user: Any) -> Bell | None:
    """Count what is new for a person, when an app has said how."""
    return Bell(reverse(_BELL[0][0]), _BELL[0][1](user)) if _BELL else None


def register_start(
    text: "str | Promise", verb: "str | Promise", url_name: str, *, rule: Callable[[Any], bool], order: int
) -> None:
    """Say how who has nothing to do yet begins: the Scrivania proposes it."""
    STARTS[url_name] = Start(text, verb, url_name, rule, order)


def starts_for(user: Any) -> list[Start]:
    """List the ways a person may begin, in order."""
    return sorted((start for start in STARTS.values() if start.rule(user)), key=lambda start: start.order)
