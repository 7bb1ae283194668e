# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from incas.accounts.models import User
from incas.finance.choices import DocumentKind
from incas.finance.models import Claim, DocumentIdentity, Evidence, Expense, SpendingDocument
from incas.organisations.models import Body
from incas.projects.models import BudgetLine, Project
from tests.finance.factories import (
    ClaimFactory,
    ClaimLineFactory,
    EvidenceFactory,
    ExpenseFactory,
    SpendingDocumentFactory,
)
from tests.forms import filled, send
from tests.lists import assert_constant_queries
from tests.personas import client_of
from tests.projects.factories import ProjectFactory


@pytest.fixture
def office(finance_officer: User) -> Client:
    return client_of(finance_officer)


def text_of(page) -> str:
    """What a page says."""
    return page.content.decode()


def test_list_asks_the_same_number_of_questions_whatever_its_rows(office: Client, project: Project):
    def make_row() -> None:
        ClaimFactory(project=project, submitted=True, expenses=[ExpenseFactory(project=project, complete=True)])

    assert assert_constant_queries(office, reverse("finance:expenses"), make_row) <= 12


def test_list_shows_own_expenses_alone(office: Client, project: Project, other_comune: Body):
    ExpenseFactory(project=project, description="Corso nostro")
    ExpenseFactory(project=ProjectFactory(active=True, body=other_comune), description="Corso altrui")
    said = text_of(office.get(reverse("finance:expenses")))
    assert "Corso nostro" in said
    assert "Corso altrui" not in said


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("paid=true", {"pagata", "in domanda"}),
        ("paid=false", {"da pagare"}),
        ("claim=none", {"pagata", "da pagare"}),
        ("claim=submitted", {"in domanda"}),
        ("findings=blocking", {"da pagare"}),
        ("findings=none", {"pagata", "in domanda"}),
        ("cerca=PAGATA", {"pagata"}),
        ("amount_da=2000", {"da pagare"}),
    ],
)
def test_list_is_narrowed(office: Client, project: Project, filters: str, found: set[str]):
    ExpenseFactory(project=project, description="pagata", search_text="pagata", paid=True)
    ExpenseFactory(
        project=project, description="da pagare", worst_finding="blocking", document__total=Decimal("3000.00")
    )
    held = ExpenseFactory(project=project, description="in domanda", complete=True)
    ClaimFactory(project=project, submitted=True, expenses=[held])
    page = office.get(f"{reverse('finance:expenses')}?{filters}")
    assert {row.heading for row in page.context["listing"].rows} == found


def shares(*rows: tuple[BudgetLine, str, str], **fields: str) -> dict[str, str]:
    """What the form that charges a document sends: line, amount, percentage of each share."""
    data = {"share-TOTAL_FORMS": str(len(rows)), "share-INITIAL_FORMS": "0", **fields}
    for place, (line, amount, percent) in enumerate(rows):
        data |= {
            f"share-{place}-budget_line": str(line.pk),
            f"share-{place}-description": f"Quota {place + 1}",
            f"share-{place}-amount": amount,
            f"share-{place}-percent": percent,
        }
    return data


