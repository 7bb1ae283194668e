# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The entry of the menu about projects, the parts of a project, and the link from a call to what stands under it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incas.core.navigation import register_entry
from incas.core.pages import everyone
from incas.programmes.links import register_call_link
from incas.programmes.models import Call
from incas.projects import rules
from incas.projects.tabs import register_project_tab


def projects_of_call(call: Call) -> str:
    """Give the address of the projects under a call."""
    return f"{reverse('projects:projects')}?call={call.pk}"


register_entry(_("Progetti"), "projects:projects", rule=rules.follow_projects, order=20, key="p")
register_call_link(_("Progetti"), projects_of_call, rule=rules.follow_projects)
register_project_tab(_("Quadro"), "projects:project", everyone, order=10)
register_project_tab(_("Piano finanziario"), "projects:budget", everyone, order=20)
register_project_tab(_("Scadenze"), "projects:deadlines", everyone, order=30)
register_project_tab(_("Storia"), "projects:story", everyone, order=90)
