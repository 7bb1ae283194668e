# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Finding an invitation by its secret."""

import hashlib

from incas.organisations.models import Membership


def secret_hash(secret: str) -> str:
    """What is stored of a secret. It has 256 bits of its own, so a plain SHA-256 gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Membership | None:
    """Find the membership this secret invites to, accepted or not; None for a secret that was replaced or made up."""
    if not secret:
        return None
    found = Membership.objects.select_related("user", "body").filter(invitation_hash=secret_hash(secret))
    return found.first()
