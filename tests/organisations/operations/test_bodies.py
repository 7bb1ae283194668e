# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Making and correcting bodies."""

import pytest
from django.utils import timezone

from incas.audit.models import Entry
from incas.organisations.choices import BodyKind
from incas.organisations.models import Body
from incas.organisations.operations.bodies import BodyRefused, change_body, create_body
from tests.organisations.factories import BodyFactory, TerritoryFactory, body_tax_code


def made(by, **fields):
    values = {
        "kind": BodyKind.COMUNE,
        "name": "Comune di Prova",
        "tax_code": body_tax_code(900),
        "certified_email": "",
        "territory": TerritoryFactory(),
    }
    return create_body(by=by, at=timezone.now(), **values | fields)


def test_create_body_stores_it_with_its_entry(coordinator):
    body = made(coordinator)
    assert Body.objects.get(name="Comune di Prova") == body
    assert Entry.objects.about(body).get().verb == "created"


def test_second_body_with_the_same_fiscal_code_is_refused(coordinator, comune):
    with pytest.raises(BodyRefused, match="codice fiscale"):
        made(coordinator, tax_code=comune.tax_code)
    assert not Body.objects.filter(name="Comune di Prova").exists()


def test_change_body_records_only_what_changed(coordinator):
    body = BodyFactory()
    change_body(
        body=body,
        name="Comune di Nuova Prova",
        tax_code=body.tax_code,
        certified_email=body.certified_email,
        territory=body.territory,
        by=coordinator,
        at=timezone.now(),
    )
    entry = Entry.objects.about(body).get()
    assert entry.after == {"name": "Comune di Nuova Prova"}
    assert set(entry.before) == {"name"}


def test_change_that_changes_nothing_leaves_no_entry(coordinator):
    body = BodyFactory()
    same = {name: getattr(body, name) for name in ("name", "tax_code", "certified_email", "territory")}
    change_body(body=body, by=coordinator, at=timezone.now(), **same)
    assert not Entry.objects.about(body).exists()
