# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Statistical disclosure control of tables of counts and of money: no Django, no database.

comune = Dimension("comune", ("Andria", "Biella"), is_revealing=False, has_insiders=True)
table = Table("persone", (comune, Dimension("esito", ("lavoro", "altro"))), {("Andria", "lavoro"): 12, …})
protected = protect([table])  # every table that a reader may put beside another, together
protected.cell("persone", comune="Andria", esito="lavoro")  # Shown(12), or SUPPRESSED
protected.percentage("persone", along="esito", comune="Andria", esito="lavoro")

What holds, and what does not, is told in docs/adr/0014-safe-tables.md.
"""

from incas.privacy.safe_tables.amounts import Amounts, Dominance, PPercent, ProtectedAmounts, protect_amounts
from incas.privacy.safe_tables.cells import SUPPRESSED, Count, Figure, Shown, Suppressed
from incas.privacy.safe_tables.protection import CannotProtect
from incas.privacy.safe_tables.published import Protected
from incas.privacy.safe_tables.publishing import ThresholdTooLow, protect
from incas.privacy.safe_tables.tables import Dimension, Table, TablesRefused

__all__ = [
    "SUPPRESSED",
    "Amounts",
    "CannotProtect",
    "Count",
    "Dimension",
    "Dominance",
    "Figure",
    "PPercent",
    "Protected",
    "ProtectedAmounts",
    "Shown",
    "Suppressed",
    "Table",
    "TablesRefused",
    "ThresholdTooLow",
    "protect",
    "protect_amounts",
]
