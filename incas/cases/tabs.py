# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The frame of every page of a case: its parts as tabs, what the person may do. Its title is the code, never a name.

Each part registers itself beside its views (`register_part`); its page gives `frame_of(case, user, current=…)` to its
template, which extends `cases/base.html`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from incas.accounts.models import User
from incas.cases import rules
from incas.cases.models import Case

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class CasePart:
    """A part of a case: its words, the name of its address (the code its only argument), who sees it, its place."""

    label: "StrOrPromise"
    url_name: str
    rule: Callable[[User, Case], bool]
    order: int


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part as one person sees it."""

    label: str
    url: str
    is_current: bool


PARTS: dict[str, CasePart] = {}


def register_part(
    label: "StrOrPromise", url_name: str, rule: Callable[[User, Case], bool] = rules.see_case, *, order: int
) -> None:
    """Add a part to the page of every case.

    Orders: 10 summary, 20 assessment, 30 family, 40 permit, 50 programme, 60 diary, 70 questions, 80 access.
    """
    PARTS[url_name] = CasePart(label, url_name, rule, order)


def frame_of(case: Case, user: User, *, current: str) -> dict[str, Any]:
    """Give what `cases/base.html` shows: the case, its parts, what this person may do. One query at most."""
    seen = sorted((part for part in PARTS.values() if part.rule(user, case)), key=lambda part: part.order)
    return {
        "case": case,
        "parts": [
            ShownPart(str(part.label), reverse(part.url_name, args=[case.code]), part.url_name == current)
            for part in seen
        ],
        "may_open": rules.open_case(user, case),
        "may_supervise": rules.supervise_case(user, case),
        "is_specialist": rules.coordinate_case(user, case),
    }


def form_frame(case: Case, *, title: str, submit: str, back: str, lead: str = "") -> dict[str, Any]:
    """Give what `cases/form.html` shows around a form of a case: title, verb, where one goes back, a sentence."""
    return {"case": case, "title": title, "submit": submit, "back": back, "lead": lead}
