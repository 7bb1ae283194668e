# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from incas.accounts.sessions import sign_in_for_demo
from incas.demo.scenes.people import PARTS
from incas.demo.views import DOES
from tests.accounts.factories import UserFactory

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "INCAS_SECRET_KEY": "x" * 60,
    "INCAS_HOSTS": "incas.example.it",
    "INCAS_KEYS": "/nowhere/keys",
}
TRY = """
import django
from django.conf import settings
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "incas.demo"]
{more}
django.setup()
"""


@pytest.mark.parametrize("more", ["", "settings.DEMO = True"], ids=["as it is", "even if told it is a demo"])
def test_demo_refuses_to_exist_under_production_settings(more):
    ended = subprocess.run(
        [sys.executable, "-c", TRY.format(more=more)],
        env={**os.environ, **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "ImproperlyConfigured: incas.demo is installed" in ended.stderr


def test_production_starts_without_the_demo_and_has_none_of_its_addresses():
    code = "import django; django.setup()\nfrom django.urls import resolve\nresolve('/demo/')"
    ended = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **PRODUCTION}, capture_output=True, text=True, check=False
    )
    assert "Resolver404" in ended.stderr


@pytest.mark.django_db
def test_one_press_signs_an_invented_person_in():
    person = UserFactory(is_demo=True, email="giulia@demo.invalid")
    client = Client()
    answer = client.post("/demo/entra/", {"person": person.email})
    assert answer.status_code == 302
    assert answer["Location"] == "/scrivania/"
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_one_press_never_signs_in_somebody_who_is_real():
    person = UserFactory(is_demo=False)
    client = Client()
    assert client.post("/demo/entra/", {"person": person.email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_one_press_does_nothing_outside_the_demo(settings, rf):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        sign_in_for_demo(rf.post("/demo/entra/"), UserFactory(is_demo=True))


@pytest.mark.django_db
def test_mail_shows_what_would_have_been_sent_newest_first_and_as_text(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    backend = EmailBackend(file_path=tmp_path)
    backend.send_messages([EmailMessage("Primo", "uno", to=["a@demo.invalid"])])
    backend.send_messages([EmailMessage("Secondo", "<b>due</b> però", to=["b@demo.invalid"])])
    text = Client().get("/demo/posta/").content.decode()
    assert text.index("Secondo") < text.index("Primo")
    assert "&lt;b&gt;due&lt;/b&gt; però" in text
    assert "b@demo.invalid" in text


def test_every_part_is_offered_and_says_what_it_does():
    assert set(DOES) == set(PARTS)
