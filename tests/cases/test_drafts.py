# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is typed in a form of a case is kept while typing, and nobody reads it but who typed it."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from incas.cases.models import Case, DiaryEntry
from incas.cases.tenancy import whole_platform
from incas.core.editing.once import fingerprint_of
from incas.core.failures import opened
from incas.core.models import Draft
from incas.privacy import resealing
from incas.privacy.keys import destroy_keys, has_old_keys, rotate_keys
from incas.privacy.models import SealedDraft
from incas.privacy.resealing import finish_rotation
from incas.privacy.sealing import SealBroken
from incas.privacy.tasks import forget_old_drafts
from tests.cases.factories import GrantFactory
from tests.forms import filled
from tests.personas import client_of, member, sign_in

WORDS = "Amina teme il caporale"
CASES = Path(apps.get_app_config("cases").path)
NOT_OF_A_CASE = {"KindForm", "LocalNameForm"}
"""Forms of the taxonomy, beside those of measures: they concern nobody."""


@pytest.fixture
def url(case: Case) -> str:
    return reverse("cases:diary_write", args=[case.code])


def keep(client: Client, url: str, text: str = WORDS) -> int:
    """Type in the form of a page and wait for what keeps it."""
    return client.post("/bozze/", filled(client.get(url), text=text)).status_code


def resumed(client: Client, url: str) -> str:
    """The text that the form shows when its draft is asked for."""
    return filled(client.get(f"{url}?bozza=riprendi"))["text"]


def everything_stored() -> str:
    """Every row of every table, as a dump of the database tells it."""
    with whole_platform(reason="a dump"), connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT r::text FROM {} r").format(sql.Identifier(table)))
            told += [row for (row,) in cursor.fetchall()]
    return "\n".join(told)


def test_what_was_typed_is_there_again_in_another_browser(url, case_worker):
    assert keep(client_of(case_worker), url) == 200
    another = client_of(case_worker)
    assert another.get(url).context["edit"].is_offered
    assert resumed(another, url) == WORDS
    assert not Draft.objects.exists()


def test_nothing_of_a_draft_is_read_in_a_dump_of_the_database(url, case_worker):
    keep(client_of(case_worker), url)
    dump = everything_stored()
    assert f"{case_worker.pk}:{url}" in dump
    assert not [word for word in WORDS.split() if len(word) > 2 and (word in dump or word.encode().hex() in dump)]


def test_case_not_opened_yet_is_resumed_too(service, case_worker):
    client, url = client_of(case_worker), reverse("cases:case_new")
    client.post("/bozze/", filled(client.get(url), last_name="Diallo"))
    assert filled(client.get(f"{url}?bozza=riprendi"))["last_name"] == "Diallo"
    assert SealedDraft.objects.get().body_id == service.body_id
    assert "Diallo" not in everything_stored()


def test_draft_sent_is_dropped_with_the_work(url, case_worker):
    client = client_of(case_worker)
    keep(client, url)
    again = f"{url}?bozza=riprendi"
    assert client.post(again, filled(client.get(again), kind="phone")).status_code == 302
    assert not SealedDraft.objects.exists()
    with whole_platform(reason="a test"):
        assert DiaryEntry.objects.scoped().get().text == WORDS


def test_draft_is_thrown_away(url, case_worker):
    client = client_of(case_worker)
    keep(client, url)
    assert client.post("/bozze/scarta/", filled(client.get(url)))["Location"] == url
    assert not SealedDraft.objects.exists()


def test_second_tab_replaces_nothing_unseen(url, case_worker):
    client = client_of(case_worker)
    first, second = filled(client.get(url), text="Prima"), filled(client.get(url), text="Seconda")
    assert [client.post("/bozze/", sent).status_code for sent in (first, second)] == [200, 409]
    assert resumed(client, url) == "Prima"


def test_draft_is_resumed_after_the_keys_were_changed_and_the_old_ones_retired(url, case, case_worker, monkeypatch):
    monkeypatch.setattr(resealing, "SETTLED_AFTER", 0.0)
    client = client_of(case_worker)
    keep(client, url)
    rotate_keys(case.body_id)
    assert resumed(client, url) == WORDS
    with whole_platform(reason="a rotation"):
        assert finish_rotation(case.body_id, step=lambda _rows: None).is_finished
    assert not has_old_keys(case.body_id)
    assert resumed(client, url) == WORDS


