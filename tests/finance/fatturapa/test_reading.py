# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is read of an invoice, and what is refused of it."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from incas.finance.fatturapa import InvoiceRefused, SignatureStatus, read_invoice
from incas.finance.fatturapa.document import (
    Address,
    Attachment,
    Discount,
    Document,
    OtherDatum,
    Party,
    PaymentTerm,
    Reference,
    StampDuty,
    VatRow,
    WelfareFund,
    Withholding,
)
from tests.finance.fatturapa.samples import (
    CIG,
    CUP,
    SEAT,
    TOWN,
    Body,
    Company,
    Row,
    attachment,
    line,
    ordinary,
    plain,
    reference,
    simplified,
    tag,
    text,
    withholding,
)


def read_one(data: bytes) -> Document:
    """Read a file of one document."""
    (document,) = read_invoice(data, name="fattura.xml").documents
    return document


def reason_of(data: bytes) -> str:
    """Read a file that must be refused."""
    with pytest.raises(InvoiceRefused) as refused:
        read_invoice(data, name="fattura.xml")
    return refused.value.reason


def test_a_plain_file_keeps_its_bytes_and_its_fingerprint():
    data = plain()

    invoice = read_invoice(data, name="IT01234567897_00017.xml")

    assert invoice.name == "IT01234567897_00017.xml"
    assert invoice.sha256 == hashlib.sha256(data).hexdigest()
    assert invoice.xml == data
    assert invoice.signature is SignatureStatus.NONE
    assert invoice.signer is None


def test_an_ordinary_document_is_named():
    document = read_one(plain())

    assert (document.format, document.is_simplified, document.type) == ("FPA12", False, "TD01")
    assert (document.number, document.date, document.currency) == ("FE/2026/17", date(2026, 3, 31), "EUR")
    assert (document.recipient_code, document.transmission_number) == ("ABC123", "00017")


def test_supplier_and_customer_are_read_whole():
    document = read_one(plain())

    seat = Address("Via dell'Esempio", "1", "00100", "Roma", "RM", "IT")
    supplier = Party(
        "Officine dell'Invenzione S.r.l.",
        country="IT",
        vat_code="01234567897",
        tax_regime="RF01",
        address=seat,
    )
    assert document.supplier == supplier
    assert document.supplier.vat == "IT01234567897"
    assert document.customer == Party("Comune di Borgo Inventato", tax_code="80012345678", address=seat)
    assert document.customer.vat is None


def test_a_person_is_named_by_first_and_last_name():
    supplier = Company(name=None, first_name="Ada", last_name="Inventata", tax_code="nvnprv80a01h501x")

    document = read_one(plain(supplier=supplier))

    assert document.supplier.name == "Ada Inventata"
    assert document.supplier.tax_code == "NVNPRV80A01H501X"


@pytest.mark.parametrize(
    ("country", "code", "vat"),
    [
        ("IT", "01234567897", "IT01234567897"),
        ("IT", "IT01234567897", "IT01234567897"),
        ("de", "123456789", "DE123456789"),
        ("DE", "DE123456789", "DE123456789"),
        ("US", "OO99999999999", "USOO99999999999"),
        (None, "01234567897", "01234567897"),
        ("FR", "FR123", "FRFR123"),
    ],
)
def test_the_vat_identifier_bears_its_country_once(country, code, vat):
    assert read_one(plain(supplier=Company(country=country, vat=code))).supplier.vat == vat


def test_several_documents_share_one_header():
    invoice = read_invoice(plain(Body(number="1"), Body(number="2"), Body(number="3")), name="lotto.xml")

    assert [document.number for document in invoice.documents] == ["1", "2", "3"]
    assert {document.supplier.vat for document in invoice.documents} == {"IT01234567897"}


