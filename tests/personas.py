# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The people of the tests, a pytest plugin: each has a membership in force and already acts under it.

`finance_officer`, `project_manager`, `case_worker`, `case_supervisor` and `administrator` work for `comune`;
`other_finance_officer` for `other_comune`; `stranger` signs in and belongs nowhere. `client_of(user)` is a browser
signed in as that person, second factor passed.
"""

import time

import pytest
from django.test import Client
from django.utils import timezone

from incas.accounts.models import User
from incas.organisations.acting import act_for
from incas.organisations.choices import Role
from incas.organisations.models import Body
from tests.accounts.factories import UserFactory
from tests.organisations.factories import BodyFactory, MembershipFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def member(body: Body, *roles: Role, **person: str) -> User:
    """Make a person with these roles in this body, in force since a month ago, who acts for it."""
    user = UserFactory(**person)
    for role in roles:
        MembershipFactory(user=user, body=body, role=role)
    return act_for(user, on=timezone.localdate(), body_id=body.pk)


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Sign the person in on this client, for the body they act for; the second factor passed unless told otherwise."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    records = [{"method": "password", "at": time.time(), "email": user.email}]
    if second_factor:
        records.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    if user.acting_body_id is not None:
        session["acting_body"] = user.acting_body_id
    session.save()
    return client


def client_of(user: User) -> Client:
    """A new browser, signed in as this person."""
    return sign_in(Client(), user)


@pytest.fixture
def comune(db: None) -> Body:
    return BodyFactory(name="Comune di Borgo Prova")


@pytest.fixture
def other_comune(db: None) -> Body:
    return BodyFactory(name="Comune di Altra Prova")


@pytest.fixture
def cittalia(db: None) -> Body:
    return BodyFactory(cittalia=True, name="Cittalia")


@pytest.fixture
def ministry(db: None) -> Body:
    return BodyFactory(ministry=True, name="Ministero del Lavoro e delle Politiche Sociali")


@pytest.fixture
def regione(db: None) -> Body:
    return BodyFactory(regione=True, name="Regione Prova")


@pytest.fixture
def coordinator(cittalia: Body) -> User:
    return member(cittalia, Role.COORDINATOR, first_name="Clara", last_name="Coordina")


@pytest.fixture
def tutor(cittalia: Body) -> User:
    return member(cittalia, Role.TUTOR, first_name="Tullio", last_name="Referente")


@pytest.fixture
def specialist(cittalia: Body) -> User:
    return member(cittalia, Role.SPECIALIST, first_name="Sara", last_name="Specialista")


@pytest.fixture
def editor(cittalia: Body) -> User:
    return member(cittalia, Role.EDITOR, first_name="Elio", last_name="Redattore")


@pytest.fixture
def ministry_officer(ministry: Body) -> User:
    return member(ministry, Role.MINISTRY_OFFICER, first_name="Mina", last_name="Ministeriale")


@pytest.fixture
def auditor(ministry: Body) -> User:
    return member(ministry, Role.AUDITOR, first_name="Aldo", last_name="Revisore")


@pytest.fixture
def regional_officer(regione: Body) -> User:
    return member(regione, Role.REGIONAL_OFFICER, first_name="Rita", last_name="Regionale")


@pytest.fixture
def administrator(comune: Body) -> User:
    return member(comune, Role.ADMINISTRATOR, first_name="Anna", last_name="Amministra")


@pytest.fixture
def project_manager(comune: Body) -> User:
    return member(comune, Role.PROJECT_MANAGER, first_name="Piero", last_name="Progetta")


@pytest.fixture
def finance_officer(comune: Body) -> User:
    return member(comune, Role.FINANCE_OFFICER, first_name="Franca", last_name="Rendiconta")


@pytest.fixture
def case_worker(comune: Body) -> User:
    return member(comune, Role.CASE_WORKER, first_name="Ciro", last_name="Operatore")


@pytest.fixture
def case_supervisor(comune: Body) -> User:
    return member(comune, Role.CASE_SUPERVISOR, first_name="Silvia", last_name="Supervisora")


@pytest.fixture
def other_finance_officer(other_comune: Body) -> User:
    return member(other_comune, Role.FINANCE_OFFICER, first_name="Oreste", last_name="Altrove")


@pytest.fixture
def stranger(db: None) -> User:
    return UserFactory(first_name="Stella", last_name="Estranea")
