# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who plays in the demo: invented people, marked as such by their surname, in bodies marked as such."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from incas.accounts.models import User
from incas.organisations.models import Body


@dataclass(frozen=True, slots=True)
class Cast:
    """The bodies and the people of the demo; each person already acts for their body. `at` is the instant of staging.

    The names are those of the personas of the tests. `finance_officer`, `project_manager`, `administrator`,
    `case_worker` and `case_supervisor` work for `comune`; those called `other_…` for `other_comune`;
    `implementing_case_worker` for the body that runs the service of the pilot for another Comune.
    """

    at: datetime
    comune: Body
    other_comune: Body
    regione: Body
    ministry: Body
    anci: Body
    cittalia: Body
    implementing: Body
    coordinator: User
    tutor: User
    specialist: User
    ministry_officer: User
    auditor: User
    regional_officer: User
    editor: User
    administrator: User
    project_manager: User
    finance_officer: User
    case_worker: User
    case_supervisor: User
    other_project_manager: User
    other_finance_officer: User
    other_case_worker: User
    other_case_supervisor: User
    implementing_case_worker: User

    @property
    def today(self) -> date:
        """The Italian day of the staging."""
        return timezone.localdate(self.at)
