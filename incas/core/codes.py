# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Codes of the Italian administration, told right from wrong. Each takes the code compact and in capitals."""

import re
from typing import Final

from stdnum import iban
from stdnum.it import codicefiscale, iva

CUP: Final = re.compile(r"[A-Z]\d{2}[A-Z]\d{11}")
OLD_CIG: Final = re.compile(r"(\d{7})([0-9A-F]{3})")
SMART_CIG: Final = re.compile(r"[XYZ][0-9A-F]{9}")
NEW_CIG: Final = re.compile(r"[A-U][0-9A-F]{9}")
CIG_FACTOR: Final = 211
CIG_MODULUS: Final = 4091


def compact(code: str) -> str:
    """Take spaces, dots, dashes and slashes away and write in capitals."""
    return re.sub(r"[\s.\-/]", "", code).upper()


def is_cup(code: str) -> bool:
    """Tell whether this is shaped as a CUP (*codice unico di progetto*): its check digit is not public."""
    return CUP.fullmatch(code) is not None


def is_cig(code: str) -> bool:
    """Tell whether this is a CIG (*codice identificativo di gara*).

    Up to 2023: seven digits N, not all zero, and N·211 mod 4091 in three hexadecimal figures. SmartCIG (X, Y or Z) and
    the codes given since 2024 (A to U) are known by their shape alone.
    """
    old = OLD_CIG.fullmatch(code)
    if old:
        number = int(old[1])
        return number > 0 and number * CIG_FACTOR % CIG_MODULUS == int(old[2], 16)
    return SMART_CIG.fullmatch(code) is not None or NEW_CIG.fullmatch(code) is not None


def is_fiscal_code(code: str) -> bool:
    """Tell whether this is a *codice fiscale*, of a person (16 characters) or of a body (11 digits)."""
    return bool(codicefiscale.is_valid(code))


def is_vat_number(code: str) -> bool:
    """Tell whether this is a *partita IVA*: 11 digits with their check digit, with or without IT before them."""
    return bool(iva.is_valid(code))


def is_iban(code: str) -> bool:
    """Tell whether this is an IBAN (ISO 13616), of any country."""
    return bool(iban.is_valid(code))
