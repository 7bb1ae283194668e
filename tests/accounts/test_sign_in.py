# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: password, lock-out, second factor, no sign-up, nothing told about who exists."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from config.settings import base
from incas.accounts.choices import SignInMethod, SignInOutcome
from incas.accounts.models import SignIn, User
from incas.accounts.operations import RESET_TASK
from incas.accounts.sessions import sign_in_for_demo
from incas.accounts.tasks import answer_password_reset
from incas.core import writing
from tests.accounts.factories import PASSWORD, UserFactory
from tests.personas import client_of

LIMIT = settings.AXES_FAILURE_LIMIT


def try_password(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def person(db):
    return UserFactory(email="persona@esempio.invalid")


@pytest.fixture
def secret(person):
    value = generate_totp_secret()
    TOTP.activate(person, value)
    return value


def test_right_password_signs_in(client, person):
    answer = try_password(client, person.email)
    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_address_is_read_whatever_its_case(client, person):
    try_password(client, " PERSONA@Esempio.invalid ")
    assert is_signed_in(client)


def test_wrong_password_and_unknown_address_get_the_same_page(client, person):
    wrong = try_password(client, person.email, "sbagliata del tutto").content.decode()
    unknown = try_password(client, "nessuno@esempio.invalid", "sbagliata del tutto").content.decode()
    assert "L&#x27;indirizzo e-mail o la password non sono corretti." in wrong
    assert strip_token(wrong.replace(person.email, "")) == strip_token(unknown.replace("nessuno@esempio.invalid", ""))


def strip_token(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_person_switched_off_does_not_sign_in(client, person):
    User.objects.update(is_active=False)
    try_password(client, person.email)
    assert not is_signed_in(client)


def test_awaited_person_cannot_sign_in_nor_reset_a_password(client, db):
    awaited = User.objects.create_user("attesa@esempio.invalid", is_active=False)
    try_password(client, awaited.email, "")
    client.post(reverse("account_reset_password"), {"email": awaited.email})
    assert not is_signed_in(client)
    assert ProcrastinateJob.objects.get().args == {"user_id": 0}


@pytest.mark.parametrize("name", ["account_signup", "account_email", "socialaccount_signup", "mfa_signup_webauthn"])
def test_sign_up_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accesso/signup/", "/signup/", "/accedi/signup/"])
def test_sign_up_is_not_found(client, path, db):
    assert client.get(path).status_code == 404


def test_repeated_failures_lock_out_even_the_right_password(client, person):
    statuses = [try_password(client, person.email, "sbagliata del tutto").status_code for _ in range(LIMIT)]
    assert statuses == [200] * (LIMIT - 1) + [429]
    answer = try_password(client, person.email)
    assert (answer.status_code, is_signed_in(client)) == (429, False)


def test_lock_says_until_when_and_what_to_do(client, person):
    for _ in range(LIMIT):
        answer = try_password(client, person.email, "sbagliata del tutto")
    page = answer.content.decode()
    last = AccessAttempt.objects.get().attempt_time
    assert writing.instant(last + timedelta(minutes=30)) in page
    assert reverse("account_reset_password") in page
    assert person.email not in page


def test_trying_during_the_lock_does_not_prolong_it(client, person, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    for _ in range(LIMIT):
        try_password(client, person.email, "sbagliata del tutto")
    time_machine.move_to(now + timedelta(minutes=29), tick=False)
    assert try_password(client, person.email).status_code == 429
    time_machine.move_to(now + timedelta(minutes=31), tick=False)
    try_password(client, person.email)
    assert is_signed_in(client)


def test_unknown_address_is_locked_out_just_the_same(client, db):
    statuses = [try_password(client, "nessuno@esempio.invalid", "sbagliata").status_code for _ in range(LIMIT)]
    assert statuses[-1] == 429


def test_capitals_blanks_and_browsers_do_not_start_the_count_again(client, person):
    spellings = [person.email, person.email.upper(), f" {person.email}", person.email.title(), person.email]
    for number, spelling in enumerate(spellings):
        try_password(client, spelling, "sbagliata del tutto", HTTP_USER_AGENT=f"browser {number}")
    assert try_password(client, person.email, "sbagliata del tutto").status_code == 429


def test_lock_is_of_one_network_address(client, person):
    for _ in range(LIMIT):
        try_password(client, person.email, "sbagliata del tutto", REMOTE_ADDR="10.0.0.1")
    try_password(client, person.email, REMOTE_ADDR="10.0.0.2")
    assert is_signed_in(client)


def test_guesses_at_one_account_are_bounded_from_all_addresses_together(client, person):
    for number in range(20):
        try_password(client, person.email, "sbagliata del tutto", REMOTE_ADDR=f"10.0.0.{number + 1}")
    answer = try_password(client, person.email, REMOTE_ADDR="10.0.1.1")
    assert "Troppi tentativi" in answer.content.decode()
    assert not is_signed_in(client)


def test_made_up_forwarded_address_does_not_escape_the_lock(client, person):
    for number in range(LIMIT):
        answer = try_password(client, person.email, "sbagliata del tutto", HTTP_X_FORWARDED_FOR=f"8.8.8.{number}")
    assert answer.status_code == 429


def test_attempts_are_kept_without_the_password_or_the_address_in_the_form_data(client, person):
    try_password(client, person.email, "sbagliata del tutto")
    kept = AccessAttempt.objects.get().post_data
    assert "sbagliata" not in kept
    assert person.email not in kept


def test_success_forgives_former_failures(client, person):
    for _ in range(LIMIT - 1):
        try_password(client, person.email, "sbagliata del tutto")
    try_password(client, person.email)
    assert not AccessAttempt.objects.exists()


def answers():
    """Do what the worker would, and give the path of the link it sent."""
    for job in ProcrastinateJob.objects.filter(task_name=RESET_TASK):
        answer_password_reset(**job.args)
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/password/nuova/" in line)
    return "/password/nuova/" + link.partition("/password/nuova/")[2]


def test_reset_says_and_does_the_same_for_known_and_unknown_addresses(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nessuno@esempio.invalid"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert strip_token(known.content.decode()) == strip_token(unknown.content.decode())
    assert [job.args for job in ProcrastinateJob.objects.order_by("id")] == [{"user_id": person.pk}, {"user_id": 0}]
    answers()
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_reset_by_mail_changes_the_password_ends_sessions_and_reopens_the_access(client, person):
    elsewhere = client_of(person)
    for _ in range(LIMIT):
        try_password(client, person.email, "sbagliata del tutto")
    client.post(reverse("account_reset_password"), {"email": person.email})
    path = client.get(answers(), follow=True).redirect_chain[-1][0]
    new = "una frase tutta nuova e lunga"
    client.post(path, {"password1": new, "password2": new})
    assert elsewhere.get(reverse("organisations:profile")).status_code == 302
    try_password(client, person.email, new)
    assert is_signed_in(client)


def test_reset_link_works_once(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = answers()
    path = client.get(link, follow=True).redirect_chain[-1][0]
    new = "una frase tutta nuova e lunga"
    client.post(path, {"password1": new, "password2": new})
    assert "non è più valido" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    "password",
    [
        "corta",
        "12345678901234567",
        "persona@esempio.invalid",
        "Password1234567!",
        "passwordpassword",
        "qwertyuiop1234",
        "InCaS.plus.2026",
        "abababababababab",
    ],
)
def test_weak_password_is_refused(client, person, password):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post(reverse("account_change_password"), fields)
    person.refresh_from_db()
    assert answer.status_code == 200
    assert person.check_password(PASSWORD)


def test_passwords_are_hashed_with_argon2():
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_change_of_password_ends_the_other_sessions_alone(person):
    here, there = client_of(person), client_of(person)
    new = "una frase tutta nuova e lunga"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(reverse("organisations:profile")).status_code == 200
    assert there.get(reverse("organisations:profile")).status_code == 302


def test_second_factor_is_asked_after_the_password(client, person, secret):
    answer = try_password(client, person.email)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)


def test_wrong_code_does_not_sign_in_and_is_noted(client, person, secret):
    try_password(client, person.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Il codice non è corretto" in answer.content.decode()
    assert not is_signed_in(client)
    assert SignIn.objects.get(user=person).method == SignInMethod.CODE


def test_code_works_once(person, secret):
    code = code_of(secret)
    signed_in = []
    for client in (Client(), Client()):
        try_password(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        signed_in.append(is_signed_in(client))
    assert signed_in == [True, False]


def test_guesses_at_the_code_are_bounded(client, person, secret):
    try_password(client, person.email)
    for _ in range(20):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_recovery_code_stands_in_once(person, secret):
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    signed_in = []
    for client in (Client(), Client()):
        try_password(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        signed_in.append(is_signed_in(client))
    assert signed_in == [True, False]
    assert SignIn.objects.filter(outcome=SignInOutcome.SUCCEEDED).get().method == SignInMethod.RECOVERY_CODE


def test_seeds_of_second_factors_are_encrypted_in_the_database(person, secret):
    RecoveryCodes.activate(person)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_second_factor_made_under_a_retired_key_still_works(person, secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "una chiave nuova"
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_sign_in_is_noted_with_its_device(client, person):
    try_password(client, person.email, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
    noted = SignIn.objects.get(user=person)
    assert (noted.outcome, noted.method) == (SignInOutcome.SUCCEEDED, SignInMethod.PASSWORD)
    assert (noted.address, noted.device_told) == ("127.0.0.1", "Firefox su Linux")


def test_failures_and_locks_are_noted_and_a_flood_is_not(client, person):
    for _ in range(LIMIT + 5):
        try_password(client, person.email, "sbagliata del tutto")
    outcomes = list(SignIn.objects.filter(user=person).values_list("outcome", flat=True))
    assert outcomes.count(SignInOutcome.FAILED) == LIMIT - 1
    assert outcomes.count(SignInOutcome.LOCKED) == 1


def demo_request():
    request = RequestFactory().get("/")
    request.session = Client().session
    request.user = AnonymousUser()
    return request


def test_demo_sign_in_takes_an_invented_person_and_counts_as_a_second_factor(db):
    request = demo_request()
    user = UserFactory(is_demo=True)
    sign_in_for_demo(request, user)
    assert request.user == user
    assert SignIn.objects.get(user=user).method == SignInMethod.DEMO


def test_demo_sign_in_does_not_exist_outside_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        sign_in_for_demo(demo_request(), UserFactory(is_demo=True))


def test_demo_sign_in_refuses_a_real_person(db):
    with pytest.raises(ImproperlyConfigured):
        sign_in_for_demo(demo_request(), UserFactory(is_demo=False))
