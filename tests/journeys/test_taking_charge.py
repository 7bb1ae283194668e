# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Taking charge of a person, as worker, supervisor and specialist do it in a real browser. Nobody here exists."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from incas.accounts.models import User
from incas.cases.choices.cases import Need
from incas.cases.models import PilotService
from incas.cases.operations.expiries import send_alerts
from incas.organisations.models import Body
from tests.cases.factories import CaseFactory, PilotServiceFactory
from tests.journeys.conftest import NARROW, Browsing, barriers

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Browsing]
TODAY = timezone.localdate()
NAME, SURNAME = "Zubaida", "Inventata"
SEALED = (NAME, SURNAME, "Via dell'Esempio 9", "parole-sigillate")
"""What nobody but who opens the case may read."""
MOST_TABS = 90
IS_HIDDEN = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !!seen?.closest(".form-actions") && !here.closest(".form-actions");
}"""
NAME_OF_FOCUS = """() => {
    const here = document.activeElement;
    const told = here.labels && here.labels.length ? here.labels[0] : here;
    return told.innerText.split("\\n")[0].trim();
}"""


@pytest.fixture
def service(comune: Body) -> PilotService:
    return PilotServiceFactory(body=comune)


def day(ago: int) -> str:
    """A day as the browser's calendar gives it."""
    return (TODAY - timedelta(days=ago)).isoformat()


def press(page: Page, name: str) -> None:
    """Press a button of the page, or follow a link that looks like one."""
    main = page.get_by_role("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def save(page: Page, name: str, told: str) -> None:
    """Send a form, without barriers, and read what the platform says of it."""
    assert barriers(page) == [], page.url
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("body")).to_contain_text(told)


def open_case(page: Page) -> str:
    """Open a case from a report; give its address."""
    press(page, "Apri un caso")
    page.get_by_label("Ricevuta il").fill(day(0))
    page.get_by_label("Da chi").select_option(label="Sindacato")
    page.get_by_label("Che cosa si sa").fill("parole-sigillate")
    page.get_by_label("Femmina").check(force=True)
    page.get_by_label("Nome o pseudonimo").fill(NAME)
    page.get_by_label("Cognome").fill(SURNAME)
    page.get_by_label("oppure solo l'anno").fill("1991")
    page.get_by_label("Dove vive").fill("Via dell'Esempio 9")
    save(page, "Apri il caso", "Caso aperto.")
    return page.url


def assess(page: Page, case: str) -> None:
    """Go from the report to the assessment: what each step lacks leads to its page."""
    press(page, "Guarda gli indicatori")
    pay = page.get_by_role("radiogroup", name="Retribuzioni reiterate")
    pay.get_by_label("Osservato", exact=True).check(force=True)
    save(page, "Salva gli indicatori", "Indicatori")
    page.goto(case)
    press(page, "Passa a «Identificazione preliminare»")
    press(page, "Valuta i bisogni")
    weigh(page, "Ingresso", "2 – vulnerabilità")
    page.goto(case)
    press(page, "Passa a «Valutazione»")


def weigh(page: Page, moment: str, score: str) -> None:
    """Weigh every need alike, today."""
    page.get_by_label("Momento").select_option(label=moment)
    page.get_by_label("Valutati il").fill(day(0))
    for need in Need:
        page.get_by_role("group", name=str(need.label)).get_by_label(score).check(force=True)
    save(page, "Salva la valutazione", "Bisogni")


def admit(page: Page, case: str) -> None:
    """Record the consent to be taken charge of, then the admission."""
    press(page, "Registra il consenso")
    page.get_by_label("Che cosa").select_option(label="Consenso alla presa in carico")
    page.get_by_label("Dato", exact=True).check(force=True)
    page.get_by_label("Data", exact=True).fill(day(0))
    page.get_by_label("Lingua in cui è stato spiegato").select_option(label="bengalese")
    save(page, "Registra", "onsens")
    page.goto(case)
    press(page, "Vai all'ammissione")
    press(page, "Proponi l'ammissione")
    page.get_by_label("Giorno").fill(day(0))
    save(page, "Registra la proposta", "Proposta registrata.")
    press(page, "Ammetti")
    page.get_by_label("Giorno").fill(day(0))
    save(page, "Registra", "Ammissione in vigore.")
    page.goto(case)
    press(page, "Passa a «Ammissione»")


