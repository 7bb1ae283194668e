# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Lists, all alike: declared columns, search, filters, sort, keyset pages, counts, files, all in the address."""

from incas.core.kinds import Kind
from incas.core.lists.columns import Column
from incas.core.lists.listing import Action, BulkAction, Empty, Listing
from incas.core.lists.narrowing import by_words
from incas.core.lists.shown import ListPage, list_address

__all__ = ["Action", "BulkAction", "Column", "Empty", "Kind", "ListPage", "Listing", "by_words", "list_address"]
