# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The order of the apps, read from the one place that holds it: the import contract in pyproject.toml."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rank_of_apps() -> dict[str, int]:
    """Give each app its height: 0 for the lowest layer; apps of one layer share it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return {name.strip(): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")}
