# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What stands between a project and its start."""

from datetime import UTC, date, datetime

import pytest

from incas.documents.models import StoredFile
from incas.programmes.choices import SectionState, Severity
from incas.projects.choices import ProjectSection
from incas.projects.queries import project_readiness
from tests.accounts.factories import UserFactory
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db
AGREED = {"agreement_signed_on": date(2026, 2, 10), "agreement_reference": "rep. 118/2026"}


def test_complete_project_may_start_with_nothing_to_say():
    project = ProjectFactory(
        budgeted=True,
        **AGREED,
        tutor=UserFactory(),
        agreement_file=StoredFile.objects.create(sha256="0" * 64, size=1, stored_at=datetime(2026, 2, 1, tzinfo=UTC)),
        agreement_file_name="convenzione.pdf",
    )
    readiness = project_readiness(project)
    assert readiness.may_start
    assert readiness.findings == ()
    assert readiness.states == dict.fromkeys(ProjectSection, SectionState.DONE) | {
        ProjectSection.ADVANCE: SectionState.TODO
    }


def test_bare_draft_lacks_what_it_lacks():
    readiness = project_readiness(ProjectFactory(cup=""))
    assert not readiness.may_start
    assert [(finding.section, finding.severity) for finding in readiness.findings] == [
        (ProjectSection.GENERAL, Severity.MISSING),
        (ProjectSection.TUTOR, Severity.DOUBT),
        (ProjectSection.PACKAGES, Severity.MISSING),
        (ProjectSection.BUDGET, Severity.MISSING),
        (ProjectSection.AGREEMENT, Severity.MISSING),
    ]
    assert readiness.states == {
        ProjectSection.GENERAL: SectionState.DOING,
        ProjectSection.TUTOR: SectionState.TODO,
        ProjectSection.PACKAGES: SectionState.TODO,
        ProjectSection.BUDGET: SectionState.TODO,
        ProjectSection.AGREEMENT: SectionState.TODO,
        ProjectSection.ADVANCE: SectionState.TODO,
    }


def test_tutor_and_text_of_the_agreement_stop_nothing():
    readiness = project_readiness(ProjectFactory(budgeted=True, **AGREED))
    assert readiness.may_start
    assert [finding.section for finding in readiness.findings] == [ProjectSection.TUTOR, ProjectSection.AGREEMENT]


def test_agreement_without_reference_stops():
    readiness = project_readiness(ProjectFactory(budgeted=True, **AGREED | {"agreement_reference": ""}))
    assert not readiness.may_start
    assert readiness.states[ProjectSection.AGREEMENT] == SectionState.DOING


def test_budget_beyond_the_rules_is_to_correct():
    project = ProjectFactory(budgeted=True, **AGREED)
    project.budget_lines.filter(cost_item__code="D").update(amount="7000.01")
    readiness = project_readiness(project)
    assert not readiness.may_start
    assert readiness.states[ProjectSection.BUDGET] == SectionState.FIX
