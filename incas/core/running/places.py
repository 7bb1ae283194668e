# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Where the project and its data are, for the settings and for what runs before them."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def var_folder() -> Path:
    """The folder of all data: INCAS_VAR, otherwise `var` in the project."""
    return Path(os.environ.get("INCAS_VAR", ROOT / "var")).resolve()


def settings_named() -> None:
    """Django's settings are those of the demo unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
