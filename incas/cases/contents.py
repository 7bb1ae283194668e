# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a case holds, part by part, as plain values that JSON can carry; and put back into another case.

One reading serves what is handed over to another Comune, what is taken away as a file, and the copy that the person
concerned asks for. Sealed texts are opened here: whoever calls seals or encrypts what they get.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import models

from incas.cases.choices.access import Part
from incas.cases.choices.programmes import MeasureState, ProgrammeState
from incas.cases.identities import IdentityContent, write_content
from incas.cases.models import (
    Case,
    CaseRecord,
    Family,
    Identity,
    Measure,
    MeasureKind,
    Objective,
    Permit,
    PermitEvent,
    Person,
    Programme,
    ProgrammeReview,
)
from incas.privacy.fields import SealedField

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that hang from a case, by the name they hang by, and the fields that tell them."""

    name: str
    fields: tuple[str, ...]


ROWS: Final[dict[Part, tuple[Rows, ...]]] = {
    Part.ASSESSMENT: (
        Rows("reports", ("received_on", "source", "reference", "is_urgent", "note")),
        Rows("indicators", ("indicator", "observation", "noted_on")),
        Rows("scores", ("need", "moment", "weighed_on", "score", "note")),
    ),
    Part.CONSENTS: (Rows("consents", ("kind", "answer", "given_on", "language", "mediator", "note")),),
    Part.DIARY: (Rows("diary", ("kind", "happened_on", "text", "with_mediator", "written_at", "written_by_id")),),
    Part.PROGRAMME: (
        Rows("italian", ("level", "assessed_on", "has_certificate")),
        Rows(
            "engagements",
            ("kind", "sector", "employer", "starts_on", "ends_on", "verify_on", "verified_on", "still_working"),
        ),
        Rows("dwellings", ("kind", "starts_on", "ends_on")),
        Rows("entitlements", ("kind", "state", "requested_on", "decided_on")),
    ),
}
FACTS: Final = ("sex", "age_band", "area", "sector", "work_territory_id", "language", "is_urgent")
PROGRAMME: Final = (
    "version", "starts_on", "ends_on", "language", "summary", "shared_on", "signed_on", "closed_on", "outcome",
)  # fmt: skip
OBJECTIVE: Final = ("need", "text", "position", "is_reached")
MEASURE: Final = ("state", "provider", "starts_on", "ends_on", "hours_a_week", "cost", "outcome", "note")
REVIEW: Final = ("reviewed_on", "outcome", "note", "next_on", "reviewed_by_id")
PERMIT: Final = (
    "kind", "state", "reported_on", "proposed_on", "opinion_on", "requested_on", "has_receipt", "issued_on",
    "expires_on", "communicated_on", "communication_reference", "renewal_requested_on", "ended_on", "conversion",
    "revocation",
)  # fmt: skip
EVENT: Final = ("step", "happened_on", "detail")
RELATIVE: Final = ("sex", "is_holder", "is_deceased")


def contents_of(case: Case, parts: Collection[str]) -> Content:
    """Read the chosen parts of a case. At most two dozen queries, whatever its rows."""
    content: Content = {"facts": told(case, FACTS)}
    for part, kinds in ROWS.items():
        if part in parts:
            content |= {rows.name: [told(row, rows.fields) for row in _hanging(case, rows)] for rows in kinds}
    if Part.IDENTITY in parts:
        content["identity"] = _identity_of(case)
    if Part.PROGRAMME in parts:
        content["programmes"] = [_programme(row) for row in with_what_hangs(case.programmes.order_by("version"))]
    if Part.PERMIT in parts:
        content["permits"] = _permits(case)
    if Part.FAMILY in parts:
        content["family"] = _family(case)
    return content


def put_contents(case: Case, content: Content, *, on: date) -> None:
    """Put into a new case, with its person, what was read of another: each row sealed again, for this one.

    Programmes come closed and what was running in them interrupted: what is done from now on is in a programme of the
    Comune that received. Names of relatives are never here: the family comes as persons and bonds.
    """
    for kinds in ROWS.values():
        for rows in kinds:
            manager = getattr(case, rows.name)
            for values in content.get(rows.name, ()):
                _made(manager.model, case, values)
    _put_person(case, content)
    for values in content.get("programmes", ()):
        _put_programme(case, values, on=on)
    _put_permits(case, content.get("permits", ()))


def with_what_hangs(programmes: models.QuerySet[Programme]) -> models.QuerySet[Programme]:
    """Load with programmes their objectives, measures and reviews, in the order they were written. Three queries."""
    hung: tuple[models.Prefetch[Any, Any, Any], ...] = (
        models.Prefetch("objectives", Objective.objects.scoped().order_by("pk")),
        models.Prefetch("measures", Measure.objects.scoped().select_related("kind").order_by("pk")),
        models.Prefetch("reviews", ProgrammeReview.objects.scoped().order_by("pk")),
    )
    return programmes.prefetch_related(*hung)


def told(row: models.Model, names: Collection[str]) -> Content:
    """Give the values of a row as JSON carries them."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _hanging(case: Case, rows: Rows) -> models.QuerySet[CaseRecord]:
    found: models.QuerySet[CaseRecord] = getattr(case, rows.name).order_by("pk")
    return found


