# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A rule set as a file: JSON that goes out and comes back in, tables for a spreadsheet. Pure."""

from incas.programmes.exchange.reading import FileRefused, from_json
from incas.programmes.exchange.tables import to_sheets
from incas.programmes.exchange.writing import to_json

__all__ = ["FileRefused", "from_json", "to_json", "to_sheets"]
