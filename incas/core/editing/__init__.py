# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Forms that lose nothing: drafts kept while typing, two editors merged field by field, a second press harmless."""

from incas.core.editing.authors import last_author, name_authors_with
from incas.core.editing.drafts import Drafts, register_drafts
from incas.core.editing.editing import Editing

__all__ = ["Drafts", "Editing", "last_author", "name_authors_with", "register_drafts"]
