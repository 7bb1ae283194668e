# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may read and who may write calls and their rules. Drafts are kept from others by `visible_to`, not here."""

from incas.organisations.choices import Role
from incas.organisations.rules import has_any_role, is_member_of_some_body

manage_calls = has_any_role(Role.COORDINATOR)
read_calls = is_member_of_some_body

follow_calls = has_any_role(
    Role.COORDINATOR,
    Role.TUTOR,
    Role.MINISTRY_OFFICER,
    Role.AUDITOR,
    Role.PROJECT_MANAGER,
    Role.FINANCE_OFFICER,
)
"""The roles whose work turns on calls: they find them in the menu.

Whoever acts for a body may read them all the same.
"""
