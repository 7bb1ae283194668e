# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for."""

pytest_plugins = ["tests.personas"]
