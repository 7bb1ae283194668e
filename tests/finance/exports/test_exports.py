# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import io
import zipfile
from datetime import datetime
from hashlib import sha256

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from incas.accounts.models import User
from incas.audit.models import Entry
from incas.documents.operations import store
from incas.finance.exports.archive import INDEX, archive_of
from incas.finance.models import Claim, ClaimLine
from incas.finance.operations.evidence import NewPaper, attach_evidence
from incas.finance.queries.papers import files_of_claim
from incas.finance.views import outputs
from incas.programmes.choices import EvidenceKind
from incas.projects.models import Project
from tests.finance.factories import ClaimFactory, ExpenseFactory
from tests.finance.views.test_claims import page_of
from tests.personas import client_of


@pytest.fixture
def office(finance_officer: User) -> Client:
    return client_of(finance_officer)


def bytes_of(office: Client, url: str) -> bytes:
    """Download a file."""
    return b"".join(office.get(url).streaming_content)


def test_pdf_is_tagged_and_fit_to_be_kept(office: Client, submitted: Claim):
    with pikepdf.open(io.BytesIO(bytes_of(office, page_of(submitted, "claim_pdf")))) as document:
        about = document.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert about["dc:title"] == "Domanda di rimborso n. 1"
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "it-IT"


@pytest.mark.parametrize("state", ["draft", "submitted", "under_check", "checked", "certified", "returned"])
def test_pdf_and_spreadsheet_are_made_in_every_state(office: Client, project: Project, state: str):
    claim = ClaimFactory(project=project, **({} if state == "draft" else {state: True}))
    assert bytes_of(office, page_of(claim, "claim_pdf")).startswith(b"%PDF-")
    assert bytes_of(office, page_of(claim, "claim_spreadsheet")).startswith(b"PK")


@pytest.mark.parametrize(("name", "extension"), [("claim_pdf", "pdf"), ("claim_spreadsheet", "xlsx")])
def test_outputs_are_named_after_project_and_claim_as_any_system_can_save_them(
    office: Client, project: Project, submitted: Claim, name: str, extension: str
):
    Project.objects.filter(pk=project.pk).update(code="FNPM-2026/001")
    answer = office.get(page_of(submitted, name))
    answer.close()
    assert f'filename="domanda-fnpm-2026-001-{submitted.number}.{extension}"' in answer["Content-Disposition"]


def sheets_of(office: Client, claim: Claim) -> dict[str, list[list[object]]]:
    """The workbook of a claim, sheet by sheet."""
    content = bytes_of(office, page_of(claim, "claim_spreadsheet"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_spreadsheet_holds_typed_amounts_and_fingerprints(office: Client, submitted: Claim):
    sheets = sheets_of(office, submitted)
    assert list(sheets) == ["Domanda", "Spese", "Quote forfettarie", "Documenti"]
    head, first, _second = sheets["Spese"]
    assert first[head.index("Richiesto")] == 1220.0
    assert "Esito" not in head
    assert len(sheets["Documenti"][1][4]) == 64


def test_spreadsheet_tells_the_total_in_euro_of_a_document_in_another_currency(office: Client, project: Project):
    claim = ClaimFactory(project=project, expenses=[ExpenseFactory(project=project, document__told=True)])
    head, row = sheets_of(office, claim)["Spese"]
    told = dict(zip(head, row, strict=True))
    assert (told["Totale documento"], told["Valuta"], told["Totale in euro"]) == (1220.0, "CHF", 1300.0)


def test_outputs_keep_decisions_from_the_comune_while_the_control_is_at_work(
    office: Client, tutor: User, under_check: Claim, noon: datetime
):
    excluded = {"decision": "excluded", "admitted": 0, "reason": "Segreto", "decided_at": noon}
    ClaimLine.objects.filter(pk=under_check.lines.first().pk).update(**excluded)
    assert "Esito" not in sheets_of(office, under_check)["Spese"][0]
    assert "Esito" in sheets_of(client_of(tutor), under_check)["Spese"][0]


@pytest.fixture
def claim_with_papers(project: Project, finance_officer: User, noon: datetime) -> Claim:
    """A claim with an invoice and two papers of the same name, stored for real."""
    expense = ExpenseFactory(project=project, document__with_file=True)
    expense.document.file = store(content=b"<fattura/>", at=noon)
    expense.document.file_name = "lotto.zip/fattura.xml"
    expense.document.save()
    papers = [
        NewPaper(EvidenceKind.PAYMENT_ORDER, "mandato.pdf", io.BytesIO(b"%PDF-1.7 uno")),
        NewPaper(EvidenceKind.F24, "../../mandato.pdf", io.BytesIO(b"%PDF-1.7 due")),
    ]
    attach_evidence(expense=expense, papers=papers, by=finance_officer, at=noon)
    return ClaimFactory(project=project, expenses=[expense])


def test_archive_holds_every_file_with_an_index_of_fingerprints(
    office: Client, claim_with_papers: Claim, finance_officer: User
):
    content = bytes_of(office, page_of(claim_with_papers, "claim_papers"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == INDEX
        folder = names[1].split("/")[0]
        assert names[1:] == [
            f"{folder}/fattura.xml",
            f"{folder}/01-modello-f24-_.._mandato.pdf",
            f"{folder}/02-mandato-di-pagamento-mandato.pdf",
        ]
        assert all(".." not in name.split("/") and len(name.split("/")) == 2 for name in names[1:])
        index = dict(reversed(line.split("  ", 1)) for line in archive.read(INDEX).decode().splitlines())
        assert index == {name: sha256(archive.read(name)).hexdigest() for name in names[1:]}
    entry = Entry.objects.about(claim_with_papers).get(verb="downloaded")
    assert (entry.kind, entry.actor_id) == ("read", finance_officer.pk)


def test_archive_is_made_piece_by_piece(claim_with_papers: Claim, noon: datetime):
    pieces = list(archive_of(files_of_claim(claim_with_papers), at=noon))
    assert len(pieces) > 4


def test_large_archive_is_made_by_the_worker_and_given_to_who_asked(
    office: Client, claim_with_papers: Claim, monkeypatch: pytest.MonkeyPatch, run_jobs, tutor: User
):
    monkeypatch.setattr(outputs, "LARGE", 10)
    answer = office.get(page_of(claim_with_papers, "claim_papers"))
    assert answer["Location"].startswith(reverse("core:job", args=[0]).rstrip("0/"))
    (job,) = run_jobs()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    content = bytes_of(office, page_of(claim_with_papers, "claim_archives"))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert client_of(tutor).get(page_of(claim_with_papers, "claim_archives")).status_code == 404


def test_archive_of_nothing_does_not_exist(office: Client, project: Project):
    assert office.get(page_of(ClaimFactory(project=project), "claim_papers")).status_code == 404


@pytest.mark.parametrize("name", ["claim_pdf", "claim_spreadsheet", "claim_papers", "claim_archives"])
def test_outputs_of_another_body_do_not_exist(other_finance_officer: User, submitted: Claim, name: str):
    assert client_of(other_finance_officer).get(page_of(submitted, name)).status_code == 404


def test_archive_says_so_when_a_file_is_no_longer_there(office: Client, submitted: Claim):
    answer = office.get(page_of(submitted, "claim_papers"), follow=True)
    assert answer.redirect_chain == [(page_of(submitted), 302)]
    assert "non si trova più tra i file conservati" in answer.content.decode()
