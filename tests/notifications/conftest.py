# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

import pytest

from incas.notifications.kinds import KINDS


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Two kinds of messages, whatever the apps register."""
    known = {"claim_sent": "Domanda inviata", "claim_back": "Domanda restituita"}
    kept = dict(KINDS)
    KINDS.clear()
    KINDS.update(known)
    yield known
    KINDS.clear()
    KINDS.update(kept)
