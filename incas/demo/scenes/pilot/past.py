# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Paths that ended before the last published quarter: invented, many and brief, so that figures have what to show.

They are written straight to their tables, as a register brought from elsewhere would be: telling each with the real
operations would take minutes. Nobody holds a grant on them: a worker's list shows the lives that are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import Any, Final

from django.db import models, transaction

from incas.cases.choices.cases import Indicator, Moment, Need, Observation, Outcome, Phase, Sex, Source, WorkSector
from incas.cases.choices.family import ParentKind, UnionKind
from incas.cases.choices.permits import AdmissionState, Conversion, PermitState, RevocationReason
from incas.cases.choices.programmes import DwellingKind, MeasureOutcome, MeasureState, ProgrammeState, WorkKind
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent, age_band, write_content
from incas.cases.models import (
    Admission,
    Case,
    Dwelling,
    Engagement,
    Family,
    Identity,
    ItalianAssessment,
    Measure,
    NeedScore,
    ObservedIndicator,
    ParentLink,
    Permit,
    Person,
    Programme,
    Union,
)
from incas.cases.statistics.periods import last_settled_quarter
from incas.demo.scenes.pilot.lives import OTHERS, Somebody
from incas.demo.scenes.pilot.scene import Days, Scene

SIZES: Final = (46, 38, 34, 32, 30, 28, 26, 24, 20, 12)
"""How many ended paths each of the ten services has."""
SECTORS: Final = (
    *[WorkSector.AGRICULTURE] * 5,
    *[WorkSector.CONSTRUCTION] * 3,
    *[WorkSector.CARE] * 2,
    WorkSector.LOGISTICS,
    WorkSector.HOSPITALITY,
)
SOURCES: Final = (Source.INL, Source.UNION, Source.THIRD_SECTOR, Source.POLICE, Source.SAI)
OUTCOMES: Final = (
    Outcome.AUTONOMY,
    Outcome.CONTRACT,
    Outcome.AUTONOMY,
    Outcome.CONVERSION,
    Outcome.CONTRACT,
    Outcome.AUTONOMY,
    Outcome.ABANDONED,
    Outcome.TRANSFER,
    Outcome.CONTRACT,
    Outcome.REVOKED,
)
MEASURES: Final = (
    # kind of the common taxonomy, one person in how many has it, euro
    ("mediation-1", 1, 180),
    ("material-1", 2, 2400),
    ("local-services-2", 1, 0),
    ("training-2", 2, 900),
    ("training-4", 3, 250),
    ("work-1", 2, 150),
    ("work-2", 3, 1500),
    ("housing-1", 3, 300),
    ("legal-1", 2, 120),
    ("legal-2", 2, 200),
    ("health-1", 3, 160),
    ("health-2", 5, 700),
    ("housing-2", 5, 1200),
    ("legal-3", 6, 0),
    ("local-services-1", 3, 0),
    ("mediation-2", 4, 60),
    ("social-1", 4, 90),
    ("work-5", 2, 0),
    ("italian-1", 2, 400),
    ("italian-2", 4, 350),
)
HANGING: Final[tuple[type[models.Model], ...]] = (
    ObservedIndicator,
    Permit,
    Admission,
    Programme,
    NeedScore,
    ItalianAssessment,
    Dwelling,
    Engagement,
)
A_YEAR: Final = timedelta(days=365)
EIGHT: Final = 8
HALTED: Final = 6
"""Of eight who follow each other, the seventh was not admitted to assistance."""
HOLDERS, SPOUSE, CHILD = 4, 4, 5
"""Of six who follow each other, four are holders; the fifth is the spouse and the sixth the child of the fourth."""
FAMILY: Final = 6
UNEVEN: Final = 7
"""A measure in so many was not given; which, changes with the service."""


@dataclass(frozen=True, slots=True)
class Path:
    """An ended path: its number in the service, who, on which days."""

    number: int
    who: Somebody
    opened_on: date
    closed_on: date
    issued_on: date
    admitted_on: date

    @property
    def is_relative(self) -> bool:
        """Taken charge of as a relative of a holder."""
        return self.number % FAMILY >= HOLDERS

    @property
    def is_admitted(self) -> bool:
        """Came as far as the admission to assistance: one in eight did not."""
        return self.number % EIGHT != HALTED

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        if not self.is_admitted:
            return Outcome.DECLINED
        return OUTCOMES[self.number * 7 % len(OUTCOMES)]

    def has(self, *, one_in: int) -> bool:
        """Say whether this is one of those who had something that one in so many had."""
        return self.number * 5 % 7 % one_in == 0