@pytest.mark.usefixtures("own_keys")
def test_draft_whose_key_is_gone_is_neither_offered_nor_in_the_way(url, case, case_worker):
    client = client_of(case_worker)
    keep(client, url)
    destroy_keys(case.body_id)
    shown = client.get(f"{url}?bozza=riprendi")
    assert (shown.status_code, filled(shown)["text"]) == (200, "")
    assert not shown.context["edit"].is_offered


def test_colleague_of_the_same_comune_does_not_resume_it(url, case, case_worker):
    colleague = member(case.body, *case_worker.acting_roles)
    GrantFactory(case=case, user=colleague)
    keep(client_of(case_worker), url)
    other = client_of(colleague)
    assert not other.get(url).context["edit"].is_offered
    assert resumed(other, url) == ""


def test_draft_given_to_another_by_writing_to_the_database_does_not_open(url, case_worker, case_supervisor):
    keep(client_of(case_worker), url)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedDraft.objects.update(owner_id=case_supervisor.pk)
    SealedDraft.objects.update(owner_id=case_supervisor.pk, code=f"{case_supervisor.pk}:{url}")
    draft = SealedDraft.objects.get()
    with pytest.raises(SealBroken):
        draft.data  # noqa: B018


def test_page_closed_to_a_person_gives_no_draft_back(url, case, case_worker):
    client = client_of(case_worker)
    keep(client, url)
    with whole_platform(reason="a test"):
        case.grants.update(lapses_at=timezone.now())
    assert client.get(f"{url}?bozza=riprendi").status_code == 404


def test_browser_does_not_choose_how_a_draft_is_kept(url, case_worker):
    client = client_of(case_worker)
    sent = filled(client.get(url), text=WORDS)
    _reference, _blank, in_clear = sent["modulo"].partition(" ")
    assert client.post("/bozze/", sent | {"modulo": f" {in_clear}"}).status_code == 400
    unknown = signing.Signer(salt=f"incas.core.editing.drafts:{case_worker.pk}").sign(f"altrove:1 {url}")
    assert client.post("/bozze/", sent | {"modulo": unknown}).status_code == 400
    assert not Draft.objects.exists()


def test_drafts_of_cases_are_forgotten_after_seven_days(url, case_worker):
    keep(client_of(case_worker), url)
    saved_at = SealedDraft.objects.get().saved_at
    forget_old_drafts(saved_at + timedelta(days=7))
    assert SealedDraft.objects.exists()
    forget_old_drafts(saved_at + timedelta(days=7, seconds=1))
    assert not SealedDraft.objects.exists()


def test_form_sent_after_the_session_ended_comes_back_sealed_and_leaves_nothing_on_the_server(url, case_worker, caplog):
    client = sign_in(Client(enforce_csrf_checks=True), case_worker)
    typed = filled(client.get(url), text=WORDS)
    client.cookies.pop("sessionid")
    response = client.post(url, typed, headers={"Origin": "http://testserver"})
    assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
    assert opened(filled(response)["busta"], address=url)["text"] == WORDS
    assert WORDS not in response.content.decode()
    assert WORDS not in everything_stored()
    assert WORDS not in caplog.text


def test_fingerprint_of_what_was_sent_is_not_guessed_without_the_key_of_the_site(url, settings):
    request = RequestFactory().post(url, {"text": "Amina"})
    known = fingerprint_of(request)
    settings.SECRET_KEY = "another key"
    assert fingerprint_of(request) != known


def test_no_form_of_a_case_keeps_drafts_in_clear():
    """Looked for in every module of pages that opens cases; those of the pilot itself concern nobody."""
    in_clear = []
    for path in CASES.rglob("*.py"):
        source = path.read_text()
        for call in ast.walk(ast.parse(source)) if "@case_page" in source else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Editing":
                said = {keyword.arg for keyword in call.keywords}
                form = getattr(call.args[1], "id", "")
                if not said & {"drafts", "autosave"} and form not in NOT_OF_A_CASE:
                    in_clear.append(f"{path.name}:{call.lineno}")
    assert in_clear == []