def test_errors_of_shares_and_payment_are_summed_up_once_in_the_order_of_the_page(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    wrong = shares((line, "100,00", ""), (line, "tanto", ""), paid_on="2026-06-01")
    page = send(office, reverse("finance:expense_create", args=[document.pk]), **wrong)
    summary = text_of(page).partition("errori da correggere")[2]
    assert page.content.decode().count('class="error-summary"') == 1
    assert "<title>Errore:" in page.content.decode()
    assert 0 < summary.find("Quota 2, Importo:") < summary.find("Numero del mandato:")


def test_document_is_charged_whole(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    answer = send(office, url, **shares((line, "1.220,00", "")))
    expense = Expense.objects.get()
    assert answer["Location"] == reverse("finance:expense", args=[expense.pk])
    assert (expense.amount, expense.budget_line) == (Decimal("1220.00"), line)


def test_document_is_split_by_amount_and_percentage_with_its_payment(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body, split=True)
    other = line.project.budget_lines.get(cost_item__code="C")
    url = reverse("finance:expense_create", args=[document.pk])
    payment = {"payment_order": "M-12", "paid_on": "2026-03-20", "is_vat_unrecoverable": "on"}
    answer = send(office, url, **shares((line, "", "25"), (other, "500,00", ""), **payment))
    assert answer["Location"] == reverse("finance:document", args=[document.pk])
    first, second = Expense.objects.order_by("pk")
    assert (first.amount, second.amount) == (Decimal("305.00"), Decimal("500.00"))
    assert (first.paid_amount, second.paid_amount) == (Decimal("250.00"), Decimal("409.84"))
    assert {first.payment_order, second.payment_order} == {"M-12"}
    assert first.is_vat_unrecoverable


def test_document_charged_beyond_its_total_says_so_on_the_form(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    page = send(office, url, **shares((line, "1.220,01", "")))
    assert "ne restano da imputare €\xa01.220,00" in text_of(page)
    assert not Expense.objects.exists()


def test_share_needs_an_amount_or_a_percentage_and_not_both(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    assert "Scrivere un importo o una percentuale." in text_of(send(office, url, **shares((line, "", ""))))
    assert "non entrambi" in text_of(send(office, url, **shares((line, "1", "1"))))


FRANCS = {"euro_total": "1.300,00", "euro_source": "debit", "euro_on": "2026-03-20"}


def test_document_in_another_currency_is_charged_by_amount_and_percentage_of_its_euro(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body, currency="CHF")
    url = reverse("finance:expense_create", args=[document.pk])
    shown = office.get(url)
    assert (filled(shown)["share-0-amount"], filled(shown)["share-0-percent"]) == ("", "100")
    assert "CHF\xa01.220,00" in text_of(shown)
    other = line.project.budget_lines.get(cost_item__code="C")
    payment = {"payment_order": "M-12", "paid_on": "2026-03-20"}
    answer = send(office, url, **shares((line, "", "50"), (other, "650,00", ""), **FRANCS, **payment))
    assert answer["Location"] == reverse("finance:document", args=[document.pk])
    assert [(one.amount, one.paid_amount) for one in Expense.objects.all()] == [(Decimal("650.00"),) * 2] * 2
    document.identity.refresh_from_db()
    assert (document.identity.euro_total, document.identity.euro_source) == (Decimal("1300.00"), "debit")


def test_document_in_another_currency_asks_its_euro_once(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body, told=True)
    ExpenseFactory(project=line.project, document=document, amount=Decimal("300.00"))
    url = reverse("finance:expense_create", args=[document.pk])
    shown = office.get(url)
    assert "euro_total" not in filled(shown)
    assert filled(shown)["share-0-amount"] == "1.000,00"
    assert "Addebito della banca del 20/03/2026" in text_of(shown)
    assert send(office, url, **shares((line, "", "10"))).status_code == 302
    assert Expense.objects.order_by("-pk")[0].amount == Decimal("130.00")


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"euro_total": ""}, "euro_total", "Questo campo è obbligatorio."),
        ({"euro_total": "0"}, "euro_total", "Scrivere un importo maggiore di zero."),
        ({"euro_total": "-1.300,00"}, "euro_total", "Scrivere un importo maggiore di zero."),
        ({"euro_total": "1.300,005"}, "euro_total", "Al massimo 2 cifre dopo la virgola."),
        ({"euro_total": "tanto"}, "euro_total", "Scrivere un numero con la virgola per i decimali"),
        ({"euro_total": "13.000,00"}, "euro_total", "È oltre dieci volte la cifra del documento"),
        ({"euro_total": "1" * 15}, "euro_total", "cifre"),
        ({"euro_source": ""}, "euro_source", "Questo campo è obbligatorio."),
        ({"euro_source": "charged"}, "euro_source", "non è fra quelle possibili"),
        ({"euro_on": ""}, "euro_on", "Questo campo è obbligatorio."),
        ({"euro_on": "2026-02-30"}, "euro_on", "Scrivere una data che esiste"),
        ({"euro_on": "2099-01-01"}, "euro_on", "non può essere futuro"),
        ({"euro_on": "1026-01-01"}, "euro_on", "troppo lontana nel passato"),
    ],
)
def test_euro_that_make_no_sense_are_told_beside_their_field(
    office: Client, line: BudgetLine, wrong: dict[str, str], field: str, message: str
):
    document = SpendingDocumentFactory(body=line.project.body, currency="CHF")
    for name, sent in (("expense_create", shares((line, "", "100"))), ("euro_total", {})):
        page = send(office, reverse(f"finance:{name}", args=[document.pk]), **sent, **{**FRANCS, **wrong})
        assert message in page.context["form"].errors[field][0], name
    document.identity.refresh_from_db()
    assert document.identity.euro_total is None
    assert not Expense.objects.exists()


