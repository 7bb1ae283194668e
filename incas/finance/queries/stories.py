# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The history of a claim, step by step: what was decided of each expense has a page of its own, told when it may be."""

from incas.audit.choices import Kind
from incas.audit.models import Entry
from incas.finance.models import Claim

SHORT = 12


def story_of(claim: Claim) -> list[Entry]:
    """Give the newest steps of a claim, newest first, single decisions left out. One query."""
    entries = Entry.objects.about(claim).filter(kind=Kind.WRITE).exclude(verb="decided")
    return list(entries[:SHORT])
