# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of projects: prepared by sections, checked while typed, started, listed, kept from other Comuni."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from incas.programmes.models import Call
from incas.projects.choices import ProjectState
from incas.projects.models import Project
from incas.projects.queries import budget_of
from tests.organisations.factories import BodyFactory
from tests.pages import content_of, fill, text_of
from tests.personas import client_of
from tests.programmes.factories import CallFactory, RuleSetFactory
from tests.projects.factories import ProjectFactory, WorkPackageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator):
    """The coordinator's browser."""
    return client_of(coordinator)


@pytest.fixture
def open_rules(db):
    """Rules of a call that receives projects today."""
    today = timezone.localdate()
    call = CallFactory(published=True, opens_on=today, closes_on=today + timedelta(days=30), code="FNPM-26")
    return RuleSetFactory(published=True, call=call)


def url_of(name: str, project: Project) -> str:
    return reverse(f"projects:{name}", args=[project.pk])


def cells_of(project: Project, **amounts: str) -> dict[str, str]:
    """Name the cells of a budget by code of item and package: `A1_WP1="10,00"`."""
    items = {item.code.replace(".", ""): item.pk for item in project.rule_set.cost_items.all()}
    packages = {package.code: package.pk for package in project.work_packages.all()}
    return {
        f"importo-{items[item]}-{packages[package]}": amount
        for name, amount in amounts.items()
        for item, package in [name.split("_")]
    }


def test_comune_prepares_a_project_and_the_coordinator_starts_it(
    project_manager, coordinator, tutor, comune, open_rules, vault_folder
):
    client, desk = client_of(project_manager), client_of(coordinator)
    answer = fill(
        client,
        reverse("projects:project_new"),
        rule_set=open_rules.pk,
        title="Lavoro sicuro",
        starts_on="2026-04-01",
        ends_on="2028-03-31",
    )
    project = Project.objects.get()
    assert (project.body, project.code) == (comune, "FNPM-26/001")
    assert answer["Location"] == url_of("prepare", project)
    assert fill(client, url_of("describe", project), cup="h19g 22000350001", summary="Tutela").status_code == 302
    fill(client, url_of("packages", project), title_1="Presa in carico", title_2="Lavoro")
    answer = fill(
        client,
        url_of("budget_change", project),
        **cells_of(project, A1_WP1="40.000,00", B_WP2="50000", C_WP1="10000.00", D_WP1="7.000"),
    )
    assert answer["Location"] == url_of("budget", project)
    fill(
        client,
        url_of("agreement", project),
        agreement_signed_on="2026-03-20",
        agreement_reference="rep. 118/2026",
        file=SimpleUploadedFile("Convenzione.pdf", b"%PDF-1.7 testo", "application/pdf"),
    )
    page = client.get(url_of("check", project))
    assert "Il progetto è completo." in text_of(page)
    assert "Avvia il progetto" not in text_of(page)
    assert client.get(url_of("activate", project)).status_code == 403

    fill(desk, url_of("tutor", project), tutor=tutor.pk)
    assert "Il progetto si può avviare." in text_of(desk.get(url_of("check", project)))
    assert fill(desk, url_of("activate", project))["Location"] == url_of("project", project)
    project.refresh_from_db()
    assert (project.state, project.cup, project.tutor) == (ProjectState.ACTIVE, "H19G22000350001", tutor)
    assert budget_of(project).total == Decimal("107000.00")
    answer = client.get(url_of("agreement_file", project))
    assert content_of(answer) == b"%PDF-1.7 testo"


def test_coordinator_makes_a_project_for_a_comune_found_by_name(desk, open_rules):
    body = BodyFactory(name="Comune di Forlì")
    answer = fill(
        desk,
        reverse("projects:project_new"),
        rule_set=open_rules.pk,
        title="Lavoro sicuro",
        starts_on="2026-04-01",
        ends_on="2028-03-31",
        **{"body-text": "forli"},
    )
    assert answer.status_code == 302
    assert Project.objects.get().body == body
    assert "Comune di Forlì" in text_of(desk.get(reverse("projects:suggest_bodies"), {"body-text": "forli"}))


