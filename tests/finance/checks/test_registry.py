# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest
from django.urls import reverse

from incas.finance.checks import CHECKS, Finding, Remedy, check, gravest, run_checks
from incas.finance.choices import Severity
from incas.finance.models import Claim
from incas.finance.queries.contexts import context_of_claim
from incas.programmes.queries import rulebook_of
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ExpenseFactory, SpendingDocumentFactory


def test_a_code_registered_twice_is_refused():
    with pytest.raises(ValueError, match="registered already"):
        check(code="period", title="Ancora")(lambda _context: ())


def test_every_check_of_the_issue_is_registered():
    assert set(CHECKS) == {
        "period", "claim_early",
        "claim_period", "payment", "paid_amount", "cup", "cig", "addressee", "duplicates", "same_payment",
        "over_allocation", "currency", "vat", "evidence", "budget_room", "ceilings", "flat_rate",
    }  # fmt: skip


def found(severity: Severity) -> Finding:
    """A finding that says nothing."""
    return Finding(severity, "", "", "", "")


def test_gravest_is_the_most_severe_and_nothing_when_nothing_was_found():
    assert gravest([found(Severity.INFO), found(Severity.BLOCKING), found(Severity.WARNING)]) == "blocking"
    assert gravest([]) == ""


@pytest.mark.django_db
def test_complete_claim_has_nothing_that_blocks_and_findings_name_their_check(project: Project):
    claim = ClaimFactory(project=project, expenses=ExpenseFactory.create_batch(2, project=project, complete=True))
    findings = run_checks(context_of_claim(claim, today=date(2026, 6, 10)))
    assert {finding.check for finding in findings} == {"evidence"}
    assert {finding.severity for finding in findings} == {Severity.INFO}


@pytest.mark.django_db
def test_findings_come_gravest_first(project: Project):
    claim = ClaimFactory(project=project, expenses=[ExpenseFactory(project=project)])
    severities = [finding.severity for finding in run_checks(context_of_claim(claim, today=date(2026, 6, 10)))]
    assert severities == sorted(severities, key=["blocking", "warning", "info"].index)
    assert len(set(severities)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_checks_run_a_constant_number_of_queries(project: Project, django_assert_num_queries, count: int):
    expenses = ExpenseFactory.create_batch(count, project=project, complete=True)
    SpendingDocumentFactory(body=project.body, credit_note=True)
    claim = ClaimFactory(project=project, expenses=expenses)
    claim = Claim.objects.select_related("project__body", "project__rule_set__call").get(pk=claim.pk)
    rulebook_of(claim.project.rule_set)  # published: read once, and kept
    with django_assert_num_queries(7):
        context = context_of_claim(claim, today=date(2026, 6, 10))
    with django_assert_num_queries(0):
        run_checks(context)


def test_remedy_leads_to_the_place_in_its_page():
    remedy = Remedy("Allega", "finance:expense", 7, anchor="documenti")
    assert remedy.url == f"{reverse('finance:expense', args=(7,))}#documenti"
