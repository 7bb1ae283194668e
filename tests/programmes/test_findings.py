# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What does not hold together in a rule set is found, and only that; sections stand as what they hold says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from incas.organisations.choices import Role
from incas.programmes.choices import EvidenceKind, PhaseKind, Section, SectionState, Severity, Silence, TrancheKind
from incas.programmes.findings import findings_of, is_publishable, section_states
from incas.programmes.rulebook import CeilingRule, Paper, PhaseRule, TrancheRule
from tests.programmes.rulebooks import ITEMS, item, rulebook

SOURCE = {"note": "Avviso 1/2026"}


def tranche(kind: TrancheKind, percent: str, spent: str = "0") -> TrancheRule:
    return TrancheRule(kind, Decimal(percent), Decimal(spent), "")


def told(**changes: object) -> list[tuple[Section, Severity]]:
    return [(finding.section, finding.severity) for finding in findings_of(rulebook(**SOURCE | changes))]


def test_complete_rule_set_has_no_findings_and_may_be_published():
    book = rulebook(**SOURCE)
    assert findings_of(book) == ()
    assert set(section_states(book).values()) == {SectionState.DONE}
    assert is_publishable(book)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"note": ""}, (Section.SOURCE, Severity.DOUBT)),
        ({"items": (item("D", percent=7, base="D"),), "ceilings": (), "papers": ()}, (Section.ITEMS, Severity.WRONG)),
        ({"ceilings": (CeilingRule("A", Decimal(50), ("Z",), ""),)}, (Section.CEILINGS, Severity.WRONG)),
        ({"ceilings": (CeilingRule("A", Decimal(50), ("A.1",), ""),)}, (Section.CEILINGS, Severity.WRONG)),
        ({"ceilings": (CeilingRule("A", Decimal(50), (), ""),) * 2}, (Section.CEILINGS, Severity.WRONG)),
        ({"ceilings": (CeilingRule("A", Decimal(100), (), ""),)}, (Section.CEILINGS, Severity.DOUBT)),
        ({"items": (*ITEMS[:5], item("D", percent=7, base="A D"))}, (Section.FLAT_RATES, Severity.WRONG)),
        ({"items": (*ITEMS[:5], item("D", percent=7, base="A Z"))}, (Section.FLAT_RATES, Severity.WRONG)),
        (
            {"document_days_after_end": 60, "payment_days_after_end": 59},
            (Section.PERIOD, Severity.WRONG),
        ),
        ({"tranches": ()}, (Section.TRANCHES, Severity.MISSING)),
        ({"tranches": (tranche(TrancheKind.BALANCE, "99.99"),)}, (Section.TRANCHES, Severity.WRONG)),
        (
            {"tranches": (tranche(TrancheKind.BALANCE, "50"), tranche(TrancheKind.INTERIM, "50"))},
            (Section.TRANCHES, Severity.WRONG),
        ),
        (
            {"tranches": (tranche(TrancheKind.INTERIM, "50"), tranche(TrancheKind.ADVANCE, "50"))},
            (Section.TRANCHES, Severity.WRONG),
        ),
        ({"tranches": (tranche(TrancheKind.ADVANCE, "100", "10"),)}, (Section.TRANCHES, Severity.WRONG)),
        ({"final_claim_days": 59}, (Section.CADENCE, Severity.DOUBT)),
        ({"claim_days": 91}, (Section.CADENCE, Severity.DOUBT)),
        ({"cadence_months": 13}, (Section.CADENCE, Severity.DOUBT)),
    ],
)
def test_what_does_not_hold_together_is_found(changes, expected):
    assert told(**changes)[0] == expected


def test_empty_tree_is_missing_its_items():
    assert told(items=(), ceilings=(), papers=()) == [(Section.ITEMS, Severity.MISSING)]


def test_flat_rate_with_items_under_it_is_wrong():
    items = (*ITEMS[:5], replace(ITEMS[5], is_leaf=False), item("D.1", "D"))
    assert (Section.ITEMS, Severity.WRONG) in told(items=items)


