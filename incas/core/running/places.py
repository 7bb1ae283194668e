# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Where the project and its data are, for what runs before Django's settings are read."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def var_folder() -> Path:
    """The folder of all data, as the settings have it: INCAS_VAR, otherwise `var` in the project."""
    return Path(os.environ.get("INCAS_VAR", ROOT / "var"))


def settings_named() -> None:
    """Django's settings are those of the demo unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
