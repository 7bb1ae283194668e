# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Requests as the views see them."""

from django.http import HttpRequest

from incas.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind a door that asks for sign-in: its user is a person, acting for a body or for none."""

    user: User
