# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Keys of a Comune rotated and destroyed while its cases are there."""

import pytest
from django.db import connection

from incas.cases.doors import scope_of
from incas.cases.models import Identity, PastRow
from incas.cases.tenancy import whole_platform
from incas.privacy import resealing
from incas.privacy.keyfiles import KeyDestroyed
from incas.privacy.keys import destroy_keys, keyring, rotate_keys
from tests.cases.factories import DiaryEntryFactory


@pytest.mark.django_db
def test_every_app_whose_sealed_rows_are_under_policies_says_how_they_are_reached():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        hidden = {name for (name,) in cursor.fetchall()}
    needing = {model._meta.app_label for model in resealing.sealed_models() if model._meta.db_table in hidden}
    assert needing
    assert needing <= resealing._SCOPES.keys()


def test_rotation_seals_cases_again_before_the_old_key_goes(case, case_worker, monkeypatch):
    monkeypatch.setattr(resealing, "_settled", lambda *_: True)
    DiaryEntryFactory(case=case, text="Parole di prova")
    first = keyring(case.body_id).current_id
    rotate_keys(case.body_id)
    outcome = resealing.finish_rotation(case.body_id, step=lambda _done: None)
    assert (outcome.is_finished, outcome.broken) == (True, 0)
    assert first not in keyring(case.body_id, latest=True).ciphers
    with scope_of(case_worker):
        identity = Identity.objects.visible_to(case_worker).get()
        assert identity.sealed["first_name"] == "Prova"
        assert identity.person.case.diary.get().text == "Parole di prova"


def test_sealing_again_leaves_no_past(case, monkeypatch):
    monkeypatch.setattr(resealing, "_settled", lambda *_: True)
    rotate_keys(case.body_id)
    resealing.finish_rotation(case.body_id, step=lambda _done: None)
    with whole_platform(reason="a test"):
        assert PastRow.objects.scoped().count() == 0


@pytest.mark.usefixtures("own_keys")
def test_destroyed_keys_leave_no_name(case, case_worker):
    destroy_keys(case.body_id)
    with scope_of(case_worker), pytest.raises(KeyDestroyed):
        _ = Identity.objects.visible_to(case_worker).get().sealed
