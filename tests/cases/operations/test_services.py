# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Services of the pilot: who adds them, what is refused, what their keys are."""

from datetime import date

import pytest

from incas.audit.models import Entry
from incas.cases.models import PilotService
from incas.cases.operations.services import ServiceRefused, change_service, open_service
from incas.privacy.keys import destroy_keys, keyring
from tests.organisations.factories import BodyFactory

OPENS_ON = date(2026, 2, 17)


def opened(comune, coordinator, noon, **changes):
    values = {"operator": None, "name": "Servizio di prova", "opens_on": OPENS_ON, "closes_on": None}
    return open_service(body=comune, by=coordinator, at=noon, **values | changes)


def test_opening_a_service_makes_its_keys_and_is_told(comune, coordinator, noon, settings):
    settings.INCAS_KEYS_ON_DEMAND = False
    service = opened(comune, coordinator, noon)
    assert keyring(comune.pk).current_id
    assert Entry.objects.about(service).get().verb == "opened"


def test_opening_it_twice_changes_nothing(comune, coordinator, noon):
    assert opened(comune, coordinator, noon) == opened(comune, coordinator, noon)
    assert Entry.objects.filter(verb="opened").count() == 1


def test_a_comune_has_one_service(comune, coordinator, noon):
    opened(comune, coordinator, noon)
    with pytest.raises(ServiceRefused, match="ha già un servizio") as refused:
        opened(comune, coordinator, noon, name="Un altro")
    assert refused.value.field == "body"


def test_what_is_no_comune_has_no_service(ministry, coordinator, noon):
    with pytest.raises(ServiceRefused, match="sceglierne uno"):
        opened(ministry, coordinator, noon)


def test_a_ministry_runs_no_service(comune, ministry, coordinator, noon):
    with pytest.raises(ServiceRefused, match="ente attuatore") as refused:
        opened(comune, coordinator, noon, operator=ministry)
    assert refused.value.field == "operator"


@pytest.mark.usefixtures("own_keys")
def test_a_comune_whose_keys_were_destroyed_does_not_come_back(comune, coordinator, noon):
    destroy_keys(comune.pk)
    with pytest.raises(ServiceRefused, match="distrutte"):
        opened(comune, coordinator, noon)
    assert not PilotService.objects.exists()


def test_a_service_that_closes_before_it_opens_is_refused(service, coordinator, noon):
    with pytest.raises(ServiceRefused, match="chiude prima") as refused:
        change_service(
            service=service,
            operator=None,
            name="Prova",
            opens_on=OPENS_ON,
            closes_on=date(2026, 2, 16),
            by=coordinator,
            at=noon,
        )
    assert refused.value.field == "closes_on"


def test_what_changed_of_a_service_is_told_and_nothing_else(service, coordinator, noon):
    operator = BodyFactory(implementing=True, name="Cooperativa di prova")
    values = {"name": service.name, "opens_on": service.opens_on, "closes_on": None}
    for _twice in range(2):
        change_service(service=service, operator=operator, by=coordinator, at=noon, **values)
    entry = Entry.objects.about(service).get(verb="changed")
    assert (entry.before, entry.after) == ({"operator": None}, {"operator": "Cooperativa di prova"})
