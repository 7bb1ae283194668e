# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from pathlib import Path

import pytest

from incas.organisations.models import Body
from tests.organisations.factories import BodyFactory
from tests.privacy.notes import installed, make_table


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path) -> Path:
    """Keys of the test alone: what it destroys no other test misses."""
    settings.INCAS_KEYS = tmp_path / "keys"
    return settings.INCAS_KEYS


@pytest.fixture
def body(db: None) -> Iterator[Body]:
    """A body, beside the table of notes."""
    with installed():
        make_table()
        yield BodyFactory()
