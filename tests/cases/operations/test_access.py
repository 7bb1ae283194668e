# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case: granted, ended, confirmed before it lapses; taken in an emergency."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incas.audit.models import Entry
from incas.cases.board import accesses_to_confirm
from incas.cases.choices.access import GrantKind, Part
from incas.cases.ledger import note_reading
from incas.cases.models import Case, Grant
from incas.cases.operations.access import AccessRefused, confirm_access, end_access, grant_access, open_emergency
from incas.cases.tasks import tell_who_loses_access
from incas.notifications.models import Message
from incas.organisations.choices import Role
from tests.cases.factories import GrantFactory
from tests.personas import member

pytestmark = pytest.mark.usefixtures("everywhere")
REASON = "Motivo di prova"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def noon():
    """Today: the people of the tests work in the service since a month ago."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))


@pytest.fixture
def colleague(comune):
    return member(comune, Role.CASE_WORKER, first_name="Carla", last_name="Collega")


def grant(case, user, by, at, **changes):
    values = {"kind": GrantKind.TEAM, "reason": "", "until": None}
    return grant_access(case=case, user=user, by=by, at=at, **(values | changes))


def can_open(case, user):
    return Case.objects.opened_by(user).filter(pk=case.pk).exists()


def test_grant_lets_somebody_of_the_service_open_the_case_for_as_long_as_the_rule_says(
    case, colleague, case_supervisor, noon, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        given = grant(case, colleague, case_supervisor, noon)
    assert (given.lapses_at - noon).days == 180
    assert given.granted_by_id == case_supervisor.pk
    entry = Entry.objects.about(case).get(verb="access_granted")
    assert entry.after == {"grant": given.code, "access": "Presa in carico", "until": in_days(180).isoformat()}
    assert [message.title for message in Message.objects.all()] == [f"Caso {case.code}: accesso autorizzato"]


def test_grant_twice_gives_the_same_one(case, colleague, case_supervisor, noon):
    assert grant(case, colleague, case_supervisor, noon).pk == grant(case, colleague, case_supervisor, noon).pk


@pytest.mark.parametrize("persona", ["administrator", "project_manager", "specialist", "stranger"])
def test_grant_to_who_does_not_work_in_the_service_is_refused(persona, case, case_supervisor, noon, request):
    with pytest.raises(AccessRefused) as refusal:
        grant(case, request.getfixturevalue(persona), case_supervisor, noon)
    assert refusal.value.field == "user"


def test_grant_to_a_worker_of_another_comune_is_refused(case, other_comune, case_supervisor, noon):
    with pytest.raises(AccessRefused):
        grant(case, member(other_comune, Role.CASE_WORKER), case_supervisor, noon)


def test_grant_to_a_worker_of_the_body_that_runs_the_service_is_given(case, service, case_supervisor, regione, noon):
    service.operator = regione
    service.save()
    assert grant(case, member(regione, Role.CASE_WORKER), case_supervisor, noon).kind == GrantKind.TEAM


def test_supervisor_does_not_let_themselves_in_without_a_reason(case, case_supervisor, noon):
    with pytest.raises(AccessRefused) as refusal:
        grant(case, case_supervisor, case_supervisor, noon)
    assert refusal.value.field == "reason"
    assert grant(case, case_supervisor, case_supervisor, noon, reason=REASON).reason == REASON


@pytest.mark.parametrize(
    ("until", "kind"),
    [(-1, "team"), (181, "team"), (None, "substitute")],
    ids=["past", "beyond the rule", "substitution without an end"],
)
def test_grant_with_an_end_that_cannot_be_is_refused_beside_it(until, kind, case, colleague, case_supervisor, noon):
    with pytest.raises(AccessRefused) as refusal:
        grant(case, colleague, case_supervisor, noon, until=None if until is None else in_days(until), kind=kind)
    assert refusal.value.field == "until"


def test_substitution_lasts_the_whole_of_its_last_day(case, colleague, case_supervisor, noon):
    given = grant(case, colleague, case_supervisor, noon, kind="substitute", until=in_days(2))
    assert timezone.localtime(given.lapses_at).replace(tzinfo=None) == datetime.combine(in_days(3), time())


def test_ended_access_opens_nothing_more_and_ends_once(case, case_worker, case_supervisor, noon):
    assert can_open(case, case_worker)
    held = Grant.objects.scoped().get(user=case_worker)
    end_access(grant=held, by=case_supervisor, at=noon)
    end_access(grant=held, by=case_supervisor, at=noon + timedelta(days=1))
    assert not can_open(case, case_worker)
    assert Entry.objects.about(case).filter(verb="access_ended").count() == 1


def test_lapsed_grant_opens_nothing_without_any_job(case, colleague, noon):
    GrantFactory(case=case, user=colleague, starts_at=noon - timedelta(days=2), lapses_at=noon)
    assert not Grant.objects.scoped().in_force(noon).filter(user=colleague).exists()
    assert Grant.objects.scoped().in_force(noon - timedelta(seconds=1)).filter(user=colleague).exists()


def test_confirmed_grant_lasts_as_long_as_a_new_one_and_the_same_day_counts_once(
    case, colleague, case_supervisor, noon
):
    held = GrantFactory(case=case, user=colleague, lapses_at=noon + timedelta(days=10))
    for at in (noon, noon + timedelta(hours=1)):
        confirm_access(grants=[held], reason="", by=case_supervisor, at=at)
    held.refresh_from_db()
    assert held.lapses_at == noon + timedelta(days=180)
    assert Entry.objects.about(case).filter(verb="access_confirmed").count() == 1


def test_own_grant_is_not_confirmed_without_a_reason(case, case_supervisor, noon):
    held = GrantFactory(case=case, user=case_supervisor, lapses_at=noon + timedelta(days=10))
    with pytest.raises(AccessRefused):
        confirm_access(grants=[held], reason="", by=case_supervisor, at=noon)
    assert confirm_access(grants=[held], reason=REASON, by=case_supervisor, at=noon)[0].reason == REASON


def test_confirming_together_confirms_all_or_none(case, colleague, case_supervisor, noon):
    good, over = (GrantFactory(case=case, user=colleague, lapses_at=noon + timedelta(days=days)) for days in (9, 8))
    end_access(grant=over, by=case_supervisor, at=noon)
    with pytest.raises(AccessRefused):
        confirm_access(grants=[good, over], reason="", by=case_supervisor, at=noon)
    good.refresh_from_db()
    assert good.confirmed_at is None


def test_grant_of_who_left_the_service_is_passed_over_and_lapses(case, colleague, stranger, case_supervisor, noon):
    good, gone = (
        GrantFactory(case=case, user=user, lapses_at=noon + timedelta(days=9)) for user in (colleague, stranger)
    )
    assert confirm_access(grants=[good, gone], reason="", by=case_supervisor, at=noon) == [good]
    gone.refresh_from_db()
    assert (gone.confirmed_at, gone.lapses_at) == (None, noon + timedelta(days=9))


def test_emergency_opens_the_case_for_its_hours_and_tells_the_controller_by_code_alone(
    case, case_supervisor, administrator, comune, noon, django_capture_on_commit_callbacks
):
    other = member(comune, Role.CASE_SUPERVISOR)
    with django_capture_on_commit_callbacks(execute=True):
        taken = open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)
    assert taken.lapses_at == noon + timedelta(hours=24)
    told = Message.objects.order_by("recipient_id")
    assert {message.recipient_id for message in told} == {administrator.pk, other.pk}
    assert {message.title for message in told} == {f"Caso {case.code}: accesso di emergenza"}
    assert not any(REASON in message.text for message in told)


def test_emergency_twice_is_one_and_is_told_once(case, case_supervisor, noon):
    first = open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)
    assert open_emergency(case=case, reason="Altro", by=case_supervisor, at=noon).pk == first.pk
    assert Entry.objects.about(case).filter(verb="emergency_opened").count() == 1


def test_emergency_is_refused_to_who_may_open_the_case(case, case_supervisor, noon):
    grant(case, case_supervisor, case_supervisor, noon, reason=REASON)
    with pytest.raises(AccessRefused):
        open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)


def test_emergency_is_never_confirmed(case, case_supervisor, noon):
    taken = open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)
    with pytest.raises(AccessRefused):
        confirm_access(grants=[taken], reason=REASON, by=case_supervisor, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.scoped().filter(pk=taken.pk).update(confirmed_at=noon)


def test_emergency_is_flagged_in_the_ledger(case, case_supervisor, noon):
    open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)
    assert note_reading(case=case, part=Part.IDENTITY, by=case_supervisor, at=noon).ground == "emergency"


def test_reason_of_a_grant_lies_sealed(case, case_supervisor, noon):
    taken = open_emergency(case=case, reason=REASON, by=case_supervisor, at=noon)
    raw = Grant.objects.scoped().filter(pk=taken.pk).values_list("reason", flat=True).get()
    assert REASON.encode() not in bytes(raw)


def test_case_made_anonymous_is_opened_to_nobody(case, colleague, case_supervisor, noon):
    Case.objects.scoped().filter(pk=case.pk).update(anonymised_at=noon)
    with pytest.raises(AccessRefused):
        grant(case, colleague, case_supervisor, noon)


def test_who_is_about_to_lose_access_is_told_once_a_term(case, colleague, noon):
    GrantFactory(case=case, user=colleague, lapses_at=noon + timedelta(days=13, hours=12))
    for days in range(20):
        tell_who_loses_access(noon + timedelta(days=days))
        Message.objects.update(read_at=noon)
    assert [message.recipient_id for message in Message.objects.all()] == [colleague.pk] * 2


def test_accesses_that_lapse_within_a_month_wait_on_the_board_of_the_supervisor(
    case, colleague, case_worker, case_supervisor, noon
):
    GrantFactory(case=case, user=colleague, lapses_at=noon + timedelta(days=29))
    assert [item.title for item in accesses_to_confirm(case_supervisor, noon)] == ["1 accesso a un caso da confermare"]
    assert list(accesses_to_confirm(case_worker, noon)) == []
