# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a file to the invoices in it: the only door."""

import hashlib
from dataclasses import field

from incas.finance.fatturapa.bodies import read_body
from incas.finance.fatturapa.document import Document, record
from incas.finance.fatturapa.fields import child, children
from incas.finance.fatturapa.markup import Markup, parse_markup
from incas.finance.fatturapa.parties import read_header
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus
from incas.finance.fatturapa.signatures import Signer, Unsealed, worst
from incas.finance.fatturapa.unsealing import refuse_broken, unseal


@record
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
    try:
        return _read(data, name)
    except InvoiceRefused:
        raise
    except (MemoryError, RecursionError):
        raise InvoiceRefused("Il file supera i limiti di lettura: richiedere al fornitore il file originale.") from None
    except Exception as error:  # a file from a stranger must never stop the others
        reason = "Il file non si può leggere come fattura elettronica: richiedere al fornitore il file originale."
        raise InvoiceRefused(reason) from error


def _read(data: bytes, name: str) -> ReadInvoice:
    unsealed = unseal(data)
    status, signers = unsealed.status, unsealed.signers
    try:
        markup = parse_markup(unsealed.content)
        if markup.is_signed:
            enveloped = _check_enveloped(markup)
            status, signers = worst((status, enveloped.status)), (*signers, *enveloped.signers)
            refuse_broken(status)
        documents = read_documents(markup)
    except InvoiceRefused as refusal:
        refusal.signature = worst((refusal.signature, status))
        raise
    return ReadInvoice(name, hashlib.sha256(data).hexdigest(), status, signers, documents, unsealed.content)


def _check_enveloped(markup: Markup) -> Unsealed:
    # Imported here because most files are not signed, and cryptography takes longer than reading them.
    from incas.finance.fatturapa.xades import check_enveloped  # noqa: PLC0415 - see above

    return check_enveloped(markup.text)


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
