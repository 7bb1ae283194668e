# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What goes beyond one case: a relative taken charge of, a case that passes to another Comune. Nobody here exists."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from incas.accounts.models import User
from incas.cases.choices.cases import ConsentKind
from incas.cases.models import PilotService
from incas.organisations.choices import Role
from incas.organisations.models import Body
from tests.cases.factories import CaseFactory, ConsentFactory, PilotServiceFactory
from tests.journeys.conftest import NARROW, Browsing, barriers
from tests.journeys.test_taking_charge import day, press, save
from tests.personas import member

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Browsing]


@pytest.fixture
def service(comune: Body) -> PilotService:
    return PilotServiceFactory(body=comune)


def test_relative_is_bound_computed_taken_charge_of_and_admitted_with_the_holder(
    browse: Browse, service: PilotService, case_worker: User
):
    holder = CaseFactory(service=service, team=[case_worker], admitted=True)
    page = browse(user=case_worker, width=NARROW).go(f"/casi/{holder.code}/famiglia/")
    press(page, "Aggiungi o lega una persona")
    page.get_by_label("È figlio o figlia di…", exact=True).check(force=True)
    save(page, "Continua", "Aggiungere una persona")
    page.get_by_label("Femmina").check(force=True)
    page.get_by_label("Nome o pseudonimo").fill("Zubaida")
    page.get_by_label("Cognome").fill("Inventata")
    page.get_by_label("oppure solo l'anno").fill("2014")
    save(page, "Aggiungi", "Persona aggiunta alla famiglia.")
    expect(page.get_by_role("main")).to_contain_text("figlia: parentela, 1° grado, art. 76 c.c.")
    expect(page.get_by_role("main")).to_contain_text("sì, è entro il 2° grado")

    press(page, "Prendi in carico")
    page.get_by_label("Ricevuta il").fill(day(0))
    page.get_by_label("Da chi").select_option(label="Sindacato")
    save(page, "Apri il caso", "Caso aperto per la persona.")
    assert holder.code not in page.url
    page.goto(f"{page.url}permesso/")
    press(page, "Proponi l'ammissione")
    page.get_by_label("Giorno").fill(day(0))
    save(page, "Registra la proposta", "Proposta registrata.")
    press(page, "Ammetti")
    page.get_by_label("Giorno").fill(day(0))
    save(page, "Registra", "Ammissione in vigore.")
    expect(page.get_by_role("main")).to_contain_text("l'ammissione del titolare della famiglia")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW


def test_case_passes_to_another_comune_which_knows_who_the_person_is_once_it_accepts(
    browse: Browse, service: PilotService, other_comune: Body, case_worker: User
):
    PilotServiceFactory(body=other_comune)
    receiver = member(other_comune, Role.CASE_SUPERVISOR, first_name="Sabina", last_name="Altrove")
    case = CaseFactory(service=service, team=[case_worker])
    ConsentFactory(case=case, body=case.body, kind=ConsentKind.TRANSFER)
    sender, other = browse(user=case_worker), browse(user=receiver, width=NARROW)
    page = sender.go(f"/casi/{case.code}/invii/")
    press(page, "Invia il caso")
    page.get_by_label("Trasferimento del caso").check(force=True)
    page.get_by_label("Comune del progetto pilota").select_option(index=1)
    page.get_by_label("Identità").check(force=True)
    page.get_by_label("Segnalazione e valutazione").check(force=True)
    page.get_by_label("Motivo").fill("La persona si sposta per lavoro.")
    save(page, "Proponi", "Invio proposto.")

    assert other.page.goto(f"{sender.address}/casi/{case.code}/").status == 404  # type: ignore[union-attr]  # answered
    arrived = other.go("/casi/invii/")
    arrived.locator("tbody").get_by_role("link").first.click()
    expect(arrived.get_by_role("main")).to_contain_text("La persona si sposta per lavoro.")
    assert "Inventata" not in arrived.content()
    press(arrived, "Accetta")
    save(arrived, "Accetta il caso", "Caso accettato: ora è del servizio.")
    assert case.code not in arrived.url
    arrived.goto(f"{arrived.url}identita/")
    expect(arrived.get_by_role("main")).to_contain_text("Inventata")
    assert barriers(arrived) == []

    page = sender.go(f"/casi/{case.code}/")
    expect(page.get_by_role("main")).to_contain_text("Chiuso")
    assert barriers(page) == []


def test_what_was_wrong_is_told_no_longer_once_the_file_is_downloaded(
    browse: Browse, service: PilotService, case_worker: User
):
    case = CaseFactory(service=service, team=[case_worker])
    page = browse(user=case_worker).go(f"/casi/{case.code}/scarica/")
    press_button = page.get_by_role("button", name="Scarica", exact=True)
    press_button.click()
    expect(page.locator(".error-summary")).to_contain_text("Copiare prima la frase segreta")
    page.get_by_label("La frase segreta è stata copiata").check(force=True)
    with page.expect_download() as download:
        press_button.click()
    assert download.value.suggested_filename == f"caso-{case.code}.pdf"
    expect(page.locator(".error-summary, .field-wrong, .field-error, [aria-invalid]")).to_have_count(0)
