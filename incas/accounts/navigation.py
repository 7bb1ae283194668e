# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pages about one's own access, in the menu under one's name."""

from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_personal_link

register_personal_link(_("Accesso e sicurezza"), "mfa_index", icon="key")
register_personal_link(_("Sessioni e accessi"), "accounts:sessions", icon="clock")
