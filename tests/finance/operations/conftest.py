# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Everything here may store files: they stay in the folder of each test."""

import pytest


@pytest.fixture(autouse=True)
def stored_apart(vault: None) -> None:
    """Use the vault of the test."""
