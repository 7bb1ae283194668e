# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why the database cannot be used, told so that whoever reads it knows what to do."""


class DatabaseUnusable(Exception):
    """The database cannot be made, started or reached; the message says why and what to do, in Italian."""