def test_without_open_calls_there_is_nothing_to_fill(project_manager):
    RuleSetFactory(published=True, call=CallFactory(published=True, closes_on=date(2026, 1, 2)))
    page = client_of(project_manager).get(reverse("projects:project_new"))
    assert "Nessun avviso aperto" in text_of(page)


@pytest.mark.parametrize("how_many", [1, 3])
def test_two_submissions_make_one_project(how_many, project_manager, open_rules):
    client = client_of(project_manager)
    page = client.get(reverse("projects:project_new"))
    data = {
        "rule_set": open_rules.pk,
        "title": "Lavoro sicuro",
        "starts_on": "2026-04-01",
        "ends_on": "2028-03-31",
        "chiave": str(page.context["edit"].key),
        "versione": page.context["edit"].base,
    }
    answers = [client.post(reverse("projects:project_new"), data) for _ in range(how_many)]
    assert {answer["Location"] for answer in answers} == {url_of("prepare", Project.objects.get())}


def test_period_and_cup_are_told_on_the_form(project_manager, comune):
    project = ProjectFactory(body=comune)
    answer = fill(
        client_of(project_manager), url_of("describe", project), cup="123", starts_on="2028-01-01", ends_on="2027-01-01"
    )
    assert answer.context["form"].errors.keys() == {"cup", "ends_on"}
    assert "Il progetto deve finire dopo il giorno in cui inizia." in text_of(answer)


def test_sections_of_a_draft_tell_how_they_stand(project_manager, coordinator, comune):
    project = ProjectFactory(body=comune, cup="", budgeted=True)
    tasks = client_of(project_manager).get(url_of("prepare", project)).context["tasks"]
    assert [(task["label"], task["state"]) for task in tasks] == [
        ("Dati generali", "doing"),
        ("Referente territoriale", "later"),
        ("Pacchetti di lavoro", "done"),
        ("Piano finanziario", "done"),
        ("Convenzione firmata", "todo"),
        ("Anticipo ricevuto", "todo"),
    ]
    tasks = client_of(coordinator).get(url_of("prepare", project)).context["tasks"]
    assert tasks[1]["state"] == "todo"


def test_budget_is_checked_while_it_is_typed_and_nothing_is_stored(project_manager, comune):
    project = ProjectFactory(body=comune, budgeted=True)
    client = client_of(project_manager)
    answer = client.post(url_of("budget_check", project), cells_of(project, A1_WP1="60.000", B_WP1="40.000"))
    assert "La voce «A Personale» è a € 60.000,00 e il suo massimale è € 50.000,00." in text_of(answer)
    assert "D Costi indiretti: il tasso del 7% arriva a € 7.000,00; nel piano c'è € 0,00." in text_of(answer)
    assert client.post(url_of("budget_check", project), cells_of(project, A1_WP1="boh")).status_code == 204
    assert budget_of(project).total == Decimal("107000.00")


def test_budget_beyond_the_rules_is_told_on_its_page(project_manager, comune):
    project = ProjectFactory(body=comune, budgeted=True)
    client = client_of(project_manager)
    fill(client, url_of("budget_change", project), **cells_of(project, A1_WP1="90.000,00"))
    page = client.get(url_of("budget", project))
    assert [finding.stops for finding in page.context["findings"]] == [True]
    assert "Avviso, art. 7" in text_of(page)


def test_budget_of_a_running_project_is_changed_by_the_coordinator_with_a_reason(desk, project_manager, comune):
    project = ProjectFactory(body=comune, active=True)
    changed = cells_of(project, C_WP2="9.000,00", D_WP1="6.900,00")
    answer = fill(desk, url_of("budget_change", project), **changed)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"reason"}
    fill(desk, url_of("budget_change", project), **changed, reason="Nota prot. 12")
    assert budget_of(project).total == Decimal("105900.00")
    answer = fill(client_of(project_manager), url_of("budget_change", project), **changed, C_WP2="1", reason="x")
    assert "spettano al coordinamento" in text_of(answer) or answer.status_code == 302


