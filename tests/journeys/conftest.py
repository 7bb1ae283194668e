# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A real browser on the running platform. `browse(width=…)` opens one; whatever a page complains of fails the test.

Chromium is the system's: INCAS_CHROMIUM names another one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from incas.accounts.models import User
from tests.personas import client_of

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test
CHROMIUM = os.environ.get("INCAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = 1280, 390
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
EXPECTED = ("the server responded with a status of 4",)
"""Complaints a journey may cause on purpose: refusals it goes through."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


class Browsing:
    """One person's browser."""

    def __init__(self, context: BrowserContext, address: str, complaints: list[str]) -> None:
        self.context, self.address, self.complaints = context, address, complaints
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open another tab."""
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(known in message.text for known in EXPECTED):
            self.complaints.append(message.text)

    def go(self, path: str) -> Page:
        """Open an address of the platform."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in(self, user: User) -> None:
        """Come in as this person, second factor passed."""
        morsel = client_of(user).cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": self.address}])


@pytest.fixture
def browse(browser: Browser, live_server: Any) -> Iterator[Callable[..., Browsing]]:
    """Open a browser of this width, signed in as somebody or not, with scripts or without."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(*, width: int = WIDE, user: User | None = None, scripts: bool = True) -> Browsing:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="it-IT",
            timezone_id="Europe/Rome",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        browsing = Browsing(context, live_server.url, complaints)
        if user is not None:
            browsing.sign_in(user)
        return browsing

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def barriers(page: Page) -> list[str]:
    """List what axe finds wrong on a page, WCAG 2.2 AA and good practice."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