def test_euro_told_by_somebody_else_meanwhile_are_told_beside_the_field(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body, currency="CHF")
    url = reverse("finance:expense_create", args=[document.pk])
    data = filled(office.get(url), **shares((line, "", "100")), **FRANCS)
    DocumentIdentity.objects.update(euro_total=Decimal("1290.00"), euro_source="rate", euro_on=document.issued_on)
    page = office.post(url, data)
    assert "sono stati scritti €\xa01.290,00" in page.context["form"].errors["euro_total"][0]
    assert not Expense.objects.exists()


def test_document_in_another_currency_sent_twice_is_charged_once(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body, currency="CHF")
    url = reverse("finance:expense_create", args=[document.pk])
    data = filled(office.get(url), **shares((line, "", "100")), **FRANCS)
    assert office.post(url, data)["Location"] == office.post(url, data)["Location"]
    assert Expense.objects.get().amount == Decimal("1300.00")


def test_remainder_of_a_document_in_another_currency_is_counted_in_the_euro_being_typed(
    office: Client, line: BudgetLine
):
    document = SpendingDocumentFactory(body=line.project.body, currency="CHF")
    url = reverse("finance:expense_remainder", args=[document.pk])
    untold = office.post(url, shares((line, "600,00", "")))
    assert (untold.context["remainder"], untold.context["is_beyond"]) == (None, False)
    page = office.post(url, shares((line, "", "25"), (line, "600,00", ""), **FRANCS))
    assert (page.context["typed"], page.context["remainder"]) == (Decimal("925.00"), Decimal("375.00"))
    beyond = office.post(url, shares((line, "1.300,01", ""), **FRANCS))
    assert "Le quote superano quanto resta del documento" in text_of(beyond)


def test_credit_note_in_another_currency_takes_its_sign_by_itself(office: Client, line: BudgetLine):
    note = SpendingDocumentFactory(body=line.project.body, credit_note=True, currency="CHF")
    url = reverse("finance:expense_create", args=[note.pk])
    send(office, url, **shares((line, "", "100")), **FRANCS | {"euro_total": "130,00"})
    assert Expense.objects.get().amount == Decimal("-130.00")


def test_credit_note_takes_its_sign_by_itself(office: Client, line: BudgetLine):
    note = SpendingDocumentFactory(body=line.project.body, credit_note=True)
    send(office, reverse("finance:expense_create", args=[note.pk]), **shares((line, "122,00", "")))
    assert Expense.objects.get().amount == Decimal("-122.00")


