# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from incas.accounts.models import User
from incas.finance.choices import ClaimState
from incas.finance.models import Claim, ClaimLine
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ClaimLineFactory, ExpenseFactory
from tests.finance.views.test_expenses import text_of
from tests.forms import send
from tests.lists import assert_constant_queries
from tests.personas import client_of


@pytest.fixture
def office(finance_officer: User) -> Client:
    return client_of(finance_officer)


@pytest.fixture
def first_of_june(time_machine: TimeMachineFixture) -> None:
    """It is 1 June 2026; to be asked for before the people, whose memberships run from a month before."""
    time_machine.move_to("2026-06-01T10:00:00+00:00")


def page_of(claim: Claim, name: str = "claim") -> str:
    """The address of a page about a claim."""
    return reverse(f"finance:{name}", args=[claim.pk])


def test_list_asks_the_same_number_of_questions_whatever_its_rows(office: Client, project: Project):
    url = reverse("finance:claims")
    assert assert_constant_queries(office, url, lambda: ClaimFactory(project=project, submitted=True)) <= 12


def test_page_asks_the_same_number_of_questions_whatever_its_lines(office: Client, submitted: Claim, project: Project):
    claim = ClaimFactory(project=project)
    assert_constant_queries(office, page_of(claim), lambda: ClaimLineFactory(claim=claim))


def test_page_that_sends_asks_the_same_number_of_questions_whatever_its_lines(office: Client, project: Project):
    claim = ClaimFactory(project=project)
    make_row: Callable[[], object] = lambda: ClaimLineFactory(claim=claim)  # noqa: E731 (named for its type)
    assert_constant_queries(office, page_of(claim, "claim_submit"), make_row, files=False)


def test_claim_is_opened_for_the_period_chosen(office: Client, project: Project):
    url = reverse("finance:claim_create", args=[project.pk])
    answer = send(office, url, number="1")
    claim = Claim.objects.get()
    assert answer["Location"] == page_of(claim, "claim_lines")
    assert (claim.period_from, claim.period_until) == (date(2026, 2, 17), date(2026, 5, 16))


def test_periods_to_come_are_not_offered(first_of_june: None, office: Client, project: Project):
    page = text_of(office.get(reverse("finance:claim_create", args=[project.pk])))
    assert "1. dal 17/02/2026 al 16/05/2026, da inviare entro il 15/06/2026" in page
    assert "2. dal 17/05/2026" in page
    assert "3. dal" not in page


def test_claim_being_written_is_pointed_at_instead(office: Client, draft: Claim):
    page = text_of(office.get(reverse("finance:claim_create", args=[draft.project_id])))
    assert "La domanda n. 1 è ancora in preparazione" in page
    assert "Prepara la domanda" not in page


def test_proposed_expenses_are_added_at_once(office: Client, project: Project):
    claim = ClaimFactory(project=project)
    ExpenseFactory(project=project, paid=True)
    ExpenseFactory(project=project, paid=True, paid_on=date(2026, 3, 31))
    ExpenseFactory(project=project, paid=True, paid_on=date(2026, 4, 1))
    ExpenseFactory(project=project)
    said = text_of(office.get(page_of(claim, "claim_lines")))
    assert "2 spese pagate entro la fine del periodo non sono ancora in una domanda: €\xa02.440,00" in said
    office.post(page_of(claim, "claim_add"), {"proposte": "1"})
    assert claim.lines.count() == 2


@pytest.mark.parametrize(("count", "said"), [(1, "Aggiungila"), (2, "Aggiungi tutte")])
def test_button_that_adds_speaks_of_as_many_expenses_as_there_are(
    office: Client, project: Project, count: int, said: str
):
    ExpenseFactory.create_batch(count, project=project, paid=True)
    page = text_of(office.get(page_of(ClaimFactory(project=project), "claim_lines")))
    assert said in page
    assert "Si aggiungono qui sopra, fra quelle del progetto." in page


