# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the trail says of keys."""

from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs

register_verbs(
    {
        "keys_prepared": _("ha creato le chiavi dei dati riservati"),
        "keys_rotated": _("ha rinnovato le chiavi dei dati riservati"),
        "keys_retired": _("ha ritirato le chiavi precedenti dei dati riservati"),
        "keys_exported": _("ha copiato le chiavi dei dati riservati"),
        "keys_imported": _("ha ripristinato le chiavi dei dati riservati"),
        "keys_destroyed": _("ha distrutto le chiavi dei dati riservati"),
    }
)