def paths_of(position: int, days: Days) -> Iterator[Path]:
    """Give the ended paths of a service by its place among the ten: all closed within the last settled quarter."""
    ended_ago = (days.on(0) - last_settled_quarter(days.on(0))).days
    people = islice(cycle(OTHERS), position, None)
    for number, somebody in zip(range(SIZES[position]), people, strict=False):
        opened = ended_ago + 70 + number * 5 % 75
        issued = opened - 10 - number % 12
        who = Somebody(
            somebody.first_name, f"Passato-{number + 1}", somebody.country, somebody.language, somebody.sex,
            2008 if number % FAMILY == CHILD else 1968 + (number * 7 + position) % 37,
        )  # fmt: skip
        admitted, closed = issued - 4 - number % 9, ended_ago + 5 + number % 30
        yield Path(number, who, days.on(opened), days.on(closed), days.on(issued), days.on(admitted))


@transaction.atomic
def write_past(position: int, scene: Scene) -> None:
    """Write the ended paths of a service, table after table."""
    with scope_of(scene.team.worker):
        paths = list(paths_of(position, scene.days))
        cases = Case.objects.bulk_create(_case(path, scene) for path in paths)
        _write_persons(paths, cases)
        for model, rows in _rows(paths, cases, scene).items():
            model._default_manager.bulk_create(rows)
        _write_measures(paths, cases, scene, position)


def _case(path: Path, scene: Scene) -> Case:
    service = scene.team.service
    identity = _content(path)
    return Case(
        body_id=service.body_id,
        service=service,
        phase=Phase.CLOSED,
        opened_on=path.opened_on,
        closed_on=path.closed_on,
        outcome=path.outcome,
        source=SOURCES[path.number % len(SOURCES)],
        sex=path.who.sex,
        sector=SECTORS[path.number % len(SECTORS)],
        work_territory=scene.team.province,
        language=path.who.language,
        is_relative=path.is_relative,
        age_band=age_band(identity, on=path.opened_on),
    )


def _content(path: Path) -> IdentityContent:
    who = path.who
    return IdentityContent(
        first_name=who.first_name, last_name=who.last_name, birth_year=who.born, citizenship=who.country
    )


def _write_persons(paths: list[Path], cases: list[Case]) -> None:
    """Write who they are: each holder with a family of their own, the relatives in that of the holder before them."""
    body_id = cases[0].body_id
    holders = [path.number for path in paths if not path.is_relative]
    families = dict(zip(holders, Family.objects.bulk_create(Family(body_id=body_id) for _each in holders), strict=True))
    persons = Person.objects.bulk_create(
        Person(
            body_id=body_id,
            family=families[_holder_of(path)],
            case=case,
            is_holder=not path.is_relative,
            sex=path.who.sex or Sex.UNKNOWN,
        )
        for path, case in zip(paths, cases, strict=True)
    )
    identities = [Identity(body_id=body_id, person=person) for person in persons]
    for path, identity in zip(paths, identities, strict=True):
        write_content(identity, _content(path))
    Identity.objects.bulk_create(identities)
    bound = [
        (persons[_holder_of(path)], person, path.number % FAMILY) for path, person in zip(paths, persons, strict=True)
    ]
    Union.objects.bulk_create(
        Union(body_id=body_id, family=holder.family, one=holder, other=person, kind=UnionKind.MARRIAGE)
        for holder, person, place in bound
        if place == SPOUSE
    )
    ParentLink.objects.bulk_create(
        ParentLink(body_id=body_id, family=holder.family, parent=holder, child=person, kind=ParentKind.BIRTH)
        for holder, person, place in bound
        if place == CHILD
    )


def _holder_of(path: Path) -> int:
    """Give the number of the holder in whose family a path stands."""
    return path.number - max(0, path.number % FAMILY - HOLDERS + 1)


def _rows(paths: list[Path], cases: list[Case], scene: Scene) -> dict[type[models.Model], list[models.Model]]:
    """Make what hangs from each case, but its measures."""
    rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in HANGING}
    for path, case in zip(paths, cases, strict=True):
        for row in (*_entry(path, case), *_assistance(path, case, scene), *_results(path, case)):
            rows[type(row)].append(row)
    return rows


def _of(case: Case, **values: Any) -> dict[str, Any]:
    return {"case": case, "body_id": case.body_id} | values