def test_chosen_expenses_are_added_and_taken_out(office: Client, project: Project):
    claim = ClaimFactory(project=project)
    chosen = ExpenseFactory(project=project)
    assert chosen.description in text_of(office.get(page_of(claim, "claim_choose")))
    office.post(page_of(claim, "claim_add"), {"selected": [chosen.pk]})
    line = claim.lines.get()
    assert line.expense == chosen
    office.post(page_of(claim, "claim_empty"), {"selected": [line.pk]})
    assert not claim.lines.exists()


def test_expenses_chosen_in_their_list_join_the_claim_being_written(office: Client, project: Project):
    claim = ClaimFactory(project=project)
    expense = ExpenseFactory(project=project)
    office.post(reverse("finance:claim_fill"), {"selected": [expense.pk]})
    assert claim.lines.get().expense == expense


def test_expenses_chosen_without_a_claim_lead_to_open_one(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    answer = office.post(reverse("finance:claim_fill"), {"selected": [expense.pk]})
    assert answer["Location"] == reverse("finance:claim_create", args=[project.pk])


def test_list_returns_where_it_was_and_nowhere_else(office: Client, project: Project):
    back = f"{reverse('finance:expenses')}?paid=true"
    assert office.post(reverse("finance:claim_fill"), {"ritorno": back})["Location"] == back
    elsewhere = office.post(reverse("finance:claim_fill"), {"ritorno": "https://altrove.invalid/"})
    assert elsewhere["Location"] == reverse("finance:expenses")


def test_page_that_sends_repeats_everything_and_offers_to_send(office: Client, draft: Claim):
    said = text_of(office.get(page_of(draft, "claim_submit")))
    assert "Nulla impedisce l'invio" in said
    assert "€\xa02.610,80" in said
    assert draft.project.cup in said
    assert "Invia la domanda" in said


def test_page_that_sends_says_once_what_concerns_many_expenses(office: Client, draft: Claim):
    said = text_of(office.get(page_of(draft, "claim_submit")))
    assert said.count("Non ci sono: DURC (regolarità contributiva).") == 1
    told = said[said.index("Riguarda:") : said.index("Che cosa si invia")]
    assert all(line.expense.description in told for line in draft.lines.select_related("expense"))


def test_page_that_sends_tells_what_blocks_and_offers_no_sending(office: Client, project: Project):
    claim = ClaimFactory(project=project, expenses=[ExpenseFactory(project=project)])
    said = text_of(office.get(page_of(claim, "claim_submit")))
    assert "cose da risolvere prima dell'invio" in said
    assert "La spesa non risulta pagata." in said
    assert "Invia la domanda" not in said
    office.post(page_of(claim, "claim_submit"))
    claim.refresh_from_db()
    assert claim.state == ClaimState.DRAFT


def test_sent_claim_leads_to_its_receipt(office: Client, draft: Claim):
    answer = office.post(page_of(draft, "claim_submit"))
    assert answer["Location"] == page_of(draft, "claim_receipt")
    draft.refresh_from_db()
    said = text_of(office.get(answer["Location"]))
    assert draft.receipt.number in said
    assert draft.receipt.sha256 in said


def test_sending_twice_leads_to_the_same_receipt(office: Client, draft: Claim):
    office.post(page_of(draft, "claim_submit"))
    assert office.post(page_of(draft, "claim_submit"))["Location"] == page_of(draft, "claim_receipt")
    draft.refresh_from_db()
    assert draft.round == 1


def test_receipt_is_downloaded_as_sheet_and_as_data(office: Client, draft: Claim):
    office.post(page_of(draft, "claim_submit"))
    draft.refresh_from_db()
    sheet = office.get(reverse("finance:claim_receipt_sheet", args=[draft.pk, draft.receipt_id]))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF-")
    data = office.get(reverse("finance:claim_receipt_data", args=[draft.pk, draft.receipt_id]))
    assert json.loads(b"".join(data.streaming_content))["claim"]["total"] == "2610.80"


def test_receipt_of_another_claim_is_not_given(office: Client, project: Project):
    first, second = ClaimFactory(project=project, certified=True), ClaimFactory(project=project, certified=True)
    url = reverse("finance:claim_receipt_sheet", args=[first.pk, second.receipt_id])
    assert office.get(url).status_code == 404


def test_draft_is_thrown_away_after_asking(office: Client, draft: Claim):
    assert "Eliminare la bozza" in text_of(office.get(page_of(draft, "claim_discard")))
    office.post(page_of(draft, "claim_discard"))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("name", ["claim_lines", "claim_choose", "claim_submit", "claim_discard"])
def test_pages_of_a_draft_lead_to_the_claim_once_it_is_sent(office: Client, submitted: Claim, name: str):
    assert office.get(page_of(submitted, name))["Location"] == page_of(submitted)


def test_comune_does_not_read_decisions_while_the_control_is_at_work(office: Client, under_check: Claim, noon):
    line = under_check.lines.first()
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Segreto finché si controlla", "decided_at": noon}
    ClaimLine.objects.filter(pk=line.pk).update(**excluded)
    for name in ("claim", "claim_decisions"):
        assert "Segreto" not in text_of(office.get(page_of(under_check, name)))


def test_comune_reads_decisions_and_reason_once_it_came_back(office: Client, project: Project, noon):
    claim = ClaimFactory(project=project, returned=True)
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Manca il mandato", "decided_at": noon}
    ClaimLine.objects.filter(pk=claim.lines.first().pk).update(**excluded)
    said = text_of(office.get(page_of(claim)))
    assert "Mancano le quietanze dei pagamenti." in said
    assert "Manca il mandato" in said


def test_calendar_tells_terms_and_what_silence_means(first_of_june: None, office: Client, submitted: Claim):
    said = text_of(office.get(page_of(submitted)))
    assert "Entro il 15 maggio 2026" in said
    assert "In ritardo di 17 giorni" in said
    assert "Il termine è passato: si può sollecitare." in said


PERSONAS_AND_STATES = [
    ("finance_officer", {"draft", "submitted", "under_check", "checked", "certified", "returned"}),
    ("project_manager", {"draft", "submitted", "under_check", "checked", "certified", "returned"}),
    ("tutor", {"submitted", "under_check", "checked", "certified", "returned"}),
    ("ministry_officer", {"submitted", "under_check", "checked", "certified", "returned"}),
    ("coordinator", {"submitted", "under_check", "checked", "certified", "returned"}),
    ("auditor", {"submitted", "under_check", "checked", "certified", "returned"}),
    ("other_finance_officer", set()),
    ("case_worker", set()),
    ("regional_officer", set()),
    ("stranger", set()),
]


@pytest.mark.parametrize(("persona", "seen"), PERSONAS_AND_STATES)
def test_claim_is_visible_to_whom_it_concerns_and_a_draft_to_its_comune_alone(
    request: pytest.FixtureRequest, project: Project, persona: str, seen: set[str]
):
    browser = client_of(request.getfixturevalue(persona))
    for state in ("submitted", "under_check", "checked", "certified"):
        claim = ClaimFactory(project=project, **{state: True})
        assert (browser.get(page_of(claim)).status_code == 200) == (state in seen), state
    for state in ("returned", "draft"):
        claim = ClaimFactory(project=project, **({state: True} if state != "draft" else {}))
        assert (browser.get(page_of(claim)).status_code == 200) == (state in seen), state
        Claim.objects.filter(pk=claim.pk).update(state=ClaimState.SUBMITTED) if state == "returned" else None


def test_tutor_of_another_project_does_not_see_it(tutor: User, submitted: Claim, specialist: User):
    Project.objects.filter(pk=submitted.project_id).update(tutor=specialist)
    assert client_of(tutor).get(page_of(submitted)).status_code == 404


def test_total_of_a_draft_is_that_of_its_lines(office: Client, draft: Claim):
    assert office.get(page_of(draft)).context["totals"]["claimed"] == Decimal("2440.00")