def test_a_line_is_read_whole():
    extra = (
        text("Ritenuta", "SI")
        + tag("CodiceArticolo", text("CodiceTipo", "EAN"), text("CodiceValore", "8001"))
        + tag("ScontoMaggiorazione", text("Tipo", "SC"), text("Percentuale", "10.00"))
        + text("DataInizioPeriodo", "2026-01-01")
        + text("DataFinePeriodo", "2026-03-31")
        + tag("AltriDatiGestionali", text("TipoDato", "NOTA"), text("RiferimentoNumero", "1.5"))
    )

    (read,) = read_one(plain(Body(lines=line(4, total="12.34567890", extra=extra)))).lines

    assert (read.number, read.description, read.quantity) == (4, "Servizio d'esempio n. 4", Decimal("1.00"))
    assert (read.unit_price, read.total, read.vat_rate) == (Decimal("12.34567890"),) * 2 + (Decimal("22.00"),)
    assert (read.period_from, read.period_to) == (date(2026, 1, 1), date(2026, 3, 31))
    assert read.is_subject_to_withholding is True
    assert read.item_codes == (("EAN", "8001"),)
    assert read.discounts == (Discount("SC", Decimal("10.00"), None),)
    assert read.other_data == (OtherDatum("NOTA", None, Decimal("1.5"), None),)


def test_the_vat_summary_is_read_by_rate_and_nature():
    rows = [Row(), Row("50.00", "0.00", "0.00", nature="N2.2", due=None, rounding="0.01")]

    document = read_one(plain(Body(rows=rows)))

    assert document.vat_rows == (
        VatRow(Decimal("22.00"), None, Decimal("100.00"), Decimal("22.00"), "I"),
        VatRow(Decimal("0.00"), "N2.2", Decimal("50.00"), Decimal("0.00"), None, None, Decimal("0.01")),
    )


def test_withholdings_stamp_and_welfare_fund_are_read():
    facts = tag("DatiBollo", text("BolloVirtuale", "SI"), text("ImportoBollo", "2.00")) + tag(
        "DatiCassaPrevidenziale",
        text("TipoCassa", "TC22"),
        text("AlCassa", "4.00"),
        text("ImportoContributoCassa", "4.00"),
        text("AliquotaIVA", "22.00"),
    )

    document = read_one(
        plain(Body(withholdings=withholding("20.00", "RT01") + withholding("3.50", "RT03"), facts=facts))
    )

    assert document.withholdings == (
        Withholding("RT01", Decimal("20.00"), Decimal("4.00"), "A"),
        Withholding("RT03", Decimal("3.50"), Decimal("4.00"), "A"),
    )
    assert document.stamp_duty == StampDuty(is_virtual=True, amount=Decimal("2.00"))
    assert document.welfare_funds == (WelfareFund("TC22", Decimal("4.00"), Decimal("4.00"), None, Decimal("22.00")),)


def test_every_causale_is_joined_and_its_line_breaks_become_spaces():
    facts = text("Causale", "Primo\n      periodo") + text("Causale", "e  secondo")

    assert read_one(plain(Body(facts=facts))).reason == "Primo periodo e  secondo"


def test_payments_are_read_with_iban_and_due_day():
    payments = tag(
        "DatiPagamento",
        text("CondizioniPagamento", "TP01"),
        *(
            tag(
                "DettaglioPagamento",
                text("ModalitaPagamento", "MP05"),
                text("DataScadenzaPagamento", day),
                text("ImportoPagamento", "61.00"),
                text("IBAN", "IT60X0542811101000000123456"),
            )
            for day in ("2026-04-30", "2026-05-31")
        ),
    )

    document = read_one(plain(Body(payments=payments)))

    assert document.payments == tuple(
        PaymentTerm("TP01", "MP05", Decimal("61.00"), day, iban="IT60X0542811101000000123456")
        for day in (date(2026, 4, 30), date(2026, 5, 31))
    )


