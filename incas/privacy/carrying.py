# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Carrying the keys of a body elsewhere: a copy to keep apart from the database, or to another installation.

Form: `incas-keys-1` and a line end, salt (16 bytes), nonce (12), then the number of the body and its keys as JSON under
AES-256-GCM, with a key that scrypt makes from a passphrase (RFC 7914, N 2¹⁷: 128 MB, a third of a second a guess).
"""

import json
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext_lazy as _

from incas.privacy.keys import key_contents

SHORTEST_PASSPHRASE = 14
_HEAD = b"incas-keys-1\n"
_SALT, _NONCE = 16, 12
_NAME = re.compile(r"index\.key|\d{6}-[0-9a-f]{8}\.key")


class PassphraseTooShort(Exception):
    """The passphrase would not stand a guess."""

    def __init__(self) -> None:
        super().__init__(
            _("La frase segreta deve avere almeno %(length)s caratteri.") % {"length": SHORTEST_PASSPHRASE}
        )


class ExportUnreadable(Exception):
    """What is given is no export of keys, was altered, or the passphrase is another."""

    def __init__(self) -> None:
        super().__init__(
            _("La copia delle chiavi non si apre: la frase segreta è un'altra, o il file è stato alterato.")
        )


def export_keys(body_id: int, passphrase: str) -> bytes:
    """Give the keys of a body, closed under a passphrase. Raises PassphraseTooShort, KeyDestroyed, KeysMissing."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort
    keys = {name: key.hex() for name, key in key_contents(body_id).items()}
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    content = json.dumps({"body": body_id, "keys": keys}).encode()
    return _HEAD + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, content, _HEAD)


def read_export(exported: bytes, passphrase: str) -> tuple[int, dict[str, bytes]]:
    """Give the number of the body and its keys by the name of their file. Raises ExportUnreadable."""
    start = len(_HEAD) + _SALT
    salt, nonce, closed = exported[len(_HEAD) : start], exported[start : start + _NONCE], exported[start + _NONCE :]
    if not exported.startswith(_HEAD) or not closed:
        raise ExportUnreadable
    try:
        content = json.loads(_cipher(passphrase, salt).decrypt(nonce, closed, _HEAD))
    except InvalidTag:
        raise ExportUnreadable from None
    keys = {name: bytes.fromhex(key) for name, key in content["keys"].items()}
    if not all(_NAME.fullmatch(name) for name in keys):
        raise ExportUnreadable
    return int(content["body"]), keys


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode()))
