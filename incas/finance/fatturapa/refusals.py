# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why a file is not taken in: one exception, whose Italian text says what is wrong and what to do."""

from enum import StrEnum


class SignatureStatus(StrEnum):
    """What is known of the signature of a file. It never speaks of the chain of trust, which is not verified."""

    NONE = "none"
    """The file bears no signature."""
    INTACT = "intact"
    """The content is, bit by bit, what the signer's certificate signed."""
    BROKEN = "broken"
    """The content or the signature was changed after signing: the file is refused."""
    UNKNOWN = "unknown"
    """A signature is there, but it cannot be evaluated (algorithm or certificate not available)."""


class InvoiceRefused(Exception):
    """The file cannot be taken in as an invoice.

    `reason` is an Italian sentence for the person who uploaded it; `signature` is what was learnt of the signature
    before refusing.
    """

    def __init__(self, reason: str, *, signature: SignatureStatus = SignatureStatus.NONE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.signature = signature
