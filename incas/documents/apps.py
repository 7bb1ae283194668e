# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Files, fingerprints, receipts."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files, fingerprints, receipts."""

    name = "incas.documents"
