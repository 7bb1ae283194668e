# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Lists, forms and jobs in a real browser, with scripts and without, on the pages made for their tests."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from incas.accounts.models import User
from incas.core.choices import JobState
from incas.core.models import Draft, Job
from tests.journeys.conftest import NARROW, WIDE, Browsing, barriers

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Browsing]


@pytest.fixture(autouse=True)
def _pages(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.core.site"
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], settings.BASE_DIR / "tests" / "templates"]}]


@pytest.fixture
def works(finance_officer: User) -> list[Job]:
    return Job.objects.bulk_create(
        Job(title=f"Lavoro {number:02d}", kind="prova", owner_id=finance_officer.pk, done=number, total=20)
        for number in range(1, 13)
    )


def heads(page: Page) -> list[str]:
    return page.locator("tbody th").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_list_is_walked_sorted_and_narrowed(browse: Browse, finance_officer: User, works: list[Job], *, scripts: bool):
    browsing = browse(user=finance_officer, scripts=scripts)
    page = browsing.go("/lavori/")
    page.get_by_role("link", name="Successive").click()
    expect(page.locator("tbody th").first).to_have_text("Lavoro 06")
    page.get_by_role("link", name="Precedenti").click()
    expect(page.locator("tbody th").first).to_have_text("Lavoro 01")
    page.get_by_role("link", name="Fatti").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Fatti")
    page.get_by_role("link", name="Fatti").click()
    expect(page.locator("tbody th").first).to_have_text("Lavoro 12")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Fatti")
    page.get_by_label("Cerca nell'elenco").fill("07")
    if not scripts:
        page.get_by_role("button", name="Cerca").click()
    expect(page.get_by_role("status").filter(has_text="risultat")).to_have_text("1 risultato")
    assert heads(page) == ["Lavoro 07"]
    if scripts:
        expect(page).to_have_url(f"{browsing.address}/lavori/?ordine=-done&cerca=07")
        expect(page.get_by_label("Cerca nell'elenco")).to_be_focused()
    page.get_by_role("link", name="Ricerca: 07 togli").click()
    expect(page.locator("tbody th")).to_have_count(5)
    expect(page.get_by_label("Cerca nell'elenco")).to_have_value("")
    expect(page).not_to_have_url(re.compile("cerca=07"))  # the address follows the rows by a moment
    page.go_back()
    expect(page.locator("tbody th")).to_have_count(1)
    expect(page.get_by_role("banner")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_verbs_appear_when_rows_are_ticked(browse: Browse, finance_officer: User, works: list[Job], *, scripts: bool):
    page = browse(user=finance_officer, scripts=scripts).go("/lavori/")
    verb = page.get_by_role("button", name="Elimina")
    expect(verb).to_be_hidden()
    page.get_by_role("checkbox", name="Lavoro 02").check()
    expect(verb).to_be_visible()
    if scripts:
        page.get_by_role("checkbox", name="Seleziona").check()
        page.get_by_role("checkbox", name="Lavoro 04").uncheck()
        expect(page.get_by_role("checkbox", name="Seleziona")).not_to_be_checked()
    verb.click()
    expected = "Lavoro 01,Lavoro 02,Lavoro 03,Lavoro 05" if scripts else "Lavoro 02"
    expect(page.locator("body")).to_have_text(expected)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_list_is_accessible(browse: Browse, finance_officer: User, works: list[Job], width: int):
    page = browse(user=finance_officer, width=width).go("/lavori/?cerca=lavoro&state=waiting")
    page.get_by_text("Filtri", exact=True).click()
    page.locator("tbody input").first.check()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_typing_is_kept_and_survives_the_page(browse: Browse, finance_officer: User, works: list[Job]):
    browsing = browse(user=finance_officer)
    page = browsing.go(f"/lavori/{works[0].pk}/")
    page.get_by_label("Title").fill("Scritto a metà")
    expect(page.get_by_text("Salvato alle")).to_be_visible(timeout=6_000)
    browsing.go("/lavori/")
    page = browsing.go(f"/lavori/{works[0].pk}/")
    expect(page.get_by_label("Title")).to_have_value("Lavoro 01")
    page.get_by_role("link", name="Riprendi la bozza").click()
    expect(page.get_by_label("Title")).to_have_value("Scritto a metà")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator("body")).to_have_text("fatto 0")
    works[0].refresh_from_db()
    assert (works[0].title, Draft.objects.count()) == ("Scritto a metà", 0)


def test_typing_survives_a_connection_that_goes_away(browse: Browse, finance_officer: User, works: list[Job]):
    browsing = browse(user=finance_officer)
    page = browsing.go(f"/lavori/{works[0].pk}/")
    browsing.context.set_offline(True)
    page.get_by_label("Title").fill("Scritto senza rete")
    expect(page.get_by_text("Non salvato: connessione assente")).to_be_visible(timeout=6_000)
    browsing.context.set_offline(False)
    expect(page.get_by_text("Salvato alle")).to_be_visible(timeout=6_000)
    assert Draft.objects.get().data["title"] == ["Scritto senza rete"]
    browsing.complaints.clear()