def _entry(path: Path, case: Case) -> Iterator[models.Model]:
    """Make what was observed, and the permit of a holder."""
    seen = {"observation": Observation.OBSERVED, "noted_on": path.opened_on}
    yield ObservedIndicator(**_of(case, indicator=Indicator.PAY, **seen))
    if path.is_relative or not path.is_admitted:
        return
    ended: dict[str, Any] = {"state": PermitState.ISSUED}
    if path.outcome == Outcome.CONVERSION or path.has(one_in=3):
        ended = {"state": PermitState.CONVERTED, "conversion": Conversion.EMPLOYED, "ended_on": path.closed_on}
    elif path.outcome == Outcome.REVOKED:
        ended = {"state": PermitState.REVOKED, "revocation": RevocationReason.CONDITIONS, "ended_on": path.closed_on}
    yield Permit(
        **_of(case, reported_on=path.opened_on, proposed_on=path.opened_on, issued_on=path.issued_on, **ended),
        expires_on=path.issued_on + A_YEAR,
        communicated_on=path.admitted_on,
        communication_reference=f"ESEMPIO-{path.number:03d}",
    )


def _assistance(path: Path, case: Case, scene: Scene) -> Iterator[models.Model]:
    """Make the admission, and the programme that closed with the case."""
    if not path.is_admitted:
        return
    days = {"proposed_on": path.issued_on, "admitted_on": path.admitted_on, "ended_on": path.closed_on}
    yield Admission(**_of(case, state=AdmissionState.ENDED, end_reason="Percorso inventato, concluso.", **days))
    signed = {"shared_on": path.admitted_on, "signed_on": path.admitted_on, "approved_by": scene.team.supervisor}
    yield Programme(
        **_of(case, state=ProgrammeState.CLOSED, starts_on=path.admitted_on, ends_on=path.closed_on, **signed),
        approved_at=scene.days.now,
        language=path.who.language,
        closed_on=path.closed_on,
        outcome=MeasureOutcome.REACHED,
    )


def _results(path: Path, case: Case) -> Iterator[models.Model]:
    """Make what was weighed, learnt, found."""
    if not path.is_admitted:
        return
    for place, need in enumerate(Need):
        before = 1 + path.number % (1 + place % 3)
        for moment, on, score in (
            (Moment.ENTRY, path.admitted_on, before),
            (Moment.EXIT, path.closed_on, min(5, before + path.number % (2 + place % 4))),
        ):
            yield NeedScore(**_of(case, need=need, moment=moment, weighed_on=on, score=score))
    gained = 0 if path.has(one_in=4) else 1 + path.number % 2
    yield ItalianAssessment(**_of(case, level=path.number % 2, assessed_on=path.admitted_on))
    yield ItalianAssessment(**_of(case, level=path.number % 2 + gained, assessed_on=path.closed_on))
    yield Dwelling(**_of(case, kind=DwellingKind.RECEPTION, starts_on=path.admitted_on))
    if path.outcome in {Outcome.AUTONOMY, Outcome.CONTRACT}:
        kind = DwellingKind.SUPPORTED if path.has(one_in=3) else DwellingKind.AUTONOMOUS
        yield Dwelling(**_of(case, kind=kind, starts_on=path.closed_on))
    if path.outcome in {Outcome.CONTRACT, Outcome.CONVERSION} or path.has(one_in=2):
        checked = {"verified_on": path.closed_on, "still_working": path.number % 4 != 0} if path.number % 3 else {}
        yield Engagement(
            **_of(case, kind=WorkKind.FIXED_TERM, starts_on=path.admitted_on, verify_on=path.closed_on, **checked),
            sector=case.sector,
        )


def _write_measures(paths: list[Path], cases: list[Case], scene: Scene, position: int) -> None:
    """Write the measures of each, of the kinds of the common taxonomy; each service has its own mixture."""
    programmes = {each.case_id: each for each in Programme.objects.scoped().filter(case__in=cases)}
    done = {"state": MeasureState.DONE, "outcome": MeasureOutcome.REACHED}
    Measure.objects.bulk_create(
        Measure(
            **_of(case, kind=scene.kinds[slug], starts_on=path.admitted_on, ends_on=path.closed_on, **done),
            programme=programmes[case.pk],
            cost=Decimal(cost + path.number % 9 * 10) if cost else None,
        )
        for path, case in zip(paths, cases, strict=True)
        for place, (slug, one_in, cost) in enumerate(MEASURES, start=position)
        if path.is_admitted
        and (path.number + place) % one_in == 0
        and path.number % UNEVEN not in {place % UNEVEN, position}
    )
