# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the page of the pilot leads to. Each part registers itself beside its views; the page touches no list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from incas.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class PilotPart:
    """A part of the pilot: its words, what is found there, the name of its address, who sees it, its place."""

    label: "StrOrPromise"
    about: "StrOrPromise"
    url_name: str
    rule: Callable[[User], bool]
    order: int

    @property
    def url(self) -> str:
        """Address of the part."""
        return reverse(self.url_name)


PARTS: dict[str, PilotPart] = {}


def register_pilot_part(
    label: "StrOrPromise", about: "StrOrPromise", url_name: str, *, rule: Callable[[User], bool], order: int
) -> None:
    """Add a part to the page of the pilot.

    Orders: 10 figures, 20 comparison, 30 questions, 40 criticalities, 50 evaluation, 60 services, 70 measures, 80
    rules, 90 communications of permits.
    """
    PARTS[url_name] = PilotPart(label, about, url_name, rule, order)


def parts_for(user: User) -> list[PilotPart]:
    """List the parts a person sees, in order. No queries."""
    return sorted((part for part in PARTS.values() if part.rule(user)), key=lambda part: part.order)


def pilot_form(
    title: str, submit: str, part: "StrOrPromise", part_url: str, *, back: str = "", about: "StrOrPromise" = ""
) -> dict[str, Any]:
    """Give what the page of a form of the pilot shows (`cases/pilot_form.html`): the part it is of, where it leads."""
    return {
        "title": title,
        "submit": submit,
        "part": part,
        "part_url": part_url,
        "back": back or part_url,
        "about": about,
    }
