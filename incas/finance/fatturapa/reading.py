# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a file to the invoices in it: the only door."""

from dataclasses import dataclass, field
from datetime import datetime

from incas.finance.fatturapa.document import Document
from incas.finance.fatturapa.refusals import SignatureStatus


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
    raise NotImplementedError
