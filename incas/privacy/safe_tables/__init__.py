# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Statistical disclosure control of tables of counts: no Django, no database."""

from incas.privacy.safe_tables.cells import SUPPRESSED, Count, Figure, Shown, Suppressed
from incas.privacy.safe_tables.protection import CannotProtect
from incas.privacy.safe_tables.publishing import Protected, ThresholdTooLow, protect
from incas.privacy.safe_tables.tables import Dimension, Table, TablesRefused

__all__ = [
    "SUPPRESSED",
    "CannotProtect",
    "Count",
    "Dimension",
    "Figure",
    "Protected",
    "Shown",
    "Suppressed",
    "Table",
    "TablesRefused",
    "ThresholdTooLow",
    "protect",
]
