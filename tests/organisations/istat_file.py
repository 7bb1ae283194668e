# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Small lists of Comuni written as ISTAT writes its own."""

from collections.abc import Iterable

HEAD = (
    "Codice Regione", '"Codice dell\'Unità territoriale sovracomunale \n(valida a fini statistici)"',
    "Codice Provincia (Storico)(1)", "Progressivo del Comune (2)", "Codice Comune formato alfanumerico",
    "Denominazione (Italiana e straniera)", "Denominazione in italiano", "Denominazione altra lingua",
    "Codice Ripartizione Geografica", "Ripartizione geografica", "Denominazione Regione",
    '"Denominazione dell\'Unità territoriale sovracomunale \n(valida a fini statistici)"',
    "Tipologia di Unità territoriale sovracomunale ",
    "Flag Comune capoluogo di provincia/città metropolitana/libero consorzio", "Sigla automobilistica",
    "Codice Comune formato numerico", "Codice Comune numerico con 110 province (dal 2010 al 2016)",
    "Codice Comune numerico con 107 province (dal 2006 al 2009)",
    "Codice Comune numerico con 103 province (dal 1995 al 2005)", "Codice Catastale del comune", "Codice NUTS1 2021",
    "Codice NUTS2 2021 (3) ", "Codice NUTS3 2021", "Codice NUTS1 2024", "Codice NUTS2 2024 (3) ", "Codice NUTS3 2024",
)  # fmt: skip


def line(
    belfiore: str,
    name: str,
    code: str,
    *,
    other_name: str = "",
    province: tuple[str, str, str] = ("111", "Sud Sardegna", "SU"),
    region: tuple[str, str] = ("20", "Sardegna"),
    unit_kind: str = "1",
    capital: str = "0",
    once: str = "",
) -> str:
    """One line: Belfiore code, name, ISTAT code; `province` is code, name, plate; `once` its code in 2005."""
    (province_code, province_name, plate), (region_code, region_name) = province, region
    full_name = f"{name}/{other_name}" if other_name else name
    cells = (
        region_code, province_code, province_code, code[3:], code, full_name, name, other_name, "5", "Isole",
        region_name, province_name, unit_kind, capital, plate, code.lstrip("0"), code.lstrip("0"), once, once, belfiore,
        "ITX", "ITX2", "ITX2H", "ITG", "ITG2", "ITG2H",
    )  # fmt: skip
    return ";".join(cells)


def istat_file(lines: Iterable[str], *, encoding: str = "windows-1252") -> bytes:
    """A whole file, with the line ends of ISTAT's."""
    return "\r\n".join([";".join(HEAD), *lines, ""]).encode(encoding)
