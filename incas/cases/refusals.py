# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A refusal of an operation on a case that knows the field it is about: the form says it beside that field."""


class Refused(Exception):
    """What was asked cannot be done; the message says why and what to do, in Italian. `field`: empty for the form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