def test_every_reference_keeps_its_kind_codes_and_lines():
    references = (
        reference("DatiOrdineAcquisto", "ORD-1", cup=CUP.lower(), lines=(1, 2))
        + reference("DatiContratto", "CTR-9", cig=CIG, day="2025-12-01")
        + reference("DatiFattureCollegate", "FE/2025/1")
    )

    assert read_one(plain(Body(references=references))).references == (
        Reference("DatiOrdineAcquisto", "ORD-1", cup=CUP, lines=(1, 2)),
        Reference("DatiContratto", "CTR-9", date(2025, 12, 1), cig=CIG),
        Reference("DatiFattureCollegate", "FE/2025/1"),
    )


def test_all_cup_and_cig_come_out_once_in_order():
    references = (
        reference(cup="  " + CUP, cig="Z111111111")
        + reference(cup="C22C22000000002", cig=CIG)
        + reference("DatiRicezione", cup=CUP, cig=CIG)
        + reference("DatiConvenzione", None, cup="ND")
    )

    document = read_one(plain(Body(references=references)))

    assert document.cup == (CUP, "C22C22000000002", "ND")
    assert document.cig == ("Z111111111", CIG)


def test_codes_beside_a_line_are_found_with_their_line():
    extra = tag("CodiceArticolo", text("CodiceTipo", "cup"), text("CodiceValore", CUP)) + tag(
        "AltriDatiGestionali", text("TipoDato", "CIG"), text("RiferimentoTesto", CIG.lower())
    )

    document = read_one(plain(Body(lines=line(3, extra=extra))))

    assert document.references == (
        Reference("CodiceArticolo", cup=CUP, lines=(3,)),
        Reference("AltriDatiGestionali", cig=CIG, lines=(3,)),
    )
    assert (document.cup, document.cig) == ((CUP,), (CIG,))


def test_a_related_block_of_a_later_version_is_kept():
    document = read_one(plain(Body(references=reference("DatiProgetto2030", "P-1", cup=CUP))))

    assert document.references == (Reference("DatiProgetto2030", "P-1", cup=CUP),)


def test_transport_main_and_corrected_documents_are_references():
    references = tag(
        "DatiDDT", text("NumeroDDT", "D1"), text("DataDDT", "2026-01-02"), text("RiferimentoNumeroLinea", "1")
    ) + tag("FatturaPrincipale", text("NumeroFatturaPrincipale", "7"), text("DataFatturaPrincipale", "2026-01-03"))

    assert read_one(plain(Body(references=references))).references == (
        Reference("DatiDDT", "D1", date(2026, 1, 2), lines=(1,)),
        Reference("FatturaPrincipale", "7", date(2026, 1, 3)),
    )


def test_attachments_come_out_as_they_went_in():
    content = bytes(range(256)) * 5

    document = read_one(plain(Body(attachments=attachment("a.bin", content) + attachment("b.bin", b""))))

    first, second = document.attachments
    assert (first.name, first.format, first.content, first.size) == ("a.bin", "PDF", content, 1280)
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert (second.size, second.sha256) == (0, hashlib.sha256(b"").hexdigest())


@pytest.mark.parametrize("encoded", ["!!!!", "QUJD=QUJD", "QUJDR", "però"])
def test_an_attachment_that_cannot_be_read_does_not_refuse_the_invoice(encoded):
    document = read_one(plain(Body(attachments=attachment("rotto.pdf", encoded=encoded))))

    assert document.attachments == (Attachment("rotto.pdf", "PDF"),)
    assert (document.attachments[0].content, document.attachments[0].sha256) == (b"", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "FPR13"},
        {"version": None},
        {"namespace": "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v2.0"},
        {"namespace": None, "prefix": ""},
        {"prefix": ""},
        {"prefix": "ns2"},
        {"before": '<?xml-stylesheet type="text/xsl" href="fatturapa.xsl"?>\n<!-- nota -->\n'},
        {"inside": "<Novita><Campo>1</Campo></Novita>"},
    ],
)
def test_what_differs_from_program_to_program_is_taken(changes):
    assert read_one(plain(**changes)).number == "FE/2026/17"


