# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from incas.audit.models import Entry
from incas.core.choices import JobState
from incas.core.jobs import start_job
from incas.core.models import Job
from incas.finance.models import ImportBatch, SpendingDocument
from incas.finance.operations.imports import Upload, receive_files
from tests.finance.factories import ClaimFactory, ExpenseFactory, ImportBatchFactory, SpendingDocumentFactory
from tests.finance.fatturapa.samples import Body, Row, attachment, plain, reference
from tests.lists import assert_constant_queries
from tests.personas import client_of

UPLOAD = "/documenti-di-spesa/carica/"
LIST = "/documenti-di-spesa/"
SCRIPT = b"<script>alert(1)</script>"


def file(name, content):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


@pytest.fixture
def uploaded(finance_officer, run_jobs):
    """Send files through the page and let the worker read them."""

    def send(*files):
        client = client_of(finance_officer)
        answer = client.post(UPLOAD, {"uploads": files})
        assert answer.status_code == 302, answer.content.decode()
        jobs = run_jobs()
        assert [job.state for job in jobs] == ["done"]
        return client, client.get(answer["Location"])

    return send


def test_upload_is_read_by_the_worker_and_told_file_by_file(uploaded):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("dentro.xml", plain(Body(number="2")))
    _client, page = uploaded(
        file("una.xml", plain(Body(number="1"))),
        file("lotto.zip", buffer.getvalue()),
        file("foto.jpg", b"\xff\xd8\xff"),
    )
    text = page.content.decode()
    assert "una.xml" in text
    assert "lotto.zip/dentro.xml" in text
    assert "foto.jpg" in text
    assert "Rifiutato" in text
    assert SpendingDocument.objects.count() == 2


def test_empty_file_stops_none_of_the_others(uploaded):
    _client, page = uploaded(file("una.xml", plain(Body(number="1"))), file("vuoto.xml", b""))
    text = page.content.decode()
    assert "vuoto.xml" in text
    assert "Il file è vuoto" in text
    assert SpendingDocument.objects.count() == 1


def test_report_follows_the_reading_until_it_goes_well(finance_officer, comune):
    job = start_job("import-invoices", by=finance_officer, arguments={}, at=timezone.now())
    batch = ImportBatchFactory(body=comune, job=job, created_by=finance_officer)
    url, follows = f"/documenti-di-spesa/caricamenti/{batch.pk}/", f'hx-get="/elaborazioni/{job.pk}/"'
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, failure="Disco pieno.", ended_at=timezone.now())
    assert follows in client_of(finance_officer).get(url).content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, failure="")
    assert follows not in client_of(finance_officer).get(url).content.decode()


def test_report_sends_a_colleague_to_no_job_of_somebody_else(finance_officer, project_manager, comune):
    job = start_job("import-invoices", by=finance_officer, arguments={}, at=timezone.now())
    uploads = [Upload("una.xml", io.BytesIO(plain()))]
    batch = receive_files(body=comune, uploads=uploads, by=finance_officer, at=timezone.now())
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    page = client_of(project_manager).get(f"/documenti-di-spesa/caricamenti/{batch.pk}/").content.decode()
    assert "Lettura dei file in corso." in page
    assert "/elaborazioni/" not in page.split("<main")[1]


def test_upload_of_nothing_says_what_to_do(finance_officer):
    answer = client_of(finance_officer).post(UPLOAD, {})
    assert answer.status_code == 200
    assert answer.context["form"].errors["uploads"]
    assert not ImportBatch.objects.exists()


