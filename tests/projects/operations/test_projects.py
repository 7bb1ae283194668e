# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects: made, described, agreed, started; who may change what once they run."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from incas.audit.models import Entry
from incas.core.transitions import TransitionRefused
from incas.programmes.choices import CallState
from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine, Project, WorkPackage
from incas.projects.operations.projects import (
    ProjectRefused,
    activate_project,
    assign_tutor,
    create_project,
    delete_project,
    describe_project,
    record_advance,
    record_agreement,
)
from tests.organisations.factories import BodyFactory
from tests.programmes.factories import CallFactory, RuleSetFactory
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NEW = {"title": "Lavoro sicuro", "starts_on": date(2026, 4, 1), "ends_on": date(2028, 3, 31)}
AGREED = {"agreement_signed_on": date(2026, 2, 10), "agreement_reference": "rep. 118/2026"}


def trail_of(item):
    return [(entry.verb, entry.before, entry.after, entry.reason) for entry in Entry.objects.about(item)]


def data_of(project: Project, **changes: object) -> dict[str, object]:
    """Give the general data of a project, with some of them changed."""
    names = ("title", "summary", "cup", "starts_on", "ends_on")
    return {name: getattr(project, name) for name in names} | changes


def test_project_is_made_in_preparation_with_the_next_code(project_manager, comune):
    rules = RuleSetFactory(published=True, call=CallFactory(published=True, code="FNPM-26"))
    made = [create_project(body=comune, rule_set=rules, **NEW, by=project_manager, at=NOON) for _ in range(2)]
    assert [project.code for project in made] == ["FNPM-26/001", "FNPM-26/002"]
    assert (made[0].state, made[0].cup, made[0].rule_set) == (ProjectState.DRAFT, "", rules)
    assert trail_of(made[0]) == [("created", {}, {"rule_set": "FNPM-26, versione 1", "body": comune.name}, "")]


def test_project_keeps_the_version_it_was_born_with(coordinator, comune):
    rules = RuleSetFactory(published=True)
    project = create_project(body=comune, rule_set=rules, **NEW, by=coordinator, at=NOON)
    newer = RuleSetFactory(published=True, call=rules.call, version=2)
    assert Project.objects.get(pk=project.pk).rule_set != newer


def test_code_goes_on_after_the_highest(coordinator, comune):
    rules = RuleSetFactory(published=True)
    ProjectFactory(rule_set=rules, code=f"{rules.call.code}/041")
    project = create_project(body=comune, rule_set=rules, **NEW, by=coordinator, at=NOON)
    assert project.code == f"{rules.call.code}/042"


def test_project_is_made_under_an_open_call_alone(project_manager, coordinator, comune):
    closed = RuleSetFactory(published=True, call=CallFactory(state=CallState.CLOSED))
    with pytest.raises(ProjectRefused, match="non è aperto"):
        create_project(body=comune, rule_set=closed, **NEW, by=coordinator, at=NOON)
    draft = RuleSetFactory(with_tree=True, call=CallFactory(published=True))
    with pytest.raises(ProjectRefused, match="non è aperto"):
        create_project(body=comune, rule_set=draft, **NEW, by=coordinator, at=NOON)
    over = RuleSetFactory(published=True, call=CallFactory(published=True, closes_on=date(2026, 3, 1)))
    with pytest.raises(ProjectRefused, match="dal 1º gennaio 2026 al 1º marzo 2026"):
        create_project(body=comune, rule_set=over, **NEW, by=project_manager, at=NOON)
    assert create_project(body=comune, rule_set=over, **NEW, by=coordinator, at=NOON).pk


def test_only_a_comune_or_an_implementing_body_holds_projects(coordinator):
    rules = RuleSetFactory(published=True)
    assert create_project(body=BodyFactory(implementing=True), rule_set=rules, **NEW, by=coordinator, at=NOON).pk
    with pytest.raises(ProjectRefused, match="Solo un Comune"):
        create_project(body=BodyFactory(ministry=True), rule_set=rules, **NEW, by=coordinator, at=NOON)


def test_draft_is_described_by_who_prepares_it(project_manager, comune):
    project = ProjectFactory(body=comune, cup="", title="Vecchio")
    for _ in range(2):
        describe_project(
            project=project, **data_of(project, title="Nuovo", cup="H19G22000350001"), by=project_manager, at=NOON
        )
    assert trail_of(project) == [
        ("changed", {"title": "Vecchio", "cup": ""}, {"title": "Nuovo", "cup": "H19G22000350001"}, "")
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cup": "H19G2200035000"}, "15 caratteri"),
        ({"cup": "J11B26000010001"}, "già di un altro progetto"),
        ({"ends_on": date(2026, 2, 17)}, "finire dopo"),
    ],
)
def test_wrong_data_are_refused(changes, told, project_manager):
    ProjectFactory(cup="J11B26000010001")
    project = ProjectFactory()
    with pytest.raises(ProjectRefused, match=told):
        describe_project(project=project, **data_of(project, **changes), by=project_manager, at=NOON)
    assert trail_of(project) == []


def test_running_project_is_described_by_the_coordinator_with_a_reason(project_manager, coordinator):
    project = ProjectFactory(active=True)
    changed = data_of(project, title="Nuovo")
    with pytest.raises(ProjectRefused, match="spettano al coordinamento"):
        describe_project(project=project, **changed, reason="perché sì", by=project_manager, at=NOON)
    with pytest.raises(ProjectRefused, match="scrivere il motivo"):
        describe_project(project=project, **changed, by=coordinator, at=NOON)
    with pytest.raises(ProjectRefused, match="ha il suo CUP"):
        describe_project(project=project, **data_of(project, cup=""), reason="x", by=coordinator, at=NOON)
    describe_project(project=project, **changed, reason="Nota del Comune", by=coordinator, at=NOON)
    ((_verb, _before, after, reason),) = trail_of(project)
    assert (after, reason) == ({"title": "Nuovo"}, "Nota del Comune")


