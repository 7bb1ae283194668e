# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from incas.core import codes
from incas.core.fields import (
    CigField,
    CupField,
    DayField,
    EuroField,
    FiscalCodeField,
    IbanField,
    PercentField,
    VatField,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.345,67", "12345.67"),
        ("12345,67", "12345.67"),
        ("12345.67", "12345.67"),
        ("12,345.67", "12345.67"),
        ("12.345", "12345"),
        ("1.234.567", "1234567"),
        ("€ 12,5", "12.5"),
        (" 1 234,50 ", "1234.50"),
        ("1'234,50", "1234.50"),
        ("0,1", "0.1"),
        (",5", "0.5"),
        ("12.5", "12.5"),
        ("-3,20", "-3.20"),
        ("−3,20", "-3.20"),
        ("007", "7"),
    ],
)
def test_euro_field_reads_what_italians_type_and_spreadsheets_paste(typed: str, read: str):
    assert EuroField().clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["dodici", "1.23.456", "1,2,3", "1.2345,67", "12,34.56", "€", "--1", "1e5", "NaN"])
def test_euro_field_refuses_what_is_not_an_amount_and_shows_how_to_write_it(typed: str):
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean(typed)
    assert refusal.value.messages == ["Scrivere un numero con la virgola per i decimali, per esempio 1.234,56."]


def test_euro_field_with_three_decimals_says_how_thousands_are_written():
    with pytest.raises(ValidationError) as refusal:
        EuroField().clean("1,234")
    assert refusal.value.messages == [
        "Al massimo 2 cifre dopo la virgola. Le migliaia si separano con il punto: 1.234,00."
    ]


def test_euro_field_shows_an_amount_as_it_would_be_typed_and_a_mistake_as_it_was():
    class Sample(forms.Form):
        amount = EuroField()

    assert Sample(initial={"amount": Decimal("12345.6")})["amount"].value() == "12.345,60"
    assert Sample({"amount": "12.3.4"})["amount"].value() == "12.3.4"
    assert 'inputmode="decimal"' in str(Sample()["amount"])


def test_amount_that_did_not_change_is_not_taken_for_a_change():
    class Sample(forms.Form):
        amount = EuroField()

    form = Sample({"amount": "12.345,60"}, initial={"amount": Decimal("12345.60")})
    assert form.changed_data == []


@pytest.mark.parametrize(("typed", "read"), [("12,5", "12.5"), ("100", "100"), ("7,25 %", "7.25")])
def test_percent_field_reads_hundredths(typed: str, read: str):
    assert PercentField().clean(typed) == Decimal(read)


def test_percent_field_refuses_more_than_a_hundred():
    with pytest.raises(ValidationError, match="Non può essere superiore a 100"):
        PercentField().clean("100,5")


@pytest.mark.parametrize("typed", ["2026-02-17", "17/02/2026", "17.02.2026", "17-02-2026"])
def test_day_field_reads_the_calendar_of_the_browser_and_the_hand(typed: str):
    assert DayField().clean(typed) == date(2026, 2, 17)


def test_day_field_shows_days_as_the_browser_wants_them():
    class Sample(forms.Form):
        paid_on = DayField(initial=date(2026, 2, 17))

    assert '<input type="date" name="paid_on" value="2026-02-17"' in str(Sample()["paid_on"])


def test_day_that_does_not_exist_is_told_in_italian():
    with pytest.raises(ValidationError, match="Scrivere una data che esiste"):
        DayField().clean("30/02/2026")


def test_day_of_a_mistyped_year_is_told():
    for wrong, said in (("0206-02-17", "nel passato"), ("9999-12-31", "nel futuro")):
        with pytest.raises(ValidationError, match=f"{said}: controllare l'anno"):
            DayField().clean(wrong)
    for right in ("1900-01-01", "2100-12-31"):
        assert DayField().clean(right) == date.fromisoformat(right)


RIGHT = [
    (CupField, "h19g 22000350001", "H19G22000350001"),
    (CigField, "0000001 0D3", "00000010D3"),
    (CigField, "z123456789", "Z123456789"),
    (CigField, "B0A1C2D3E4", "B0A1C2D3E4"),
    (FiscalCodeField, "rccmnl83s18d969h", "RCCMNL83S18D969H"),
    (FiscalCodeField, "00743110157", "00743110157"),
    (VatField, "00743110157", "00743110157"),
    (IbanField, "IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
]


@pytest.mark.parametrize(("field", "typed", "kept"), RIGHT)
def test_codes_are_kept_compact_and_in_capitals(field: type[CupField], typed: str, kept: str):
    assert field().clean(typed) == kept


WRONG = [
    (CupField, "H19G2200035000"),
    (CigField, "00000010D4"),
    (CigField, "0000000000"),
    (CigField, "W123456789"),
    (FiscalCodeField, "RCCMNL83S18D969X"),
    (VatField, "00743110158"),
    (IbanField, "IT60X0542811101000000123457"),
]


@pytest.mark.parametrize(("field", "typed"), WRONG)
def test_wrong_codes_are_told_in_italian(field: type[CupField], typed: str):
    with pytest.raises(ValidationError) as refusal:
        field().clean(typed)
    assert refusal.value.messages == [str(field.default_error_messages["wrong"])]


def test_code_that_may_be_empty_is_an_empty_text():
    assert CigField(required=False).clean("  ") == ""


def test_check_of_the_old_cig_is_the_product_by_211_modulo_4091():
    assert codes.is_cig(f"{1234567:07d}{1234567 * 211 % 4091:03X}")
    assert not codes.is_cig(f"{1234567:07d}{(1234567 * 211 + 1) % 4091:03X}")
