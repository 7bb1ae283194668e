# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

import pytest
from django.urls import reverse

from incas.accounts.models import User
from incas.finance.models import ClaimLine
from incas.finance.queries.overview import Overview, Standing, overview_of
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ExpenseFactory, SpendingDocumentFactory, certify, check, submit, take
from tests.finance.views.test_expenses import text_of
from tests.lists import assert_constant_queries
from tests.personas import client_of


def item(overview: Overview, code: str) -> Standing:
    """How one cost item stands."""
    return next(one.standing for one in overview.items if one.code == code)


def expense(project: Project, amount: str, **fields: object):
    """An expense of this amount, the whole of its document."""
    document = SpendingDocumentFactory(body=project.body, total=Decimal(amount), vat=Decimal(0))
    return ExpenseFactory(project=project, document=document, **fields)


def test_overview_of_a_budget_nobody_has_touched(project: Project, finance_officer: User):
    overview = overview_of(project, seen_by=finance_officer)
    assert [one.code for one in overview.items] == ["A.1", "A.2", "B", "C", "D"]
    assert overview.total.planned == Decimal("107000.00")
    assert overview.total == Standing(planned=Decimal("107000.00"))
    assert overview.total.available == Decimal("107000.00")


def test_overview_follows_an_expense_from_charged_to_certified(project: Project, finance_officer: User):
    def standing() -> Standing:
        return item(overview_of(project, seen_by=finance_officer), "B")

    expense(project, "100.00")
    assert (standing().charged, standing().paid, standing().not_paid) == (100, 0, 100)
    claimed = expense(project, "1000.00", paid=True)
    assert (standing().charged, standing().paid, standing().paid_not_claimed) == (1100, 1000, 1000)
    claim = ClaimFactory(project=project, expenses=[claimed])
    assert (standing().claimed, standing().paid_not_claimed) == (0, 1000)
    submit(claim)
    assert (standing().claimed, standing().in_control, standing().paid_not_claimed) == (1000, 1000, 0)
    take(claim)
    check(claim)
    assert (standing().in_control, standing().certified) == (1000, 0)
    certify(claim)
    assert (standing().claimed, standing().in_control, standing().certified) == (1000, 0, 1000)
    assert standing().available == Decimal("48900.00")


def test_overview_counts_what_was_excluded_as_charged_and_no_longer_asked_for(project: Project, finance_officer: User):
    claim = ClaimFactory(project=project, under_check=True, expenses=[expense(project, "1000.00", paid=True)])
    excluded = {"decision": "excluded", "admitted": 0, "reason": "No", "decided_at": claim.taken_at}
    claim.lines.update(**excluded)
    ClaimLine.objects.filter(claim=claim).update(is_live=False)
    standing = item(overview_of(project, seen_by=finance_officer), "B")
    assert (standing.charged, standing.claimed, standing.in_control) == (1000, 0, 0)
    assert (standing.paid, standing.paid_not_claimed, standing.not_paid) == (1000, 0, 0)
    assert standing.available == Decimal("50000.00")


def test_overview_counts_once_what_was_excluded_and_came_back(project: Project, finance_officer: User, tutor: User):
    spent = expense(project, "1000.00", paid=True)
    first = ClaimFactory(project=project, under_check=True, expenses=[spent])
    excluded = {"decision": "excluded", "admitted": 0, "reason": "No", "decided_at": first.taken_at}
    first.lines.update(**excluded, is_live=False)
    second = ClaimFactory(project=project, expenses=[spent])
    standing = item(overview_of(project, seen_by=finance_officer), "B")
    assert (standing.charged, standing.paid_not_claimed, standing.claimed) == (1000, 1000, 0)
    assert item(overview_of(project, seen_by=tutor), "B").charged == 0
    submit(second)
    for reader in (finance_officer, tutor):
        standing = item(overview_of(project, seen_by=reader), "B")
        assert (standing.charged, standing.paid_not_claimed, standing.claimed) == (1000, 0, 1000)
        assert (standing.in_control, standing.available) == (1000, Decimal("49000.00"))


def test_overview_shows_others_what_was_sent_alone(project: Project, tutor: User):
    expense(project, "100.00", paid=True)
    ClaimFactory(project=project, submitted=True, expenses=[expense(project, "1000.00", paid=True)])
    standing = item(overview_of(project, seen_by=tutor), "B")
    assert (standing.charged, standing.paid, standing.claimed) == (1000, 1000, 1000)


@pytest.mark.parametrize("persona", ["finance_officer", "project_manager", "tutor", "ministry_officer", "coordinator"])
def test_page_draws_the_picture_with_its_table(request: pytest.FixtureRequest, project: Project, persona: str):
    expense(project, "1000.00", paid=True)
    url = reverse("finance:overview", args=[project.pk])
    said = text_of(client_of(request.getfixturevalue(persona)).get(url))
    assert "<svg" in said
    assert "B Servizi e forniture" in said
    assert "€\xa0107.000,00" in said


def test_page_asks_a_constant_number_of_questions(project: Project, finance_officer: User):
    def make_row() -> None:
        expense(project, "10.00", paid=True)
        ClaimFactory(project=project, submitted=True)

    url = reverse("finance:overview", args=[project.pk])
    assert assert_constant_queries(client_of(finance_officer), url, make_row, files=False) <= 14


def test_table_is_taken_away_as_a_spreadsheet(project: Project, finance_officer: User):
    url = reverse("finance:overview_spreadsheet", args=[project.pk])
    answer = client_of(finance_officer).get(url)
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_project_of_another_body_does_not_exist(project: Project, other_finance_officer: User):
    url = reverse("finance:overview", args=[project.pk])
    assert client_of(other_finance_officer).get(url).status_code == 404


def test_overview_is_a_part_of_the_project(project: Project, finance_officer: User):
    said = text_of(client_of(finance_officer).get(reverse("finance:overview", args=[project.pk])))
    assert "Avanzamento finanziario" in said
    assert reverse("projects:project", args=[project.pk]) in said
