# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pages one opens every day: Scrivania, messages, calendar, territories; the demo's doors."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from incas.accounts.models import User
from incas.dashboard import desk
from incas.notifications.board import Change, Deadline, Waiting
from incas.notifications.kinds import KINDS
from incas.notifications.operations import notify
from tests.journeys.conftest import NARROW, WIDE, Browsing, barriers
from tests.organisations.factories import TerritoryFactory

Browse = Callable[..., Browsing]


@pytest.fixture
def _busy_desk(monkeypatch: pytest.MonkeyPatch, finance_officer: User) -> None:
    """Something that waits, something due, something that moved, a message."""
    now, profile = timezone.now(), reverse("organisations:profile")
    due_on = timezone.localdate() + timedelta(days=3)
    monkeypatch.setattr(desk, "WAITING", [lambda *_: [Waiting("Invia", "Domanda n. 2", profile, due_on, "Mani")]])
    monkeypatch.setattr(desk, "DEADLINES", [lambda *_: [Deadline(due_on, "Scheda trimestrale", profile)]])
    monkeypatch.setattr(
        desk, "CHANGES", [lambda *_: [Change(now, "Domanda n. 1", profile, "Mina Prova", "ha certificato")]]
    )
    monkeypatch.setitem(KINDS, "journey", "Domanda certificata")
    notify(recipients=[finance_officer], kind="journey", title="Domanda n. 1 certificata", url=profile, at=now)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.usefixtures("_busy_desk")
def test_daily_pages_have_no_barrier_and_never_scroll_sideways(browse: Browse, finance_officer: User, width: int):
    comune = TerritoryFactory(name="Borgo Lontano", population=1234, aliases=["Borgo Vecchio"])
    paths = (
        "/scrivania/", "/messaggi/", "/messaggi/?mostra=tutti", "/messaggi/avvisi/", "/messaggi/calendario/",
        "/territori/", f"/territori/{comune.pk}/", "/demo/", "/demo/posta/",
    )  # fmt: skip
    browsing = browse(width=width, user=finance_officer)
    for path in paths:
        page = browsing.go(path)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.usefixtures("_busy_desk")
def test_a_message_leads_where_it_says_and_is_then_read(browse: Browse, finance_officer: User):
    page = browse(user=finance_officer).go("/scrivania/")
    bell = page.get_by_role("link", name="Messaggi 1 da leggere")
    bell.click()
    page.get_by_role("button", name="Domanda n. 1 certificata").press("Enter")
    expect(page).to_have_url(re.compile("/profilo/$"))
    expect(page.get_by_role("link", name="Messaggi 1 da leggere")).to_have_count(0)
    page.goto(page.url.replace("/profilo/", "/messaggi/"))
    expect(page.get_by_text("Nessun messaggio da leggere")).to_be_visible()


def test_the_calendar_address_opens_without_signing_in_until_it_is_revoked(browse: Browse, finance_officer: User):
    browsing = browse(user=finance_officer)
    page = browsing.go("/messaggi/calendario/")
    page.get_by_role("button", name="Crea l'indirizzo").click()
    address = page.get_by_label("Indirizzo del calendario").input_value()
    path = "/" + address.split("/", 3)[3]
    anonymous = browse()
    assert anonymous.page.request.get(f"{anonymous.address}{path}").status == 200
    page.get_by_role("button", name="Revoca l'indirizzo").click()
    assert anonymous.page.request.get(f"{anonymous.address}{path}").status == 404
