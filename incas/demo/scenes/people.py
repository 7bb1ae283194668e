# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bodies and people of the demo. The Comuni are real places with invented offices; nobody here exists."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from incas.accounts.models import User
from incas.demo.cast import Cast
from incas.organisations.acting import act_for
from incas.organisations.choices import AreaKind, BodyKind, MembershipState, Role
from incas.organisations.models import Body, Membership, Territory
from incas.organisations.operations.memberships import grant_membership

_PLAIN = str.maketrans("àèéìòù", "aeeiou")


class TerritoriesMissing(Exception):
    """The demo stands on real places: `load_territories` comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the demo: name, the body they work for (a field of Cast) and their roles there."""

    first_name: str
    last_name: str
    body: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """An address that reaches nobody (RFC 2606)."""
        return f"{self.first_name}.{self.last_name}@demo.invalid".lower().translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Office:
    """One body of the demo. `place`: kind of territory and Belfiore code (Comune) or ISTAT code (region)."""

    kind: BodyKind
    name: str
    tax_code: str
    place: tuple[AreaKind, str] | None = None


OFFICES = {
    "comune": Office(BodyKind.COMUNE, "Comune di Forlì (demo)", "90000000019", (AreaKind.COMUNE, "D704")),
    "other_comune": Office(
        BodyKind.COMUNE, "Comune di Reggio di Calabria (demo)", "90000000027", (AreaKind.COMUNE, "H224")
    ),
    "regione": Office(BodyKind.REGIONE, "Regione Emilia-Romagna (demo)", "90000000035", (AreaKind.REGION, "08")),
    "ministry": Office(BodyKind.MINISTRY, "Ministero del Lavoro e delle Politiche Sociali (demo)", "90000000043"),
    "anci": Office(BodyKind.ANCI, "ANCI (demo)", "90000000050"),
    "cittalia": Office(BodyKind.CITTALIA, "Cittalia (demo)", "90000000068"),
    "implementing": Office(BodyKind.IMPLEMENTING, "Cooperativa sociale Filo Rosso (demo)", "90000000076"),
}
"""Fiscal codes are invented, with a right check digit; their series (900…) is assigned to nobody."""

PARTS = {
    "coordinator": Part("Clara", "Demo-Conti", "anci", (Role.COORDINATOR,)),
    "tutor": Part("Tommaso", "Demo-Ferri", "cittalia", (Role.TUTOR,)),
    "specialist": Part("Sara", "Demo-Leone", "cittalia", (Role.SPECIALIST,)),
    "ministry_officer": Part("Marta", "Demo-Villa", "ministry", (Role.MINISTRY_OFFICER,)),
    "auditor": Part("Aldo", "Demo-Serra", "ministry", (Role.AUDITOR,)),
    "regional_officer": Part("Rita", "Demo-Galli", "regione", (Role.REGIONAL_OFFICER,)),
    "editor": Part("Elio", "Demo-Marchi", "cittalia", (Role.EDITOR,)),
    "administrator": Part("Anna", "Demo-Riva", "comune", (Role.ADMINISTRATOR,)),
    "project_manager": Part("Giulia", "Demo-Bianchi", "comune", (Role.PROJECT_MANAGER,)),
    "finance_officer": Part("Franco", "Demo-Moretti", "comune", (Role.FINANCE_OFFICER,)),
    "case_worker": Part("Irene", "Demo-Costa", "comune", (Role.CASE_WORKER,)),
    "case_supervisor": Part("Sergio", "Demo-Fontana", "comune", (Role.CASE_SUPERVISOR,)),
    "other_project_manager": Part("Nicola", "Demo-Greco", "other_comune", (Role.PROJECT_MANAGER, Role.ADMINISTRATOR)),
    "other_finance_officer": Part("Lucia", "Demo-Romeo", "other_comune", (Role.FINANCE_OFFICER,)),
    "other_case_worker": Part("Miriam", "Demo-Laganà", "other_comune", (Role.CASE_WORKER,)),
    "other_case_supervisor": Part("Rocco", "Demo-Surace", "other_comune", (Role.CASE_SUPERVISOR,)),
    "implementing_case_worker": Part("Elena", "Demo-Giraudo", "implementing", (Role.CASE_WORKER,)),
}
WORKING_FOR = timedelta(days=300)
"""Since before the services of the pilot began."""
ALSO_WORKS_FOR = {"finance_officer": ("other_comune", Role.FINANCE_OFFICER)}
"""Somebody belongs to two bodies, so that switching between them can be tried."""


@transaction.atomic
def gather(*, at: datetime) -> Cast:
    """Make the bodies and the people of the demo where they are missing, in force today; give the cast."""
    bodies: dict[str, Any] = {name: found_body(office) for name, office in OFFICES.items()}
    people: dict[str, Any] = {name: member_of(part, bodies[part.body], at) for name, part in PARTS.items()}
    for name, (body, role) in ALSO_WORKS_FOR.items():
        _belong(people[name], bodies[body], role, at)
    for name, person in people.items():
        act_for(person, on=timezone.localdate(at), body_id=bodies[PARTS[name].body].pk)
    return Cast(at=at, **bodies, **people)


def found_body(office: Office) -> Body:
    """Give the body of an office, made where it is missing."""
    territory = _place(*office.place) if office.place else None
    body, _made = Body.objects.get_or_create(
        tax_code=office.tax_code,
        defaults={"kind": office.kind, "name": office.name, "territory": territory, "is_demo": True},
    )
    return body


def _place(kind: AreaKind, code: str) -> Territory:
    by_code = {"belfiore_code": code} if kind == AreaKind.COMUNE else {"istat_code": code}
    place = Territory.objects.current(timezone.localdate()).filter(kind=kind, **by_code).first()
    if place is None:
        raise TerritoriesMissing(code)
    return place


def member_of(part: Part, body: Body, at: datetime) -> User:
    """Give a person of the demo with their roles in a body, in force now; made where they are missing."""
    person = User.objects.filter(email=part.email).first() or User.objects.create_user(
        part.email, first_name=part.first_name, last_name=part.last_name, is_demo=True
    )
    for role in part.roles:
        _belong(person, body, role, at)
    return person


def _belong(person: User, body: Body, role: Role, at: datetime) -> None:
    """Grant the membership, or renew it: the demo outlives the six months after which a membership lapses."""
    today = timezone.localdate(at)
    had = Membership.objects.filter(user=person, body=body, role=role)
    if not had.update(state=MembershipState.ACTIVE, confirmed_on=today, ends_on=None):
        grant_membership(user=person, body=body, role=role, starts_on=today - WORKING_FOR, by=None, at=at)
