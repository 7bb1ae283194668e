# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The main job, played by four people: invoices uploaded, charged, claimed with a receipt, checked, certified, printed.

The invoice is a public sample of the FatturaPA format where the samples are at hand, else one like it made here.
"""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from incas.accounts.models import User
from incas.finance.choices import ClaimState
from incas.finance.models import Claim, SpendingDocument
from incas.organisations.models import Body
from incas.projects.models import Project
from tests.finance.fatturapa.samples import Body as InvoiceBody
from tests.finance.fatturapa.samples import Company, Row, plain
from tests.jobs import RunJobs
from tests.journeys.conftest import NARROW, Browsing, barriers
from tests.projects.factories import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Browsing]

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "fatturapa" / "IT01234567890_FPA02.xml"
ADDRESSEE = "09876543210"
"""Fiscal code of the customer in the sample: here, that of the Comune."""
PAPERS = ("procedure_act", "invoice", "payment_order", "payment_receipt")


def invoice() -> dict[str, object]:
    """Give the sample as a browser uploads it; its document is n. 123 of 18 January 2017, 30,50 euro."""
    if SAMPLE.exists():
        content = SAMPLE.read_bytes()
    else:
        body = InvoiceBody(number="123", day="2017-01-18", total=None, rows=[Row(taxable="25.00", tax="5.50")])
        content = plain(body, customer=Company(name="AMMINISTRAZIONE", vat=None, tax_code=ADDRESSEE, regime=None))
    return {"name": "fattura.xml", "mimeType": "text/xml", "buffer": content}


@pytest.fixture
def project(comune: Body, tutor: User, finance_officer: User) -> Project:
    """A project of the years of the sample, of the Comune that the sample is addressed to."""
    comune.tax_code = ADDRESSEE
    comune.save()
    return ProjectFactory(
        active=True,
        body=comune,
        tutor=tutor,
        starts_on=date(2017, 1, 1),
        ends_on=date(2018, 12, 31),
        agreement_signed_on=date(2016, 12, 1),
    )


def upload(page: Page, run_jobs: RunJobs) -> None:
    """Upload the invoice and something that is none; let the worker read them."""
    broken = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
    page.locator("input[type=file]").set_input_files([invoice(), broken])  # type: ignore[list-item]
    page.get_by_role("button", name="Carica", exact=True).click()
    page.wait_for_url("**/caricamenti/**")
    run_jobs()
    page.reload()
    expect(page.get_by_role("row", name="fattura.xml")).to_contain_text("Acquisito")
    expect(page.get_by_role("row", name="foto.jpg")).to_contain_text("Rifiutato")


def charge(page: Page) -> None:
    """Charge the whole document to a line of the budget, with its payment order."""
    page.get_by_role("link", name="Imputa a un progetto").click()
    line = page.get_by_label("Voce di costo")
    line.select_option(value=line.locator("option", has_text=re.compile(r"^\s*B ")).first.get_attribute("value"))
    page.get_by_label("Descrizione").fill("Mediazione linguistica")
    page.get_by_label("Numero del mandato").fill("415")
    page.get_by_label("Pagato il").fill("2017-02-10")
    page.get_by_text("L'ente non può recuperare l'IVA di questo documento").click()
    page.get_by_role("button", name="Imputa", exact=True).click()
    page.wait_for_url("**/spese/*/")


def attach(page: Page, kind: str) -> None:
    """Attach the paper of one kind to the expense shown."""
    paper = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": f"%PDF-1.7 {kind}".encode()}
    page.get_by_label("Che cosa sono").select_option(kind)
    page.locator("input[type=file]").set_input_files(paper)  # type: ignore[arg-type]
    page.get_by_role("button", name="Allega", exact=True).click()
    expect(page.get_by_role("link", name=f"{kind}.pdf")).to_be_visible()


def downloaded(page: Page, press: Callable[[], None]) -> bytes:
    """Give the file that pressing something downloads."""
    with page.expect_download() as expected:
        press()
    return Path(expected.value.path()).read_bytes()


def send_the_claim(page: Page, address: str, project: Project) -> Claim:
    """Prepare the claim of the first period with what is paid, check it, send it with a double press."""
    page.goto(f"{address}/progetti/{project.pk}/nuova-domanda/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Prepara la domanda").click()
    page.wait_for_url("**/domande-di-rimborso/**")
    claim = Claim.objects.get()
    page.goto(f"{address}/domande-di-rimborso/{claim.pk}/spese/")
    page.get_by_role("button", name="Aggiungila").click()
    page.goto(f"{address}/domande-di-rimborso/{claim.pk}/invia/")
    assert barriers(page) == []
    page.get_by_role("button", name="Invia").dblclick()
    page.wait_for_url(f"**/domande-di-rimborso/{claim.pk}/ricevute/**")
    claim.refresh_from_db()
    return claim


def check_the_claim(page: Page, address: str, claim: Claim) -> None:
    """Take the claim from the Scrivania, reduce its line, with the reason that the page asks for; close the control."""
    page.get_by_role("link", name=str(claim)).first.click()
    page.goto(f"{address}/domande-di-rimborso/{claim.pk}/")
    page.get_by_role("button", name="Prendi in carico il controllo").click()
    page.goto(f"{address}/domande-di-rimborso/spese/{claim.lines.get().pk}/controllo/")
    assert barriers(page) == []
    page.get_by_text("Riduci a un importo", exact=True).click()
    page.get_by_label("Importo ammesso, se ridotta").fill("30,00")
    page.get_by_role("button", name=re.compile("Salva|Decidi")).first.click()
    expect(page.locator("main")).to_contain_text("Scrivere il motivo")
    page.get_by_label("Motivo, se ridotta o esclusa").fill("Arrotondamento non dovuto.")
    page.get_by_role("button", name="Salva").first.click()
    page.goto(f"{address}/domande-di-rimborso/{claim.pk}/controllo/concludi/")
    page.get_by_role("button", name="Concludi il controllo").click()
    page.wait_for_url(f"**/domande-di-rimborso/{claim.pk}/")


def certify_the_claim(page: Page, address: str, claim: Claim) -> None:
    """Certify from the Scrivania."""
    page.get_by_role("link", name=str(claim)).first.click()
    page.goto(f"{address}/domande-di-rimborso/{claim.pk}/certifica/")
    page.get_by_role("button", name="Certifica la domanda").click()
    page.wait_for_url(f"**/domande-di-rimborso/{claim.pk}/")


def test_invoice_becomes_a_certified_amount(
    browse: Browse,
    project: Project,
    finance_officer: User,
    tutor: User,
    ministry_officer: User,
    project_manager: User,
    run_jobs: RunJobs,
):
    comune = browse(user=finance_officer)
    page = comune.go("/documenti-di-spesa/carica/")
    upload(page, run_jobs)
    page.get_by_role("link", name="fattura.xml").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documento n. 123 del 18/01/2017")
    assert barriers(page) == []
    charge(page)
    for kind in PAPERS:
        attach(page, kind)
    assert barriers(page) == []
    claim = send_the_claim(page, comune.address, project)
    assert (claim.state, claim.round) == (ClaimState.SUBMITTED, 1)
    expect(page.locator("main")).to_contain_text(claim.receipt.number)
    expect(page.locator("main")).to_contain_text(claim.receipt.snapshot.sha256)

    check_the_claim(browse(user=tutor).go("/scrivania/"), comune.address, claim)
    certify_the_claim(browse(user=ministry_officer).go("/scrivania/"), comune.address, claim)
    claim.refresh_from_db()
    assert claim.state == ClaimState.CERTIFIED
    assert str(claim.lines.get().admitted) == "30.00"
    identity = SpendingDocument.objects.get().identity
    assert identity.charged == identity.total

    page = browse(user=project_manager, width=NARROW).go(f"/domande-di-rimborso/{claim.pk}/")
    expect(page.locator("main")).to_contain_text("Certificata")
    assert barriers(page) == []
    printed = downloaded(page, lambda: page.evaluate(f"location.href = '/domande-di-rimborso/{claim.pk}/pdf/'"))
    with pikepdf.open(io.BytesIO(printed)) as pdf, pdf.open_metadata() as metadata:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
