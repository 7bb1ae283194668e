# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages of what the person asks, of what leaves as a file, of what is made anonymous."""

import io
import re
import tempfile
from datetime import date
from zipfile import ZipFile

import msoffcrypto
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from incas.cases import exports
from incas.cases.choices.cases import Phase
from incas.cases.models import Case, PermitEvent, PersonRequest, Reading
from incas.cases.tables.retention import CASES_TO_ANONYMISE
from incas.cases.tenancy import whole_platform
from incas.core.kinds import print_instant
from incas.core.models import Job
from incas.documents.pdf import render
from tests.cases.factories import (
    CaseFactory,
    DiaryEntryFactory,
    MeasureFactory,
    PermitFactory,
    PersonRequestFactory,
    ProgrammeFactory,
)
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.pages import content_of, text_of
from tests.personas import client_of


def download(client, url, kind="pdf"):
    """Open the page of an export, choose a format, copy the passphrase, download: the passphrase and the bytes."""
    page = client.get(url)
    passphrase = re.search(r'<code class="passphrase">([^<]+)</code>', page.content.decode())[1]
    answer = client.post(url, {"kind": kind, "passphrase": passphrase, "is_copied": "on"})
    return passphrase, content_of(answer)


def test_copy_of_a_case_opens_with_the_passphrase_alone_and_says_who_took_it(case, case_worker):
    DiaryEntryFactory(case=case, text="Parole del diario")
    passphrase, content = download(client_of(case_worker), reverse("cases:export", args=[case.code]))
    assert content.startswith(b"%PDF")
    assert b"Inventata" not in content
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password=passphrase) as pdf:
        assert pdf.encryption.R == 6
        inside = pdf.attachments[f"caso-{case.code}.json"].get_file().read_bytes().decode()
    assert "Parole del diario" in inside
    with whole_platform(reason="a test"):
        assert Reading.objects.scoped().filter(part="export", case_code=case.code).exists()


def opened_book(content, passphrase):
    """Open an encrypted workbook, its integrity checked."""
    plain = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=passphrase, verify_password=True)
    file.decrypt(plain, verify_integrity=True)
    plain.seek(0)
    return plain


def test_workbook_of_a_case_opens_with_the_passphrase_alone_and_says_who_took_it(case, case_worker):
    DiaryEntryFactory(case=case, text="=Parole del diario")
    url = reverse("cases:export", args=[case.code])
    passphrase, content = download(client_of(case_worker), url, "xlsx")
    assert not content.startswith(b"PK")
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened_book(content, passphrase[::-1])
    plain = opened_book(content, passphrase)
    book = CalamineWorkbook.from_filelike(plain)
    assert book.sheet_names == ["Riservato", f"Caso {case.code}"]
    assert ["Estratto da", case_worker.get_full_name()] in book.get_sheet_by_name("Riservato").to_python()
    lines = book.get_sheet_by_index(1).to_python()
    assert "=Parole del diario" in [text for *_place, text in lines]
    with ZipFile(plain) as parts:
        assert f"Riservato. Estratto da {case_worker.get_full_name()}".encode() in parts.read("docProps/core.xml")
    with whole_platform(reason="a test"):
        assert Reading.objects.scoped().filter(part="export", case_code=case.code).exists()


def test_workbook_is_written_without_touching_the_disk(case, case_worker, monkeypatch):
    client = client_of(case_worker)

    def refuse(*_args, **_kwargs):
        pytest.fail("a file was made on the disk")

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    _passphrase, content = download(client, reverse("cases:export", args=[case.code]), "xlsx")
    assert content


def test_list_is_taken_away_as_a_workbook_too(case, case_worker):
    passphrase, content = download(client_of(case_worker), reverse("cases:export_list"), "xlsx")
    lines = CalamineWorkbook.from_filelike(opened_book(content, passphrase)).get_sheet_by_name("Casi").to_python()
    assert [line[0] for line in lines] == ["Caso", case.code]
    assert lines[1][-1] == case.opened_on


