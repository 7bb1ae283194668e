# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from incas.accounts.models import User
from incas.finance.choices import ClaimState, Decision
from incas.finance.models import Claim
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ClaimLineFactory, ExpenseFactory, submit, take
from tests.finance.views.test_claims import page_of
from tests.finance.views.test_expenses import text_of
from tests.forms import send
from tests.lists import assert_constant_queries, queries_of, read
from tests.personas import client_of


@pytest.fixture
def desk(tutor: User) -> Client:
    return client_of(tutor)


@pytest.fixture
def ministry_desk(ministry_officer: User) -> Client:
    return client_of(ministry_officer)


def with_lines(project: Project, count: int) -> Claim:
    """A claim under check with this many complete lines."""
    claim = ClaimFactory(project=project)
    ClaimLineFactory.create_batch(count, claim=claim)
    submit(claim)
    take(claim)
    return claim


def test_tutor_takes_the_control(desk: Client, submitted: Claim, tutor: User):
    assert "Prendi in carico il controllo" in text_of(desk.get(page_of(submitted)))
    assert desk.post(page_of(submitted, "control_take"))["Location"] == page_of(submitted, "control")
    submitted.refresh_from_db()
    assert (submitted.state, submitted.taken_by) == (ClaimState.UNDER_CHECK, tutor)


@pytest.mark.parametrize("persona", ["finance_officer", "ministry_officer", "coordinator", "auditor"])
@pytest.mark.parametrize("name", ["control", "control_close", "control_return"])
def test_nobody_but_the_tutor_controls(request: pytest.FixtureRequest, under_check: Claim, persona: str, name: str):
    assert client_of(request.getfixturevalue(persona)).get(page_of(under_check, name)).status_code == 403


def test_list_of_lines_asks_a_constant_number_of_questions(desk: Client, project: Project):
    claims = [with_lines(project, count) for count in (1, 3)]
    read(desk, page_of(claims[0], "control"))  # what is loaded once and kept does not count
    one, three = (queries_of(desk, page_of(claim, "control")) for claim in claims)
    assert len(one) == len(three)


def test_lines_without_findings_are_admitted_together(desk: Client, project: Project):
    claim = ClaimFactory(project=project)
    clean = ClaimLineFactory(claim=claim)
    troubled = ClaimLineFactory(claim=claim, expense=ExpenseFactory(project=project, paid=True))
    submit(claim)
    take(claim)
    said = text_of(desk.get(page_of(claim, "control")))
    assert "In 1 spesa da decidere i controlli non trovano nulla da risolvere o da verificare" in said
    desk.post(page_of(claim, "control_admit"), {"senza_rilievi": "1"})
    clean.refresh_from_db()
    troubled.refresh_from_db()
    assert (clean.decision, troubled.decision) == (Decision.ADMITTED, Decision.PENDING)


@pytest.mark.parametrize(("count", "said"), [(1, "Ammettila"), (2, "Ammettile tutte")])
def test_button_that_admits_speaks_of_as_many_lines_as_there_are(desk: Client, project: Project, count: int, said: str):
    assert said in text_of(desk.get(page_of(with_lines(project, count), "control")))


def test_chosen_lines_are_admitted_together(desk: Client, under_check: Claim):
    first, _second = under_check.lines.order_by("pk")
    desk.post(page_of(under_check, "control_admit"), {"selected": [first.pk]})
    assert list(under_check.lines.filter(decision=Decision.ADMITTED)) == [first]


def line_page(claim: Claim, place: int = 0) -> str:
    """The address of a line of a claim."""
    return reverse("finance:control_line", args=[claim.lines.order_by("pk")[place].pk])


def test_line_shows_document_papers_and_checks_and_goes_on_to_the_next(desk: Client, under_check: Claim):
    said = text_of(desk.get(line_page(under_check)))
    assert "Spesa 1 di 2" in said
    assert "payment_receipt.pdf" in said
    answer = send(desk, line_page(under_check), decision="admitted")
    assert answer["Location"] == line_page(under_check, 1)
    assert send(desk, line_page(under_check, 1), decision="admitted")["Location"] == page_of(under_check, "control")


