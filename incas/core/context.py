# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the frame of every page needs. Nothing is computed until the template asks: a fragment pays nothing."""

from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from incas.core.navigation import PERSONAL_LINKS, Acting, Bell, PersonalLink, Shown, acting_for, bell_for, entries_for


class Frame:
    """The frame around a page, for the person who asked for it. It stands even where a request was cut short."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_demo = settings.DEMO

    @cached_property
    def is_signed_in(self) -> bool:
        """Tell whether somebody is signed in."""
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated

    @cached_property
    def name(self) -> str:
        """Name of the person, as read aloud."""
        return str(self.request.user.get_full_name()) if self.is_signed_in else ""  # type: ignore[union-attr]

    @cached_property
    def entries(self) -> list[Shown]:
        """Entries of the navigation bar."""
        return entries_for(self.request.user, self.request.path) if self.is_signed_in else []

    @cached_property
    def hides_after(self) -> int:
        """After how many minutes without activity the page covers itself; 0: it never does.

        A door of pages about people in danger puts a function of that name on the request.
        """
        minutes: Callable[[], int] | None = getattr(self.request, "hides_after", None)
        return minutes() if minutes else 0

    @property
    def personal_links(self) -> list[PersonalLink]:
        """Pages about oneself."""
        return list(PERSONAL_LINKS.values())

    @cached_property
    def acting(self) -> Acting | None:
        """The body the person acts for."""
        return acting_for(self.request) if self.is_signed_in else None

    @cached_property
    def bell(self) -> Bell | None:
        """What is new for the person."""
        return bell_for(self.request.user) if self.is_signed_in else None


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Give every template its frame."""
    return {"frame": Frame(request)}
