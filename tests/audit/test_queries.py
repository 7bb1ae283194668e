# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from incas.audit.choices import Kind
from incas.audit.operations import record
from incas.audit.queries import history, last_actor

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def _busy_comune(comune, other_comune, administrator):
    for hour, verb in enumerate(["created", "changed", "changed"]):
        record(comune, verb, by=administrator, at=NOON + dt.timedelta(hours=hour))
    record(comune, "changed", by=administrator, at=NOON, kind=Kind.READ)
    record(other_comune, "created", by=administrator, at=NOON)


@pytest.mark.usefixtures("_busy_comune")
def test_history_tells_what_was_done_to_the_object_newest_first(comune, django_assert_num_queries):
    with django_assert_num_queries(1):
        told = history(comune)
    assert [(entry.at.hour, entry.verb) for entry in told.entries] == [
        (14, "changed"),
        (13, "changed"),
        (12, "created"),
    ]
    assert told.is_cut is False


@pytest.mark.usefixtures("_busy_comune")
@pytest.mark.parametrize(("limit", "entries", "is_cut"), [(2, 2, True), (3, 3, False), (None, 3, False)])
def test_history_says_whether_there_is_more(comune, limit, entries, is_cut):
    told = history(comune, limit)
    assert (len(told.entries), told.is_cut) == (entries, is_cut)


def test_last_actor_is_who_wrote_last_and_not_who_read(comune, administrator, coordinator):
    assert last_actor(comune) == ""
    record(comune, "created", by=administrator, at=NOON)
    record(comune, "changed", by=None, at=NOON + dt.timedelta(hours=1))
    record(comune, "changed", by=coordinator, at=NOON + dt.timedelta(hours=2), kind=Kind.READ)
    assert last_actor(comune) == "Anna Amministra"
