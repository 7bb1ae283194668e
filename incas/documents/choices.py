# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Verbs of the trail that tell of receipts."""

from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs

register_verbs({"receipted": _("ha ottenuto la ricevuta")})
