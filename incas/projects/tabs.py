# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The parts of a project, as tabs of its page.

Apps above add theirs (spending, claims): this one knows nothing of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from incas.accounts.models import User
from incas.projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a project: its words, the name of its address (the project's key its only argument), who sees it."""

    label: "StrOrPromise"
    url_name: str
    rule: Callable[[User, Project], bool]
    order: int


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A part as one person sees it."""

    label: str
    url: str
    is_current: bool


TABS: dict[str, Tab] = {}


def register_project_tab(
    label: "StrOrPromise", url_name: str, rule: Callable[[User, Project], bool], *, order: int = 50
) -> None:
    """Add a part to the page of every project, in `AppConfig.ready` or in a `navigation` module.

    The page of the part shows the tabs too: `tabs_of(project, user, current=url_name)` in its context as `tabs`, and
    `{% include "projects/tabs.html" %}` under its head. Orders of this app: 10 to 40, and 90 for the history.
    """
    TABS[url_name] = Tab(label, url_name, rule, order)


def tabs_of(project: Project, user: User, *, current: str = "") -> list[ShownTab]:
    """Give the parts of a project that a person sees, in order."""
    seen = sorted((tab for tab in TABS.values() if tab.rule(user, project)), key=lambda tab: tab.order)
    return [ShownTab(str(tab.label), reverse(tab.url_name, args=[project.pk]), tab.url_name == current) for tab in seen]
