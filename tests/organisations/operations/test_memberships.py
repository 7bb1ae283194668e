# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Suspending, taking up again, ending, changing the term, confirming, lapsing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from incas.audit.models import Entry
from incas.core.transitions import TransitionRefused
from incas.organisations.acting import act_for
from incas.organisations.choices import MembershipState, Role
from incas.organisations.models import Membership
from incas.organisations.operations.memberships import (
    MembershipRefused,
    change_validity,
    close_overdue_memberships,
    confirm_memberships,
    end_membership,
    grant_membership,
    note_notices,
    reactivate_membership,
    suspend_membership,
)
from incas.organisations.queries.memberships import memberships_to_confirm
from incas.organisations.tasks import look_after_memberships
from tests.organisations.factories import MembershipFactory
from tests.personas import member

TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


@pytest.fixture
def membership(comune):
    return MembershipFactory(body=comune, role=Role.FINANCE_OFFICER)


def roles_of(membership):
    return act_for(membership.user, on=TODAY(), body_id=membership.body_id).acting_roles


def test_suspension_takes_the_role_away_at_once_and_keeps_the_reason(membership, administrator):
    assert roles_of(membership) == {Role.FINANCE_OFFICER}
    suspend_membership(membership=membership, reason="In aspettativa", by=administrator, at=timezone.now())
    assert roles_of(membership) == frozenset()
    entry = Entry.objects.about(membership).get()
    assert (entry.verb, entry.reason) == ("suspended", "In aspettativa")
    assert (entry.before, entry.after) == ({"state": "active"}, {"state": "suspended"})


def test_suspending_twice_changes_nothing(membership, administrator):
    suspend_membership(membership=membership, reason="a", by=administrator, at=timezone.now())
    suspend_membership(membership=membership, reason="b", by=administrator, at=timezone.now())
    assert Entry.objects.about(membership).count() == 1


