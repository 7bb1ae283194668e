# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What somebody after a name would try, once a whole story was played through the pages.

The database is dumped and searched, and so are logs, e-mails, sessions, addresses and titles. Row-level security and
managers are tried in `test_tenancy`, each page with each persona in `tests/architecture`.
"""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent, write_content
from incas.cases.models import CaseTask, DiaryEntry, Grant, Identity, PersonRequest, Thread, Transfer
from incas.cases.tenancy import whole_platform
from incas.notifications.operations import send_mail_due
from incas.organisations.choices import Role
from tests.cases.factories import CaseFactory, ConsentFactory, GrantFactory
from tests.forms import send
from tests.personas import client_of, member

NAME, SURNAME, TAX_CODE = "Zorobabele", "Nascostissimi", "RSSMRA80A01H501U"
SECRETS = {
    "first name": NAME,
    "surname": SURNAME,
    "fiscal code": TAX_CODE,
    "diary": "parolesegretedeldiario",
    "task": "parolesegretedelcompito",
    "emergency": "parolesegretedellemergenza",
    "transfer": "parolesegretedellinvio",
    "refusal": "parolesegretedelrifiuto",
    "request": "parolesegretedellarichiesta",
    "question": "parolesegretedelladomanda",
    "typed and refused": "parolesegretemaiinviate",
}


@pytest.fixture
def receiver(other_comune):
    return member(other_comune, Role.CASE_SUPERVISOR)


@pytest.fixture
def named_case(service, case_worker):
    """A case whose person has a name found nowhere else."""
    case = CaseFactory(service=service, team=[case_worker])
    ConsentFactory(case=case, kind="transfer")
    with whole_platform(reason="a test"):
        identity = Identity.objects.scoped().get()
        write_content(identity, IdentityContent(first_name=NAME, last_name=SURNAME, tax_code=TAX_CODE))
        identity.save()
    return case


@pytest.fixture
def story(
    named_case, other_service, case_worker, case_supervisor, administrator, receiver, specialist, caplog,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    """Play a whole story through the pages; give the answers that were pages, with what was logged."""
    caplog.set_level(logging.DEBUG)
    code = named_case.code
    worker, supervisor, reader = client_of(case_worker), client_of(case_supervisor), client_of(specialist)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        pages = [worker.get(reverse(f"cases:{name}", args=[code])) for name in ("case", "identity", "diary", "access")]
        pages += [
            worker.get(reverse("cases:cases"), {"cerca": SURNAME}),
            reader.get(reverse("cases:case", args=[code])),
        ]
        send(worker, reverse("cases:diary_write", args=[code]), text=SECRETS["diary"])
        pages.append(
            send(
                worker,
                reverse("cases:diary_write", args=[code]),
                text=SECRETS["typed and refused"],
                happened_on=tomorrow.isoformat(),
            )
        )
        send(worker, reverse("cases:task_new", args=[code]), text=SECRETS["task"], due_on=tomorrow.isoformat())
        send(worker, reverse("cases:request_new", args=[code]), kind="access", note=SECRETS["request"])
        send(worker, reverse("cases:thread_new", args=[code]), subject=SECRETS["question"], text=SECRETS["question"])
        send(supervisor, reverse("cases:emergency", args=[code]), reason=SECRETS["emergency"])
        pages.append(supervisor.get(reverse("cases:identity", args=[code])))
        send(
            worker,
            reverse("cases:transfer_new", args=[code]),
            kind="transfer",
            to=other_service.pk,
            parts=["identity", "diary"],
            reason=SECRETS["transfer"],
        )
        with whole_platform(reason="a test"):
            transfer = Transfer.objects.scoped().get()
        pages.append(client_of(receiver).get(reverse("cases:transfer", args=[transfer.code])))
        send(client_of(receiver), reverse("cases:transfer_refuse", args=[transfer.code]), answer=SECRETS["refusal"])
        pages.append(worker.get(reverse("cases:requests", args=[code])))
    send_mail_due(at=timezone.now() + timedelta(minutes=15))
    with whole_platform(reason="a test"):
        written = (DiaryEntry, CaseTask, PersonRequest, Thread, Transfer)
        assert [model.objects.scoped().count() for model in written] == [1, 1, 1, 1, 1]
        assert (Grant.objects.scoped().count(), Transfer.objects.scoped().get().answer) == (2, SECRETS["refusal"])
    return pages, caplog.text


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def dumped(table):
    """A table as a dump holds it: every row as text, bytes as hexadecimal figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT coalesce(string_agg(t::text, E'\n'), '') FROM {} t").format(sql.Identifier(table))
        )
        return cursor.fetchone()[0].casefold()


