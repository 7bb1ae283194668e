# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From a file to the XML in it: Base64 and signatures are taken off, as many layers as there are."""

import binascii
import re
from typing import Final

from incas.finance.fatturapa.markup import MAX_FILE_BYTES, looks_like_markup
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus
from incas.finance.fatturapa.signatures import Signer, Unsealed, worst

MAX_LAYERS: Final = 8
"""Signed twice and written twice in Base64, there are four."""
_SPACE: Final = b" \t\r\n\x0b\x0c\x00"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ARMOUR: Final = re.compile(rb"-----BEGIN [A-Z0-9 #]{1,40}-----(.*?)-----END ", re.DOTALL)
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{16,}={0,3}")
_SEQUENCE: Final = b"\x30"
_OTHER_FILES: Final = (
    (b"%PDF", "Il file è un PDF: caricare la fattura elettronica in XML, o lo stesso file firmato (.p7m)."),
    (b"PK", "Il file è un archivio ZIP, o un documento Office: caricare i file XML o .p7m che contiene."),
    (b"\x1f\x8b", "Il file è compresso (gzip): caricare il file XML o .p7m che contiene."),
    (b"Rar!", "Il file è un archivio RAR: caricare i file XML o .p7m che contiene, oppure uno ZIP."),
    (b"7z\xbc\xaf", "Il file è un archivio 7-Zip: caricare i file XML o .p7m che contiene, oppure uno ZIP."),
    (b"\xd0\xcf\x11\xe0", "Il file è un documento Office: caricare la fattura elettronica in XML, o firmata (.p7m)."),
    (
        b"\xff\xd8\xff",
        "Il file è un'immagine: caricare la fattura elettronica in XML, o lo stesso file firmato (.p7m).",
    ),
    (b"\x89PNG", "Il file è un'immagine: caricare la fattura elettronica in XML, o lo stesso file firmato (.p7m)."),
)


def unseal(data: bytes) -> Unsealed:
    """Take off signatures and Base64 until XML appears.

    A broken signature refuses the file. Raises InvoiceRefused also when there is no XML inside, or the file is too
    big to be an invoice.
    """
    statuses: list[SignatureStatus] = []
    signers: list[Signer] = []
    try:
        for _ in range(MAX_LAYERS):
            _refuse_size(data)
            if looks_like_markup(data):
                return Unsealed(data, worst(statuses), tuple(signers))
            opened = _open_layer(data)
            statuses.append(opened.status)
            signers.extend(opened.signers)
            refuse_broken(opened.status)
            data = opened.content
    except InvoiceRefused as refusal:
        refusal.signature = worst((refusal.signature, *statuses))
        raise
    raise InvoiceRefused("Il file ha troppi strati di firme: richiedere al fornitore il file originale.")


def _open_layer(data: bytes) -> Unsealed:
    if not data.startswith(_SEQUENCE):
        return Unsealed(_from_base64(data), SignatureStatus.NONE, ())
    # Imported here because most files are not signed, and cryptography takes longer than reading them.
    from incas.finance.fatturapa.cms import open_envelope  # noqa: PLC0415 - see above

    return open_envelope(data)


def refuse_broken(status: SignatureStatus) -> None:
    """Refuse what was changed after signing."""
    if status == SignatureStatus.BROKEN:
        reason = (
            "La firma digitale non corrisponde al contenuto: il file è stato modificato dopo la firma. "
            "Richiedere al fornitore il file originale."
        )
        raise InvoiceRefused(reason, signature=status)


def _refuse_size(data: bytes) -> None:
    if len(data) > MAX_FILE_BYTES:
        reason = f"Il file supera {MAX_FILE_BYTES // (1024 * 1024)} MB, troppi per una fattura elettronica."
        raise InvoiceRefused(reason)
    if not data.removeprefix(_BYTE_ORDER_MARK).strip(_SPACE):
        raise InvoiceRefused("Il file è vuoto: scaricarlo di nuovo dall'origine.")


def _from_base64(data: bytes) -> bytes:
    armoured = _ARMOUR.search(data)
    written = (armoured[1] if armoured else data).removeprefix(_BYTE_ORDER_MARK).translate(None, _SPACE)
    if not _BASE64.fullmatch(written):
        raise InvoiceRefused(_what_it_is(data))
    written = written.rstrip(b"=")
    if len(written) % 4 == 1:
        reason = "Il file firmato è incompleto: scaricarlo di nuovo dall'origine."
        raise InvoiceRefused(reason, signature=SignatureStatus.UNKNOWN)
    return binascii.a2b_base64(written + b"=" * (-len(written) % 4))


def _what_it_is(data: bytes) -> str:
    for head, reason in _OTHER_FILES:
        if data.startswith(head):
            return reason
    return "Il file non è una fattura elettronica: caricare il file XML, oppure lo stesso file firmato (.p7m)."