@pytest.mark.parametrize("kind", ["TD29", "TD99", "XX"])
def test_an_unknown_type_is_kept(kind):
    assert read_one(plain(Body(kind=kind))).type == kind


def test_unknown_codes_of_every_kind_are_kept():
    body = Body(
        rows=[Row("10.00", "0", "0.00", nature="N9.9", due="Z")],
        withholdings=withholding("1.00", "RT99"),
        payments=tag("DatiPagamento", tag("DettaglioPagamento", text("ModalitaPagamento", "MP99"))),
    )

    document = read_one(plain(body, supplier=Company(regime="RF99")))

    assert (document.vat_rows[0].nature, document.vat_rows[0].due) == ("N9.9", "Z")
    assert document.withholdings[0].kind == "RT99"
    assert document.payments[0].method == "MP99"
    assert document.supplier.tax_regime == "RF99"


def test_comments_instructions_and_character_data_inside_a_field_are_only_text():
    data = plain().replace(b"FE/2026/17", b"FE/<!-- a --><![CDATA[2026]]>/<?b c?>1&#55;")

    assert read_one(data).number == "FE/2026/17"


def test_nothing_optional_is_required():
    body = Body(total=None, lines="", currency=None)
    bare = Company(name=None, regime=None)

    document = read_one(plain(body, supplier=bare, customer=Company(name=None, vat=None, regime=None)))

    assert (document.currency, document.supplier.name, document.customer.name) == (None, None, None)
    assert (document.total, document.lines, document.payments) == (Decimal("122.00"), (), ())


def test_empty_elements_are_as_missing_ones():
    facts = "<Causale/><Arrotondamento></Arrotondamento>" + tag("DatiBollo")

    document = read_one(plain(Body(total="", facts=facts)))

    assert (document.stated_total, document.rounding, document.reason, document.stamp_duty) == (None, None, None, None)


@pytest.mark.parametrize("written", ["122.00", " 122.00 ", "\n\t122.00\n", "+122.00", "122", "122.", "0122.000000"])
def test_a_number_may_be_written_in_any_way_of_xs_decimal(written):
    assert read_one(plain(Body(total=written))).stated_total == Decimal(122)


@pytest.mark.parametrize(
    "written", ["122,00", "1.234,00", "1e2", "NaN", "Infinity", "--1", "12 2", "€ 122", "0x7A", "١٢٢", "1" * 60]
)
def test_what_is_not_a_number_is_refused_by_field(written):
    assert "ImportoTotaleDocumento" in reason_of(plain(Body(total=written)))


