# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from incas.accounts.models import User
from incas.organisations.choices import Role
from incas.organisations.models import Body
from tests.journeys.conftest import NARROW, WIDE, Browsing, barriers
from tests.organisations.factories import MembershipFactory, TerritoryFactory

Browse = Callable[..., Browsing]
PUBLIC = (
    "/",
    "/accessibilita/",
    "/segnalazioni-accessibilita/",
    "/privacy/",
    "/note-legali/",
    "/crediti/",
    "/scorciatoie/",
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_public_pages_have_no_barrier_and_never_scroll_sideways(browse: Browse, width: int):
    browsing = browse(width=width)
    for path in (*PUBLIC, "/nessuno/"):
        page = browsing.go(path)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_gallery_has_no_barrier_and_never_scrolls_sideways(browse: Browse, finance_officer: User, width: int):
    page = browse(width=width, user=finance_officer).go("/galleria/")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_bodies_to_act_for_are_all_in_sight_on_a_phone(browse: Browse, finance_officer: User, other_comune: Body):
    other_comune.name = "Comune dal nome lungo quanto una riga intera"
    other_comune.save()
    MembershipFactory(user=finance_officer, body=other_comune, role=Role.FINANCE_OFFICER)
    page = browse(width=NARROW, user=finance_officer).go("/privacy/")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    page.locator(".slim-person summary").first.click()
    shown = page.get_by_role("button", name=other_comune.name).bounding_box()
    assert shown is not None
    assert 0 <= shown["x"] <= shown["x"] + shown["width"] <= NARROW


def test_form_with_errors_takes_the_focus_to_its_summary_and_leads_to_the_field(browse: Browse):
    page = browse().go("/galleria/")
    page.get_by_label("Titolo", exact=False).first.fill("")
    page.get_by_label("Importo").fill("dodici")
    page.get_by_role("button", name="Controlla").click()
    summary = page.get_by_role("alert").filter(has_text="errori da correggere").last
    expect(summary).to_be_focused()
    assert page.title().startswith("Errore: ")
    assert barriers(page) == []
    summary.get_by_role("link", name="Importo").click()
    expect(page.get_by_label("Importo")).to_be_focused()
    expect(page.get_by_label("Importo")).to_have_value("dodici")


def test_keyboard_alone_reaches_the_content_and_the_menus(browse: Browse, finance_officer: User):
    page = browse(user=finance_officer).go("/privacy/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Vai al contenuto")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    person = page.locator("summary", has_text=str(finance_officer))
    person.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Esci")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Esci")).to_be_hidden()
    expect(person).to_be_focused()


def test_question_mark_opens_the_shortcuts_and_letters_open_pages(browse: Browse, finance_officer: User):
    page = browse(user=finance_officer).go("/privacy/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Scorciatoie da tastiera")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/scrivania/")


def test_shortcuts_stay_quiet_while_typing_and_once_switched_off(browse: Browse):
    page = browse().go("/galleria/")
    page.get_by_label("Titolo").first.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto(page.url.replace("/galleria/", "/scorciatoie/"))
    switch = page.get_by_role("button", name="Scorciatoie attive su questo dispositivo")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_frame_works_without_scripts(browse: Browse, finance_officer: User):
    page = browse(width=NARROW, user=finance_officer, scripts=False).go("/privacy/")
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("link", name="Scrivania")).to_be_visible()
    page.locator("summary", has_text=str(finance_officer)).click()
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("link", name="Accedi").first).to_be_visible()


def test_files_chosen_are_shown_one_by_one(browse: Browse):
    page = browse().go("/galleria/")
    page.get_by_label("Documenti", exact=False).last.set_input_files(
        [
            {"name": "fattura.xml", "mimeType": "text/xml", "buffer": b"x" * 1_234},
            {"name": "quietanza.pdf", "mimeType": "application/pdf", "buffer": b"x" * 10},
        ]
    )
    lines = page.locator(".drop-file")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("fattura.xml")
    expect(lines.first).to_contain_text("1,2\u00a0kB")


