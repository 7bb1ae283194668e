# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What may name a person: sealed in the application, counted without giving anybody away."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What may name a person: sealed in the application, counted without giving anybody away."""

    name = "incas.privacy"

    def ready(self) -> None:
        """Register how sealed drafts are found again."""
        from incas.privacy import drafts  # noqa: F401, PLC0415 (models come first)
