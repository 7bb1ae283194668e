# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a document refers to: orders, contracts, agreements, other invoices, each with its CUP and CIG."""

from collections.abc import Iterable, Iterator
from typing import Final

from incas.finance.fatturapa.document import Line, Reference
from incas.finance.fatturapa.fields import Plan, as_capitals, as_code, as_day, as_text, as_wholes, children
from incas.finance.fatturapa.markup import Node

_CUP_LABELS = frozenset({"CUP", "CODICECUP", "CODICE CUP"})
_CIG_LABELS = frozenset({"CIG", "CODICECIG", "CODICE CIG"})
_RELATED: Final = Plan(
    ("IdDocumento", as_code, None),
    ("Data", as_day, None),
    ("NumItem", as_text, None),
    ("CodiceCommessaConvenzione", as_text, None),
    ("CodiceCUP", as_capitals, None),
    ("CodiceCIG", as_capitals, None),
    ("RiferimentoNumeroLinea", as_wholes, ()),
)
_MAIN: Final = Plan(("NumeroFatturaPrincipale", as_code, None), ("DataFatturaPrincipale", as_day, None))
_CORRECTED: Final = Plan(
    ("NumeroFR", as_code, None),
    ("DataFR", as_day, None),
    ("ElementiRettificati", as_text, None),
)
_TRANSPORTED: Final = Plan(
    ("NumeroDDT", as_code, None),
    ("DataDDT", as_day, None),
    ("RiferimentoNumeroLinea", as_wholes, ()),
)


def read_references(general: Node, lines: Iterable[Line]) -> tuple[Reference, ...]:
    """Every reference of a body, in its order; then the codes written beside a line."""
    return (*_in_general(general), *_beside_lines(lines))


def _in_general(general: Node) -> Iterator[Reference]:
    """The documents named in DatiGenerali: related, main, corrected (simplified format), of transport."""
    for kind in general:
        if kind == "DatiGeneraliDocumento":
            continue
        for node in children(general, kind):
            if kind == "FatturaPrincipale":
                yield Reference(kind, *_MAIN.read(node))
            elif kind == "DatiFatturaRettificata":
                number, day, note = _CORRECTED.read(node)
                yield Reference(kind, number, day, note=note)
            elif kind == "DatiDDT":
                number, day, numbers = _TRANSPORTED.read(node)
                yield Reference(kind, number, day, lines=numbers)
            elif "IdDocumento" in node or "CodiceCUP" in node or "CodiceCIG" in node:
                # Whatever block has one of these is a related document, those of later versions too.
                yield Reference(kind, *_RELATED.read(node))


def _beside_lines(lines: Iterable[Line]) -> Iterator[Reference]:
    """CUP and CIG that suppliers write as item codes or as other data of a line, for want of a better place."""
    for line in lines:
        if not (line.item_codes or line.other_data):
            continue
        written = [("CodiceArticolo", label, value) for label, value in line.item_codes]
        written += [("AltriDatiGestionali", datum.kind, datum.text) for datum in line.other_data]
        for kind, label, value in written:
            name = (label or "").upper()
            numbers = () if line.number is None else (line.number,)
            if value and name in _CUP_LABELS:
                yield Reference(kind, cup=as_capitals(value, kind), lines=numbers)
            elif value and name in _CIG_LABELS:
                yield Reference(kind, cig=as_capitals(value, kind), lines=numbers)
