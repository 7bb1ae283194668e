# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is done about people from the server."""

import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command

from incas.audit.models import Entry
from incas.organisations.choices import BodyKind, Role
from incas.organisations.models import Body, Membership
from tests.organisations.factories import body_tax_code
from tests.personas import client_of


def run(*words):
    call_command(*words, stdout=io.StringIO())


def test_first_administrator_is_invited_into_a_new_body(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run("invite_administrator", "prima@esempio.invalid", "--tax-code", body_tax_code(7), "--name", "Cittalia")
    membership = Membership.objects.get(user__email="prima@esempio.invalid")
    assert (membership.role, membership.body.kind) == (Role.ADMINISTRATOR, BodyKind.CITTALIA)
    assert [message.to for message in mail.outbox] == [["prima@esempio.invalid"]]
    assert Entry.objects.about(membership).get().actor_id is None


def test_body_that_has_an_administrator_is_left_alone(administrator, comune):
    with pytest.raises(CommandError, match="ha già un amministratore"):
        run("invite_administrator", "altra@esempio.invalid", "--tax-code", comune.tax_code)
    assert not Membership.objects.filter(user__email="altra@esempio.invalid").exists()


def test_body_is_not_made_without_a_name(db):
    with pytest.raises(CommandError, match="--name"):
        run("invite_administrator", "prima@esempio.invalid", "--tax-code", body_tax_code(7))
    assert not Body.objects.exists()


def test_second_factor_is_reset_with_its_reason_and_sessions_end(finance_officer, django_capture_on_commit_callbacks):
    TOTP.activate(finance_officer, generate_totp_secret())
    client = client_of(finance_officer)
    with django_capture_on_commit_callbacks(execute=True):
        run("reset_second_factor", finance_officer.email, "--reason", "Riconosciuta di persona")
    assert not finance_officer.authenticator_set.exists()
    assert client.get("/profilo/").status_code == 302
    entry = Entry.objects.about(finance_officer).get()
    assert (entry.verb, entry.reason) == ("second_factor_reset", "Riconosciuta di persona")
    assert [message.to for message in mail.outbox] == [[finance_officer.email]]


def test_reset_for_an_unknown_address_is_refused(db):
    with pytest.raises(CommandError, match="Nessuna persona"):
        run("reset_second_factor", "nessuno@esempio.invalid", "--reason", "x")
