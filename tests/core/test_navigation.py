# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from types import SimpleNamespace

import pytest
from django.urls import reverse

from incas.core import navigation
from incas.core.context import Frame
from incas.core.navigation import MOST_ENTRIES, entries_for, register_entry
from incas.organisations.choices import Role


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ENTRIES", {})
    register_entry("Privacy", "website:privacy", rule=lambda user: user.is_tutor, order=20, key="p")
    register_entry("Inizio", "website:entrance", rule=lambda _user: True, order=10, key="i")


def person(**about: object) -> SimpleNamespace:
    return SimpleNamespace(**{"is_tutor": False, "is_authenticated": True} | about)


@pytest.mark.usefixtures("bar")
def test_entries_are_those_of_the_person_in_order():
    assert [entry.label for entry in entries_for(person(is_tutor=True))] == ["Inizio", "Privacy"]
    assert [entry.label for entry in entries_for(person())] == ["Inizio"]


@pytest.mark.usefixtures("bar")
def test_current_entry_is_the_one_that_best_begins_the_address():
    assert [entry.current for entry in entries_for(person(is_tutor=True), "/privacy/")] == ["", "page"]
    assert [entry.current for entry in entries_for(person(is_tutor=True), "/privacy/altro/")] == ["", "true"]


@pytest.mark.usefixtures("bar")
def test_page_of_a_list_one_has_no_entry_for_stands_under_the_entry_that_covers_it():
    register_entry("Note", "website:legal", rule=lambda _user: True, order=30, also=("core:jobs", "website:privacy"))

    def current(user: SimpleNamespace, path: str) -> list[str]:
        return [entry.label for entry in entries_for(user, path) if entry.current]

    navigation.ENTRIES.pop("website:entrance")  # its address begins every other
    assert current(person(), "/elaborazioni/3/") == ["Note"]
    assert current(person(), "/privacy/altro/") == ["Note"]
    assert current(person(is_tutor=True), "/privacy/altro/") == ["Privacy"]
    assert current(person(), "/crediti/") == []


@pytest.mark.usefixtures("bar")
def test_letter_already_taken_is_refused():
    with pytest.raises(ValueError, match="the letter 'p' already opens another entry"):
        register_entry("Altro", "website:legal", rule=lambda _user: True, order=1, key="p")


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_more_entries_than_are_read_at_a_glance(role: Role):
    user = SimpleNamespace(acting_roles=frozenset({role}), acting_body_id=1, is_authenticated=True, pk=1)
    assert len(entries_for(user)) <= MOST_ENTRIES


def test_frame_stands_where_the_request_has_no_person_yet(rf):
    frame = Frame(rf.get("/"))
    assert (frame.is_signed_in, frame.name, frame.entries, frame.acting) == (False, "", [], None)


@pytest.mark.parametrize(
    ("role", "path", "stands_under"),
    [
        (Role.ADMINISTRATOR, "/enti/3/persone/invita/", "organisations:own_people"),
        (Role.ADMINISTRATOR, "/persone/7/", "organisations:own_people"),
        (Role.COORDINATOR, "/enti/3/persone/", "organisations:bodies"),
        (Role.COORDINATOR, "/persone/7/sospendi/", "organisations:bodies"),
        (Role.COORDINATOR, "/territori/5/", "organisations:bodies"),
        (Role.TUTOR, "/spese/10/", "finance:claims"),
        (Role.MINISTRY_OFFICER, "/documenti-di-spesa/10/", "finance:claims"),
        (Role.FINANCE_OFFICER, "/spese/10/", "finance:expenses"),
    ],
)
def test_pages_reached_from_elsewhere_still_say_where_one_is(role: Role, path: str, stands_under: str):
    user = SimpleNamespace(acting_roles=frozenset({role}), acting_body_id=1, is_authenticated=True, pk=1)
    current = [entry.url for entry in entries_for(user, path) if entry.current]
    assert current == [reverse(stands_under)]