def found_in(text):
    """Which secrets a text holds, in words or as hexadecimal figures of their bytes."""
    text = text.casefold()
    return {what for what, secret in SECRETS.items() if secret.casefold() in text or secret.encode().hex() in text}


def test_dump_of_every_table_holds_no_identity_and_no_sealed_text(story, everywhere):
    names = tables()
    assert {"cases_identity", "cases_pastrow", "core_submission", "privacy_sealeddraft", "audit_entry"} <= set(names)
    assert dumped("cases_identity") != ""
    assert {table: found for table in names if (found := found_in(dumped(table)))} == {}


def test_search_of_the_dump_finds_what_lies_in_clear(story, everywhere):
    assert "ciro" in dumped("cases_reading")


def test_sessions_logs_and_emails_hold_nothing_of_a_case(story):
    _pages, logged = story
    sessions = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    sent = " ".join(f"{message.subject} {message.body} {message.alternatives}" for message in mail.outbox)
    assert len(mail.outbox) > 0
    assert logged != ""
    assert [found_in(text) for text in (sessions, logged, sent)] == [set(), set(), set()]


def test_addresses_and_titles_of_pages_tell_no_name(story):
    pages, _logged = story
    for page in pages:
        assert page.status_code == 200
        title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]
        links = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page.content.decode()))
        assert found_in(f"{title} {links}".replace(f"cerca={SURNAME}", "")) == set()


def test_pages_of_a_case_are_kept_by_nobody(story):
    pages, _logged = story
    assert {page["Cache-Control"] for page in pages} == {"max-age=0, no-cache, no-store, must-revalidate, private"}


def test_specialist_and_receiver_read_no_name_on_any_page(named_case, specialist, receiver, story):
    pages, _logged = story
    for_specialist, proposal = pages[5].content.decode(), pages[-2].content.decode()
    assert found_in(for_specialist) == set()
    assert found_in(proposal) == {"transfer"}


def test_task_forged_for_somebody_of_another_comune_is_refused(named_case, case_worker, receiver):
    page = send(
        client_of(case_worker),
        reverse("cases:task_new", args=[named_case.code]),
        text="Prova",
        owner=receiver.pk,
        due_on=timezone.localdate().isoformat(),
    )
    assert "owner" in page.context["form"].errors
    with whole_platform(reason="a test"):
        assert CaseTask.objects.scoped().count() == 0


def test_transfer_forged_to_a_body_that_is_no_service_is_refused(named_case, case_worker, ministry):
    page = send(
        client_of(case_worker),
        reverse("cases:transfer_new", args=[named_case.code]),
        kind="transfer",
        to=ministry.pk,
        parts=["identity"],
        reason="Prova",
    )
    assert "to" in page.context["form"].errors


@pytest.mark.parametrize(
    "name", ["case", "identity", "diary", "access", "export", "requests", "transfer_new", "emergency"]
)
def test_code_of_another_comune_is_not_found_whoever_asks(name, other_case, case_worker, case_supervisor):
    for person in (case_worker, case_supervisor):
        assert client_of(person).get(reverse(f"cases:{name}", args=[other_case.code])).status_code == 404


@pytest.mark.parametrize("name", ["identity", "diary", "export", "requests", "diary_write"])
def test_grant_in_the_hands_of_a_specialist_opens_nothing(name, named_case, specialist):
    GrantFactory(case=named_case, user=specialist)
    answer = client_of(specialist).get(reverse(f"cases:{name}", args=[named_case.code]))
    assert answer.status_code == 403
    assert found_in(answer.content.decode()) == set()


def test_raw_sql_of_a_worker_gives_nobody_access_to_another_comune(other_case, case_worker):
    held = GrantFactory(case=other_case)
    with scope_of(case_worker):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_grant SET user_id = %s WHERE id = %s", [case_worker.pk, held.pk])
            assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_grant (body_id, code, case_id, user_id, kind, reason, starts_at, lapses_at,"
                " granted_by_id) VALUES (%s, 'AAAAAAAAAA', %s, %s, 'team', '', now(), now() + interval '1 day', %s)",
                [other_case.body_id, other_case.pk, case_worker.pk, case_worker.pk],
            )
    with whole_platform(reason="a test"):
        assert Grant.objects.scoped().filter(user=case_worker).count() == 0


def test_raw_sql_of_a_worker_does_not_read_what_is_sealed(named_case, case_worker):
    with scope_of(case_worker):
        assert found_in(dumped("cases_identity")) == set()
