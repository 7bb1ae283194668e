# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a page of sign-in must know of the person's roles."""

from django import template

from incas.accounts.models import User
from incas.organisations import rules

register = template.Library()


@register.filter
def needs_second_factor(user: User) -> bool:
    """Tell whether the person acts under a role that needs a second factor."""
    return bool(rules.needs_second_factor(user))
