# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rulebooks made in memory, for tests that need no database."""

from decimal import Decimal
from typing import Any

from incas.organisations.choices import Role
from incas.programmes.choices import (
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
from incas.programmes.rulebook import CeilingRule, Item, Paper, PhaseRule, Rulebook, TrancheRule


def item(code: str, parent: str = "", *, leaf: bool = True, percent: int | str | None = None, base: str = "") -> Item:
    """Make an item; with a percent it is a flat rate on the codes of `base`."""
    return Item(
        pk=sum(ord(letter) * 131**place for place, letter in enumerate(code)),
        code=code,
        name=f"Voce {code}",
        description="",
        kind=CostKind.REAL if percent is None else CostKind.FLAT_RATE,
        parent=parent,
        depth=1 if parent else 0,
        is_leaf=leaf,
        percent=None if percent is None else Decimal(percent),
        base=tuple(base.split()),
    )


ITEMS = (
    item("A", leaf=False),
    item("A.1", "A"),
    item("A.2", "A"),
    item("B"),
    item("C"),
    item("D", percent=7, base="A B C"),
)


def rulebook(**changes: Any) -> Rulebook:
    """Make a complete and consistent rulebook, with these fields changed."""
    values: dict[str, Any] = {
        "pk": 1,
        "call_pk": 1,
        "call_code": "AVV-1",
        "call_title": "Avviso di prova",
        "version": 1,
        "state": RuleSetState.DRAFT,
        "published_at": None,
        "note": "",
        "document_days_before_start": 0,
        "document_days_after_end": 30,
        "payment_days_after_end": 60,
        "cadence_months": 3,
        "claim_days": 30,
        "final_claim_days": 90,
        "cup_rule": Requirement.REQUIRED,
        "cig_rule": Requirement.REMEDIABLE,
        "vat_rule": VatRule.IF_UNRECOVERABLE,
        "move_tolerance_percent": Decimal(10),
        "written_sections": frozenset(Section),
        "items": ITEMS,
        "ceilings": (CeilingRule("A", Decimal(50), (), "art. 7"),),
        "papers": tuple(
            Paper(kind, True, "", code)
            for code, kind in (("A", EvidenceKind.PAYSLIP), ("B", EvidenceKind.INVOICE), ("C", EvidenceKind.REGISTER))
        ),
        "tranches": (
            TrancheRule(TrancheKind.ADVANCE, Decimal(50), Decimal(0), ""),
            TrancheRule(TrancheKind.INTERIM, Decimal(30), Decimal(80), ""),
            TrancheRule(TrancheKind.BALANCE, Decimal(20), Decimal(100), ""),
        ),
        "phases": (
            PhaseRule(PhaseKind.FIRST_CHECK, Role.TUTOR, 30, Silence.NOTHING),
            PhaseRule(PhaseKind.CERTIFICATION, Role.MINISTRY_OFFICER, 30, Silence.NOTHING),
            PhaseRule(PhaseKind.PAYMENT, Role.MINISTRY_OFFICER, 60, Silence.NOTHING),
        ),
    }
    return Rulebook(**values | changes)