def _identity_of(case: Case) -> Content:
    identity = Identity.objects.scoped().filter(person__case=case).first()
    return dict(identity.sealed) if identity else {}


def _programme(programme: Programme) -> Content:
    objectives = list(programme.objectives.all())
    place = {objective.pk: index for index, objective in enumerate(objectives)}
    return told(programme, PROGRAMME) | {
        "objectives": [told(objective, OBJECTIVE) for objective in objectives],
        "measures": [
            told(measure, MEASURE) | {"kind": measure.kind.slug, "objective": place.get(measure.objective_id or 0)}
            for measure in programme.measures.all()
        ],
        "reviews": [told(review, REVIEW) for review in programme.reviews.all()],
    }


def _permits(case: Case) -> list[Content]:
    events = PermitEvent.objects.scoped().order_by("pk")
    permits = list(case.permits.order_by("pk").prefetch_related(models.Prefetch("events", events)))
    place = {permit.pk: index for index, permit in enumerate(permits)}
    return [
        told(permit, PERMIT)
        | {
            "previous": place.get(permit.previous_id or 0),
            "events": [told(event, EVENT) for event in permit.events.all()],
        }
        for permit in permits
    ]


def _family(case: Case) -> Content:
    """Tell the persons of the family, the person of the case as number 0, and what binds them. No names."""
    own = Person.objects.scoped().filter(case=case).select_related("family").first()
    if own is None:
        return {}
    others = own.family.persons.exclude(pk=own.pk).order_by("pk")
    persons = [own, *others]
    place = {person.pk: index for index, person in enumerate(persons)}
    return {
        "persons": [told(person, RELATIVE) for person in persons],
        "parents": [
            {"parent": place[link.parent_id], "child": place[link.child_id], "kind": link.kind}
            for link in own.family.parent_links.order_by("pk")
        ],
        "unions": [
            told(union, ("kind", "started_on", "ended", "ended_on"))
            | {"one": place[union.one_id], "other": place[union.other_id]}
            for union in own.family.unions.order_by("pk")
        ],
    }


def _made(model: type[models.Model], case: Case, values: Content, **further: Any) -> Any:
    """Make a row of a case from plain values, sealed for it."""
    row = model(case=case, body_id=case.body_id, **further)
    for name, value in values.items():
        field = model._meta.get_field(name.removesuffix("_id"))
        is_sealed = isinstance(field, SealedField)
        setattr(row, name, value if is_sealed or value is None else field.to_python(value))  # type: ignore[union-attr]  # own fields alone
    row.save()
    return row


def _put_person(case: Case, content: Content) -> None:
    family = Family.objects.create(body_id=case.body_id)
    told_family = content.get("family") or {"persons": [{"sex": case.sex, "is_holder": True, "is_deceased": False}]}
    persons = [
        Person.objects.create(body_id=case.body_id, family=family, case=None if number else case, **values)
        for number, values in enumerate(told_family["persons"])
    ]
    for link in told_family.get("parents", ()):
        ends = {"parent": persons[link["parent"]], "child": persons[link["child"]]}
        family.parent_links.create(body_id=case.body_id, kind=link["kind"], **ends)
    for union in told_family.get("unions", ()):
        ends = {"one": persons[union["one"]], "other": persons[union["other"]]}
        days = {name: union[name] and date.fromisoformat(union[name]) for name in ("started_on", "ended_on")}
        family.unions.create(body_id=case.body_id, kind=union["kind"], ended=union["ended"], **ends, **days)
    if content.get("identity"):
        identity = Identity(body_id=case.body_id, person=persons[0])
        write_content(identity, IdentityContent.opened(content["identity"]))
        identity.save()


def _put_programme(case: Case, values: Content, *, on: date) -> None:
    own = {name: values[name] for name in PROGRAMME}
    own["closed_on"] = own["closed_on"] or on.isoformat()
    programme = _made(Programme, case, own, state=ProgrammeState.CLOSED)
    objectives = [_made(Objective, case, row, programme=programme) for row in values["objectives"]]
    kinds = MeasureKind.objects.in_bulk([row["kind"] for row in values["measures"]], field_name="slug")
    for row in values["measures"]:
        plain = {name: row[name] for name in MEASURE}
        if plain["state"] in {MeasureState.PLANNED, MeasureState.RUNNING}:
            plain["state"] = MeasureState.INTERRUPTED
        objective = None if row["objective"] is None else objectives[row["objective"]]
        _made(Measure, case, plain, programme=programme, objective=objective, kind=kinds[row["kind"]])
    for row in values["reviews"]:
        _made(ProgrammeReview, case, row, programme=programme)


def _put_permits(case: Case, told_permits: Collection[Content]) -> None:
    permits: list[Permit] = []
    for values in told_permits:
        previous = None if values["previous"] is None else permits[values["previous"]]
        permit = _made(Permit, case, {name: values[name] for name in PERMIT}, previous=previous)
        permits.append(permit)
        for event in values["events"]:
            _made(PermitEvent, case, event, permit=permit)
