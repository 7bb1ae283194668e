# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for."""

from tests.database import django_db_setup  # noqa: F401 (a fixture: from here it takes the place of pytest-django's)

pytest_plugins = ["tests.personas", "tests.jobs"]
