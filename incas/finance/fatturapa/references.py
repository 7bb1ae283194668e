# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a document refers to: orders, contracts, agreements, other invoices, each with its CUP and CIG."""

from collections.abc import Iterable, Iterator

from incas.finance.fatturapa.document import Line, Reference
from incas.finance.fatturapa.fields import child, children, code, day, integers, text
from incas.finance.fatturapa.markup import Node

_CUP_LABELS = frozenset({"CUP", "CODICECUP", "CODICE CUP"})
_CIG_LABELS = frozenset({"CIG", "CODICECIG", "CODICE CIG"})


def read_references(general: Node, lines: Iterable[Line]) -> tuple[Reference, ...]:
    """Every reference of a body, in its order; then the codes written beside a line."""
    return (*_related(general), *_corrected(general), *_transported(general), *_beside_lines(lines))


def _related(general: Node) -> Iterator[Reference]:
    for kind in general:
        for node in children(general, kind):
            # Whatever block has one of these is a related document, those of later versions too.
            if "IdDocumento" in node or "CodiceCUP" in node or "CodiceCIG" in node:
                yield Reference(
                    kind,
                    code(node, "IdDocumento"),
                    day(node, "Data"),
                    text(node, "NumItem"),
                    text(node, "CodiceCommessaConvenzione"),
                    _capitals(code(node, "CodiceCUP")),
                    _capitals(code(node, "CodiceCIG")),
                    integers(node, "RiferimentoNumeroLinea"),
                )


def _corrected(general: Node) -> Iterator[Reference]:
    """The invoice that this one completes, and the one that a simplified document corrects."""
    main = child(general, "FatturaPrincipale")
    if main:
        yield Reference("FatturaPrincipale", code(main, "NumeroFatturaPrincipale"), day(main, "DataFatturaPrincipale"))
    for node in children(general, "DatiFatturaRettificata"):
        note = text(node, "ElementiRettificati")
        yield Reference("DatiFatturaRettificata", code(node, "NumeroFR"), day(node, "DataFR"), note=note)


def _transported(general: Node) -> Iterator[Reference]:
    for node in children(general, "DatiDDT"):
        lines = integers(node, "RiferimentoNumeroLinea")
        yield Reference("DatiDDT", code(node, "NumeroDDT"), day(node, "DataDDT"), lines=lines)


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
                yield Reference(kind, cup=_capitals(value), lines=numbers)
            elif value and name in _CIG_LABELS:
                yield Reference(kind, cig=_capitals(value), lines=numbers)


def _capitals(written: str | None) -> str | None:
    return written.upper() if written else None
