# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Ten services of the pilot in real Comuni, chosen as examples: which Comuni are in the pilot is not known.

Each is labelled as an example and worked by invented people: one takes charge, one coordinates.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from incas.accounts.models import User
from incas.cases.models import PilotService
from incas.cases.operations.services import open_service
from incas.demo.cast import Cast
from incas.demo.scenes.people import Office, Part, found_body, member_of
from incas.organisations.acting import act_for
from incas.organisations.choices import AreaKind, BodyKind, Role
from incas.organisations.models import Body, Territory

OPENED_AGO = timedelta(days=270)
"""How long ago the services began."""


@dataclass(frozen=True, slots=True)
class Example:
    """A Comune of the examples: its Belfiore code, the fiscal code invented for it, who works and who coordinates."""

    comune: str
    belfiore: str
    tax_code: str
    worker: tuple[str, str]
    supervisor: tuple[str, str]

    @property
    def office(self) -> Office:
        """Its body."""
        name = f"Comune di {self.comune} (demo)"
        return Office(BodyKind.COMUNE, name, self.tax_code, (AreaKind.COMUNE, self.belfiore))


SALUZZO = Example("Saluzzo", "H727", "90000000084", ("", ""), ("Bruno", "Demo-Peirano"))
"""Its service is run by the implementing body, whose worker is one of the cast."""
EXAMPLES = (
    Example("Albenga", "A145", "90000000092", ("Ilaria", "Demo-Ferrando"), ("Carlo", "Demo-Basso")),
    Example("Castel Volturno", "C291", "90000000100", ("Teresa", "Demo-Iovine"), ("Mario", "Demo-Sorbo")),
    Example("Corigliano-Rossano", "M403", "90000000118", ("Rosa", "Demo-Madeo"), ("Luigi", "Demo-Graziano")),
    Example("Lavello", "E493", "90000000126", ("Donata", "Demo-Catarinella"), ("Michele", "Demo-Finiguerra")),
    Example("Porto Recanati", "G919", "90000000134", ("Laura", "Demo-Giri"), ("Paolo", "Demo-Monaldi")),
    Example("Rovigo", "H620", "90000000142", ("Chiara", "Demo-Zanella"), ("Enrico", "Demo-Marangon")),
    Example("Siracusa", "I754", "90000000159", ("Agata", "Demo-Corso"), ("Salvo", "Demo-Bordonaro")),
)


@dataclass(frozen=True, slots=True)
class Team:
    """A service and who works in it, each already acting for their body."""

    service: PilotService
    worker: User
    supervisor: User
    province: Territory | None


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works in the service of a Comune, each already acting for their body, and the body that runs it."""

    body: Body
    worker: User
    supervisor: User
    operator: Body | None = None


def crew_of(cast: Cast) -> list[Crew]:
    """Gather who works in the ten services, confirmed today: the two Comuni of the cast first, then the others."""
    saluzzo = found_body(SALUZZO.office)
    supervisor = _staff(saluzzo, SALUZZO.supervisor, Role.CASE_SUPERVISOR, cast.at)
    crews = [
        Crew(cast.comune, cast.case_worker, cast.case_supervisor),
        Crew(cast.other_comune, cast.other_case_worker, cast.other_case_supervisor),
        Crew(saluzzo, cast.implementing_case_worker, supervisor, cast.implementing),
    ]
    for example in EXAMPLES:
        body = found_body(example.office)
        worker = _staff(body, example.worker, Role.CASE_WORKER, cast.at)
        crews.append(Crew(body, worker, _staff(body, example.supervisor, Role.CASE_SUPERVISOR, cast.at)))
    return crews


def open_services(cast: Cast) -> list[Team]:
    """Open the ten services."""
    return [_open(cast, crew) for crew in crew_of(cast)]


def _staff(body: Body, name: tuple[str, str], role: Role, at: datetime) -> User:
    person = member_of(Part(*name, "", (role,)), body, at)
    return act_for(person, on=at.date(), body_id=body.pk)


def _open(cast: Cast, crew: Crew) -> Team:
    body = crew.body
    opens_on: date = cast.today - OPENED_AGO
    service = open_service(
        body=body,
        operator=crew.operator,
        name=f"Servizio di esempio di {_place(body)} (demo)",
        opens_on=opens_on,
        closes_on=None,
        is_example=True,
        by=cast.coordinator,
        at=cast.at - OPENED_AGO,
    )
    province = body.territory.parent if body.territory else None
    return Team(service, crew.worker, crew.supervisor, province)


def _place(body: Body) -> str:
    return body.territory.name if body.territory else body.name
