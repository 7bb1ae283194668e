# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the rules of the pilot: added from a day, never erased once their day has come."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from incas.audit.models import Entry
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.models import PilotRule
from incas.cases.operations.pilot_rules import RuleRefused, add_rule_version, withdraw_rule_version

LATER = date(2100, 1, 1)
"""The database goes by its own clock: a day that stays to come."""


def add(coordinator, noon, rule=LawRule.GRANT_DAYS, **changes) -> PilotRule:
    content = {"values": [90], "valid_from": LATER, "source": "Decisione di prova", "is_verified": False}
    return add_rule_version(rule=rule, by=coordinator, at=noon, **(content | changes))


def test_version_begins_on_its_day_and_closes_the_one_before(coordinator, noon):
    for _twice in range(2):
        version = add(coordinator, noon)
    assert pilot_rules(date(2099, 12, 31)).one(LawRule.GRANT_DAYS) == 180
    assert pilot_rules(LATER).one(LawRule.GRANT_DAYS) == 90
    entry = Entry.objects.about(version).get()
    assert (entry.verb, entry.after) == ("rule_added", {"values": [90], "valid_from": "2100-01-01"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": date(2024, 1, 1)}, "valid_from"),
        ({"values": [90, 60]}, "values"),
        ({"values": [0]}, "values"),
        ({"values": []}, "values"),
        ({"values": [2], "rule": LawRule.SPOUSE_COUNTS}, "values"),
        ({"values": [2], "rule": LawRule.CELL_THRESHOLD}, "values"),
    ],
)
def test_version_that_cannot_be_is_refused_beside_its_field(coordinator, noon, changes, field):
    with pytest.raises(RuleRefused) as told:
        add(coordinator, noon, **changes)
    assert told.value.field == field


def test_communication_may_have_no_term_and_nothing_else_may(coordinator, noon):
    add(coordinator, noon, rule=LawRule.COMMUNICATION_DAYS, values=[])
    terms = [pilot_rules(on).term(LawRule.COMMUNICATION_DAYS) for on in (date(2099, 12, 31), LATER, date(2000, 1, 1))]
    assert terms == [15, None, None]
    with pytest.raises(IntegrityError, match="pilot_rule_has_a_value"), transaction.atomic():
        PilotRule.objects.create(
            rule="grant_days", values=[], valid_from=date(2000, 1, 1), valid_until=date(2001, 1, 1)
        )


def test_version_to_come_is_withdrawn_and_the_one_before_goes_on(coordinator, noon):
    version = add(coordinator, noon)
    for _twice in range(2):
        withdraw_rule_version(version=version, by=coordinator, at=noon)
    assert pilot_rules(LATER).one(LawRule.GRANT_DAYS) == 180


def test_version_whose_day_has_come_is_not_withdrawn(coordinator, noon):
    version = PilotRule.objects.get(rule=LawRule.GRANT_DAYS)
    with pytest.raises(RuleRefused):
        withdraw_rule_version(version=version, by=coordinator, at=noon)


@pytest.mark.parametrize("change", [{"values": [7]}, {"source": "Altra"}, {"valid_from": date(2025, 1, 1)}])
def test_version_that_was_in_force_is_changed_by_nobody(db, change):
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        PilotRule.objects.filter(rule=LawRule.GRANT_DAYS).update(**change)
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        PilotRule.objects.filter(rule=LawRule.GRANT_DAYS).delete()
