# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Refuses long passwords that are short ones in disguise: lists of common ones have few of fourteen characters."""

import re
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_DIFFERENT: Final = 6
OWN_WORDS: Final = frozenset({"incas", "incasplus", "anci", "cittalia", "comune", "ministero"})
_NOT_LETTERS = re.compile(r"[\W\d_]+")


class LengthValidator(MinimumLengthValidator):
    """Refuses a short password. Django's own says so in English: its Italian translation misses the sentence."""

    def get_error_message(self) -> str:
        """Say how long it must be."""
        return _("La password è troppo corta: servono almeno %(least)s caratteri.") % {"least": self.min_length}


class DisguisedPasswordValidator:
    """Refuses a common password with figures and signs around it, one repeated, and a few characters over and over."""

    def __init__(self) -> None:
        self.common: frozenset[str] = frozenset(CommonPasswordValidator().passwords) | OWN_WORDS

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 (Django's signature)
        """Raise ValidationError when what remains of the password is common, or almost nothing remains."""
        letters = _NOT_LETTERS.sub("", password.lower())
        if len(set(password.lower())) < LEAST_DIFFERENT or unit_of(letters) in self.common:
            raise ValidationError(
                _("La password si indovina facilmente: sceglierne una fatta di più parole che non stanno insieme."),
                code="password_disguised",
            )

    def get_help_text(self) -> str:
        """Say what is refused."""
        return _("Non può essere una password comune con l'aggiunta di cifre o segni.")


def unit_of(text: str) -> str:
    """Give the shortest piece that repeated makes the text: `passwordpassword` is `password` twice."""
    size = (text + text).find(text, 1)
    return text[:size] if text else ""
