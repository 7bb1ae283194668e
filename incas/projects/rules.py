# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with projects. Which projects a person sees is told by `visible_to`; when, by the operations."""

from incas.accounts.models import User
from incas.core.predicates import predicate
from incas.organisations.choices import Role
from incas.organisations.rules import has_any_role
from incas.projects.models import SEES_EVERY_PROJECT, WORKS_ON_OWN_PROJECTS, Project

manage_projects = has_any_role(Role.COORDINATOR)
follow_projects = has_any_role(*SEES_EVERY_PROJECT, Role.TUTOR, *WORKS_ON_OWN_PROJECTS)
create_projects = has_any_role(Role.COORDINATOR, Role.PROJECT_MANAGER)


@predicate
def manages_project(user: User, project: Project) -> bool:
    """The person is a project manager of the body that holds the project."""
    return Role.PROJECT_MANAGER in user.acting_roles and user.acting_body_id == project.body_id


@predicate
def keeps_its_accounts(user: User, project: Project) -> bool:
    """The person is a finance officer of the body that holds the project."""
    return Role.FINANCE_OFFICER in user.acting_roles and user.acting_body_id == project.body_id


prepare_project = manage_projects | manages_project
record_advance = prepare_project | keeps_its_accounts
read_project = follow_projects
