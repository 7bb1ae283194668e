# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From tables of counts to what may be published of them."""

from collections.abc import Mapping, Sequence
from math import log2

from incas.privacy.safe_tables.cells import SUPPRESSED, Count, Shown
from incas.privacy.safe_tables.demands import demands_of
from incas.privacy.safe_tables.protection import cells_to_hide
from incas.privacy.safe_tables.published import Protected
from incas.privacy.safe_tables.system import System, system_of
from incas.privacy.safe_tables.tables import Key, Table

LEAST_THRESHOLD = 3
"""Sistan ethics rules (Gazzetta 19A00181), art. 5: at least three, raised with the sensitivity of the data."""
DEFAULT_THRESHOLD = 5
WORTH_OF_A_MARGIN = 8
"""How many cells of the same size are hidden rather than a total of them; the same again for a total of totals."""


class ThresholdTooLow(ValueError):
    """Under the least threshold nothing is protected."""


def protect(
    tables: Sequence[Table],
    *,
    threshold: int = DEFAULT_THRESHOLD,
    hides_zeros: bool = False,
    before: Mapping[Key, int] | None = None,
) -> Protected:
    """Decide which cells of tables published together are shown.

    Tables published apart from each other are not protected from each other: give all that a reader may put side by
    side. `before` are the values with which cells were last shown: one that moved by less than the threshold since is
    hidden. The same tables give the same answer, in whatever order. Raises ThresholdTooLow, TablesRefused,
    CannotProtect.
    """
    if threshold < LEAST_THRESHOLD:
        raise ThresholdTooLow(f"The threshold must be at least {LEAST_THRESHOLD}")
    system = system_of(tables)
    demands = demands_of(system, threshold=threshold, hides_zeros=hides_zeros, before=before or {})
    hidden = cells_to_hide(system, demands, worth_of(system)) if demands else frozenset()
    shown: dict[Key, Count] = {key: Shown(0) for key in system.structural}
    for number, (key, value) in enumerate(zip(system.keys, system.values, strict=True)):
        shown[key] = SUPPRESSED if number in hidden else Shown(value)
    return Protected(shown, threshold)


def worth_of(system: System) -> tuple[float, ...]:
    """Tell what each cell is worth to its readers: totals more than parts, large counts a little more than small."""
    counted = zip(system.values, system.margins, strict=True)
    return tuple((1 + log2(1 + value)) * WORTH_OF_A_MARGIN**margins for value, margins in counted)