def test_typing_left_in_the_tab_is_offered_when_the_connection_is_back(
    browse: Browse, finance_officer: User, works: list[Job]
):
    browsing = browse(user=finance_officer)
    page = browsing.go(f"/lavori/{works[0].pk}/")
    page.route("**/bozze/", lambda route: route.abort())
    page.get_by_label("Title").fill("Rimasto nella scheda")
    expect(page.get_by_text("Non salvato: connessione assente")).to_be_visible(timeout=6_000)
    page.unroute("**/bozze/")
    browsing.complaints.clear()
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Rimasto nella scheda")
    expect(page.get_by_text("quando è completa, inviarla")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_editors_lose_nothing(browse: Browse, finance_officer: User, works: list[Job], *, scripts: bool):
    page = browse(user=finance_officer, scripts=scripts).go(f"/lavori/{works[0].pk}/")
    page.get_by_label("Title").fill("Mio")
    Job.objects.filter(pk=works[0].pk).update(title="Suo", failure="scritto dall'altro")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Due modifiche insieme")
    if scripts:
        assert barriers(page) == []
    page.get_by_text("Il proprio: Mio").click()
    page.get_by_role("button", name="Salva con queste scelte").click()
    expect(page.locator("body")).to_have_text("fatto 0")
    works[0].refresh_from_db()
    assert (works[0].title, works[0].failure) == ("Mio", "scritto dall'altro")


def test_job_is_followed_until_it_ends(browse: Browse, finance_officer: User, works: list[Job]):
    Job.objects.filter(pk=works[0].pk).update(state=JobState.RUNNING, done=5, total=20)
    page = browse(user=finance_officer).go(f"/elaborazioni/{works[0].pk}/")
    expect(page.get_by_text("5 di 20")).to_be_visible()
    assert barriers(page) == []
    Job.objects.filter(pk=works[0].pk).update(done=11)
    expect(page.get_by_text("11 di 20")).to_be_visible(timeout=4_000)
    expect(page.locator("#job-said")).to_have_text("In corso: 50 per cento")
    Job.objects.filter(pk=works[0].pk).update(state=JobState.DONE, ended_at=timezone.now(), return_url="/fatto/")
    expect(page.get_by_role("link", name="Vai al risultato")).to_be_visible(timeout=4_000)
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1_500)
    assert asked == []
    assert barriers(page) == []


def test_new_typing_survives_throwing_an_older_draft_away(browse: Browse, finance_officer: User, works: list[Job]):
    browsing = browse(user=finance_officer)
    page = browsing.go(f"/lavori/{works[0].pk}/")
    page.get_by_label("Title").fill("Bozza di ieri")
    expect(page.get_by_text("Salvato alle")).to_be_visible(timeout=6_000)
    page = browsing.go(f"/lavori/{works[0].pk}/")
    page.get_by_label("Title").fill("Scritto oggi")
    expect(page.get_by_text("c'è già una bozza")).to_be_visible(timeout=6_000)
    page.get_by_role("button", name="Scarta la bozza").click()
    expect(page.get_by_label("Title")).to_have_value("Scritto oggi")
    assert Draft.objects.get().data["title"] == ["Scritto oggi"]
    page.get_by_role("button", name="Scarta la bozza").click()
    expect(page.get_by_label("Title")).to_have_value("Lavoro 01")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Lavoro 01")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_in_a_field_saves_and_never_throws_the_draft_away(
    browse: Browse, finance_officer: User, works: list[Job], *, scripts: bool
):
    page = browse(user=finance_officer).go(f"/lavori/{works[0].pk}/")
    page.get_by_label("Title").fill("Bozza di ieri")
    expect(page.get_by_text("Salvato alle")).to_be_visible(timeout=6_000)
    page = browse(user=finance_officer, scripts=scripts).go(f"/lavori/{works[0].pk}/")
    page.get_by_role("link", name="Riprendi la bozza").click()
    page.get_by_label("Title").fill("Scritto oggi")
    page.get_by_label("Title").press("Enter")
    expect(page.locator("body")).to_have_text("fatto 0")
    works[0].refresh_from_db()
    assert works[0].title == "Scritto oggi"


def test_verb_of_a_list_pressed_twice_is_sent_once(browse: Browse, finance_officer: User, works: list[Job]):
    page = browse(user=finance_officer).go("/lavori/")
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/lavori/elimina/", hold)
    page.get_by_role("checkbox", name="Lavoro 02").check()
    page.get_by_role("button", name="Elimina").focus()
    for _press in range(2):
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
    assert len(on_their_way) == 1
    on_their_way[0].continue_()
    expect(page.locator("body")).to_have_text("Lavoro 02")