def test_story_tells_the_lines_of_the_budget_that_changed(desk):
    project = ProjectFactory(active=True)
    changed = cells_of(project, C_WP2="9.000,00", D_WP1="6.900,00")
    fill(desk, url_of("budget_change", project), **changed, reason="Nota prot. 12")
    told = text_of(desk.get(url_of("story", project)))
    assert "ha modificato il piano finanziario" in told
    assert "C / WP2" in told
    assert "Nota prot. 12" in told


@pytest.mark.parametrize(
    "name",
    [
        "project",
        "budget",
        "deadlines",
        "story",
        "prepare",
        "describe",
        "budget_change",
        "activate",
        "delete",
        "advance",
    ],
)
def test_project_of_another_comune_is_not_found(name, other_finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    assert client_of(other_finance_officer).get(url_of(name, project)).status_code == 404


@pytest.mark.parametrize("persona", ["tutor", "ministry_officer", "auditor", "finance_officer"])
def test_others_read_and_do_not_write(persona, request, comune, tutor):
    project = ProjectFactory(body=comune, tutor=tutor, active=True)
    client = client_of(request.getfixturevalue(persona))
    for name in ("project", "budget", "deadlines", "story"):
        assert client.get(url_of(name, project)).status_code == 200
    assert content_of(client.get(url_of("budget_xlsx", project)))[:2] == b"PK"
    for name in ("prepare", "describe", "packages", "budget_change", "tutor", "agreement", "activate", "delete"):
        assert client.get(url_of(name, project)).status_code == 403


def test_drafts_stay_with_the_comune_and_the_coordinator(comune, tutor, ministry_officer, project_manager, desk):
    project = ProjectFactory(body=comune, tutor=tutor)
    assert client_of(ministry_officer).get(url_of("project", project)).status_code == 404
    assert client_of(tutor).get(url_of("project", project)).status_code == 404
    assert client_of(project_manager).get(url_of("project", project)).status_code == 200
    assert desk.get(url_of("project", project)).status_code == 200


def test_way_back_from_the_advance_is_one_that_who_keeps_accounts_may_take(finance_officer, project_manager, comune):
    project = ProjectFactory(body=comune)
    prepare = f'href="{url_of("prepare", project)}"'
    shown = [client_of(user).get(url_of("advance", project)).text for user in (finance_officer, project_manager)]
    assert [prepare in page for page in shown] == [False, True]


def test_finance_officer_writes_the_advance(finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    answer = fill(
        client_of(finance_officer),
        url_of("advance", project),
        advance_amount="53.500,00",
        advance_received_on="2026-03-01",
    )
    assert answer["Location"] == url_of("project", project)
    project.refresh_from_db()
    assert project.advance_amount == Decimal("53500.00")


def test_agreement_that_is_no_pdf_is_told_on_the_form(project_manager, comune, vault_folder):
    project = ProjectFactory(body=comune)
    answer = fill(
        client_of(project_manager),
        url_of("agreement", project),
        agreement_signed_on="2026-03-20",
        agreement_reference="rep. 118/2026",
        file=SimpleUploadedFile("convenzione.pdf", b"<html>", "application/pdf"),
    )
    assert answer.context["form"].errors == {
        "file": ["Il file della convenzione non è un PDF, né un PDF firmato (.p7m)."]
    }


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"advance_amount": "100,00"}, "advance_received_on"),
        ({"advance_received_on": "2026-03-01"}, "advance_amount"),
    ],
)
def test_half_an_advance_is_told_beside_what_is_missing(sent, field, finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    answer = fill(client_of(finance_officer), url_of("advance", project), **sent)
    assert list(answer.context["form"].errors) == [field]


def test_agreement_not_uploaded_is_not_found(finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    assert client_of(finance_officer).get(url_of("agreement_file", project)).status_code == 404


def test_draft_is_deleted_on_confirmation(project_manager, comune):
    project = ProjectFactory(body=comune, budgeted=True)
    answer = fill(client_of(project_manager), url_of("delete", project))
    assert answer["Location"] == reverse("projects:projects")
    assert not Project.objects.exists()


def test_budget_goes_out_as_a_spreadsheet(finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    answer = client_of(finance_officer).get(url_of("budget_xlsx", project))
    rows = CalamineWorkbook.from_filelike(BytesIO(content_of(answer))).get_sheet_by_index(0).to_python()
    assert rows[0] == [
        "Codice",
        "Voce di costo",
        "WP1 Presa in carico",
        "WP2 Inserimento lavorativo",
        "Totale",
        "Quota",
    ]
    assert rows[1][:5] == ["A", "Personale", 30000, 10000, 40000]
    assert rows[-1][:5] == ["", "Totale", 67000, 40000, 107000]


def test_two_people_on_the_same_cell_are_asked(project_manager, comune):
    project = ProjectFactory(body=comune, budgeted=True)
    client = client_of(project_manager)
    page = client.get(url_of("budget_change", project))
    edit = page.context["edit"]
    fill(client, url_of("budget_change", project), **cells_of(project, B_WP1="31.000,00"))
    sent = {name: bound.value() for name in page.context["form"].fields if (bound := page.context["form"][name])}
    stale = {name: str(value).replace(".", ",") for name, value in sent.items() if value is not None}
    stale |= cells_of(project, B_WP1="32.000,00", C_WP2="9.000,00")
    answer = client.post(url_of("budget_change", project), stale | {"chiave": str(edit.key), "versione": edit.base})
    assert "Due modifiche insieme" in text_of(answer)
    assert budget_of(project).by_item["B"] == Decimal("51000.00")


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_costs_the_same_however_many_projects(how_many, desk, tutor, django_assert_num_queries):
    ProjectFactory.create_batch(how_many, active=True, tutor=tutor)
    desk.get(reverse("projects:projects"))
    with django_assert_num_queries(9):
        page = desk.get(reverse("projects:projects"))
    assert page.context["listing"].count == how_many


def test_list_is_searched_and_filtered(desk, tutor):
    wanted = ProjectFactory(active=True, title="Città accogliente", tutor=tutor)
    ProjectFactory(title="Altro")
    region = wanted.body.territory.parent.parent
    call = Call.objects.get(rule_sets=wanted.rule_set)
    for query in (
        {"cerca": "citta"},
        {"state": "active"},
        {"call": call.pk},
        {"body": wanted.body_id},
        {"region": region.pk},
        {"tutor": tutor.pk},
    ):
        listing = desk.get(reverse("projects:projects"), query).context["listing"]
        assert [row.key for row in listing.rows] == [wanted.pk]


def test_filters_name_no_other_comune(finance_officer, comune):
    ProjectFactory(body=comune)
    other = ProjectFactory(body=BodyFactory(name="Comune di Altrove"))
    page = client_of(finance_officer).get(reverse("projects:projects"))
    assert "Altrove" not in text_of(page)
    answer = client_of(finance_officer).get(reverse("projects:projects"), {"body": other.body_id})
    assert answer.context["listing"].count == 0


@pytest.mark.parametrize("how_many", [0, 3])
def test_page_of_a_project_costs_the_same_whatever_its_budget(how_many, desk, django_assert_num_queries):
    project = ProjectFactory(active=True)
    WorkPackageFactory.create_batch(how_many, project=project)
    desk.get(url_of("project", project))
    with django_assert_num_queries(10):
        desk.get(url_of("project", project))


def test_page_links_to_the_rules_the_project_was_born_with(finance_officer, comune):
    project = ProjectFactory(body=comune, active=True)
    RuleSetFactory(published=True, call=project.rule_set.call, version=2)
    page = client_of(finance_officer).get(url_of("project", project))
    assert reverse("programmes:rules", args=[project.rule_set_id]) in page.content.decode()


def test_call_leads_to_its_projects(desk):
    project = ProjectFactory(active=True)
    page = desk.get(reverse("programmes:call", args=[project.rule_set.call_id]))
    assert f"{reverse('projects:projects')}?call={project.rule_set.call_id}" in page.content.decode()