def test_report_of_an_upload_can_be_downloaded(uploaded):
    client, page = uploaded(file("a.xml", plain()), file("b.xml", b"<rotto"))
    answer = client.get(page.request["PATH_INFO"], {"esporta": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "a.xml" in text
    assert "Rifiutato" in text


def test_upload_of_another_body_is_not_found(other_finance_officer, comune):
    batch = ImportBatchFactory(body=comune)
    assert client_of(other_finance_officer).get(f"/documenti-di-spesa/caricamenti/{batch.pk}/").status_code == 404


def test_page_of_an_invoice_reads_what_it_says(uploaded):
    body = Body(
        references=reference(cup="J51B26000010001", cig="A0123456F9"), attachments=attachment("nota.pdf", b"%PDF")
    )
    client, _page = uploaded(file("fattura.xml", plain(body)))
    text = client.get(f"/documenti-di-spesa/{SpendingDocument.objects.get().pk}/").content.decode()
    for expected in (
        "Documento n. FE/2026/17",
        "31 marzo 2026",
        "Officine dell&#x27;Invenzione S.r.l.",
        "J51B26000010001",
        "A0123456F9",
        "nota.pdf",
        "€\xa0122,00",
    ):
        assert expected in text


def test_page_never_lets_what_the_invoice_says_run(uploaded):
    evil = Body(
        number="<b>1</b>",
        lines="<DettaglioLinee><Descrizione>&lt;script&gt;alert(1)&lt;/script&gt;</Descrizione></DettaglioLinee>",
    )
    client, _page = uploaded(file("fattura.xml", plain(evil)))
    content = client.get(f"/documenti-di-spesa/{SpendingDocument.objects.get().pk}/").content
    assert SCRIPT not in content
    assert b"<b>1</b>" not in content


def test_attachment_and_original_are_saved_never_run(uploaded):
    evil = attachment("pagina.html", SCRIPT)
    sent = plain(Body(attachments=evil))
    client, _page = uploaded(file("fattura.xml", sent))
    base = f"/documenti-di-spesa/{SpendingDocument.objects.get().pk}"
    for address, content in ((f"{base}/allegati/1/", SCRIPT), (f"{base}/originale/", sent)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"{base}/allegati/2/").status_code == 404
    assert client.get(f"{base}/allegati/0/").status_code == 404


def test_page_flags_the_same_document_in_another_file(uploaded):
    uploaded(file("a.xml", plain()))
    client, _page = uploaded(file("b.xml", plain() + b"\n"))
    text = client.get(f"/documenti-di-spesa/{SpendingDocument.objects.order_by('pk').last().pk}/").content.decode()
    assert "Questo documento è presente più volte" in text
    assert "a.xml" in text


def test_page_says_which_total_counts_when_two_files_state_two(uploaded):
    uploaded(file("a.xml", plain(Body(total="122.00"))))
    client, _page = uploaded(file("b.xml", plain(Body(total="1220.00", rows=[Row(taxable="1000.00", tax="220.00")]))))
    text = client.get(f"/documenti-di-spesa/{SpendingDocument.objects.order_by('pk').last().pk}/").content.decode()
    assert "Questo file indica €\xa01.220,00" in text
    assert "indica €\xa0122,00, e vale come massimo da imputare" in text


def test_page_of_a_document_prints_its_own_currency(finance_officer, comune):
    def page_of(currency):
        document = SpendingDocumentFactory(body=comune, currency=currency, total="1220.00")
        return client_of(finance_officer).get(f"/documenti-di-spesa/{document.pk}/").content.decode()

    foreign, own = page_of("USD"), page_of("EUR")
    assert "Il documento è in USD, non in euro" in foreign
    assert "USD\xa01.220,00" in foreign
    assert "€\xa01.220,00" not in foreign
    assert "non in euro" not in own
    assert "€\xa01.220,00" in own


def test_list_of_documents_prints_their_own_currency_and_files_have_a_column_of_it(finance_officer, comune):
    SpendingDocumentFactory(body=comune, told=True)
    client = client_of(finance_officer)
    assert "CHF\xa01.220,00" in client.get("/documenti-di-spesa/").content.decode()
    exported = b"".join(client.get("/documenti-di-spesa/?esporta=csv").streaming_content)
    heads, row = exported.decode("utf-8-sig").splitlines()
    told = dict(zip(heads.split(";"), row.split(";"), strict=True))
    assert (told["Totale"], told["Valuta"], told["Totale in euro"]) == ("1220,00", "CHF", "1300,00")


def test_document_of_another_body_is_not_found(other_finance_officer, comune):
    document = SpendingDocumentFactory(body=comune)
    client = client_of(other_finance_officer)
    for address in ("", "originale/", "allegati/1/"):
        assert client.get(f"/documenti-di-spesa/{document.pk}/{address}").status_code == 404


@pytest.mark.parametrize("persona", ["tutor", "ministry_officer", "auditor", "coordinator"])
def test_controller_sees_no_document_outside_the_claims_they_may_open(persona, request, comune):
    document = SpendingDocumentFactory(body=comune)
    client = client_of(request.getfixturevalue(persona))
    assert client.get(f"/documenti-di-spesa/{document.pk}/").status_code == 404
    assert client.get(LIST).status_code == 403


def test_list_of_documents_asks_the_same_questions_whatever_the_rows(finance_officer, comune):
    assert_constant_queries(client_of(finance_officer), LIST, lambda: SpendingDocumentFactory(body=comune))


@pytest.mark.parametrize(
    ("charge", "found"), [("none", {"ZERO"}), ("part", {"PARTE"}), ("all", {"TUTTO"}), ("", {"ZERO", "PARTE", "TUTTO"})]
)
def test_documents_are_found_by_how_far_they_are_charged(finance_officer, project, charge, found):
    SpendingDocumentFactory(body=project.body, number="ZERO")
    SpendingDocumentFactory(body=project.body, number="ZERO CHF", currency="CHF")
    for number, amount in (("PARTE", 1), ("TUTTO", 1220)):
        document = SpendingDocumentFactory(body=project.body, number=number)
        ExpenseFactory(project=project, document=document, amount=amount)
    for number, amount in (("PARTE CHF", 1220), ("TUTTO CHF", 1300)):
        document = SpendingDocumentFactory(body=project.body, number=number, told=True)
        ExpenseFactory(project=project, document=document, amount=amount)
    page = client_of(finance_officer).get(LIST, {"charge": charge})
    assert {row.heading for row in page.context["listing"].rows} == found | {f"{one} CHF" for one in found}


def test_report_of_an_upload_asks_the_same_questions_whatever_the_files(finance_officer, comune):
    batch = ImportBatchFactory(body=comune, created_by=finance_officer)
    places = iter(range(1, 100))
    assert_constant_queries(
        client_of(finance_officer),
        f"/documenti-di-spesa/caricamenti/{batch.pk}/",
        lambda: batch.files.create(position=next(places), name="a.xml", outcome="accepted"),
    )


def test_list_finds_a_supplier_whatever_case_and_accents(finance_officer, comune):
    SpendingDocumentFactory(
        body=comune, number="UNO", supplier_name="Cooperativa Forlì", search_text="Cooperativa Forlì UNO"
    )
    SpendingDocumentFactory(body=comune, number="DUE", supplier_name="Altra", search_text="Altra DUE")
    text = client_of(finance_officer).get(LIST, {"cerca": "FORLI"}).content.decode()
    assert "UNO" in text
    assert "DUE" not in text


def test_import_entry_names_the_body_acted_for(uploaded, comune):
    uploaded(file("a.xml", plain()))
    assert set(Entry.objects.filter(verb="imported").values_list("body_id", flat=True)) == {comune.pk}


def test_document_leads_back_to_the_list_only_who_has_one(finance_officer, ministry_officer, comune):
    document = ExpenseFactory(document__body=comune, project__body=comune, complete=True).document
    ClaimFactory(project=document.expenses.get().project, submitted=True, expenses=list(document.expenses.all()))
    shown = [client_of(user).get(f"{LIST}{document.pk}/") for user in (finance_officer, ministry_officer)]
    assert [page.status_code for page in shown] == [200, 200]
    assert [f'href="{LIST}">' in page.text for page in shown] == [True, False]
