# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Two versions compared thing by thing: every change is told, and nothing else."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from incas.organisations.choices import Role
from incas.programmes.choices import EvidenceKind, Requirement, Section, VatRule
from incas.programmes.comparison import differences
from incas.programmes.rulebook import CeilingRule, Paper, Rulebook
from tests.programmes.rulebooks import ITEMS, item, rulebook

NOT_RULES = {"pk", "call_pk", "call_code", "call_title", "version", "state", "published_at", "written_sections"}


def told(**changes: object) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in differences(rulebook(), rulebook(**changes))]


def test_same_rules_have_no_differences_whatever_their_version_and_keys():
    other = rulebook(version=2, pk=9, items=tuple(replace(one, pk=one.pk + 1) for one in ITEMS))
    assert differences(rulebook(), other) == ()


CHANGES = {
    "note": "Convenzione",
    "document_days_before_start": 1,
    "document_days_after_end": 31,
    "payment_days_after_end": 61,
    "cadence_months": 6,
    "claim_days": 31,
    "final_claim_days": 91,
    "cup_rule": Requirement.NOT_ASKED,
    "cig_rule": Requirement.NOT_ASKED,
    "vat_rule": VatRule.NEVER,
    "move_tolerance_percent": Decimal(11),
    "items": (*ITEMS, item("E")),
    "ceilings": (),
    "papers": rulebook().papers[:2],
    "tranches": rulebook().tranches[:2],
    "phases": rulebook().phases[:2],
}


@pytest.mark.parametrize("field", sorted(CHANGES))
def test_change_of_any_rule_is_one_difference(field):
    assert len(told(**{field: CHANGES[field]})) == 1


def test_no_rule_escapes_comparison():
    rules = {field.name for field in fields(Rulebook) if field.init} - NOT_RULES
    assert rules == set(CHANGES)


def test_item_added_removed_renamed_and_moved():
    items = (ITEMS[0], replace(ITEMS[1], name="Altro nome"), ITEMS[2], ITEMS[3], item("C", "B"), ITEMS[5], item("E"))
    assert told(items=items) == [
        ("Voce A.1", "Voce A.1 (sotto A)", "Altro nome (sotto A)"),
        ("Voce C", "Voce C", "Voce C (sotto B)"),
        ("Voce E", "", "Voce E"),
    ]


def test_flat_rate_changed_and_taken_away():
    assert told(items=(*ITEMS[:5], item("D", percent=8, base="A B C"))) == [
        (
            "Tasso della voce D",
            "La voce «D Voce D» è il 7% di «A Voce A», «B Voce B» e «C Voce C».",
            "La voce «D Voce D» è l'8% di «A Voce A», «B Voce B» e «C Voce C».",
        )
    ]
    ((what, _before, after),) = told(items=(*ITEMS[:5], item("D")))
    assert (what, after) == ("Tasso della voce D", "")


def test_ceiling_changed():
    assert told(ceilings=(CeilingRule("A", Decimal(40), (), "art. 7"),)) == [
        ("Massimale sulla voce A", "50% di totale (art. 7)", "40% di totale (art. 7)")
    ]


def test_tranche_paper_and_phase_changed():
    tranches = (replace(rulebook().tranches[0], percent=Decimal(40)), *rulebook().tranches[1:])
    assert told(tranches=tranches) == [
        (
            "Quota 1",
            "Anticipo, 50% del finanziamento, con 0% già speso",
            "Anticipo, 40% del finanziamento, con 0% già speso",
        )
    ]
    papers = (Paper(EvidenceKind.PAYSLIP, is_required=False, note="", asked_by="A"), *rulebook().papers[1:])
    assert told(papers=papers) == [("Voce A: Cedolino", "obbligatorio", "se dovuto")]
    phases = (replace(rulebook().phases[0], role=Role.COORDINATOR), *rulebook().phases[1:])
    assert told(phases=phases) == [
        (
            "Controllo di primo livello",
            "Referente territoriale, 30 giorni. Nessun effetto: si sollecita",
            "Coordinamento di progetto, 30 giorni. Nessun effetto: si sollecita",
        )
    ]


def test_differences_come_in_the_order_of_the_sections():
    found = differences(rulebook(), rulebook(**CHANGES))
    order = list(Section)
    assert [one.section for one in found] == sorted((one.section for one in found), key=order.index)