def test_tree_beyond_the_fourth_level_is_wrong():
    assert told(items=(*ITEMS[:4], replace(ITEMS[4], depth=4), ITEMS[5])) == [(Section.ITEMS, Severity.WRONG)]
    assert told(items=(*ITEMS[:4], replace(ITEMS[4], depth=3), ITEMS[5])) == []


def test_flat_rates_that_stand_on_each_other_are_wrong_and_one_on_another_is_not():
    in_circle = (*ITEMS[:5], item("D", percent=7, base="E"), item("E", percent=5, base="D"))
    assert told(items=in_circle) == [(Section.FLAT_RATES, Severity.WRONG)] * 2
    in_line = (*ITEMS[:5], item("D", percent=7, base="A E"), item("E", percent=5, base="A"))
    assert told(items=in_line) == []


def test_flat_rate_on_an_item_that_contains_it_is_wrong():
    inside = (*ITEMS[:3], item("A.3", "A", percent=7, base="A"), *ITEMS[3:])
    assert told(items=inside) == [(Section.FLAT_RATES, Severity.WRONG)]


@pytest.mark.parametrize(
    ("papers", "missing"),
    [
        ((), ["A.1", "A.2", "B", "C"]),
        ((Paper(EvidenceKind.INVOICE, is_required=False, note="", asked_by="B"),), ["A.1", "A.2", "B", "C"]),
        ((Paper(EvidenceKind.INVOICE, is_required=True, note="", asked_by="A"),), ["B", "C"]),
    ],
)
def test_leaf_of_real_costs_without_a_required_paper_is_named(papers, missing):
    found = findings_of(rulebook(**SOURCE, papers=papers))
    assert [finding.what for finding in found] == [
        f"Per la voce {code} Voce {code} non è richiesto nessun documento." for code in missing
    ]
    assert {finding.severity for finding in found} == {Severity.MISSING}


def test_papers_of_a_flat_rate_are_doubtful():
    extra = (*rulebook().papers, Paper(EvidenceKind.OTHER, is_required=True, note="", asked_by="D"))
    assert told(papers=extra) == [(Section.EVIDENCE, Severity.DOUBT)]


def test_each_missing_phase_is_named():
    found = findings_of(rulebook(**SOURCE, phases=rulebook().phases[:1]))
    assert [finding.what for finding in found] == ["Manca la fase «Certificazione».", "Manca la fase «Pagamento»."]


def test_nobody_is_given_the_control_of_themselves():
    first, *others = rulebook().phases
    assert told(phases=(replace(first, role=Role.FINANCE_OFFICER), *others)) == [(Section.PHASES, Severity.WRONG)]


def test_silence_that_accepts_is_doubtful():
    first, *others = rulebook().phases
    accepting = PhaseRule(PhaseKind.FIRST_CHECK, first.role, first.days, Silence.ACCEPTED)
    assert told(phases=(accepting, *others)) == [(Section.PHASES, Severity.DOUBT)]
    assert is_publishable(rulebook(**SOURCE, phases=(accepting, *others)))


def test_untouched_section_is_to_begin_and_a_default_is_not_a_choice():
    states = section_states(
        rulebook(written_sections=frozenset(), items=(), ceilings=(), papers=(), tranches=(), phases=(), note="")
    )
    assert set(states.values()) == {SectionState.TODO}


def test_section_that_holds_something_but_was_not_closed_is_under_way():
    states = section_states(rulebook(**SOURCE, written_sections=frozenset(Section) - {Section.ITEMS, Section.CODES}))
    assert states[Section.ITEMS] == SectionState.DOING
    assert states[Section.CODES] == SectionState.TODO
    assert states[Section.PHASES] == SectionState.DONE


def test_what_is_wrong_weighs_more_than_what_is_missing():
    first = replace(rulebook().phases[0], role=Role.FINANCE_OFFICER)
    assert section_states(rulebook(phases=(first,)))[Section.PHASES] == SectionState.FIX
    assert section_states(rulebook(phases=rulebook().phases[:1]))[Section.PHASES] == SectionState.DOING
    assert not is_publishable(rulebook(phases=rulebook().phases[:1]))