def test_person_is_told_of_their_suspension_without_the_reason(
    membership, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        suspend_membership(membership=membership, reason="Indagine interna", by=administrator, at=timezone.now())
    assert [message.to for message in mail.outbox] == [[membership.user.email]]
    assert "Indagine" not in mail.outbox[0].body


def test_reactivation_gives_the_role_back_and_confirms_it(comune, administrator):
    membership = MembershipFactory(body=comune, role=Role.FINANCE_OFFICER, lapsed=True)
    reactivate_membership(membership=membership, by=administrator, at=timezone.now())
    membership.refresh_from_db()
    assert membership.confirmed_on == TODAY()
    assert roles_of(membership) == {Role.FINANCE_OFFICER}


def test_reactivation_of_what_is_past_six_months_but_not_marked_yet(comune, administrator):
    membership = MembershipFactory(body=comune, role=Role.FINANCE_OFFICER, starts_on=ago(300), confirmed_on=ago(183))
    assert roles_of(membership) == frozenset()
    reactivate_membership(membership=membership, by=administrator, at=timezone.now())
    assert roles_of(membership) == {Role.FINANCE_OFFICER}


def test_reactivation_past_the_term_asks_to_move_the_term(comune, administrator):
    membership = MembershipFactory(body=comune, suspended=True, ends_on=ago(1))
    with pytest.raises(MembershipRefused, match="spostarne prima il termine"):
        reactivate_membership(membership=membership, by=administrator, at=timezone.now())


@pytest.mark.parametrize("trait", ["invited", "ended"])
def test_what_never_held_or_is_over_is_not_reactivated(comune, administrator, trait):
    membership = MembershipFactory(body=comune, **{trait: True})
    with pytest.raises((TransitionRefused, MembershipRefused)):
        reactivate_membership(membership=membership, by=administrator, at=timezone.now())


def test_ending_stores_the_last_day_and_is_for_good(membership, administrator):
    end_membership(membership=membership, reason="Trasferita", by=administrator, at=timezone.now())
    membership.refresh_from_db()
    assert (membership.state, membership.ends_on) == (MembershipState.ENDED, TODAY())
    assert roles_of(membership) == frozenset()
    with pytest.raises((TransitionRefused, MembershipRefused)):
        reactivate_membership(membership=membership, by=administrator, at=timezone.now())


def test_ending_before_the_beginning_keeps_the_dates_in_order(comune, administrator):
    membership = MembershipFactory(body=comune, starts_on=TODAY() + timedelta(days=5), confirmed_on=TODAY())
    end_membership(membership=membership, reason="Rinuncia", by=administrator, at=timezone.now())
    membership.refresh_from_db()
    assert membership.ends_on == membership.starts_on


def test_ending_twice_changes_nothing(membership, administrator):
    end_membership(membership=membership, reason="a", by=administrator, at=timezone.now())
    end_membership(membership=membership, reason="b", by=administrator, at=timezone.now())
    assert Entry.objects.about(membership).count() == 1


def test_invitation_is_withdrawn_not_ended(comune, administrator):
    with pytest.raises(MembershipRefused, match="ritirare"):
        end_membership(
            membership=MembershipFactory(body=comune, invited=True), reason="a", by=administrator, at=timezone.now()
        )


@pytest.mark.parametrize("verb", ["suspend", "end", "reactivate", "validity"])
def test_nobody_manages_their_own(administrator, verb):
    own = Membership.objects.get(user=administrator)
    operations = {
        "suspend": lambda: suspend_membership(membership=own, reason="a", by=administrator, at=timezone.now()),
        "end": lambda: end_membership(membership=own, reason="a", by=administrator, at=timezone.now()),
        "reactivate": lambda: reactivate_membership(membership=own, by=administrator, at=timezone.now()),
        "validity": lambda: change_validity(
            membership=own, starts_on=ago(1), ends_on=None, by=administrator, at=timezone.now()
        ),
    }
    with pytest.raises(MembershipRefused, match="propria appartenenza"):
        operations[verb]()


def test_last_administrator_is_not_ended_without_a_successor(administrator, coordinator):
    own = Membership.objects.get(user=administrator)
    with pytest.raises(MembershipRefused, match="unico amministratore"):
        end_membership(membership=own, reason="a", by=coordinator, at=timezone.now())
    own.refresh_from_db()
    assert own.state == MembershipState.ACTIVE


@pytest.mark.parametrize(
    ("fields", "is_enough"),
    [
        ({}, True),
        ({"invited": True}, False),
        ({"suspended": True}, False),
        ({"lapsed": True}, False),
        ({"ends_on": "today"}, False),
        ({"starts_on": "tomorrow"}, False),
    ],
)
def test_successor_must_hold_beyond_today(comune, administrator, coordinator, fields, is_enough):
    days = {"today": TODAY(), "tomorrow": TODAY() + timedelta(days=1)}
    fields = {name: days.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
    if "starts_on" in fields:
        fields["confirmed_on"] = TODAY()
    MembershipFactory(body=comune, role=Role.ADMINISTRATOR, **fields)
    own = Membership.objects.get(user=administrator)
    if is_enough:
        assert end_membership(membership=own, reason="a", by=coordinator, at=timezone.now()).state == "ended"
    else:
        with pytest.raises(MembershipRefused):
            end_membership(membership=own, reason="a", by=coordinator, at=timezone.now())


def test_administrator_of_another_body_is_no_successor(administrator, coordinator, other_comune):
    MembershipFactory(body=other_comune, role=Role.ADMINISTRATOR)
    own = Membership.objects.get(user=administrator)
    with pytest.raises(MembershipRefused):
        end_membership(membership=own, reason="a", by=coordinator, at=timezone.now())


def test_last_administrator_is_not_given_a_term(administrator, coordinator):
    own = Membership.objects.get(user=administrator)
    with pytest.raises(MembershipRefused, match="unico amministratore"):
        change_validity(membership=own, starts_on=own.starts_on, ends_on=TODAY(), by=coordinator, at=timezone.now())


def test_change_of_validity_is_recorded_with_both_dates(membership, administrator):
    until = TODAY() + timedelta(days=90)
    change_validity(
        membership=membership, starts_on=membership.starts_on, ends_on=until, by=administrator, at=timezone.now()
    )
    entry = Entry.objects.about(membership).get()
    assert (entry.before["ends_on"], entry.after["ends_on"]) == ("", until.isoformat())


def test_same_validity_leaves_no_entry(membership, administrator):
    change_validity(
        membership=membership, starts_on=membership.starts_on, ends_on=None, by=administrator, at=timezone.now()
    )
    assert not Entry.objects.about(membership).exists()


def test_confirmation_moves_six_months_on(membership, administrator):
    Membership.objects.filter(pk=membership.pk).update(
        confirmed_on=ago(170), starts_on=ago(170), notified_days_before=30
    )
    assert confirm_memberships(memberships=[membership], by=administrator, at=timezone.now()) == 1
    membership.refresh_from_db()
    assert (membership.confirmed_on, membership.notified_days_before) == (TODAY(), None)
    assert Entry.objects.about(membership).get().before == {"confirmed_on": ago(170).isoformat()}


def test_confirming_twice_counts_once(membership, administrator):
    Membership.objects.filter(pk=membership.pk).update(confirmed_on=ago(170), starts_on=ago(170))
    confirm_memberships(memberships=[membership], by=administrator, at=timezone.now())
    assert confirm_memberships(memberships=[membership], by=administrator, at=timezone.now()) == 0
    assert Entry.objects.about(membership).count() == 1


def test_confirmation_leaves_out_own_others_lapsed_and_suspended(comune, other_comune, administrator):
    old = {"starts_on": ago(400), "confirmed_on": ago(170)}
    Membership.objects.filter(user=administrator).update(**old)
    rows = [
        Membership.objects.get(user=administrator),
        MembershipFactory(body=other_comune, **old),
        MembershipFactory(body=comune, lapsed=True),
        MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(183)),
        MembershipFactory(body=comune, suspended=True, **old),
    ]
    assert confirm_memberships(memberships=rows, by=administrator, at=timezone.now()) == 0


def test_night_marks_as_lapsed_what_nobody_confirmed(comune):
    over = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(183))
    good = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(182))
    assert close_overdue_memberships(at=timezone.now()) == 1
    over.refresh_from_db()
    good.refresh_from_db()
    assert (over.state, good.state) == (MembershipState.LAPSED, MembershipState.ACTIVE)
    entry = Entry.objects.about(over).get()
    assert (entry.verb, entry.actor_id) == ("lapsed", None)


