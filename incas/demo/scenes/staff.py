# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What an administrator finds among the people of the Comune: one to confirm, one suspended, one invited just now."""

from datetime import timedelta
from typing import Final

from incas.accounts.models import User
from incas.demo.cast import Cast
from incas.organisations.choices import Role
from incas.organisations.models import CONFIRMED_FOR
from incas.organisations.operations.invitations import invite_person
from incas.organisations.operations.memberships import grant_membership, suspend_membership

TO_CONFIRM: Final = ("Pietro", "Demo-Longo", "pietro.demo-longo@demo.invalid")
SUSPENDED: Final = ("Emma", "Demo-Sala", "emma.demo-sala@demo.invalid")
INVITED: Final = ("", "", "invito.demo@demo.invalid")
"""Who is invited gives their name only when they accept."""
LAPSES_IN: Final = timedelta(days=12)
SUSPENDED_FOR: Final = timedelta(days=4)


def stage(cast: Cast) -> None:
    """Stage it, unless it was: what time does to it afterwards is part of what it shows."""
    if User.objects.filter(email=TO_CONFIRM[2]).exists():
        return
    granted = cast.at - CONFIRMED_FOR + LAPSES_IN
    for who, role in ((TO_CONFIRM, Role.PROJECT_MANAGER), (SUSPENDED, Role.CASE_WORKER)):
        membership = grant_membership(
            user=_person(*who), body=cast.comune, role=role, starts_on=granted.date(), by=cast.administrator, at=granted
        )
    suspend_membership(
        membership=membership,
        reason="In congedo fino a marzo",
        by=cast.administrator,
        at=cast.at - SUSPENDED_FOR,
    )
    _person(*INVITED, is_active=False)
    invite_person(
        body=cast.comune,
        email=INVITED[2],
        role=Role.FINANCE_OFFICER,
        starts_on=cast.today,
        ends_on=None,
        by=cast.administrator,
        at=cast.at,
    )


def _person(first_name: str, last_name: str, email: str, *, is_active: bool = True) -> User:
    return User.objects.create_user(
        email, first_name=first_name, last_name=last_name, is_active=is_active, is_demo=True
    )