def write_programme(page: Page) -> None:
    """Write a programme with an objective and a measure, and have it signed."""
    press(page, "Vai al programma")
    press(page, "Apri la bozza")
    page.get_by_label("Inizio").fill(day(0))
    page.get_by_label("Fine").fill(day(-200))
    page.get_by_label("Lingua in cui sarà condiviso").select_option(label="bengalese")
    save(page, "Apri la bozza", "Bozza aperta: ora scrivere gli obiettivi.")
    page.get_by_label("Obiettivo").first.fill("Capire e farsi capire in italiano")
    save(page, "Salva", "Programma salvato.")
    press(page, "Aggiungi una misura")
    page.get_by_label("Tipo di misura").select_option(label="Insegnamento dell'italiano – Corso di italiano")
    page.get_by_label("Chi la eroga").fill("Scuola di prova")
    page.get_by_label("Inizio").fill(day(0))
    page.get_by_label("Fine").fill(day(-90))
    save(page, "Aggiungi la misura", "Misura aggiunta.")
    press(page, "Condividi e firma")
    page.get_by_label("Condiviso il").fill(day(0))
    page.get_by_label("Firmato il").fill(day(0))
    save(page, "Registra", "Firma registrata: ora il programma va approvato.")


def test_person_is_taken_charge_of_from_the_report_to_the_closure(
    browse: Browse, service: PilotService, case_worker: User, case_supervisor: User
):
    worker, supervisor = browse(user=case_worker), browse(user=case_supervisor)
    page, other = worker.go("/casi/"), supervisor.page
    case = open_case(page)
    assess(page, case)
    admit(page, case)
    write_programme(page)

    other.goto(f"{case}programma/")
    assert SURNAME not in other.content()
    press(other, "Approva")
    expect(other.get_by_role("main")).to_contain_text("Corso di italiano")
    save(other, "Approva", "Programma approvato: le misure possono iniziare.")

    page.goto(f"{case}programma/")
    press(page, "Inizia")
    expect(page.get_by_role("main")).to_contain_text("In corso")
    page.goto(case)
    press(page, "Passa a «Programma in corso»")
    page.get_by_text("Altre azioni").click()
    press(page, "Chiedi la chiusura")
    expect(page.get_by_role("main")).to_contain_text("C'è un programma ancora aperto")
    page.get_by_label("Esito").select_option(label="Autonomia raggiunta")
    page.get_by_label("Chiuso il").fill(day(0))
    save(page, "Chiedi la chiusura", "Chiusura chiesta")

    other.goto(case)
    press(other, "Decidi sulla chiusura")
    save(other, "Approva e chiudi", "Caso chiuso.")
    page.goto(case)
    expect(page.get_by_role("main")).to_contain_text("Autonomia raggiunta")


def test_supervisor_grants_access_opens_in_an_emergency_and_reviews_the_ledger(
    browse: Browse, service: PilotService, case_worker: User, case_supervisor: User
):
    case = CaseFactory(service=service)
    browsing = browse(user=case_supervisor, width=NARROW)
    page = browsing.go(f"/casi/{case.code}/accessi/")
    assert barriers(page) == []
    press(page, "Autorizza una persona")
    page.get_by_label("Chi", exact=True).select_option(label=str(case_worker))
    save(page, "Autorizza", "Accesso autorizzato.")
    press(page, "Apri in emergenza")
    page.get_by_label("Perché serve subito").fill("La persona ha chiamato di notte.")
    save(page, "Apri in emergenza", "Accesso di emergenza aperto: chi controlla è stato avvisato.")
    page = browsing.go("/casi/registro/")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    expect(page.get_by_role("main")).to_contain_text("Accesso di emergenza")
    press(page, "Annota un esame")
    page.get_by_label("Che cosa si è visto").fill("Letture con un motivo.")
    save(page, page.locator("main form button[type=submit]").inner_text().strip(), "Esame del registro annotato.")


def test_specialist_asks_on_a_code_and_reads_nothing_sealed(
    browse: Browse, service: PilotService, case_worker: User, specialist: User
):
    worker = browse(user=case_worker)
    case = open_case(worker.go("/casi/"))
    reading = browse(user=specialist)
    page = reading.page
    path = case.removeprefix(worker.address)
    for part in ("", "valutazione/", "consensi/", "famiglia/", "permesso/", "programma/", "risultati/", "domande/"):
        reading.go(f"{path}{part}")
        assert not [word for word in SEALED if word in page.content()], part
    for part in ("identita/", "diario/", "accessi/"):
        answered = page.goto(f"{case}{part}")
        assert answered is not None
        assert answered.status in {403, 404}, part

    reading.go(f"{path}domande/")
    press(page, "Fai una domanda")
    page.get_by_label("Oggetto").fill("Consenso")
    page.get_by_label("Domanda", exact=True).fill("La persona è stata informata in una lingua che comprende?")
    save(page, "Invia", "Domanda inviata.")
    worker.go(f"{path}domande/").get_by_role("main").get_by_role("link", name="Consenso").first.click()
    worker.page.get_by_label("Risposta").fill("Sì, con una mediatrice.")
    save(worker.page, "Invia la risposta", "Risposta inviata.")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Sì, con una mediatrice.")


