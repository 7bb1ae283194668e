# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

import pytest

from incas.finance.choices import Severity
from incas.finance.models import DocumentIdentity, Expense, SpendingDocument
from incas.organisations.models import Body
from incas.programmes.choices import VatRule
from incas.projects.models import Project
from tests.finance.checks.conftest import Ask
from tests.finance.factories import ExpenseFactory, SpendingDocumentFactory
from tests.projects.factories import ProjectFactory


def credit_note_of(expense: Expense, *, charged: str = "", **fields: object) -> SpendingDocument:
    """A credit note of 122,00 euro that names the invoice of this expense; `charged` charges that much of it."""
    invoice = expense.document
    note = SpendingDocumentFactory(
        body=invoice.body,
        credit_note=True,
        content={"references": [{"kind": "DatiFattureCollegate", "document": f" {invoice.number.lower()} "}]},
        **fields,
    )
    if charged:
        ExpenseFactory(project=expense.project, document=note, amount=Decimal(charged))
    return note


def test_over_allocation_finds_nothing_in_a_document_charged_whole(ask: Ask, project: Project):
    assert ask("over_allocation", ExpenseFactory(project=project)) == []


def test_over_allocation_blocks_an_invoice_charged_whole_whose_credit_note_is_not(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    note = credit_note_of(expense)
    (finding,) = ask("over_allocation", expense)
    assert finding.severity == Severity.BLOCKING
    assert finding.what == (
        f"Il documento è imputato per €\xa01.220,00, ma con le note di credito (n. {note.number}) ne restano "
        f"€\xa01.098,00."
    )


def test_over_allocation_finds_nothing_once_the_credit_note_is_charged_too(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    credit_note_of(expense, charged="-122.00")
    assert ask("over_allocation", expense) == []


def test_over_allocation_ignores_credit_notes_of_another_supplier_or_of_another_body(
    ask: Ask, project: Project, other_comune: Body
):
    expense = ExpenseFactory(project=project)
    credit_note_of(expense, supplier_vat="IT99999999990")
    elsewhere = credit_note_of(expense)
    elsewhere.body = other_comune
    elsewhere.save()
    assert ask("over_allocation", expense) == []


def test_over_allocation_counts_a_credit_note_held_twice_once(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project)
    note = credit_note_of(expense, charged="-122.00")
    credit_note_of(expense, identity=note.identity)
    assert ask("over_allocation", expense) == []


def test_over_allocation_compares_a_credit_note_in_another_currency_in_euro(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__told=True)
    note = credit_note_of(expense, currency="CHF")
    (finding,) = ask("over_allocation", expense)
    assert (finding.severity, finding.what) == (
        Severity.BLOCKING,
        f"La nota di credito n. {note.number} è in un'altra valuta, e non si sa quanto toglie in euro.",
    )
    assert finding.remedy
    assert finding.remedy.url == f"/documenti-di-spesa/{note.pk}/totale-in-euro/"
    DocumentIdentity.objects.filter(pk=note.identity_id).update(
        euro_total=Decimal("-130.00"), euro_source="rate", euro_on=note.issued_on
    )
    (finding,) = ask("over_allocation", expense)
    assert f"(n. {note.number}) ne restano €\xa01.170,00." in finding.what


def test_currency_tells_the_total_in_euro_and_where_it_comes_from(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__told=True, document__identity__euro_source="rate")
    (finding,) = ask("currency", expense)
    assert (finding.severity, finding.what) == (
        Severity.INFO,
        "Il documento è di CHF\xa01.220,00: il suo totale in euro è €\xa01.300,00 (Cambio ufficiale del 20/03/2026).",
    )
    assert ask("currency", ExpenseFactory(project=project)) == []


def test_currency_warns_of_a_total_in_euro_that_nobody_said(ask: Ask, project: Project):
    expense = ExpenseFactory(project=project, document__told=True, document__identity__euro_source="charged")
    (finding,) = ask("currency", expense)
    assert (finding.severity, finding.todo) == (
        Severity.WARNING,
        "Scrivere il totale in euro, con il giorno dell'addebito o del cambio.",
    )


def test_vat_of_a_document_in_another_currency_is_reckoned_in_euro(ask: Ask, comune: Body):
    """1.000,00 francs of 1.220,00, which are 1.300,00 euro: 1.065,57 euro."""
    project = ruled(comune, VatRule.NEVER)
    assert ask("vat", ExpenseFactory(project=project, document__told=True, amount=Decimal("1065.57"))) == []
    (finding,) = ask("vat", ExpenseFactory(project=project, document__told=True, amount=Decimal("1065.58")))
    assert finding.what == "Le quote del documento comprendono €\xa00,01 di IVA."
    assert "€\xa01.065,57." in finding.why


def ruled(comune: Body, rule: VatRule) -> Project:
    """A running project under this VAT rule."""
    return ProjectFactory(active=True, body=comune, rule_set__vat_rule=rule)


@pytest.mark.parametrize("rule", VatRule.values)
def test_vat_is_never_at_stake_within_the_taxable_amount(ask: Ask, comune: Body, rule: VatRule):
    assert ask("vat", ExpenseFactory(project=ruled(comune, rule), amount=Decimal("1000.00"))) == []


def test_vat_never_admitted_blocks_the_first_cent_of_it(ask: Ask, comune: Body):
    expense = ExpenseFactory(project=ruled(comune, VatRule.NEVER), amount=Decimal("1000.01"), is_vat_unrecoverable=True)
    (finding,) = ask("vat", expense)
    assert (finding.severity, finding.what) == (
        Severity.BLOCKING,
        "Le quote del documento comprendono €\xa00,01 di IVA.",
    )


def test_vat_if_unrecoverable_asks_for_the_declaration(ask: Ask, comune: Body):
    project = ruled(comune, VatRule.IF_UNRECOVERABLE)
    (finding,) = ask("vat", ExpenseFactory(project=project))
    assert finding.severity == Severity.BLOCKING
    assert ask("vat", ExpenseFactory(project=project, is_vat_unrecoverable=True)) == []


def test_vat_always_admitted_is_not_looked_at(ask: Ask, comune: Body):
    assert ask("vat", ExpenseFactory(project=ruled(comune, VatRule.ALWAYS))) == []


def test_vat_counts_every_share_of_the_document(ask: Ask, comune: Body):
    project = ruled(comune, VatRule.NEVER)
    first = ExpenseFactory(project=project, amount=Decimal("600.00"))
    ExpenseFactory(project=project, document=first.document, amount=Decimal("600.00"))
    (finding,) = ask("vat", first)
    assert finding.what == "Le quote del documento comprendono €\xa0200,00 di IVA."
