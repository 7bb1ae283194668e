# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of calls and rules: a coordinator writes everything without code; others read what is published."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from incas.organisations.choices import Role
from incas.programmes.choices import (
    CallState,
    CostKind,
    EvidenceKind,
    PhaseKind,
    Requirement,
    RuleSetState,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.exchange import to_json
from incas.programmes.models import Call, Fund, RuleSet
from incas.programmes.queries import rulebook_of
from incas.programmes.views.rule_sets import SLUGS
from tests.pages import content_of, fill, text_of
from tests.personas import client_of
from tests.programmes.factories import CallFactory, CeilingFactory, CostItemFactory, FundFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
EVERY_SECTION = [section.value for section in Section]


@pytest.fixture
def desk(coordinator):
    """The coordinator's browser."""
    return client_of(coordinator)


def section_url(rule_set, section: Section) -> str:
    return reverse("programmes:rules_section", args=[rule_set.pk, SLUGS[section]])


def test_coordinator_makes_a_fund_a_call_and_its_rules_and_publishes_them(desk):
    assert fill(desk, reverse("programmes:fund_new"), code="FNPM", name="Fondo nazionale").status_code == 302
    fund = Fund.objects.get()
    answer = fill(
        desk,
        reverse("programmes:call_new"),
        fund=fund.pk,
        code="FNPM-26",
        title="Lavoro sicuro",
        opens_on="2026-01-01",
        closes_on="2026-12-31",
        amount="1.000.000,00",
    )
    call = Call.objects.get()
    assert answer["Location"] == reverse("programmes:call", args=[call.pk])
    answer = fill(desk, reverse("programmes:rules_begin", args=[call.pk]), origin="empty")
    rules = RuleSet.objects.get()
    assert answer["Location"] == reverse("programmes:rules_write", args=[rules.pk])

    new_item = reverse("programmes:item_new", args=[rules.pk])
    fill(desk, new_item, code="A", name="Personale")
    fill(desk, f"{new_item}?sotto={rules.cost_items.get(code='A').pk}", code="A.1", name="Interno")
    fill(desk, new_item, code="B", name="Costi indiretti")
    fill(desk, section_url(rules, Section.SOURCE), note="Convenzione, art. 3")
    fill(desk, reverse("programmes:ceiling_new", args=[rules.pk]), item="A", percent="90", note="art. 7")
    fill(desk, reverse("programmes:flat_rate_new", args=[rules.pk]), code="B", percent="7", base=["A"])
    fill(desk, section_url(rules, Section.PERIOD), payment_days_after_end="45")
    fill(desk, section_url(rules, Section.TRANCHES), percent_1="50", percent_2="30", spent_2="80", percent_3="20")
    fill(desk, section_url(rules, Section.CADENCE), cadence_months="6")
    item = rules.cost_items.get(code="A")
    fill(desk, reverse("programmes:item_evidence", args=[item.pk]), payslip="required", durc="due")
    fill(desk, section_url(rules, Section.CODES), vat_rule="never")
    fill(desk, section_url(rules, Section.MOVES), move_tolerance_percent="12,5")
    phases = {f"{kind}_days": "30" for kind in PhaseKind}
    fill(desk, section_url(rules, Section.PHASES), **phases)
    for section in (Section.ITEMS, Section.CEILINGS, Section.FLAT_RATES, Section.EVIDENCE):
        assert desk.post(reverse("programmes:rules_confirm", args=[rules.pk, SLUGS[section]])).status_code == 302

    check = desk.get(reverse("programmes:rules_check", args=[rules.pk]))
    assert "Le regole sono complete e stanno insieme." in text_of(check)
    answer = fill(desk, reverse("programmes:rules_publish", args=[rules.pk]))
    assert answer["Location"] == reverse("programmes:call", args=[call.pk])
    fill(desk, reverse("programmes:call_publish", args=[call.pk]))

    rules.refresh_from_db()
    call.refresh_from_db()
    book = rulebook_of(rules)
    assert (rules.state, call.state) == (RuleSetState.PUBLISHED, CallState.PUBLISHED)
    assert [(one.code, one.parent, one.kind) for one in book.items] == [
        ("A", "", CostKind.REAL),
        ("A.1", "A", CostKind.REAL),
        ("B", "", CostKind.FLAT_RATE),
    ]
    assert [(row.kind, row.percent, row.spent_percent) for row in book.tranches] == [
        (TrancheKind.ADVANCE, 50, 0),
        (TrancheKind.INTERIM, 30, 80),
        (TrancheKind.BALANCE, 20, 0),
    ]
    assert [(paper.kind, paper.is_required) for paper in book.evidence_for("A.1")] == [
        (EvidenceKind.PAYSLIP, True),
        (EvidenceKind.DURC, False),
    ]
    assert [(row.kind, row.role, row.days, row.silence) for row in book.phases] == [
        (PhaseKind.FIRST_CHECK, Role.TUTOR, 30, Silence.NOTHING),
        (PhaseKind.CERTIFICATION, Role.MINISTRY_OFFICER, 30, Silence.NOTHING),
        (PhaseKind.PAYMENT, Role.MINISTRY_OFFICER, 30, Silence.NOTHING),
    ]
    assert (book.payment_days_after_end, book.cadence_months, str(book.move_tolerance_percent)) == (45, 6, "12.50")
    assert (book.vat_rule, book.cup_rule) == (VatRule.NEVER, Requirement.REMEDIABLE)


def test_sections_tell_how_they_stand(desk):
    rules = RuleSetFactory(with_tree=True, written_sections=["items", "tranches"])
    rules.tranches.last().delete()
    page = desk.get(reverse("programmes:rules_write", args=[rules.pk]))
    states = {task["label"]: task["state"] for task in page.context["tasks"]}
    assert states[Section.ITEMS.label] == "done"
    assert states[Section.TRANCHES.label] == "fix"
    assert states[Section.PHASES.label] == "doing"
    assert states[Section.CODES.label] == "todo"


def test_check_names_what_is_wrong_with_a_link_to_its_section(desk):
    rules = RuleSetFactory(with_tree=True, written_sections=EVERY_SECTION)
    rules.tranches.last().delete()
    page = desk.get(reverse("programmes:rules_check", args=[rules.pk]))
    assert "Le quote sommano a 80%: devono fare 100%." in text_of(page)
    assert f'href="{section_url(rules, Section.TRANCHES)}"' in page.content.decode()
    assert reverse("programmes:rules_publish", args=[rules.pk]) not in page.content.decode()


def test_incomplete_rules_are_refused_on_the_page(desk):
    rules = RuleSetFactory(with_tree=True)
    answer = fill(desk, reverse("programmes:rules_publish", args=[rules.pk]))
    assert answer.status_code == 200
    assert "sezioni non ancora completate" in text_of(answer)


def test_publishing_twice_leads_to_the_same_page(desk):
    call = CallFactory(published=True)
    rules = RuleSetFactory(with_tree=True, written_sections=EVERY_SECTION, call=call)
    url = reverse("programmes:rules_publish", args=[rules.pk])
    page = desk.get(url)
    data = {"chiave": str(page.context["edit"].key), "versione": page.context["edit"].base}
    assert [desk.post(url, data)["Location"] for _ in range(2)] == [reverse("programmes:rules", args=[rules.pk])] * 2


def test_rules_in_plain_words_are_read_by_the_comune_once_published(finance_officer):
    rules = RuleSetFactory(published=True)
    page = client_of(finance_officer).get(reverse("programmes:rules", args=[rules.pk]))
    assert "Un documento è ammesso se datato dal giorno di inizio del progetto al giorno in cui finisce." in text_of(
        page
    )
    assert "Continua a scrivere" not in text_of(page)
    draft = RuleSetFactory(with_tree=True, call=rules.call, version=2)
    assert client_of(finance_officer).get(reverse("programmes:rules", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("persona", ["tutor", "ministry_officer", "auditor", "project_manager", "finance_officer"])
def test_others_read_and_do_not_write(persona, request):
    client = client_of(request.getfixturevalue(persona))
    rules = RuleSetFactory(published=True)
    assert client.get(reverse("programmes:calls")).status_code == 200
    assert client.get(reverse("programmes:call", args=[rules.call_id])).status_code == 200
    assert client.get(reverse("programmes:rules", args=[rules.pk])).status_code == 200
    for name, key in (
        ("call_change", rules.call_id),
        ("rules_begin", rules.call_id),
        ("rules_write", rules.pk),
        ("rules_check", rules.pk),
        ("rules_publish", rules.pk),
        ("item_new", rules.pk),
        ("item_change", rules.cost_items.first().pk),
    ):
        assert client.get(reverse(f"programmes:{name}", args=[key])).status_code == 403
    assert client.get(reverse("programmes:call", args=[CallFactory().pk])).status_code == 404
    assert client.get(reverse("programmes:call_new")).status_code == 403


def test_published_rules_have_nothing_to_write(desk):
    rules = RuleSetFactory(published=True)
    plain = reverse("programmes:rules", args=[rules.pk])
    item, ceiling = rules.cost_items.get(code="D"), rules.ceilings.get()
    for url in (
        reverse("programmes:rules_write", args=[rules.pk]),
        section_url(rules, Section.PERIOD),
        reverse("programmes:item_change", args=[item.pk]),
        reverse("programmes:item_remove", args=[item.pk]),
        reverse("programmes:ceiling_change", args=[ceiling.pk]),
        reverse("programmes:flat_rate_change", args=[item.pk]),
    ):
        assert desk.get(url)["Location"] == plain
    for url in (
        reverse("programmes:item_move", args=[item.pk]),
        reverse("programmes:ceiling_remove", args=[ceiling.pk]),
        reverse("programmes:flat_rate_remove", args=[item.pk]),
    ):
        assert desk.post(url)["Location"] == plain
    assert len(rulebook_of(rules).items) == 6


def test_items_are_moved_and_removed_without_scripts(desk):
    rules = RuleSetFactory(with_tree=True)
    item = rules.cost_items.get(code="C")
    answer = desk.post(reverse("programmes:item_move", args=[item.pk]), {"verso": "su"})
    assert answer["Location"] == f"{section_url(rules, Section.ITEMS)}#voce-{item.pk}"
    assert [one.code for one in rulebook_of(rules).items if not one.parent] == ["A", "C", "B", "D"]
    parent = rules.cost_items.get(code="A")
    page = desk.get(reverse("programmes:item_remove", args=[parent.pk]))
    assert "A.1 Personale interno" in text_of(page)
    assert "il tasso forfettario della voce D Costi indiretti" in text_of(page)
    fill(desk, reverse("programmes:item_remove", args=[parent.pk]))
    assert [one.code for one in rulebook_of(rules).items] == ["C", "B", "D"]


def test_code_taken_is_told_on_the_form(desk):
    rules = RuleSetFactory(with_tree=True)
    answer = fill(desk, reverse("programmes:item_new", args=[rules.pk]), code="B", name="Doppia")
    assert "Il codice B è già di un'altra voce." in text_of(answer)


def test_ceilings_and_flat_rates_are_changed_and_taken_away(desk):
    rules = RuleSetFactory(with_tree=True)
    ceiling, item = rules.ceilings.get(), rules.cost_items.get(code="D")
    fill(desk, reverse("programmes:ceiling_change", args=[ceiling.pk]), percent="40")
    fill(desk, reverse("programmes:flat_rate_change", args=[item.pk]), percent="8,5")
    book = rulebook_of(rules)
    assert (str(book.ceilings[0].percent), str(book.item("D").percent)) == ("40.00", "8.50")
    desk.post(reverse("programmes:ceiling_remove", args=[ceiling.pk]))
    desk.post(reverse("programmes:flat_rate_remove", args=[item.pk]))
    book = rulebook_of(rules)
    assert (book.ceilings, book.item("D").is_flat_rate) == ((), False)


def test_a_tranche_with_conditions_but_no_percentage_is_told(desk):
    rules = RuleSetFactory()
    answer = fill(desk, section_url(rules, Section.TRANCHES), note_1="alla firma")
    assert answer.status_code == 200
    assert "Scrivere la percentuale, o svuotare la riga." in text_of(answer)


def test_two_people_on_the_same_section_are_asked(desk, coordinator):
    rules = RuleSetFactory(with_tree=True)
    url = section_url(rules, Section.PERIOD)
    page = desk.get(url)
    edit = page.context["edit"]
    fill(desk, url, payment_days_after_end="45")
    answer = desk.post(
        url,
        {
            "document_days_before_start": "0",
            "document_days_after_end": "0",
            "payment_days_after_end": "90",
            "chiave": str(edit.key),
            "versione": edit.base,
        },
    )
    assert answer.status_code == 200
    assert "Due modifiche insieme" in text_of(answer)
    rules.refresh_from_db()
    assert rules.payment_days_after_end == 45


def test_rules_are_copied_and_compared(desk):
    first = RuleSetFactory(published=True)
    fill(desk, reverse("programmes:rules_begin", args=[first.call_id]), origin="copy", source=first.pk)
    second = RuleSet.objects.get(call=first.call, version=2)
    fill(desk, section_url(second, Section.PERIOD), payment_days_after_end="90")
    page = desk.get(reverse("programmes:rules_compare", args=[second.pk]))
    assert page.context["count"] == 1
    assert "Pagamenti: giorni dopo la fine 60 giorni 90 giorni" in text_of(page)
    page = desk.get(reverse("programmes:rules_compare", args=[first.pk]), {"con": second.pk})
    assert page.context["other"] == second


def test_comparison_shows_nobody_rules_they_may_not_see(finance_officer):
    first = RuleSetFactory(published=True)
    draft = RuleSetFactory(with_tree=True, call=first.call, version=2)
    client = client_of(finance_officer)
    assert client.get(reverse("programmes:rules_compare", args=[first.pk]), {"con": draft.pk}).status_code == 404
    assert client.get(reverse("programmes:rules_compare", args=[first.pk])).context["count"] == 0


def test_only_one_draft_at_a_time_is_told_on_the_form(desk):
    rules = RuleSetFactory(with_tree=True)
    answer = fill(desk, reverse("programmes:rules_begin", args=[rules.call_id]), origin="empty")
    assert "C'è già una versione in preparazione" in text_of(answer)


def test_rules_go_out_as_json_and_come_back_as_a_draft(desk):
    rules = RuleSetFactory(published=True)
    answer = desk.get(reverse("programmes:rules_json", args=[rules.pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="regole-avv-')
    assert json.loads(answer.content)["items"][0]["code"] == "A"
    call = CallFactory()
    file = SimpleUploadedFile("regole.json", answer.content, "application/json")
    answer = fill(desk, reverse("programmes:rules_begin", args=[call.pk]), origin="file", file=file)
    assert answer.status_code == 302
    assert (
        to_json(rulebook_of(call.rule_sets.get())).partition('"period"')[2]
        == to_json(rulebook_of(rules)).partition('"period"')[2]
    )


def test_file_that_is_no_rule_set_is_told_on_the_form(desk):
    call = CallFactory()
    file = SimpleUploadedFile("regole.json", b"{}", "application/json")
    answer = fill(desk, reverse("programmes:rules_begin", args=[call.pk]), origin="file", file=file)
    assert "Il file non contiene una serie di regole di questa piattaforma." in text_of(answer)
    assert not call.rule_sets.exists()


def test_rules_go_out_as_a_spreadsheet(finance_officer):
    rules = RuleSetFactory(published=True)
    answer = client_of(finance_officer).get(reverse("programmes:rules_xlsx", args=[rules.pk]))
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(answer)))
    assert book.sheet_names[:2] == ["Regole", "Voci di costo"]
    assert book.get_sheet_by_name("Massimali").to_python()[1][:3] == ["A Personale", 0.5, "totale"]


def test_draft_is_discarded_on_confirmation(desk):
    rules = RuleSetFactory(with_tree=True)
    answer = fill(desk, reverse("programmes:rules_discard", args=[rules.pk]))
    assert answer["Location"] == reverse("programmes:call", args=[rules.call_id])
    assert not RuleSet.objects.exists()


def test_call_is_closed_and_one_without_rules_is_not_published(desk):
    call = CallFactory(published=True)
    fill(desk, reverse("programmes:call_close", args=[call.pk]))
    call.refresh_from_db()
    assert call.state == CallState.CLOSED
    draft = CallFactory()
    assert "Mancano le regole" in text_of(fill(desk, reverse("programmes:call_publish", args=[draft.pk])))
    assert fill(desk, reverse("programmes:call_delete", args=[draft.pk])).status_code == 302
    assert not Call.objects.filter(pk=draft.pk).exists()


def test_call_form_tells_what_is_wrong(desk):
    answer = fill(
        desk,
        reverse("programmes:call_new"),
        fund=FundFactory().pk,
        code="X",
        title="X",
        opens_on="2026-02-01",
        closes_on="2026-01-01",
        amount="0",
    )
    assert "L'avviso chiude prima di aprire" in text_of(answer)
    assert "La dotazione deve essere maggiore di zero." in text_of(answer)


def test_published_call_keeps_its_code_whatever_is_sent(desk):
    call = CallFactory(published=True, code="FISSO")
    fill(desk, reverse("programmes:call_change", args=[call.pk]), code="ALTRO", title="Nuovo titolo")
    call.refresh_from_db()
    assert (call.code, call.title) == ("FISSO", "Nuovo titolo")


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_of_calls_costs_the_same_however_many(how_many, desk, django_assert_max_num_queries):
    RuleSetFactory.create_batch(how_many, published=True)
    desk.get(reverse("programmes:calls"))
    with django_assert_max_num_queries(9):
        page = desk.get(reverse("programmes:calls"))
    assert page.context["listing"].count == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_section_pages_cost_the_same_however_many_rows(how_many, desk, django_assert_max_num_queries):
    rules = RuleSetFactory(with_tree=True)
    for item in CostItemFactory.create_batch(how_many, rule_set=rules):
        CeilingFactory(item=item)
    for section in Section:
        with django_assert_max_num_queries(14):
            assert desk.get(section_url(rules, section)).status_code == 200


def test_unknown_section_is_not_found(desk):
    rules = RuleSetFactory()
    assert desk.get(reverse("programmes:rules_section", args=[rules.pk, "altro"])).status_code == 404
    assert desk.post(reverse("programmes:rules_confirm", args=[rules.pk, "altro"])).status_code == 404