def test_line_is_reduced_with_a_reason(desk: Client, under_check: Claim):
    send(desk, line_page(under_check), decision="reduced", admitted="1.000,00", reason="Ore non svolte.")
    line = under_check.lines.order_by("pk").first()
    assert (line.decision, line.admitted, line.reason) == (Decision.REDUCED, Decimal("1000.00"), "Ore non svolte.")


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"decision": "excluded"}, "Scrivere il motivo"),
        ({"decision": "reduced", "reason": "Perché"}, "Scrivere l&#x27;importo ammesso."),
        ({"decision": "reduced", "reason": "Perché", "admitted": "1.220,00"}, "deve stare tra zero e i"),
    ],
)
def test_decision_that_is_not_whole_is_told_on_the_form(
    desk: Client, under_check: Claim, sent: dict[str, str], message: str
):
    answer = send(desk, line_page(under_check), **sent)
    assert message in text_of(answer)
    assert answer.context["form"].non_field_errors() == []


def test_amount_too_high_and_missing_reason_are_told_together(desk: Client, under_check: Claim):
    page = send(desk, line_page(under_check), decision="reduced", admitted="1.220,00", reason=" ")
    assert page.context["form"].errors == {
        "admitted": ["L'importo ammesso deve stare tra zero e i €\u00a01.220,00 richiesti."],
        "reason": ["Scrivere il motivo: il Comune deve poterlo leggere."],
    }


def test_line_of_a_claim_not_under_check_leads_to_the_claim(desk: Client, submitted: Claim):
    assert desk.get(line_page(submitted))["Location"] == page_of(submitted)


def test_control_ends_once_every_line_is_decided(desk: Client, under_check: Claim):
    assert "2 spese aspettano ancora una decisione" in text_of(send(desk, page_of(under_check, "control_close")))
    for place in (0, 1):
        send(desk, line_page(under_check, place), decision="admitted")
    assert send(desk, page_of(under_check, "control_close"))["Location"] == page_of(under_check)
    under_check.refresh_from_db()
    assert under_check.state == ClaimState.CHECKED


def test_claim_is_given_back_with_a_reason(desk: Client, under_check: Claim):
    url = page_of(under_check, "control_return")
    assert "obbligatorio" in text_of(send(desk, url, reason=""))
    send(desk, url, reason="Mancano le quietanze.", reopening="full")
    under_check.refresh_from_db()
    assert (under_check.state, under_check.reopening) == (ClaimState.RETURNED, "full")


def test_ministry_certifies_what_was_checked(ministry_desk: Client, checked: Claim, ministry_officer: User):
    said = text_of(ministry_desk.get(page_of(checked, "control_certify")))
    assert "Certificare €\xa02.440,00 per la Domanda di rimborso n. 1?" in said
    assert send(ministry_desk, page_of(checked, "control_certify"))["Location"] == page_of(checked)
    checked.refresh_from_db()
    assert (checked.state, checked.certified_by) == (ClaimState.CERTIFIED, ministry_officer)


def test_ministry_opens_the_control_again(ministry_desk: Client, checked: Claim):
    send(ministry_desk, page_of(checked, "control_reopen"), reason="Rileggere la spesa 2.")
    checked.refresh_from_db()
    assert checked.state == ClaimState.UNDER_CHECK


def test_who_checked_does_not_certify_even_with_the_role(checked: Claim, ministry_officer: User, ministry_desk: Client):
    Claim.objects.filter(pk=checked.pk).update(checked_by=ministry_officer)
    assert ministry_desk.get(page_of(checked, "control_certify")).status_code == 403


@pytest.mark.parametrize("name", ["control_certify", "control_reopen"])
@pytest.mark.parametrize("persona", ["finance_officer", "tutor", "coordinator", "auditor"])
def test_nobody_but_the_ministry_certifies(request: pytest.FixtureRequest, checked: Claim, persona: str, name: str):
    assert client_of(request.getfixturevalue(persona)).get(page_of(checked, name)).status_code == 403


@pytest.mark.parametrize("name", ["control_certify", "control_reopen"])
def test_pages_of_the_ministry_lead_to_the_claim_in_other_states(ministry_desk: Client, submitted: Claim, name: str):
    assert ministry_desk.get(page_of(submitted, name))["Location"] == page_of(submitted)


def test_lists_of_a_claim_ask_the_same_number_of_questions(desk: Client, project: Project):
    url = reverse("finance:claims")
    assert_constant_queries(desk, url, lambda: ClaimFactory(project=project, submitted=True))
