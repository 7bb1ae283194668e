# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the bar, and the part of a project that tells of money."""

from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_entry
from incas.finance import rules
from incas.projects.tabs import register_project_tab

register_entry(_("Documenti di spesa"), "finance:documents", rule=rules.handle_documents, order=30, key="d")
register_entry(_("Spese"), "finance:expenses", rule=rules.read_expenses, order=35, key="e")
register_entry(
    _("Domande di rimborso"),
    "finance:claims",
    rule=rules.read_claims,
    order=40,
    key="r",
    also=("finance:expenses", "finance:documents"),
)
register_project_tab(_("Avanzamento finanziario"), "finance:overview", rules.read_project_money, order=50)