def test_files_bear_who_took_them_and_when_at_the_foot_of_each_page(case, case_worker, monkeypatch, time_machine):
    feet = []

    def printed(name, data, *, at):
        feet.append(data["foot"])
        return render(name, data, at=at)

    monkeypatch.setattr(exports, "render", printed)
    time_machine.move_to(timezone.now().replace(hour=10, minute=5), tick=False)
    for url in (reverse("cases:export", args=[case.code]), reverse("cases:export_list")):
        download(client_of(case_worker), url)
    when = print_instant(timezone.now())
    assert feet == [f"Riservato. Estratto da Ciro Operatore, {when}"] * 2


def test_passphrase_is_new_each_time_and_only_ours_is_taken(case, case_worker):
    client = client_of(case_worker)
    url = reverse("cases:export", args=[case.code])
    shown = {re.search(r'<code class="passphrase">([^<]+)', client.get(url).content.decode())[1] for _ in range(2)}
    assert len(shown) == 2
    answer = client.post(url, {"kind": "pdf", "passphrase": "debole", "is_copied": "on"})
    assert answer["Content-Type"].startswith("text/html")


def test_list_taken_away_holds_the_cases_one_may_open_as_the_filters_say(service, case, case_worker):
    CaseFactory(service=service)
    CaseFactory(service=service, closed=True, team=[case_worker])
    url = f"{reverse('cases:export_list')}?phase=reported"
    page = text_of(client_of(case_worker).get(url))
    assert "1 caso che si può aprire" in page
    _passphrase, content = download(client_of(case_worker), url)
    assert content.startswith(b"%PDF")
    with whole_platform(reason="a test"):
        told = Reading.objects.scoped().filter(part="export").exclude(case_code="")
        assert [reading.case_code for reading in told] == [case.code]


def test_file_is_for_who_may_open_the_case(case, case_supervisor, specialist):
    for person in (case_supervisor, specialist):
        assert client_of(person).get(reverse("cases:export", args=[case.code])).status_code == 403


def test_request_is_received_and_answered_from_its_pages(case, case_worker):
    client = client_of(case_worker)
    send(client, reverse("cases:request_new", args=[case.code]), kind="access")
    with whole_platform(reason="a test"):
        asked = PersonRequest.objects.scoped().get()
    send(client, reverse("cases:request_answer", args=[asked.code]), note="Consegnata copia")
    page = text_of(client.get(reverse("cases:requests", args=[case.code])))
    assert "Risposta data" in page
    assert "Consegnata copia" in page


def test_pages_of_requests_retention_and_exports_ask_a_constant_number_of_questions(
    service, case, case_worker, case_supervisor
):
    def kept_enough():
        CaseFactory(service=service, closed=True, opened_on=date(2020, 1, 7), closed_on=date(2020, 5, 4))

    pages = [
        (case_worker, reverse("cases:requests", args=[case.code]), lambda: PersonRequestFactory(case=case)),
        (case_worker, reverse("cases:export", args=[case.code]), lambda: DiaryEntryFactory(case=case)),
        (case_worker, reverse("cases:export_list"), lambda: CaseFactory(service=service, team=[case_worker])),
        (case_supervisor, reverse("cases:retention"), kept_enough),
    ]
    for person, url, add in pages:
        assert_constant_queries(client_of(person), url, add, files=False)


def test_files_ask_a_constant_number_of_questions(service, case, case_worker):
    def add_to_case():
        permit = PermitFactory(case=case, state="converted", conversion="employed", issued=True, **next(years))
        with whole_platform(reason="a test"):
            PermitEvent.objects.create(
                case=case, body_id=case.body_id, permit=permit, step="issue", happened_on=permit.issued_on
            )
        MeasureFactory(case=case, programme=ProgrammeFactory(case=case, state="closed", **next(versions)))

    years = iter({"issued_on": date(year, 1, 1), "expires_on": date(year, 12, 31), "reported_on": None}
                 for year in range(2010, 2020))  # fmt: skip
    versions = iter({"version": number, "closed_on": date(2026, 6, 1)} for number in range(1, 10))
    client = client_of(case_worker)
    for url, add in (
        (reverse("cases:export", args=[case.code]), add_to_case),
        (reverse("cases:export_list"), lambda: CaseFactory(service=service, team=[case_worker])),
    ):
        asked = []
        for _row in range(3):
            add()
            passphrase = re.search(r'<code class="passphrase">([^<]+)</code>', client.get(url).content.decode())[1]
            with CaptureQueriesContext(connection) as captured:
                content_of(client.post(url, {"kind": "pdf", "passphrase": passphrase, "is_copied": "on"}))
            asked.append(captured.captured_queries)
        assert len(asked[2]) == len(asked[1]), "\n".join(query["sql"] for query in asked[2])


