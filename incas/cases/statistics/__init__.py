# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The only way out for numbers of cases: counted under the whole platform's scope, protected, published, kept.

`facts` reads and classifies, `tallies` counts, and neither leaves this package; `indicators` and `kinds` say what is
counted and how it is told; `publishing` turns counts into tables and protects them all together; `reading` opens what
was published for one reader, `comparing` puts Comuni side by side, `pictures` draws. What is suppressed, how, and what
that does not cover: docs/adr/0014-safe-tables.md.
"""

from incas.cases.statistics.comparing import Comparison, compared
from incas.cases.statistics.publishing import compute_figures
from incas.cases.statistics.reading import FigureRow, FigureTable, Value, figures_for, kinds_for

__all__ = ["Comparison", "FigureRow", "FigureTable", "Value", "compared", "compute_figures", "figures_for", "kinds_for"]
