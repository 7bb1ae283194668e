# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for."""

from pathlib import Path

import pytest

from incas.programmes.queries import published_rulebook
from tests.database import django_db_setup  # noqa: F401 (a fixture: from here it takes the place of pytest-django's)

pytest_plugins = ["tests.personas", "tests.jobs", "tests.workers"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Forget the published rules of other tests: their databases number rule sets from 1 again."""
    published_rulebook.cache_clear()


@pytest.fixture
def own_keys(settings, tmp_path) -> Path:
    """Keys of the test alone: what it destroys no other test misses, though bodies are numbered from 1 again."""
    settings.INCAS_KEYS = tmp_path / "keys"
    return settings.INCAS_KEYS
