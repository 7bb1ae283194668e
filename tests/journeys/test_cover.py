# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of cases that hide themselves: at one key, by themselves, in the history."""

import pgtrigger
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incas.cases.choices.pilot import LawRule
from incas.cases.models import PilotRule
from tests.cases.factories import CaseFactory, PilotServiceFactory
from tests.journeys.conftest import barriers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(comune, case_worker):
    return CaseFactory(service=PilotServiceFactory(body=comune), team=[case_worker])


@pytest.fixture
def screen(browse, case, case_worker):
    """The browser of a worker, on the form of the diary of a case."""
    browsing = browse(user=case_worker)
    browsing.go(reverse("cases:diary_write", args=[case.code]))
    return browsing


def press_twice(page, key="Escape"):
    page.keyboard.press(key)
    page.keyboard.press(key)


def read_aloud(page):
    """What a screen reader meets on the page."""
    return page.locator("body").aria_snapshot()


def test_esc_twice_covers_the_page_and_a_key_brings_back_what_was_typed(screen, case):
    page = screen.page
    page.get_by_label("Che cosa è successo").fill("Parole riservate")
    press_twice(page)
    expect(page.locator("#cover")).to_be_visible()
    expect(page.get_by_label("Che cosa è successo")).to_be_hidden()
    assert page.title() == "InCaS plus"
    assert case.code not in read_aloud(page)
    assert "Parole riservate" not in read_aloud(page)
    assert barriers(page) == []
    page.wait_for_timeout(600)
    page.keyboard.press("a")
    expect(page.get_by_label("Che cosa è successo")).to_have_value("Parole riservate")
    expect(page.get_by_label("Che cosa è successo")).to_be_focused()
    assert case.code in page.title()


def test_page_covers_itself_after_the_minutes_of_the_rule(browse, case, case_worker):
    with pgtrigger.ignore("cases.PilotRule:in_force_stays"):
        PilotRule.objects.filter(rule=LawRule.HIDE_MINUTES).update(values=[1])
    browsing = browse(user=case_worker)
    browsing.page.clock.install()
    page = browsing.go(reverse("cases:case", args=[case.code]))
    page.clock.fast_forward("00:50")
    expect(page.locator("#cover")).to_be_hidden()
    page.clock.fast_forward("00:15")
    expect(page.locator("#cover")).to_be_visible()


def test_covered_page_asks_to_sign_in_when_the_session_is_over(screen):
    page = screen.page
    press_twice(page)
    screen.context.clear_cookies()
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accedi/**")
    assert "Parole riservate" not in page.content()


def test_page_seen_again_by_the_history_is_asked_of_the_server(screen, case):
    page = screen.go(reverse("cases:case", args=[case.code]))
    screen.go("/scrivania/")
    screen.context.clear_cookies()
    page.go_back()
    page.wait_for_url("**/accedi/**")
    assert case.code not in page.locator("body").inner_text()


def test_page_without_cases_never_covers_itself(browse, case_worker):
    page = browse(user=case_worker).go("/scrivania/")
    press_twice(page)
    assert page.locator("#cover").count() == 0


def test_keys_that_cover_are_listed_under_the_question_mark(screen):
    screen.go(reverse("cases:cases"))
    screen.page.keyboard.press("?")
    expect(screen.page.get_by_role("dialog").get_by_text("copri lo schermo")).to_be_visible()
