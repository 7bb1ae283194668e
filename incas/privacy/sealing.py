# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Sealing a text so that only the platform, with the key of its body, reads it, and only in its own place.

Form of what is sealed: version (1 byte), id of the key (4), nonce (12), then AES-256-GCM of the padded text with its
tag (16). Version, key, body, place and row are authenticated: moved to another row, field or body it does not open
(NIST SP 800-38D). A key may seal 2³² texts under random nonces, many orders beyond what a body will write.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _

from incas.privacy.keyfiles import KeyDestroyed, KeysMissing
from incas.privacy.keys import ID_LENGTH, Keyring, keyring

__all__ = ["KeyDestroyed", "KeysMissing", "SealBroken", "blind_index", "is_current", "seal", "unseal"]

VERSION = b"\x01"
INDEX_LENGTH = 16
_HEAD = len(VERSION) + ID_LENGTH
_NONCE = 12
_TAG = 16
_STEP = 32
_END = b"\x80"
SHORTEST = _HEAD + _NONCE + _STEP + _TAG


class SealBroken(Exception):
    """What is stored is not what was sealed there: altered, moved, or sealed under a key this body does not have."""

    def __init__(self) -> None:
        super().__init__(_("Un dato cifrato è stato alterato o spostato: avvisare chi gestisce il servizio."))


def seal(text: str, *, body_id: int, place: str, row: str) -> bytes:
    """Seal a text under the current key of a body, for one place (`table.column`) of one row.

    Its length is hidden among those of the same 32 bytes, or of the same eighth of a power of two beyond 512.
    Raises KeyDestroyed, KeysMissing.
    """
    ring = keyring(body_id, latest=True)
    head = VERSION + ring.current_id
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + ring.ciphers[ring.current_id].encrypt(nonce, _padded(text), _bound(head, body_id, place, row))


def unseal(sealed: bytes, *, body_id: int, place: str, row: str) -> str:
    """Read what was sealed for this place of this row. Raises SealBroken, KeyDestroyed, KeysMissing."""
    if len(sealed) < SHORTEST or sealed[:1] != VERSION:
        raise SealBroken
    cipher = _cipher(body_id, sealed[1:_HEAD])
    rest = _HEAD + _NONCE
    try:
        padded = cipher.decrypt(sealed[_HEAD:rest], sealed[rest:], _bound(sealed[:_HEAD], body_id, place, row))
    except InvalidTag:
        raise SealBroken from None
    return padded.rpartition(_END)[0].decode()


def blind_index(text: str, *, body_id: int, place: str) -> bytes:
    """Give the fingerprint by which a text is found again in one place of one body, 16 bytes.

    Equal texts have equal fingerprints and nothing else is told; without the key none can be guessed. The caller writes
    the text in one way (case, blanks, accents). Raises KeyDestroyed, KeysMissing.
    """
    return hmac.digest(keyring(body_id).index, f"{place}\0{text}".encode(), "sha256")[:INDEX_LENGTH]


def is_current(sealed: bytes, *, body_id: int) -> bool:
    """Tell whether something was sealed under the key that now seals."""
    return sealed[1:_HEAD] == keyring(body_id, latest=True).current_id


def _cipher(body_id: int, key_id: bytes) -> AESGCM:
    """The cipher of a key; one not known yet is looked for in the folder."""
    ring: Keyring = keyring(body_id)
    if key_id not in ring.ciphers:
        ring = keyring(body_id, latest=True)
    try:
        return ring.ciphers[key_id]
    except KeyError:
        raise SealBroken from None


def _bound(head: bytes, body_id: int, place: str, row: str) -> bytes:
    """What a sealed text is bound to. A place holds no NUL, so no two of them are written alike."""
    return head + f"{body_id}\0{place}\0{row}".encode()


def _padded(text: str) -> bytes:
    """End the text with a mark and fill it up (ISO/IEC 7816-4)."""
    ended = text.encode() + _END
    step = max(_STEP, 1 << max(0, len(ended).bit_length() - 4))
    return ended.ljust(-(-len(ended) // step) * step, b"\0")
