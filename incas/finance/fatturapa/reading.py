# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a file to the invoices in it: the only door."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from incas.finance.fatturapa.bodies import read_body
from incas.finance.fatturapa.document import Document
from incas.finance.fatturapa.fields import child, children
from incas.finance.fatturapa.markup import Markup, parse_markup
from incas.finance.fatturapa.parties import read_header
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as the certificate says: its chain of trust is not verified."""

    name: str | None
    identifier: str | None
    """`serialNumber` of the subject, which in Italy carries the fiscal code."""
    issuer: str | None
    serial: str
    """Serial number of the certificate, hexadecimal."""
    signed_at: datetime | None = None
    """Instant declared by the signer, not a time stamp."""


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """A file that was taken in."""

    name: str
    sha256: str
    """Fingerprint of the file as it was given, signature included."""
    signature: SignatureStatus
    signers: tuple[Signer, ...]
    documents: tuple[Document, ...]
    xml: bytes = field(repr=False)
    """The invoice without the envelope of its signature."""

    @property
    def signer(self) -> Signer | None:
        """The first who signed."""
        return self.signers[0] if self.signers else None


def read_invoice(data: bytes, *, name: str) -> ReadInvoice:
    """Read a FatturaPA file, plain or signed, ordinary or simplified, whatever its name.

    Raises InvoiceRefused, and nothing else, when the file is not an intact invoice.
    """
    markup = parse_markup(data)
    return ReadInvoice(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        signature=SignatureStatus.NONE,
        signers=(),
        documents=read_documents(markup),
        xml=data,
    )


def read_documents(markup: Markup) -> tuple[Document, ...]:
    """Read every body of a file that was parsed. Raises InvoiceRefused when it is not an invoice."""
    if not markup.name.startswith("FatturaElettronica"):
        raise InvoiceRefused(_other_file(markup.name))
    content = markup.content
    bodies = children(content, "FatturaElettronicaBody")
    if not bodies:
        reason = "Il file non contiene alcun documento (FatturaElettronicaBody): richiederne una copia completa."
        raise InvoiceRefused(reason)
    header = read_header(child(content, "FatturaElettronicaHeader"), markup.version)
    is_simplified = markup.name == "FatturaElettronicaSemplificata"
    return tuple(read_body(body, header, is_simplified=is_simplified) for body in bodies)


def _other_file(name: str) -> str:
    return f"Il file è un XML di altro tipo ({name[:60]}), non una fattura elettronica."