def test_night_ends_what_is_past_its_term(comune):
    over = MembershipFactory(body=comune, ends_on=ago(1))
    last_day = MembershipFactory(body=comune, ends_on=TODAY())
    waiting = MembershipFactory(body=comune, invited=True, ends_on=ago(1))
    assert close_overdue_memberships(at=timezone.now()) == 1
    for item in (over, last_day, waiting):
        item.refresh_from_db()
    assert [over.state, last_day.state, waiting.state] == ["ended", "active", "invited"]


def test_night_again_changes_nothing(comune):
    MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(183))
    close_overdue_memberships(at=timezone.now())
    assert close_overdue_memberships(at=timezone.now()) == 0


@pytest.mark.parametrize(
    ("since", "sent", "expected"),
    [
        (152, None, None),  # 31 days left
        (153, None, 30),
        (175, None, 30),  # 8 days left
        (176, None, 7),
        (182, None, 7),
        (183, None, None),  # lapsed
        (160, 30, 30),
        (176, 30, 7),
        (180, 7, 7),
    ],
)
def test_notice_goes_out_once_at_thirty_and_once_at_seven_days(comune, since, sent, expected):
    membership = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(since), notified_days_before=sent)
    found = note_notices(at=timezone.now())
    membership.refresh_from_db()
    assert membership.notified_days_before == expected
    assert found == ({comune.pk: [membership.pk]} if expected != sent else {})


def test_notice_goes_to_the_administrators_and_at_seven_days_to_the_person(
    comune, administrator, coordinator, django_capture_on_commit_callbacks
):
    """Not to the programme, which could not confirm it."""
    membership = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(177))
    with django_capture_on_commit_callbacks(execute=True):
        note_notices(at=timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == sorted([membership.user.email, administrator.email])
    assert all(membership.user.last_name not in mail.body for mail in mail.outbox if "/persone/conferma/" in mail.body)


def test_notice_about_the_only_administrator_goes_to_the_programme_and_counts_nobody_else(
    comune, administrator, coordinator, django_capture_on_commit_callbacks
):
    Membership.objects.filter(user=administrator).update(starts_on=ago(400), confirmed_on=ago(155))
    MembershipFactory.create_batch(2, body=comune, starts_on=ago(400), confirmed_on=ago(155))
    with django_capture_on_commit_callbacks(execute=True):
        note_notices(at=timezone.now())
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        administrator.email: "2 persone da confermare",
        coordinator.email: "1 persona da confermare",
    }
    for person in (administrator, coordinator):
        act_for(person, on=TODAY())
        assert f"{memberships_to_confirm(person, on=TODAY()).count()} person" in next(
            message.subject for message in mail.outbox if message.to == [person.email]
        )


def test_with_two_administrators_the_programme_is_not_bothered(
    comune, administrator, coordinator, django_capture_on_commit_callbacks
):
    second = MembershipFactory(body=comune, role=Role.ADMINISTRATOR).user
    MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(155))
    with django_capture_on_commit_callbacks(execute=True):
        note_notices(at=timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == sorted([administrator.email, second.email])


def test_grant_gives_a_role_at_once_and_once(comune, stranger):
    for _time in range(2):
        grant_membership(
            user=stranger, body=comune, role=Role.CASE_WORKER, starts_on=TODAY(), by=None, at=timezone.now()
        )
    membership = Membership.objects.get(user=stranger)
    assert roles_of(membership) == {Role.CASE_WORKER}
    assert Entry.objects.about(membership).count() == 1


def test_grant_of_a_role_the_body_cannot_give_is_refused(comune, stranger):
    with pytest.raises(MembershipRefused):
        grant_membership(
            user=stranger, body=comune, role=Role.COORDINATOR, starts_on=TODAY(), by=None, at=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_at_once_do_not_both_succeed(comune, administrator):
    other = member(comune, Role.ADMINISTRATOR)
    pairs = [(administrator, Membership.objects.get(user=other)), (other, Membership.objects.get(user=administrator))]
    start = threading.Barrier(2)

    def end(pair):
        by, membership = pair
        start.wait(5)
        try:
            return end_membership(membership=membership, reason="a", by=by, at=timezone.now()).state
        except MembershipRefused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(end, pairs))
    assert outcomes == ["ended", "refused"]
    assert Membership.objects.in_force(TODAY()).filter(body=comune, role=Role.ADMINISTRATOR).count() == 1


def test_night_closes_and_tells_in_one_go(comune, administrator):
    over = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(183))
    due = MembershipFactory(body=comune, starts_on=ago(400), confirmed_on=ago(160))
    look_after_memberships(timezone.now())
    over.refresh_from_db()
    due.refresh_from_db()
    assert (over.state, due.notified_days_before) == (MembershipState.LAPSED, 30)