@pytest.mark.parametrize(
    "written", ["2026-03-31", " 2026-03-31\n", "2026-03-31Z", "2026-03-31+01:00", "2026-03-31-11:00"]
)
def test_a_day_may_bear_a_time_zone(written):
    assert read_one(plain(Body(day=written))).date == date(2026, 3, 31)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-13-01", "0000-01-01", "31/03/2026", "20260331", "2026-W14-2", "2026-03-31T00:00:00"]
)
def test_an_impossible_day_is_refused_by_field(written):
    assert "Data" in reason_of(plain(Body(day=written)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (plain(Body(kind=None)), "TipoDocumento"),
        (plain(Body(number=None)), "Numero"),
        (plain(Body(number=" ")), "Numero"),
        (plain(Body(day=None)), "Data"),
        (plain(Body(rows=[])), "importi"),
        (plain(Body(rows=[Row(taxable=None)])), "ImponibileImporto"),
        (plain(Body(rows=[Row(tax=None)])), "Imposta"),
        (plain(supplier=Company(name=None, vat=None)), "fornitore"),
        (plain(Body(withholdings=tag("DatiRitenuta", text("TipoRitenuta", "RT01")))), "ImportoRitenuta"),
        (plain(Body(facts=text("Numero", "2"))), "Numero"),
        (plain(Body(facts=text("Data", "2026-01-01"))), "Data"),
        (plain(Body(facts=text("ImportoTotaleDocumento", "1.00"))), "ImportoTotaleDocumento"),
        (plain(Body(number="9" * 201)), "Numero"),
        (plain(Body(lines=line(1, extra=text("Natura", "N" * 201)))), "Natura"),
        (plain().replace(b"FatturaElettronicaBody", b"Corpo"), "documento"),
        (
            plain().replace(b"p:FatturaElettronica ", b"p:Fattura ").replace(b"/p:FatturaElettronica>", b"/p:Fattura>"),
            "Fattura",
        ),
        (b'<?xml version="1.0"?><ns:RicevutaConsegna xmlns:ns="x"/>', "RicevutaConsegna"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(data, said):
    assert said in reason_of(data)


def test_a_missing_vat_is_zero_only_where_the_rate_is():
    document = read_one(plain(Body(total=None, rows=[Row("10.00", None, "0.00", nature="N4")])))

    assert document.vat_rows[0].tax == 0


def test_one_bad_document_refuses_the_whole_file():
    assert "Numero" in reason_of(plain(Body(), Body(number=None)))


def test_a_simplified_invoice_is_read_from_its_own_places():
    others = tag(
        "DatiFatturaRettificata",
        text("NumeroFR", "S-1"),
        text("DataFR", "2026-01-05"),
        text("ElementiRettificati", "tutto"),
    )

    document = read_one(simplified(others=others).encode())

    assert (document.format, document.is_simplified, document.type, document.number) == ("FSM10", True, "TD07", "S-9")
    assert (document.supplier.name, document.supplier.vat) == ("Officine dell'Invenzione S.r.l.", "IT01234567897")
    assert (document.customer.name, document.customer.tax_code) == ("Comune di Borgo Inventato", "80012345678")
    assert (
        document.supplier.address
        == document.customer.address
        == Address("Via dell'Esempio", "1", "00100", "Roma", "RM", "IT")
    )
    assert document.supplier.tax_regime == "RF01"
    assert document.references == (Reference("DatiFatturaRettificata", "S-1", date(2026, 1, 5), note="tutto"),)
    assert [(read.description, read.total) for read in document.lines] == [("Materiale d'esempio", Decimal("122.00"))]


def test_a_simplified_customer_may_be_only_a_code():
    buyer = Company(name=None, vat=None, tax_code="80012345678")

    document = read_one(simplified(customer=buyer).encode())

    assert (document.customer.name, document.customer.tax_code) == (None, "80012345678")


def test_a_simplified_line_without_amount_is_refused():
    assert "Importo" in reason_of(simplified((None, "1.00", None)).encode())


def test_who_issues_for_the_supplier_is_told_apart():
    third = Company(name="Studio Inventato", regime=None)
    data = plain().replace(
        b"</FatturaElettronicaHeader>",
        (tag("TerzoIntermediarioOSoggettoEmittente", third.registry()) + text("SoggettoEmittente", "TZ")).encode()
        + tag("RappresentanteFiscale", TOWN.registry(), SEAT).encode()
        + b"</FatturaElettronicaHeader>",
    )

    document = read_one(data)

    assert document.supplier.name == "Officine dell'Invenzione S.r.l."
    assert (document.issuer.name, document.issued_by) == ("Studio Inventato", "TZ")
    assert document.tax_representative.name == "Comune di Borgo Inventato"


def test_the_reader_refuses_even_what_it_did_not_expect(monkeypatch):
    def fail(_markup):
        raise ZeroDivisionError

    monkeypatch.setattr("incas.finance.fatturapa.reading.read_documents", fail)

    assert "non si può leggere" in reason_of(ordinary().encode())
