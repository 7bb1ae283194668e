# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The scene of what is spent and claimed: real invoices read, claims in every state, staged once."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from incas.demo.scenes import finance, programmes, projects
from incas.finance.choices import ClaimState
from incas.finance.models import Claim, Expense, SpendingDocument
from incas.organisations.choices import Role
from tests.personas import member
from tests.projects.conftest import vault_folder

__all__ = ["vault_folder"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def staged(comune, other_comune, coordinator, tutor, ministry_officer, project_manager, finance_officer, vault_folder):
    cast = SimpleNamespace(
        at=timezone.now(),
        today=timezone.localdate(),
        comune=comune,
        other_comune=other_comune,
        coordinator=coordinator,
        tutor=tutor,
        ministry_officer=ministry_officer,
        project_manager=project_manager,
        finance_officer=finance_officer,
        other_project_manager=member(other_comune, Role.PROJECT_MANAGER),
        other_finance_officer=member(other_comune, Role.FINANCE_OFFICER),
    )
    for scene in (programmes, projects, finance):
        scene.stage(cast)
    return cast


def test_claims_stand_at_different_points_and_the_scene_is_staged_once(staged):
    states = [ClaimState.CERTIFIED, ClaimState.UNDER_CHECK, ClaimState.DRAFT]
    own = Claim.objects.filter(project__body=staged.comune).order_by("number")
    assert [claim.state for claim in own] == states
    other = Claim.objects.get(project__body=staged.other_comune)
    assert (other.state, other.round) == (ClaimState.CHECKED, 2)
    certified = own[0]
    assert certified.admitted_total < certified.claimed_total
    assert certified.lines.filter(is_live=False).count() == 1
    finance.stage(staged)
    assert Claim.objects.count() == 4


def test_invoices_are_read_from_files_and_some_wait_to_be_charged(staged):
    documents = SpendingDocument.objects.filter(body=staged.comune)
    assert documents.filter(kind="einvoice", expenses__isnull=True).count() == 3
    assert documents.get(currency="CHF").identity.euro_total is None
    assert documents.filter(split_payment=True).exists()
    assert documents.filter(withheld__gt=0).exists()
    assert all(document.file_id for document in documents)


def test_draft_has_something_to_mend(staged):
    assert Expense.objects.filter(lines__claim__state=ClaimState.DRAFT, worst_finding="blocking").count() >= 3
