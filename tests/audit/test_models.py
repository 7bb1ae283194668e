# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from incas.audit.models import Entry
from incas.audit.operations import record

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def entry(comune, administrator) -> Entry:
    return record(comune, "created", by=administrator, at=NOON, after={"name": "Borgo"}, reason="prova")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'altro'",
        "UPDATE audit_entry SET at = now() WHERE verb = 'created'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_trail_is_append_only_even_for_the_owner_of_its_table(entry, statement):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'audit_entry'")
        assert cursor.fetchone() == (True,)
        with pytest.raises(ProgrammingError, match=r"Cannot (update or delete|truncate)"), transaction.atomic():
            cursor.execute(statement)
    assert Entry.objects.get(reason="prova").at == NOON


def test_entry_keeps_the_names_of_the_time(entry, comune, administrator):
    comune.name, administrator.last_name = "Comune di Nuovo Nome", "Altra"
    comune.save()
    administrator.save()
    kept = Entry.objects.about(comune).get()
    assert (kept.actor_name, kept.subject_label, kept.body_id) == (
        "Anna Amministra", "Comune di Borgo Prova", comune.pk,
    )  # fmt: skip
    assert kept.reading == "ha creato"
