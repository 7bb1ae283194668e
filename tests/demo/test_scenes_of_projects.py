# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The scenes of calls and projects: complete, within the rules, staged once, and they say they are examples."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from incas.audit.models import Entry
from incas.demo.scenes import programmes, projects
from incas.organisations.choices import Role
from incas.programmes.choices import RuleSetState
from incas.programmes.findings import findings_of
from incas.programmes.models import RuleSet
from incas.programmes.queries import rulebook_of
from incas.projects.choices import ProjectState
from incas.projects.models import Project
from incas.projects.queries import project_readiness
from tests.personas import member
from tests.projects.conftest import vault_folder

__all__ = ["vault_folder"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(comune, other_comune, cittalia, coordinator, tutor, project_manager, vault_folder):
    """The part of the demo's cast that these scenes need."""
    return SimpleNamespace(
        at=timezone.now(),
        today=timezone.localdate(),
        comune=comune,
        other_comune=other_comune,
        coordinator=coordinator,
        tutor=tutor,
        project_manager=project_manager,
        other_project_manager=member(other_comune, Role.PROJECT_MANAGER),
    )


@pytest.fixture
def staged(cast):
    programmes.stage(cast)
    projects.stage(cast)
    return cast


def test_example_rules_are_published_whole_and_say_they_are_examples(staged):
    published = RuleSet.objects.filter(state=RuleSetState.PUBLISHED).select_related("call")
    assert {rules.call.code for rules in published} == {"ESEMPIO-FNPM", "ESEMPIO-FAMI"}
    for rules in published:
        assert findings_of(rulebook_of(rules)) == ()
        assert rules.note.startswith("Valori di esempio, da verificare sulla convenzione.")
        assert rules.call.is_example
        assert rules.call.title.startswith("Esempio")


def test_projects_stand_at_different_points_within_the_rules(staged):
    found = {project.title: project for project in Project.objects.all()}
    running = found["Lavoro sicuro in Romagna (demo)"]
    assert (running.state, running.body, running.tutor) == (ProjectState.ACTIVE, staged.comune, staged.tutor)
    assert running.starts_on < staged.today < running.ends_on
    assert all(project_readiness(project).findings == () for project in found.values() if project.tutor)
    half = project_readiness(found["Unità di strada nei distretti (demo)"])
    assert [finding.section.value for finding in half.findings if finding.stops] == ["general", "budget", "agreement"]
    assert project_readiness(found["Porta aperta al lavoro (demo)"]).may_start


def test_scenes_are_staged_once(staged):
    before = Entry.objects.count()
    programmes.stage(staged)
    projects.stage(staged)
    assert Entry.objects.count() == before