def test_print_leaves_the_frame_out(browse: Browse, finance_officer: User):
    page = browse(user=finance_officer).go("/privacy/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.locator("footer")).to_be_hidden()


def test_what_was_typed_outlives_the_session(browse: Browse, finance_officer: User):
    browsing = browse(user=finance_officer)
    page = browsing.go("/profilo/nome/")
    page.get_by_label("Cognome").fill("Rossi d'Altrove")
    browsing.context.clear_cookies(name="sessionid")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La sessione è scaduta, ma nulla è perso")
    assert barriers(page) == []
    browsing.sign_in(finance_officer)  # in another tab
    page.get_by_role("button", name="Invia di nuovo").click()
    page.wait_for_load_state()
    finance_officer.refresh_from_db()
    assert finance_officer.last_name == "Rossi d'Altrove"


def test_place_is_found_by_typing_and_taken_with_the_keyboard(browse: Browse, coordinator: User):
    places = [TerritoryFactory(name=name) for name in ("Forlì", "Forlimpopoli", "Saluzzo")]
    page = browse(user=coordinator).go("/enti/nuovo/")
    field = page.get_by_label("Territorio")
    field.press_sequentially("forl")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []
    while not (field.get_attribute("aria-activedescendant") or "").endswith(f"-{places[0].pk}"):
        field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile("^Forlì"))
    expect(page.locator("input[name=territory]")).to_have_value(str(places[0].pk))
    expect(options).to_have_count(0)


def test_fragment_of_an_ended_session_says_so_and_keeps_the_page(browse: Browse, coordinator: User):
    browsing = browse(user=coordinator)
    page = browsing.go("/enti/nuovo/")
    page.get_by_label("Denominazione").fill("Comune di Prova")
    browsing.context.clear_cookies(name="sessionid")
    page.get_by_label("Territorio").press_sequentially("forl")
    expect(page.locator("#notices")).to_contain_text("quello che è scritto in questa pagina non è perso")
    expect(page.get_by_label("Denominazione")).to_have_value("Comune di Prova")


def test_sending_of_files_is_followed_one_by_one(browse: Browse):
    browsing = browse()
    page = browsing.go("/galleria/")
    page.get_by_label("Documenti", exact=False).last.set_input_files(
        [
            {"name": "fattura.xml", "mimeType": "text/xml", "buffer": b"x" * 700_000},
            {"name": "quietanza.pdf", "mimeType": "application/pdf", "buffer": b"x" * 900_000},
        ]
    )
    page.get_by_label("Importo").fill("dodici")
    slow = browsing.context.new_cdp_session(page)
    slow.send("Network.enable")
    line = {"offline": False, "latency": 20, "downloadThroughput": 10_000_000, "uploadThroughput": 800_000}
    slow.send("Network.emulateNetworkConditions", line)
    page.get_by_role("button", name="Controlla").click(no_wait_after=True)
    first, second = page.locator(".drop-file").all()
    expect(first).to_contain_text("in invio")
    expect(second).to_contain_text("in attesa")
    expect(first).to_contain_text("inviato")
    expect(page.get_by_role("progressbar", name="Invio dei file")).to_be_visible()
    summary = page.get_by_role("alert").filter(has_text="errore da correggere").last
    expect(summary).to_be_focused()
    assert page.title().startswith("Errore: ")


def test_form_sent_in_the_background_shows_the_page_that_refuses_it(browse: Browse):
    browsing = browse()
    page = browsing.go("/galleria/")
    page.get_by_label("Titolo").first.fill("Scritto prima")
    browsing.context.clear_cookies()
    page.get_by_role("button", name="Controlla").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La sessione è scaduta, ma nulla è perso")
    expect(page.locator("input[name=busta]")).to_have_value(re.compile(".{80,}"))


def test_lost_connection_is_told_and_nothing_typed_is_lost(browse: Browse):
    browsing = browse()
    page = browsing.go("/galleria/")
    page.get_by_label("Titolo").first.fill("Scritto prima")
    browsing.context.set_offline(True)
    page.get_by_role("button", name="Controlla").click()
    expect(page.get_by_role("alert").filter(has_text="Connessione assente")).to_be_visible()
    expect(page.get_by_label("Titolo").first).to_have_value("Scritto prima")
    browsing.complaints.clear()  # Chromium complains of the line it was cut from
