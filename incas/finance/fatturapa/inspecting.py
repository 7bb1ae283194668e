# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Files of invoices told one a line, as JSON, without a database.

The keys of a line: `file`, `status` (`accepted` or `rejected`), `reason` (Italian, null when accepted), `signature`
(`none`, `intact`, `broken`, `unknown`), `documents`. Of a document: `type`, `number`, `date`, `currency`, `supplier`
and `customer` (`name`, `vat`, `tax_code`), `total`, `vat`, `withheld`, `payable` (text with two decimals; negative for
credit notes), `split_payment`, `cup`, `cig`. What is not written is null. The VAT number of an Italian party is its
eleven digits, as Italians write it; that of another begins with its country.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from incas.finance.fatturapa.amounts import as_text
from incas.finance.fatturapa.archive import is_archive, walk_archive
from incas.finance.fatturapa.document import Document, Party
from incas.finance.fatturapa.markup import MAX_FILE_BYTES
from incas.finance.fatturapa.reading import read_invoice
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus

_LINE_BREAKS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""JSON leaves them as they are, but some programs end a line there."""


def inspect_paths(paths: Iterable[str]) -> Iterator[bytes]:
    """Give one line of JSON, in UTF-8 with its end, for each file; folders and ZIPs are walked, in order of name."""
    for path in paths:
        for report in _inspect_path(path):
            line = json.dumps(report, ensure_ascii=False).translate(_LINE_BREAKS) + "\n"
            # A name that is not UTF-8 becomes escapes, which is how JSON writes what is not a character.
            yield line.encode(errors="backslashreplace")


def inspect_data(data: bytes, *, name: str) -> dict[str, Any]:
    """Tell one file from its bytes."""
    try:
        invoice = read_invoice(data, name=name)
        documents = [_document(document) for document in invoice.documents]
    except InvoiceRefused as refusal:
        return _rejected(name, refusal.reason, refusal.signature)
    return {
        "file": name,
        "status": "accepted",
        "reason": None,
        "signature": str(invoice.signature),
        "documents": documents,
    }


def _inspect_path(path: str) -> Iterator[dict[str, Any]]:
    waiting = [path]
    while waiting:
        current = waiting.pop()
        try:
            mode = os.stat(current).st_mode  # noqa: PTH116 - the name is shown as it was given
            if stat.S_ISDIR(mode) and current != path and os.path.islink(current):  # noqa: PTH114 - as above
                yield _rejected(current, "È un collegamento a una cartella: indicare la cartella stessa.")
            elif stat.S_ISDIR(mode):
                inside = sorted(os.listdir(current), reverse=True)  # noqa: PTH208 - as above
                waiting.extend(os.path.join(current, name) for name in inside)  # noqa: PTH118 - as above
            elif stat.S_ISREG(mode):
                yield from _inspect_file(current)
            else:
                yield _rejected(current, "Non è un file: indicare file o cartelle.")
        except FileNotFoundError:
            yield _rejected(current, "Il file non esiste: controllare il percorso.")
        except PermissionError:
            yield _rejected(current, "Il file non si può leggere: mancano i permessi.")
        except (OSError, ValueError):
            yield _rejected(current, "Il file non si può leggere: controllare il percorso e il disco.")


def _inspect_file(path: str) -> Iterator[dict[str, Any]]:
    with Path(path).open("rb") as stream:
        if is_archive(stream.read(4)):
            yield from _inspect_archive(path)
            return
        stream.seek(0)
        data = stream.read(MAX_FILE_BYTES + 1)
    yield inspect_data(data, name=path)


def _inspect_archive(path: str) -> Iterator[dict[str, Any]]:
    try:
        for entry in walk_archive(Path(path)):
            name = f"{path}/{entry.name}"
            yield _rejected(name, entry.refusal) if entry.refusal else inspect_data(entry.data, name=name)
    except InvoiceRefused as refusal:
        yield _rejected(path, refusal.reason)


def _rejected(name: str, reason: str, signature: SignatureStatus = SignatureStatus.NONE) -> dict[str, Any]:
    return {"file": name, "status": "rejected", "reason": reason, "signature": str(signature), "documents": []}


def _document(document: Document) -> dict[str, Any]:
    return {
        "type": document.type,
        "number": document.number,
        "date": document.date.isoformat(),
        "currency": document.currency,
        "supplier": _party(document.supplier),
        "customer": _party(document.customer),
        "total": as_text(document.total),
        "vat": as_text(document.vat),
        "withheld": as_text(document.withheld),
        "payable": as_text(document.payable),
        "split_payment": document.is_split_payment,
        "cup": list(document.cup),
        "cig": list(document.cig),
    }


def _party(party: Party) -> dict[str, str | None]:
    return {"name": party.name, "vat": party.vat and party.vat.removeprefix("IT"), "tax_code": party.tax_code}
