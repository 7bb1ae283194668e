# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Fields that read what Italians type: amounts, percentages, days, codes. What is wrong is told in Italian."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incas.core import codes, writing
from incas.core.forms import DayInput

_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d*")
_PLAIN = re.compile(r"[+-]?\d*\.?\d*")


EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def to_choose(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Give choices after one that is none: nothing stands chosen until somebody chooses."""
    return [("", _("Scegliere…")), *choices]


def read_number(text: str) -> Decimal:
    """Read a number typed the Italian way, or pasted from a spreadsheet.

    `12.345,67`, `12345,67`, `12345.67` and `12,345.67` are the same. A point followed by three figures parts thousands:
    `12.345` is twelve thousand. Raises ValueError when the text is none of these.
    """
    bare = _BLANKS.sub("", text).replace(_MINUS, "-")
    if _ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "")
    elif "," in bare:
        whole, _comma, cents = bare.partition(",")
        if "." in whole and not _GROUPED.fullmatch(whole):
            raise ValueError(text)
        bare = f"{whole.replace('.', '')}.{cents}"
    elif _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if not _PLAIN.fullmatch(bare):
        raise ValueError(text)
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise ValueError(text) from None


_MINUS = "\N{MINUS SIGN}"


class ItalianNumberField(forms.DecimalField):
    """A number typed with a comma. `affix` is what stands beside the space."""

    affix = ""
    size = "short"
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Scrivere un numero con la virgola per i decimali, per esempio 1.234,56."),
        "max_decimal_places": _(
            "Al massimo %(max)s cifre dopo la virgola. Le migliaia si separano con il punto: 1.234,00."
        ),
        "min_value": _("Non può essere inferiore a %(limit_value)s."),
        "max_value": _("Non può essere superiore a %(limit_value)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs inherit from whole numbers
        """Read what was typed."""
        if isinstance(value, str) and value.strip():
            typed = value.replace("€", "").replace("%", "")
            try:
                value = read_number(typed)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Write the number as it would be typed; what was typed wrong is left as it was."""
        return _typed(value) if isinstance(value, (Decimal, int)) else value


def _typed(value: Decimal | int) -> str:
    """Write a number with points and comma, with the places it has, so that nothing is lost by sending it again."""
    return (
        f"{value:,f}".translate(str.maketrans(",.", ".,"))
        if isinstance(value, Decimal)
        else f"{value:,}".replace(",", ".")
    )


class EuroField(ItalianNumberField):
    """An amount in euro with two decimals, up to 9,999,999,999.99."""

    affix = "€"

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write the amount with two decimals and no currency: `12.345,67`."""
        if isinstance(value, (Decimal, int)):
            return writing.amount(value).replace(_MINUS, "-")
        return value


class PercentField(ItalianNumberField):
    """A percentage in hundredths (12,5 is twelve and a half per cent), from 0 to 100 unless said otherwise."""

    affix = "%"

    def __init__(self, *, max_digits: int = 5, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(
            max_digits=max_digits, decimal_places=decimal_places, **{"min_value": 0, "max_value": 100} | kwargs
        )


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed `17/02/2026`, of two centuries (`EARLIEST`, `LATEST`)."""

    widget = DayInput
    size = "short"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"])
        kwargs.setdefault("error_messages", {"invalid": _("Scrivere una data che esiste, per esempio 17/02/2026.")})
        super().__init__(**kwargs)

    def validate(self, value: date | None) -> None:
        """Refuse a year that was mistyped: `0206` or `2926` for 2026 exist, and nobody means them."""
        super().validate(value)
        if value is not None and value < EARLIEST:
            raise ValidationError(_("La data è troppo lontana nel passato: controllare l'anno."), code="too_early")
        if value is not None and value > LATEST:
            raise ValidationError(_("La data è troppo lontana nel futuro: controllare l'anno."), code="too_late")


class CodeField(forms.CharField):
    """A code: spaces and dots go, letters become capitals, and what remains must be right."""

    size = "medium"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    @staticmethod
    def is_right(code: str) -> bool:
        """Tell whether a compact code is right; each code has its own rule."""
        raise NotImplementedError(code)

    def to_python(self, value: Any) -> str:
        """Write the code as it is stored."""
        return codes.compact(str(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        """Refuse a code that is wrong."""
        super().validate(value)
        if value and not self.is_right(value):
            raise ValidationError(self.error_messages["wrong"], code="wrong")


class CupField(CodeField):
    """CUP, *codice unico di progetto*: a letter, two figures, a letter, eleven figures."""

    is_right = staticmethod(codes.is_cup)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il codice ha 15 caratteri, per esempio H19G22000350001: controllare quello scritto."),
    }


class CigField(CodeField):
    """CIG, *codice identificativo di gara*: ten characters, the last three of the older ones are a check."""

    is_right = staticmethod(codes.is_cig)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il codice ha 10 caratteri e quello scritto non torna: ricopiarlo dal contratto."),
    }


class FiscalCodeField(CodeField):
    """*Codice fiscale* of a person or of a body."""

    is_right = staticmethod(codes.is_fiscal_code)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il codice non è corretto: ha 16 caratteri per una persona, 11 cifre per un ente."),
    }


class VatField(CodeField):
    """*Partita IVA*."""

    is_right = staticmethod(codes.is_vat_number)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il numero non è corretto: ha 11 cifre, e l'ultima controlla le altre."),
    }


class IbanField(CodeField):
    """IBAN."""

    is_right = staticmethod(codes.is_iban)
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il codice non è corretto: quello italiano ha 27 caratteri e comincia con IT."),
    }