def test_supervisor_makes_closed_cases_anonymous_after_their_time(service, case_supervisor, run_jobs):
    old = CaseFactory(service=service, closed=True)
    with whole_platform(reason="a test"):
        Case.objects.scoped().filter(pk=old.pk).update(opened_on=date(2020, 1, 7), closed_on=date(2020, 5, 4))
    young = CaseFactory(service=service, closed=True)
    client = client_of(case_supervisor)
    url = reverse("cases:retention")
    page = text_of(client.get(url))
    assert old.code in page
    assert young.code not in page
    page = client.post(reverse("cases:retention_chosen"), {"selected": [old.pk, young.pk]})
    assert "Rendere anonimo 1 caso?" in text_of(page)
    assert not page.context["form"].errors
    page = client.post(reverse("cases:retention_chosen"), filled(page))
    assert "is_sure" in page.context["form"].errors
    client.post(reverse("cases:retention_chosen"), filled(page, is_sure="on"))
    run_jobs()
    with whole_platform(reason="a test"):
        told = Case.objects.scoped().order_by("pk").values_list("anonymised_at", flat=True)
        assert [instant is not None for instant in told] == [True, False]


def test_case_opened_again_after_it_was_chosen_is_left_and_named_and_the_others_are_done(
    service, case_supervisor, run_jobs
):
    days = {"opened_on": date(2020, 1, 7), "closed_on": date(2020, 5, 4)}
    first, again, last = (CaseFactory(service=service, closed=True, **days) for _ in range(3))
    client = client_of(case_supervisor)
    page = client.post(reverse("cases:retention_chosen"), {"selected": [first.pk, again.pk, last.pk]})
    client.post(reverse("cases:retention_chosen"), filled(page, is_sure="on"))
    with whole_platform(reason="a test"):
        Case.objects.scoped().filter(pk=again.pk).update(phase=Phase.FOLLOW_UP, outcome="", closed_on=None)
    (job,) = run_jobs()
    assert job.failure == f"2 casi resi anonimi. Riaperti dopo la scelta, e lasciati come sono: {again.code}."
    with whole_platform(reason="a test"):
        told = dict(Case.objects.scoped().values_list("code", "anonymised_at"))
    assert [told[case.code] is not None for case in (first, again, last)] == [True, False, True]


def test_forged_case_of_another_comune_is_not_made_anonymous(service, other_service, case_supervisor):
    other = CaseFactory(service=other_service, closed=True)
    with whole_platform(reason="a test"):
        Case.objects.scoped().update(opened_on=date(2020, 1, 7), closed_on=date(2020, 5, 4))
    client = client_of(case_supervisor)
    client.post(reverse("cases:retention_chosen"), {"selected": [other.pk], "asked": "1", "is_sure": "on"})
    assert "scegliere prima le righe" in text_of(client.get(reverse("cases:retention")))
    assert not Job.objects.exists()


def test_more_cases_than_a_page_holds_are_paged_and_all_those_found_may_be_chosen(
    service, case_supervisor, monkeypatch
):
    monkeypatch.setitem(CASES_TO_ANONYMISE.__dict__, "page_size", 2)
    for day in (4, 5, 6):
        CaseFactory(service=service, closed=True, opened_on=date(2020, 1, 7), closed_on=date(2020, 5, day))
    client = client_of(case_supervisor)
    first = client.get(reverse("cases:retention"))
    second = client.get(first.context["listing"].next_url)
    assert [len(page.context["listing"].rows) for page in (first, second)] == [2, 1]
    page = client.post(f"{reverse('cases:retention_chosen')}?closed_a=2020-05-05", {"tutti": "1"})
    assert "Rendere anonimi 2 casi?" in text_of(page)


def test_erasure_is_of_the_supervisor_on_closed_cases(service, case_worker, case_supervisor):
    closed = CaseFactory(service=service, closed=True, team=[case_worker])
    url = reverse("cases:erase", args=[closed.code])
    assert client_of(case_worker).post(url).status_code == 403
    client_of(case_supervisor).post(url)
    with whole_platform(reason="a test"):
        assert Case.objects.scoped().get().anonymised_at is not None
