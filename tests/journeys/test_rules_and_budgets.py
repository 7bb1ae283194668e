# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rules written and a budget typed in a real browser: with scripts and without, without barriers, wide and narrow."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from incas.accounts.models import User
from incas.organisations.models import Body
from incas.programmes.choices import Section
from incas.programmes.queries import rulebook_of
from incas.programmes.views.rule_sets import SLUGS
from incas.projects.models import Project
from incas.projects.queries import budget_of
from tests.journeys.conftest import NARROW, WIDE, Browsing, barriers
from tests.programmes.factories import RuleSetFactory
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Browsing]


@pytest.fixture
def project(comune: Body) -> Project:
    return ProjectFactory(body=comune, budgeted=True)


def cell(page: Page, item: str, package: str):
    """Find the space of a cost item and a work package."""
    return page.get_by_label(f"{item}, {package}")


def test_totals_and_checks_follow_what_is_typed(browse: Browse, project_manager: User, project: Project):
    page = browse(user=project_manager).go(reverse("projects:budget_change", args=[project.pk]))
    expect(page.locator("[data-grand-total]")).to_have_text("107.000,00")
    first = cell(page, "A.1 Personale interno", "WP1 Presa in carico")
    first.fill("50.000,50")
    expect(page.locator("[data-grand-total]")).to_have_text("137.000,50")
    expect(page.locator("tr[data-row=A] [data-row-total]")).to_have_text("70.000,50")
    first.press("Enter")
    expect(cell(page, "A.2 Collaboratori", "WP1 Presa in carico")).to_be_focused()
    expect(page.locator("#controlli")).to_contain_text("Togliere € 3.000,50 dalla voce")
    assert budget_of(project).total == 107_000
    first.fill("21.000")
    first.press("Tab")
    expect(page.locator("#controlli")).to_contain_text("Massimali e tassi forfettari sono rispettati.")
    page.get_by_role("button", name="Salva il piano").click()
    expect(page.locator("tfoot")).to_contain_text("108.000,00")


def test_cells_copied_from_a_spreadsheet_are_pasted(browse: Browse, project_manager: User, project: Project):
    page = browse(user=project_manager).go(reverse("projects:budget_change", args=[project.pk]))
    target = cell(page, "A.2 Collaboratori", "WP1 Presa in carico")
    target.focus()
    target.evaluate(
        """(input) => {
            const clipboard = new DataTransfer();
            clipboard.setData("text/plain", "1.000,00\\t2000\\r\\n3.000\\t4000,50\\r\\n");
            const options = {clipboardData: clipboard, bubbles: true, cancelable: true};
            input.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    expect(target).to_have_value("1.000,00")
    expect(cell(page, "B Servizi e forniture", "WP2 Inserimento lavorativo")).to_have_value("4000,50")
    expect(page.locator("[data-grand-total]")).to_have_text("57.000,50")


def test_budget_is_written_without_scripts(browse: Browse, project_manager: User, project: Project):
    page = browse(user=project_manager, scripts=False).go(reverse("projects:budget_change", args=[project.pk]))
    cell(page, "A.1 Personale interno", "WP1 Presa in carico").fill("90.000,00")
    page.get_by_role("button", name="Salva il piano").click()
    expect(page.locator("main")).to_contain_text("La voce «A Personale» è a € 110.000,00")


def test_tree_of_items_is_edited_without_scripts(browse: Browse, coordinator: User):
    rules = RuleSetFactory(with_tree=True)
    page = browse(user=coordinator, scripts=False).go(
        reverse("programmes:rules_section", args=[rules.pk, SLUGS[Section.ITEMS]])
    )
    page.get_by_role("link", name="Aggiungi sotto : B Servizi e forniture").click()
    page.get_by_label("Codice").fill("B.1")
    page.get_by_label("Voce", exact=True).fill("Mediazione")
    page.get_by_role("button", name="Salva la voce").click()
    page.get_by_role("button", name="Su : C Destinatari").click()
    page.get_by_role("link", name="Togli : A.2 Collaboratori").click()
    page.get_by_role("button", name="Togli la voce").click()
    assert [item.code for item in rulebook_of(rules).items] == ["A", "A.1", "C", "B", "B.1", "D"]
    page.get_by_role("button", name="L'albero è completo: continua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Massimali")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_of_rules_have_no_barriers(browse: Browse, coordinator: User, width: int):
    draft, published = RuleSetFactory(with_tree=True), RuleSetFactory(published=True)
    item = draft.cost_items.get(code="B")
    paths = [
        reverse("programmes:calls"),
        reverse("programmes:call_new"),
        reverse("programmes:call", args=[draft.call_id]),
        reverse("programmes:rules_begin", args=[published.call_id]),
        reverse("programmes:rules_write", args=[draft.pk]),
        *(reverse("programmes:rules_section", args=[draft.pk, slug]) for slug in SLUGS.values()),
        reverse("programmes:item_change", args=[item.pk]),
        reverse("programmes:item_remove", args=[item.pk]),
        reverse("programmes:item_evidence", args=[item.pk]),
        reverse("programmes:ceiling_new", args=[draft.pk]),
        reverse("programmes:flat_rate_new", args=[draft.pk]),
        reverse("programmes:rules_check", args=[draft.pk]),
        reverse("programmes:rules_publish", args=[draft.pk]),
        reverse("programmes:rules", args=[published.pk]),
        reverse("programmes:rules_compare", args=[published.pk]),
        reverse("programmes:rules_story", args=[published.pk]),
    ]
    assert walked(browse(user=coordinator, width=width), paths, width) == {}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_of_projects_have_no_barriers(browse: Browse, coordinator: User, project: Project, width: int):
    running = ProjectFactory(active=True)
    paths = [
        reverse("projects:projects"),
        reverse("projects:project_new"),
        *(
            reverse(f"projects:{name}", args=[project.pk])
            for name in (
                "prepare",
                "describe",
                "tutor",
                "packages",
                "budget_change",
                "agreement",
                "advance",
                "check",
                "activate",
                "delete",
            )
        ),
        *(reverse(f"projects:{name}", args=[running.pk]) for name in ("project", "budget", "deadlines", "story")),
    ]
    assert walked(browse(user=coordinator, width=width), paths, width) == {}


def walked(browsing: Browsing, paths: list[str], width: int) -> dict[str, list[str]]:
    """Open each page; give what axe finds on it, and whether it scrolls sideways."""
    found = {}
    for path in paths:
        page = browsing.go(path)
        wrong = barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append("scrolls sideways")
        if wrong:
            found[path] = wrong
    return found
