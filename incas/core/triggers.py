# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses, for tables of any app."""

from typing import Final

import pgtrigger

NEVER_EMPTIED: Final = pgtrigger.Trigger(
    name="never_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;",
)
"""Goes with every trigger that keeps rows from being deleted: TRUNCATE fires no trigger of rows."""

APPEND_ONLY: Final = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    NEVER_EMPTIED,
)
"""Rows are only ever added, whoever asks, the owner of the table included."""
