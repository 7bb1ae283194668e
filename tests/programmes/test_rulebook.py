# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a rule set says, computed: the tree, flat rates, ceilings, papers, windows, terms, tranches."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.organisations.choices import Role
from incas.programmes.choices import EvidenceKind, PhaseKind, TrancheKind
from incas.programmes.rulebook import CeilingRule, Paper, TrancheRule, to_cents
from tests.programmes.rulebooks import ITEMS, item, rulebook

PROJECT = SimpleNamespace(starts_on=date(2026, 2, 17), ends_on=date(2028, 2, 12))
AMOUNTS = {"A.1": Decimal("100.10"), "A.2": Decimal("50.05"), "B": Decimal("33.33"), "C": Decimal("0.00")}
amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


def test_tree_is_told_from_the_top_down():
    book = rulebook()
    assert [found.code for found in book.line_of("A.1")] == ["A", "A.1"]
    assert [found.code for found in book.under("A")] == ["A", "A.1", "A.2"]
    assert book.under("Z") == ()
    assert [leaf.code for leaf in book.leaves] == ["A.1", "A.2", "B", "C", "D"]
    assert book.leaves_under(["A", "A.1", "C", "Z"]) == {"A.1", "A.2", "C"}
    assert book.by_pk[book.item("B").pk].code == "B"


def test_total_counts_a_leaf_once():
    book = rulebook()
    assert book.total(AMOUNTS) == Decimal("183.48")
    assert book.total(AMOUNTS, ["A", "A.1"]) == Decimal("150.15")
    assert book.total({"A": Decimal(10)}) == Decimal("0.00")


def test_flat_rate_is_a_share_of_its_base_rounded_half_up():
    book = rulebook(items=(*ITEMS[:5], item("D", percent=15, base="A.1")))
    assert book.flat_rate_amount("D", AMOUNTS) == Decimal("15.02")  # 15.015
    assert rulebook().flat_rate_amount("D", AMOUNTS) == Decimal("12.84")  # 7 % of 183.48 is 12.8436


def test_flat_rate_without_base_is_a_share_of_all_real_costs():
    book = rulebook(items=(*ITEMS[:5], item("D", percent=7), item("E", percent=10)))
    assert book.flat_rate_amount("D", AMOUNTS | {"D": Decimal(999), "E": Decimal(999)}) == Decimal("12.84")


def test_flat_rate_of_real_costs_is_refused():
    with pytest.raises(ValueError, match="real costs"):
        rulebook().flat_rate_amount("B", AMOUNTS)


def test_ceiling_on_the_total_tells_by_how_much_it_is_passed():
    (outcome,) = rulebook().ceiling_outcomes(AMOUNTS)
    assert (outcome.base_amount, outcome.allowed, outcome.amount, outcome.excess) == (
        Decimal("183.48"),
        Decimal("91.74"),
        Decimal("150.15"),
        Decimal("58.41"),
    )


def test_ceiling_on_other_items_within_bounds_has_no_excess():
    book = rulebook(ceilings=(CeilingRule("B", Decimal(50), ("A",), ""),))
    (outcome,) = book.ceiling_outcomes(AMOUNTS)
    assert (outcome.base_amount, outcome.allowed, outcome.excess) == (
        Decimal("150.15"),
        Decimal("75.08"),
        Decimal("0.00"),
    )


@pytest.mark.parametrize("base", [(), ("A", "B"), ("B", "C")])
@given(given_amounts=st.dictionaries(st.sampled_from(["A.1", "A.2", "B", "C"]), amounts), percent=st.integers(1, 99))
def test_taking_away_what_is_said_brings_a_ceiling_within_and_a_euro_less_does_not(base, given_amounts, percent):
    book = rulebook(ceilings=(CeilingRule("B", Decimal(percent), base, ""),))
    (outcome,) = book.ceiling_outcomes(given_amounts)
    left = given_amounts.get("B", Decimal(0)) - outcome.to_take_away
    assert book.ceiling_outcomes(given_amounts | {"B": left})[0].excess == 0
    if outcome.to_take_away > 1:
        assert book.ceiling_outcomes(given_amounts | {"B": left + 1})[0].excess > 0


@given(st.dictionaries(st.sampled_from(["A.1", "A.2", "B", "C"]), amounts))
def test_flat_rate_is_within_half_a_cent_of_the_exact_share(given_amounts):
    exact = sum(given_amounts.values(), Decimal(0)) * Decimal("0.07")
    assert abs(rulebook().flat_rate_amount("D", given_amounts) - exact) <= Decimal("0.005")


