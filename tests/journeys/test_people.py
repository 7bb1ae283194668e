# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Coming in as people do: invited, with an app, with a passkey, until the session ends."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from incas.accounts.models import User
from incas.accounts.sessions import ENDS_AT
from incas.organisations.choices import Role
from incas.organisations.models import Membership
from tests.accounts.factories import PASSWORD
from tests.journeys.conftest import NARROW, WIDE, Browsing, barriers
from tests.organisations.factories import MembershipFactory

Browse = Callable[..., Browsing]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OWN_PAGES = (
    "/profilo/",
    "/profilo/accessi/",
    "/profilo/nome/",
    "/profilo/email/",
    "/profilo/sicurezza/",
    "/profilo/sicurezza/password/",
    "/profilo/sicurezza/app/attiva/",
    "/profilo/sicurezza/passkey/aggiungi/",
)


def code_of(secret: str) -> str:
    """The code an app would show now (RFC 6238), reckoned apart from the platform."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def with_passkeys(browsing: Browsing) -> Browsing:
    """Give the browser an authenticator that says yes. Passkeys want a name, and the server of the tests has one."""
    session = browsing.context.new_cdp_session(browsing.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return browsing


def type_password(page: Page, user: User) -> None:
    page.get_by_label("Indirizzo e-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accedi", exact=True).click()


def test_invited_person_arrives_and_sets_up_an_app(browse: Browse, administrator: User):
    office = browse(user=administrator).go("/persone/")
    office.get_by_role("link", name="Invita una persona").click()
    office.get_by_label("Indirizzo e-mail").fill("nina@esempio.invalid")
    office.get_by_label("Ruolo").select_option(label="Rendicontatore")
    office.get_by_role("button", name="Invia l'invito").click()
    expect(office.get_by_role("link", name="nina@esempio.invalid")).to_be_visible()

    path = re.search(r"/invito/\S+", mail.outbox[-1].body)
    assert path is not None
    page = browse().go(path.group())
    page.get_by_label("Nome", exact=True).fill("Nina")
    page.get_by_label("Cognome").fill("Nuova")
    page.get_by_label("Password", exact=True).fill("sette nani vanno al mare")
    page.get_by_label("Password, di nuovo").fill("sette nani vanno al mare")
    assert barriers(page) == []
    page.get_by_role("button", name="Accetta l'invito").click()

    expect(page.get_by_role("heading", name="Accesso e sicurezza")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Attiva l'app").click()
    page.get_by_label("Codice mostrato dall'app").fill(code_of(page.locator(".totp-secret").inner_text().strip()))
    page.get_by_role("button", name="Attiva").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Prosegui").click()
    expect(page).to_have_url(re.compile("/scrivania/$"))
    assert Membership.objects.get(user__email="nina@esempio.invalid").state == "active"


def test_passkey_is_a_second_factor_and_then_enough_alone(browse: Browse, finance_officer: User):
    browsing = with_passkeys(browse())
    page = browsing.go("/accedi/")
    type_password(page, finance_officer)
    page.get_by_role("link", name="Aggiungi una passkey").click()
    page.get_by_text("Accedere con questa passkey senza scrivere la password").click()
    page.get_by_role("button", name="Aggiungi la passkey").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)

    browsing.go("/esci/").get_by_role("main").get_by_role("button", name="Esci").click()
    page = browsing.go("/accedi/")
    page.get_by_role("button", name="Accedi con una passkey").click()
    expect(page).to_have_url(re.compile("/scrivania/$"))
    browsing.go("/profilo/accessi/")
    expect(page.get_by_role("cell", name="Solo passkey")).to_be_visible()


def test_passkey_on_a_numeric_address_says_why_it_fails(browse: Browse, finance_officer: User):
    browsing = browse()
    browsing.address = browsing.address.replace("localhost", "127.0.0.1")
    page = browsing.go("/accedi/")
    type_password(page, finance_officer)
    page.get_by_role("link", name="Aggiungi una passkey").click()
    page.get_by_role("button", name="Aggiungi la passkey").click()
    expect(page.locator("[data-passkey-failure]")).to_contain_text("Da questo indirizzo le passkey non funzionano")


def test_warning_of_the_end_lets_one_stay(browse: Browse, project_manager: User):
    browsing = browse(user=project_manager)
    key = next(cookie["value"] for cookie in browsing.context.cookies() if cookie["name"] == "sessionid")

    def leave(seconds: int) -> Page:
        session = SessionStore(key)
        session[ENDS_AT] = int(timezone.now().timestamp()) + seconds
        session.save()
        return browsing.go("/profilo/")

    page = leave(3_600)
    expect(page.locator("#session-end")).to_be_hidden()
    page = leave(125)
    expect(page.get_by_text("Fra 3 minuti la sessione finisce.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Resta collegato").click()
    expect(page.locator("#session-end")).to_be_hidden()
    page = leave(2)
    expect(page.get_by_text("La sessione è finita.")).to_be_visible(timeout=8_000)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_about_oneself_have_no_barrier_and_never_scroll_sideways(
    browse: Browse, finance_officer: User, width: int
):
    browsing = browse(width=width, user=finance_officer)
    for path in OWN_PAGES:
        page = browsing.go(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_of_people_have_no_barrier_and_never_scroll_sideways(
    browse: Browse, administrator: User, finance_officer: User, width: int
):
    member = Membership.objects.get(user=finance_officer)
    MembershipFactory(body=member.body, invited=True, user__email="indirizzo.molto.lungo@comune.lontano.invalid")
    MembershipFactory(body=member.body, role=Role.CASE_WORKER, lapsed=True)
    browsing = browse(width=width, user=administrator)
    own = (f"/enti/{member.body_id}/", f"/enti/{member.body_id}/persone/", f"/enti/{member.body_id}/persone/invita/")
    about = tuple(f"/persone/{member.pk}/{page}" for page in ("", "sospendi/", "cessa/", "validita/"))
    for path in (*own, *about, "/persone/conferma/"):
        page = browsing.go(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_sign_in_pages_have_no_barrier_and_never_scroll_sideways(browse: Browse, db: None, width: int):
    browsing = browse(width=width)
    for path in ("/accedi/", "/password/", "/password/inviata/", "/invito/inventato/"):
        page = browsing.go(path)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    page = browsing.go("/accedi/")
    for _ in range(6):
        page.get_by_label("Indirizzo e-mail").fill("nessuno@esempio.invalid")
        page.get_by_label("Password").fill("sbagliata del tutto")
        page.get_by_role("button", name="Accedi", exact=True).click()
    expect(page.get_by_role("heading", name="Accesso chiuso per troppi tentativi")).to_be_visible()
    assert barriers(page) == []