def reach(page: Page, name: str) -> Locator:
    """Go on with the tab key until something of this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUS).startswith(name):
            return page.locator(":focus")
    raise AssertionError(name)


def test_permit_is_issued_told_of_and_renewed_with_the_keyboard_alone(
    browse: Browse, service: PilotService, case_worker: User
):
    case = CaseFactory(service=service, team=[case_worker])
    browsing = browse(user=case_worker)
    page = browsing.go(f"/casi/{case.code}/permesso/")
    reach(page, "Registra un permesso").press("Enter")
    page.wait_for_url("**/permesso/nuovo/")
    reach(page, "Segnalato il").fill(day(100))
    page.keyboard.press("Enter")
    page.wait_for_url("**/permesso/")
    reach(page, "Rilascio").press("Enter")
    page.wait_for_url("**/casi/permessi/**")
    reach(page, "Giorno").fill(day(90))
    reach(page, "Scade il").fill(day(-25))
    page.keyboard.press("Enter")
    page.wait_for_url("**/permesso/")
    assert barriers(page) == []

    assert send_alerts(at=timezone.now()) == 1
    page = browsing.go("/messaggi/")
    expect(page.get_by_role("main")).to_contain_text(f"Caso {case.code}: una scadenza fra 25 giorni")
    page = browsing.go(f"/casi/{case.code}/permesso/")
    reach(page, "Richiesta di rinnovo, con ricevuta").press("Enter")
    page.wait_for_url("**/casi/permessi/**")
    reach(page, "Giorno").fill(day(1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/permesso/")
    expect(page.get_by_role("main")).to_contain_text("si può restare e lavorare fino all'esito")

    reach(page, "Rinnovo").press("Enter")
    page.wait_for_url("**/casi/permessi/**")
    reach(page, "Giorno").fill(day(0))
    reach(page, "Scade il").fill(day(-390))
    page.keyboard.press("Enter")
    page.wait_for_url("**/permesso/")
    expect(page.get_by_role("main")).to_contain_text("Rinnovato")
    assert barriers(page) == []


def test_half_typed_day_is_told_beside_its_field_and_nothing_is_sent(
    browse: Browse, service: PilotService, case_worker: User
):
    page = browse(user=case_worker).go("/casi/apri/")
    page.get_by_label("Da chi").select_option(label="Sindacato")
    page.get_by_label("Nome o pseudonimo").fill(NAME)
    born = page.get_by_label("Data di nascita")
    born.press_sequentially("02")
    page.get_by_role("button", name="Apri il caso").press("Enter")
    expect(born).to_be_focused()
    expect(born).to_have_accessible_description("Scrivere una data che esiste, per esempio 17/02/2026.")
    expect(page.get_by_label("Nome o pseudonimo")).to_have_value(NAME)
    assert barriers(page) == []
    born.fill("1991-02-28")
    expect(born).to_have_accessible_description("")
    save(page, "Apri il caso", "Caso aperto.")


def test_what_has_the_focus_is_never_under_the_bar_of_the_actions(
    browse: Browse, service: PilotService, case_worker: User
):
    page = browse(user=case_worker, width=NARROW).go("/casi/apri/")
    hidden = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(IS_HIDDEN):
            hidden.append(page.evaluate(NAME_OF_FOCUS))
    assert hidden == []


def test_paper_has_what_a_case_says_and_no_buttons(browse: Browse, service: PilotService, case_worker: User):
    case = CaseFactory(service=service, team=[case_worker], in_programme=True)
    page = browse(user=case_worker, width=794).go(f"/casi/{case.code}/")
    assert page.locator("main .btn:visible").count() > 0
    page.emulate_media(media="print")
    assert page.locator("main .btn:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 794


@pytest.mark.parametrize("width", [640, 800])
def test_case_never_scrolls_sideways_at_200_per_cent(
    browse: Browse, service: PilotService, case_worker: User, width: int
):
    case = CaseFactory(service=service, team=[case_worker], in_programme=True)
    browsing = browse(user=case_worker, width=width)
    for part in ("", "programma/", "permesso/", "valutazione/", "famiglia/"):
        assert browsing.go(f"/casi/{case.code}/{part}").evaluate("document.documentElement.scrollWidth") == width