def test_tutor_is_assigned_and_taken_off(coordinator, tutor, project_manager):
    project = ProjectFactory()
    for person in (tutor, tutor, None):
        assign_tutor(project=project, tutor=person, by=coordinator, at=datetime.now(tz=UTC))
    name = tutor.get_full_name()
    assert trail_of(project) == [
        ("assigned", {"tutor": name}, {"tutor": None}, ""),
        ("assigned", {"tutor": None}, {"tutor": name}, ""),
    ]
    with pytest.raises(ProjectRefused, match="non è oggi referente"):
        assign_tutor(project=project, tutor=project_manager, by=coordinator, at=datetime.now(tz=UTC))


def test_agreement_is_written_with_its_text(project_manager, vault_folder):
    project = ProjectFactory()
    agreement = {"signed_on": date(2026, 2, 10), "reference": "rep. 118/2026"}
    for _ in range(2):
        record_agreement(
            project=project,
            **agreement,
            file=io.BytesIO(b"%PDF-1.7 convenzione"),
            file_name="Convenzione firmata.pdf",
            by=project_manager,
            at=NOON,
        )
    project.refresh_from_db()
    assert (project.agreement_signed_on, project.agreement_reference) == (date(2026, 2, 10), "rep. 118/2026")
    assert (project.agreement_file_name, project.agreement_file.size) == ("Convenzione firmata.pdf", 20)
    record_agreement(project=project, **agreement | {"reference": "rep. 119/2026"}, by=project_manager, at=NOON)
    project.refresh_from_db()
    assert project.agreement_file_name == "Convenzione firmata.pdf"
    assert [verb for verb, *_ in trail_of(project)] == ["agreed", "agreed"]


def test_agreement_may_be_a_signed_pdf(project_manager, vault_folder):
    signed = bytes.fromhex("3080 06092a864886f70d010702 a080") + b"..."
    project = record_agreement(
        project=ProjectFactory(),
        signed_on=date(2026, 2, 10),
        reference="rep. 118/2026",
        file=io.BytesIO(signed),
        file_name="convenzione.pdf.p7m",
        by=project_manager,
        at=NOON,
    )
    assert project.agreement_file.media_type == "application/pkcs7-mime"


def test_agreement_is_a_pdf(project_manager, vault_folder):
    project = ProjectFactory()
    with pytest.raises(ProjectRefused, match="non è un PDF"):
        record_agreement(
            project=project,
            signed_on=date(2026, 2, 10),
            reference="rep. 118/2026",
            file=io.BytesIO(b"<html>"),
            file_name="convenzione.pdf",
            by=project_manager,
            at=NOON,
        )
    project.refresh_from_db()
    assert project.agreement_signed_on is None


def test_advance_is_written_whole_or_not_at_all(finance_officer):
    project = ProjectFactory(active=True)
    for _ in range(2):
        record_advance(
            project=project, amount=Decimal("53500.00"), received_on=date(2026, 3, 1), by=finance_officer, at=NOON
        )
    assert trail_of(project) == [
        (
            "advanced",
            {"advance_amount": None, "advance_received_on": None},
            {"advance_amount": "53500.00", "advance_received_on": "2026-03-01"},
            "",
        )
    ]
    with pytest.raises(ProjectRefused, match="sia l'importo"):
        record_advance(project=project, amount=Decimal(1), received_on=None, by=finance_officer, at=NOON)
    with pytest.raises(ProjectRefused, match="positivo"):
        record_advance(project=project, amount=Decimal(0), received_on=date(2026, 3, 1), by=finance_officer, at=NOON)
    record_advance(project=project, amount=None, received_on=None, by=finance_officer, at=NOON)
    project.refresh_from_db()
    assert project.advance_amount is None


def test_project_starts_once_everything_is_there(coordinator):
    project = ProjectFactory(budgeted=True, **AGREED)
    for _ in range(2):
        activate_project(project=project, by=coordinator, at=NOON)
    project.refresh_from_db()
    assert project.state == ProjectState.ACTIVE
    assert trail_of(project) == [
        ("activated", {"state": "draft"}, {"state": "active", "budget_total": "107000.00"}, "")
    ]


def test_project_does_not_start_while_something_is_missing(coordinator):
    project = ProjectFactory(budgeted=True)
    with pytest.raises(ProjectRefused, match="Manca la data della convenzione firmata"):
        activate_project(project=project, by=coordinator, at=NOON)
    assert trail_of(project) == []


def test_closed_project_is_not_started_nor_changed(coordinator):
    project = ProjectFactory(state=ProjectState.CLOSED, **AGREED)
    with pytest.raises(TransitionRefused):
        activate_project(project=project, by=coordinator, at=NOON)
    with pytest.raises(ProjectRefused, match="concluso"):
        describe_project(project=project, **data_of(project, title="Nuovo"), reason="x", by=coordinator, at=NOON)


def test_draft_is_deleted_with_its_budget_and_a_running_project_is_not(project_manager):
    project = ProjectFactory(budgeted=True)
    for _ in range(2):
        delete_project(project=project, by=project_manager, at=NOON)
    assert not Project.objects.exists()
    assert not BudgetLine.objects.exists()
    assert not WorkPackage.objects.exists()
    running = ProjectFactory(active=True)
    with pytest.raises(ProjectRefused, match="non si elimina"):
        delete_project(project=running, by=project_manager, at=NOON)
