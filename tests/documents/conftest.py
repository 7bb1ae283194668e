# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def vault_folder(tmp_path: Path, settings: LazySettings) -> Path:
    """A vault of its own for each test."""
    location = tmp_path / "vault"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}},
    }
    return location
