# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A rule set written as JSON, to be kept, sent, and read back as a draft."""

import json
from decimal import Decimal

from incas.programmes.rulebook import Rulebook

FORMAT = "incas.rule_set"
FORMAT_VERSION = 1


def to_json(book: Rulebook) -> str:
    """Write a rulebook as JSON, indented, with percentages as text so that they stay exact."""
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "call": {"code": book.call_code, "title": book.call_title},
        "version": book.version,
        "state": book.state.value,
        "published_at": book.published_at.isoformat() if book.published_at else None,
        "source": book.note,
        "period": {
            "document_days_before_start": book.document_days_before_start,
            "document_days_after_end": book.document_days_after_end,
            "payment_days_after_end": book.payment_days_after_end,
        },
        "cadence": {
            "months": book.cadence_months,
            "claim_days": book.claim_days,
            "final_claim_days": book.final_claim_days,
        },
        "codes": {"cup": book.cup_rule.value, "cig": book.cig_rule.value, "vat": book.vat_rule.value},
        "moves": {"tolerance_percent": _exact(book.move_tolerance_percent)},
        "items": [
            {
                "code": item.code,
                "name": item.name,
                "description": item.description,
                "parent": item.parent or None,
                "flat_rate": {"percent": _exact(item.percent), "base": list(item.base)} if item.percent else None,
            }
            for item in book.items
        ],
        "ceilings": [
            {"item": rule.item, "percent": _exact(rule.percent), "base": list(rule.base), "note": rule.note}
            for rule in book.ceilings
        ],
        "evidence": [
            {"item": paper.asked_by, "kind": paper.kind.value, "required": paper.is_required, "note": paper.note}
            for paper in book.papers
        ],
        "tranches": [
            {
                "kind": tranche.kind.value,
                "percent": _exact(tranche.percent),
                "spent_percent": _exact(tranche.spent_percent),
                "note": tranche.note,
            }
            for tranche in book.tranches
        ],
        "phases": [
            {"kind": phase.kind.value, "role": phase.role.value, "days": phase.days, "silence": phase.silence.value}
            for phase in book.phases
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _exact(percent: Decimal) -> str:
    return f"{percent:.2f}"
