# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture
def vault_folder(tmp_path: Path, settings: LazySettings) -> Path:
    """A vault of its own for the test that stores files."""
    location = tmp_path / "vault"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}},
    }
    return location
