# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The PostgreSQL that comes with the project: for trying out, developing and testing. DATABASE_URL names a real one.

Importing this starts nothing: `database_settings` only tells where the server would be; `serving` starts it.
"""

from incas.core.embedded.addresses import DatabaseAddressWrong, database_settings
from incas.core.embedded.cluster import Cluster
from incas.core.embedded.failures import DatabaseUnusable
from incas.core.embedded.server import InUse, owning, running, serving

__all__ = [
    "Cluster",
    "DatabaseAddressWrong",
    "DatabaseUnusable",
    "InUse",
    "database_settings",
    "owning",
    "running",
    "serving",
]