def test_remainder_is_counted_by_the_server(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    ExpenseFactory(project=line.project, document=document, amount=Decimal("220.00"))
    url = reverse("finance:expense_remainder", args=[document.pk])
    page = office.post(url, shares((line, "600,00", ""), (line, "", "10")))
    assert page.context["remainder"] == Decimal("278.00")
    assert not page.context["is_beyond"]
    beyond = office.post(url, shares((line, "1000,01", "")))
    assert "Le quote superano quanto resta del documento" in text_of(beyond)


def test_sums_may_be_asked_for_without_scripts_and_nothing_is_stored(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    page = send(office, url, **shares((line, "600,00", "")), ricalcola="1")
    assert page.context["remainder"] == Decimal("620.00")
    assert "Scrivere" not in text_of(page)
    assert not Expense.objects.exists()


def test_a_row_is_added_without_scripts(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    page = send(office, url, **shares((line, "600,00", "")), **{"share-add": "1"})
    assert "share-1-budget_line" in text_of(page)
    assert "Scrivere" not in text_of(page)


def test_same_charge_sent_twice_makes_one_expense(office: Client, line: BudgetLine):
    document = SpendingDocumentFactory(body=line.project.body)
    url = reverse("finance:expense_create", args=[document.pk])
    data = filled(office.get(url), **shares((line, "100,00", "")))
    first, second = office.post(url, data), office.post(url, data)
    assert first["Location"] == second["Location"]
    assert Expense.objects.count() == 1


def test_page_of_an_expense_tells_checks_and_papers(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    EvidenceFactory(expense=expense)
    said = text_of(office.get(reverse("finance:expense", args=[expense.pk])))
    assert "La spesa non risulta pagata." in said
    assert "Correggi la spesa" in said
    assert "mandato.pdf" in said
    assert "Quietanza" in said


def test_page_of_an_expense_asks_the_same_questions_however_many_shares_its_claim_has(office: Client, project: Project):
    claim = ClaimFactory(project=project)
    shares = [ExpenseFactory(project=project, paid=True, amount=amount) for amount in (Decimal(100), Decimal(200))]
    ClaimLineFactory(claim=claim, expense=shares[0])
    ClaimLineFactory(claim=claim, expense=ExpenseFactory(project=project, document=shares[0].document, amount=1))

    def make_row() -> None:
        twin = ExpenseFactory(project=project, document=shares[0].document, amount=Decimal(1))
        ClaimLineFactory(claim=claim, expense=twin)

    url = reverse("finance:expense", args=[shares[0].pk])
    assert assert_constant_queries(office, url, make_row, files=False) <= 15
    outside = reverse("finance:expense", args=[shares[1].pk])
    assert assert_constant_queries(office, outside, make_row, files=False) <= 17


def test_page_of_an_expense_tells_its_twin_in_the_same_claim(office: Client, project: Project):
    first = ExpenseFactory(project=project, paid=True, amount=Decimal(100), description="La prima")
    again = {name: getattr(first, name) for name in ("document", "budget_line", "amount", "payment_order", "paid_on")}
    second = ExpenseFactory(project=project, paid_amount=first.paid_amount, **again)
    ClaimFactory(project=project, expenses=[first, second])
    said = [text_of(office.get(reverse("finance:expense", args=[one.pk]))) for one in (first, second)]
    assert ["La spesa ripete «La prima»" in text for text in said] == [False, True]


def test_page_of_a_certified_expense_has_nothing_left_to_check(office: Client, project: Project):
    """Without papers: the checks would tell it."""
    claim = ClaimFactory(project=project, certified=True, expenses=[ExpenseFactory(project=project, paid=True)])
    said = text_of(office.get(reverse("finance:expense", args=[claim.lines.get().expense_id])))
    assert "è certificata: non c'è altro da controllare." in said
    assert "Mancano:" not in said


def test_page_of_a_sent_expense_offers_no_change(office: Client, submitted: Claim):
    expense = submitted.lines.first().expense
    said = text_of(office.get(reverse("finance:expense", args=[expense.pk])))
    assert "La spesa non si può modificare" in said
    assert reverse("finance:expense_change", args=[expense.pk]) not in said


def test_expense_is_corrected(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    url = reverse("finance:expense_change", args=[expense.pk])
    answer = send(office, url, amount="1.000,00", payment_order="M-9", paid_on="2026-03-20", paid_amount="1.000,00")
    expense.refresh_from_db()
    assert answer["Location"] == reverse("finance:expense", args=[expense.pk])
    assert (expense.amount, expense.payment_order) == (Decimal("1000.00"), "M-9")


def test_payment_is_written_whole_or_not_at_all(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    page = send(office, reverse("finance:expense_change", args=[expense.pk]), payment_order="M-9")
    assert text_of(page).count("Il pagamento va scritto per intero: numero, data e importo.") >= 2


def test_amount_beyond_the_document_is_told_beside_the_amount(office: Client, project: Project):
    expense = ExpenseFactory(project=project, amount=Decimal("1220.00"))
    page = send(office, reverse("finance:expense_change", args=[expense.pk]), amount="1.220,01")
    assert list(page.context["form"].errors) == ["amount"]
    assert "ne restano da imputare" in page.context["form"].errors["amount"][0]


def test_correcting_a_sent_expense_says_why_not(office: Client, submitted: Claim):
    expense = submitted.lines.first().expense
    page = send(office, reverse("finance:expense_change", args=[expense.pk]), amount="1,00")
    assert "che è stata inviata: non si può modificare" in text_of(page)


def test_expense_is_deleted_after_asking(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    url = reverse("finance:expense_delete", args=[expense.pk])
    assert "Eliminare la spesa" in text_of(office.get(url))
    assert office.post(url)["Location"] == reverse("finance:document", args=[expense.document_id])
    assert not Expense.objects.exists()


def test_papers_are_attached_many_at_once_and_to_the_other_shares(office: Client, project: Project):
    expense = ExpenseFactory(project=project, amount=Decimal("600.00"))
    sibling = ExpenseFactory(project=project, document=expense.document, amount=Decimal("620.00"))
    url = reverse("finance:expense_attach", args=[expense.pk])
    files = [SimpleUploadedFile("a.pdf", b"%PDF-1.7 a"), SimpleUploadedFile("b.pdf", b"%PDF-1.7 b")]
    office.post(url, {"kind": "payment_order", "uploads": files, "with_siblings": "on"})
    assert expense.evidence.count() == sibling.evidence.count() == 2
    assert Evidence.objects.filter(kind="payment_order").count() == 4


@pytest.mark.parametrize("content", [b"MZ\x90\x00 un programma", b"appunti"])
def test_file_that_is_no_paper_is_refused_beside_the_field(office: Client, project: Project, content: bytes):
    expense = ExpenseFactory(project=project)
    url = reverse("finance:expense_attach", args=[expense.pk])
    page = office.post(url, {"kind": "payment_order", "uploads": [SimpleUploadedFile("b.exe", content)]})
    assert page.context["form"].errors["uploads"][0].startswith("«b.exe»: non è un documento. Allegare un PDF,")
    assert not expense.evidence.exists()


def test_file_that_is_no_paper_is_named_and_the_others_are_attached(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    files = [SimpleUploadedFile("a.pdf", b"%PDF-1.7 a"), SimpleUploadedFile("b.exe", b"MZ\x90")]
    url = reverse("finance:expense_attach", args=[expense.pk])
    page = text_of(office.post(url, {"kind": "payment_order", "uploads": files}, follow=True))
    assert "Documento allegato." in page
    assert "«b.exe»: non è un documento." in page
    assert [evidence.name for evidence in expense.evidence.all()] == ["a.pdf"]


@pytest.mark.parametrize(
    "content", [b"Received: da un altro\r\nSubject: ricevuta", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_receipt_of_certified_mail_and_old_office_file_are_papers(office: Client, project: Project, content: bytes):
    expense = ExpenseFactory(project=project)
    url = reverse("finance:expense_attach", args=[expense.pk])
    office.post(url, {"kind": "payment_order", "uploads": [SimpleUploadedFile("a.bin", content)]})
    assert expense.evidence.count() == 1


def test_paper_is_given_back_as_it_came(office: Client, project: Project):
    expense = ExpenseFactory(project=project)
    file = SimpleUploadedFile("mandato.pdf", b"%PDF-1.7 prova")
    office.post(reverse("finance:expense_attach", args=[expense.pk]), {"kind": "payment_order", "uploads": [file]})
    answer = office.get(reverse("finance:evidence", args=[expense.evidence.get().pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 prova"
    assert answer["Content-Disposition"].startswith("attachment")


def test_paper_is_taken_away(office: Client, project: Project):
    evidence = EvidenceFactory(expense=ExpenseFactory(project=project))
    office.post(reverse("finance:evidence_delete", args=[evidence.pk]))
    assert not Evidence.objects.exists()


def test_payslip_is_typed_then_charged(office: Client, project: Project):
    answer = office.post(
        reverse("finance:paper_create"),
        {
            "kind": "payslip",
            "payee": "Ada Prova",
            "number": "2026-03",
            "issued_on": "2026-03-27",
            "total": "2.500,00",
            "payable": "1.600,00",
            "file": SimpleUploadedFile("cedolino.pdf", b"%PDF-1.7 cedolino"),
        },
    )
    document = SpendingDocument.objects.get()
    assert answer["Location"] == reverse("finance:expense_create", args=[document.pk])
    assert (document.kind, document.total, document.payable) == (DocumentKind.PAYSLIP, 2500, 1600)
    assert document.identity.total == Decimal("2500.00")


@pytest.mark.parametrize("name", ["expense", "expense_change", "expense_delete", "expense_attach"])
def test_expense_of_another_body_does_not_exist(other_finance_officer: User, project: Project, name: str):
    expense = ExpenseFactory(project=project)
    assert client_of(other_finance_officer).get(reverse(f"finance:{name}", args=[expense.pk])).status_code == 404


def test_who_leads_the_project_is_offered_no_paper_to_register(office: Client, project_manager: User):
    paper = reverse("finance:paper_create")
    shown = [client.get(reverse("finance:expenses")).text for client in (office, client_of(project_manager))]
    assert [paper in page for page in shown] == [True, False]


def test_who_leads_the_project_reads_and_does_not_write(project_manager: User, project: Project):
    expense = ExpenseFactory(project=project)
    office = client_of(project_manager)
    assert office.get(reverse("finance:expense", args=[expense.pk])).status_code == 200
    assert office.get(reverse("finance:expense_change", args=[expense.pk])).status_code == 403


def test_tutor_reads_the_expenses_of_sent_claims_alone(tutor: User, submitted: Claim):
    sent = submitted.lines.first().expense
    drafted = ExpenseFactory(project=submitted.project)
    ClaimFactory(project=submitted.project, expenses=[drafted])
    office = client_of(tutor)
    assert office.get(reverse("finance:expense", args=[sent.pk])).status_code == 200
    assert office.get(reverse("finance:expense", args=[drafted.pk])).status_code == 404
