# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is learnt of the signatures of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from incas.finance.fatturapa.refusals import SignatureStatus

_FROM_BEST = (SignatureStatus.NONE, SignatureStatus.INTACT, SignatureStatus.UNKNOWN, SignatureStatus.BROKEN)


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
class Unsealed:
    """What was inside a signature."""

    content: bytes
    status: SignatureStatus
    signers: tuple[Signer, ...]


def worst(statuses: Iterable[SignatureStatus]) -> SignatureStatus:
    """One status for several signatures: broken, else unknown, else intact, else none."""
    return max(statuses, key=_FROM_BEST.index, default=SignatureStatus.NONE)
