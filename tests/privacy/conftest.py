# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from pathlib import Path

import pytest

from incas.organisations.models import Body
from tests.organisations.factories import BodyFactory
from tests.privacy.notes import installed, make_table


@pytest.fixture(autouse=True)
def key_folder(own_keys: Path) -> Path:
    """Where the keys of the test are."""
    return own_keys


@pytest.fixture
def body(db: None) -> Iterator[Body]:
    """A body, beside the table of notes."""
    with installed():
        make_table()
        yield BodyFactory()