def test_cents_round_half_away_from_zero():
    assert [to_cents(Decimal(text)) for text in ("0.005", "-0.005", "0.0049", "1.015")] == [
        Decimal("0.01"),
        Decimal("-0.01"),
        Decimal("0.00"),
        Decimal("1.02"),
    ]


def test_evidence_comes_from_the_items_above_and_the_nearest_has_the_last_word():
    book = rulebook(
        papers=(
            Paper(EvidenceKind.PAYMENT_ORDER, is_required=True, note="", asked_by="A"),
            Paper(EvidenceKind.DURC, is_required=True, note="", asked_by="A"),
            Paper(EvidenceKind.DURC, is_required=False, note="se dovuto", asked_by="A.2"),
            Paper(EvidenceKind.CONTRACT, is_required=True, note="", asked_by="A.2"),
        )
    )
    assert [(paper.kind, paper.is_required, paper.asked_by) for paper in book.evidence_for("A.2")] == [
        (EvidenceKind.CONTRACT, True, "A.2"),
        (EvidenceKind.PAYMENT_ORDER, True, "A"),
        (EvidenceKind.DURC, False, "A.2"),
    ]
    assert [paper.kind for paper in book.evidence_for("A.1")] == [EvidenceKind.PAYMENT_ORDER, EvidenceKind.DURC]
    assert book.evidence_for("B") == ()


def test_flat_rate_needs_no_evidence():
    papers = (Paper(EvidenceKind.INVOICE, is_required=True, note="", asked_by="D"),)
    assert rulebook(papers=papers).evidence_for("D") == ()


def test_documents_and_payments_have_their_windows():
    book = rulebook(document_days_before_start=10, document_days_after_end=0, payment_days_after_end=60)
    documents, payments = book.document_window(PROJECT), book.payment_window(PROJECT)
    assert (documents.first, documents.last) == (date(2026, 2, 7), date(2028, 2, 12))
    assert (payments.first, payments.last) == (date(2026, 2, 7), date(2028, 4, 12))


def test_periods_follow_the_cadence_of_the_rules():
    periods = rulebook(cadence_months=6).claim_periods(PROJECT)
    assert [period.first for period in periods] == [
        date(2026, 2, 17),
        date(2026, 8, 17),
        date(2027, 2, 17),
        date(2027, 8, 17),
    ]
    assert [period.due_on for period in periods][-1] == date(2028, 5, 12)


def test_phases_are_found_and_their_terms_run_from_the_day_after():
    book = rulebook()
    assert book.phase(PhaseKind.FIRST_CHECK).role == Role.TUTOR
    assert book.next_phase(PhaseKind.FIRST_CHECK).kind == PhaseKind.CERTIFICATION
    assert book.next_phase(PhaseKind.PAYMENT) is None
    assert book.deadline(PhaseKind.FIRST_CHECK, date(2026, 6, 1)) == date(2026, 7, 1)
    without = rulebook(phases=())
    assert without.phase(PhaseKind.PAYMENT) is None
    with pytest.raises(KeyError):
        without.deadline(PhaseKind.PAYMENT, date(2026, 6, 1))


@given(amounts)
def test_tranches_add_up_to_the_grant(grant):
    parts = rulebook().tranche_amounts(grant)
    assert sum(parts, Decimal(0)) == grant
    thirds = tuple(TrancheRule(TrancheKind.INTERIM, Decimal(p), Decimal(0), "") for p in ("33.33", "33.33", "33.34"))
    assert sum(rulebook(tranches=thirds).tranche_amounts(grant), Decimal(0)) == grant


def test_items_that_need_the_same_papers_stand_together():
    papers = (
        Paper(EvidenceKind.INVOICE, is_required=True, note="", asked_by="B"),
        Paper(EvidenceKind.INVOICE, is_required=True, note="", asked_by="A"),
        Paper(EvidenceKind.INVOICE, is_required=False, note="", asked_by="C"),
    )
    groups = rulebook(papers=papers).evidence_groups()
    assert [([leaf.code for leaf in leaves], [paper.is_required for paper in found]) for leaves, found in groups] == [
        (["A.1", "A.2", "B"], [True]),
        (["C"], [False]),
    ]
