# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Rows to measure the pages of the pilot with: cases of ten services, each with twenty measures and all that hangs.

One service, Gran Misura, has a tenth of the cases and never fewer than a hundred. In each service twenty workers hold
grants: in force on the newest cases, a hundred each, ended on the others, which are closed. Written by SQL with every
trigger and constraint at work. All is invented.

Identities are sealed one by one. Texts that are sealed in other tables carry the right number of bytes and open in one
row of each service alone: `seal_texts` seals those of a case that is to be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from psycopg import sql

from benchmarks.finance_rows import bodies, member_of, refuse_somebody_s
from incas.accounts.models import User
from incas.audit.models import Entry
from incas.cases.models import (
    Admission,
    Case,
    DiaryEntry,
    Family,
    Grant,
    Identity,
    Measure,
    MeasureKind,
    Objective,
    Permit,
    PermitEvent,
    Person,
    PilotService,
    Programme,
    Reading,
)
from incas.cases.models.base import BodyRecord
from incas.cases.tenancy import whole_platform
from incas.organisations.choices import BodyKind, Role
from incas.organisations.models import Body
from incas.privacy.keys import prepare_keys
from incas.privacy.sealing import seal

SERVICES: Final = 10
WORKERS: Final = 20
"""In each service; a hundred cases each, as long as there are."""
EACH: Final = 100
MEASURES: Final = 20
OBJECTIVES: Final = 3
CONTACTS: Final = 5
READINGS: Final = 10
BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class People:
    """Who looks at the pages."""

    worker: User
    supervisor: User
    specialist: User


@dataclass(frozen=True, slots=True)
class Plan:
    """How many cases, of which bodies, held by whom. `share`: one case in so many is of the first body."""

    cases: int
    body_ids: Sequence[int]
    service_ids: Sequence[int]
    worker_ids: Sequence[int]
    kind_ids: Sequence[int]

    @property
    def share(self) -> int:
        """One case in so many is of the first service: a tenth, more where that would be fewer than a hundred."""
        return self.cases // max(self.cases // SERVICES, EACH)

    @property
    def holders(self) -> int:
        """How many workers of a service hold cases."""
        return max(1, min(WORKERS, self.cases // self.share // EACH))

    def values(self) -> dict[str, Any]:
        """What the statements name."""
        return {
            "today": timezone.localdate(),
            "cases": self.cases,
            "share": self.share,
            "holders": self.holders,
            "held": self.holders * EACH,
            "bodies": list(self.body_ids),
            "services": list(self.service_ids),
            "workers": list(self.worker_ids),
            "kinds": list(self.kind_ids),
        }


PLACED: Final = """
    SELECT n, rank, held, CASE WHEN held THEN phase ELSE 'closed' END AS phase, place,
        (%(bodies)s::bigint[])[place + 1] AS body, (%(services)s::bigint[])[place + 1] AS service,
        (%(workers)s::bigint[])[place * 20 + 1 + rank %% %(holders)s] AS worker,
        (%(today)s::date - rank * 300 / %(held)s) AS opened
    FROM (
        SELECT n, (%(cases)s - n) / %(share)s AS rank, (%(cases)s - n) / %(share)s < %(held)s AS held,
            CASE WHEN n %% %(share)s = 0 THEN 0 ELSE 1 + n %% 9 END AS place,
            ('{reported,identified,assessed,admitted,in_programme,in_programme,in_programme,in_programme,in_programme,'
            'in_programme}'::text[])[1 + (%(cases)s - n) / %(share)s / %(holders)s %% 10] AS phase
        FROM generate_series(1, %(cases)s) AS n
    ) AS numbers
"""
"""Each case by its number, the newest last: its rank in its service, newest first, its body, who holds it."""


def fill(cases: int) -> People:
    """Empty the tables of the pilot and fill them with as many cases as asked for, unless they are so already."""
    who = people()
    with whole_platform(reason="measurements"):
        if Case.objects.unscoped(reason="measurements").count() == cases:
            return who
    empty()
    plan = planned(cases)
    with whole_platform(reason="measurements"):
        write(plan)
        write_identities()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return who


def empty() -> None:
    """Empty the tables of the pilot and the trail, which refuse to be emptied."""
    refuse_somebody_s()
    tables = [*pilot_tables(), Entry._meta.db_table]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def pilot_tables() -> list[str]:
    """Name every table that row-level security protects."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, BodyRecord)]


def people() -> People:
    """Make who looks: a worker and the supervisor of the first service, a specialist."""
    cittalia = Body.objects.get_or_create(kind=BodyKind.CITTALIA, name="Cittalia di Misura")[0]
    first = bodies()[0]
    return People(
        worker=member_of("opera-0-0", first, Role.CASE_WORKER),
        supervisor=member_of("coordina-0", first, Role.CASE_SUPERVISOR),
        specialist=member_of("supervisiona", cittalia, Role.SPECIALIST),
    )


def planned(cases: int) -> Plan:
    """Make the ten services with their keys and their workers, once, and plan the cases."""
    of_services = bodies()[:SERVICES]
    services, workers = [], []
    for place, body in enumerate(of_services):
        prepare_keys(body.pk)
        services.append(_service(body).pk)
        workers += [member_of(f"opera-{place}-{number}", body, Role.CASE_WORKER).pk for number in range(WORKERS)]
    kinds = list(MeasureKind.objects.values_list("pk", flat=True))
    return Plan(cases, [body.pk for body in of_services], services, workers, kinds)


def _service(body: Body) -> PilotService:
    opens_on = timezone.localdate() - timedelta(days=900)
    return PilotService.objects.get_or_create(
        body=body, defaults={"name": f"Servizio di {body.name}", "opens_on": opens_on, "is_example": True}
    )[0]


def write(plan: Plan) -> None:
    """Write every table but the identities: the key of each row that a case has one of is the number of the case."""
    values = plan.values() | sealed_bytes(plan)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE placed ON COMMIT DROP AS {PLACED} ORDER BY n", values)
        cursor.execute("ANALYZE placed")
        for model, given, many in ROWS:
            cursor.execute(insertion(model, given, many), values)


def insertion(model: type[models.Model], given: dict[str, str], many: int) -> str:
    """Write the statement that makes rows of each case placed, `many` of them, with the defaults of the model."""
    columns, expressions = [], []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated:
            continue
        columns.append(f'"{field.column}"')
        expressions.append(given.get(field.name) or default_of(field))
    names, made = ", ".join(columns), ", ".join(expressions)
    source = f"placed, generate_series(0, {many - 1}) AS m ORDER BY n, m"
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {made} FROM {source}"  # noqa: S608 (written in this module)


def default_of(field: "models.Field[Any, Any]") -> str:
    """Write what a field holds where nothing is said of it."""
    if field.name == "code":
        return "lpad(((n::bigint * 1000 + m) * 2654435761 % 10000000000)::text, 10, '0')".replace("%", "%%")
    if getattr(field, "auto_now", False):
        return "now()"
    if field.name == "body":
        return "body"
    default = field.get_db_prep_save(field.get_default(), connection)
    if default is None:
        return "NULL"
    plain = sql.Literal(str(default) if isinstance(default, str) else default).as_string(connection.connection)
    return f"({plain})::{field.db_type(connection)}".replace("%", "%%")


def sealed_bytes(plan: Plan) -> dict[str, Any]:
    """Give, for each service, a sealed text of the usual length: it opens in no row but one."""
    texts = {"short": "Cooperativa d'Invenzione", "long": "Colloquio di misura, parole inventate. " * 10}
    return {
        name: [seal(text, body_id=body_id, place="cases_measure.provider", row="misura") for body_id in plan.body_ids]
        for name, text in texts.items()
    }


def write_identities() -> None:
    """Seal the identity of each person, one by one."""
    persons = Person.objects.unscoped(reason="measurements").order_by("pk").values_list("pk", "body_id")
    for stretch in (persons[start : start + BATCH] for start in range(0, len(persons), BATCH)):
        made = [Identity(person_id=pk, body_id=body_id, name_index=pk.to_bytes(16, "big")) for pk, body_id in stretch]
        for identity in made:
            identity.sealed = content(identity.person_id)
        Identity.objects.bulk_create(made)


def content(number: int) -> dict[str, Any]:
    """What an identity holds: nobody's."""
    return {
        "first_name": "Misura",
        "last_name": f"Inventata {number}",
        "birth_date": "1994-05-17",
        "birth_place": "Città di Misura",
        "citizenship": "xx",
        "tax_code": f"MSRNNT94E57Z{number:06d}",
        "phone": "000 000000",
    }


def seal_texts(case: Case) -> None:
    """Seal what the pages of a case open, each text for its own row."""
    for rows, name in ((case.measures, "provider"), (case.programmes, "summary"), (case.diary, "text")):
        for row in rows.all():
            setattr(row, name, "Cooperativa d'Invenzione" if name == "provider" else "Parole inventate. " * 20)
            row.save(update_fields=[name])
    for objective in Objective.objects.unscoped(reason="measurements").filter(case=case):
        objective.text = "Obiettivo inventato, a parole"
        objective.save(update_fields=["text"])


OF_CASE: Final = {"case": "n"}
OPEN: Final = "phase <> 'closed'"
ROWS: Final[tuple[tuple[type[models.Model], dict[str, str], int], ...]] = (
    (
        Case,
        {
            "service": "service",
            "phase": "phase",
            "opened_on": "opened",
            "closed_on": f"CASE WHEN {OPEN} THEN NULL ELSE opened + 1 END",
            "outcome": f"CASE WHEN {OPEN} THEN '' ELSE 'autonomy' END",
            "source": "(ARRAY['inl', 'union', 'police', 'self'])[1 + n %% 4]",
            "sex": "'m'",
            "age_band": "'25-34'",
            "area": "(ARRAY['south_asia', 'west_africa', 'north_africa'])[1 + n %% 3]",
            "sector": "(ARRAY['agriculture', 'construction', 'care', 'logistics', 'cleaning'])[1 + n %% 5]",
            "language": "'fr'",
        },
        1,
    ),
    (Family, {}, 1),
    (Person, {"family": "n", "case": "n", "is_holder": "true"}, 1),
    (
        Grant,
        OF_CASE
        | {
            "user": "worker",
            "starts_at": "opened",
            "lapses_at": "opened + 3650",
            "granted_by": "worker",
            "ended_at": "CASE WHEN held THEN NULL ELSE opened + 2 END",
        },
        1,
    ),
    (
        Permit,
        OF_CASE
        | {
            "state": f"CASE WHEN {OPEN} THEN 'issued' ELSE 'expired' END",
            "reported_on": "opened - 40",
            "issued_on": "opened - 20",
            "expires_on": "opened + 310",
        },
        1,
    ),
    (PermitEvent, OF_CASE | {"permit": "n", "step": "'issue'", "happened_on": "opened - 20"}, 1),
    (
        Admission,
        OF_CASE | {"state": "'admitted'", "proposed_on": "opened - 15", "admitted_on": "opened - 10"},
        1,
    ),
    (
        Programme,
        OF_CASE
        | {
            "state": f"CASE WHEN {OPEN} THEN 'active' ELSE 'closed' END",
            "starts_on": "opened",
            "ends_on": "opened + 300",
            "language": "'fr'",
            "summary": "(%(long)s::bytea[])[place + 1]",
            "shared_on": "opened",
            "signed_on": "opened",
            "approved_at": "opened",
            "approved_by": "worker",
            "next_review_on": f"CASE WHEN {OPEN} THEN %(today)s::date - 2 + rank %% 100 END",
            "closed_on": f"CASE WHEN {OPEN} THEN NULL ELSE opened + 1 END",
        },
        1,
    ),
    (
        Objective,
        OF_CASE
        | {
            "programme": "n",
            "need": "(ARRAY['housing', 'work', 'language'])[1 + m]",
            "text": "(%(short)s::bytea[])[place + 1]",
            "position": "m",
        },
        OBJECTIVES,
    ),
    (
        Measure,
        OF_CASE
        | {
            "programme": "n",
            "objective": f"(n - 1) * {OBJECTIVES} + 1 + m %% {OBJECTIVES}",
            "kind": "(%(kinds)s::bigint[])[1 + (n + m) %% cardinality(%(kinds)s::bigint[])]",
            "state": "(ARRAY['planned', 'running', 'done'])[1 + m %% 3]",
            "provider": "(%(short)s::bytea[])[place + 1]",
            "starts_on": "opened + m * 5",
            "ends_on": "opened + m * 5 + 60",
            "hours_a_week": "4",
            "cost": "100 + m * 10",
            "outcome": "CASE WHEN m %% 3 = 2 THEN 'reached' ELSE '' END",
        },
        MEASURES,
    ),
    (
        DiaryEntry,
        OF_CASE
        | {
            "kind": "'interview'",
            "happened_on": "opened + m * 3",
            "text": "(%(long)s::bytea[])[place + 1]",
            "written_by": "worker",
            "written_at": "opened + m * 3",
        },
        CONTACTS,
    ),
    (
        Reading,
        {
            "case_code": default_of(Case._meta.get_field("code")).replace(" + m)", ")"),
            "part": "(ARRAY['summary', 'programme', 'diary', 'permit'])[1 + m %% 4]",
            "ground": "'team'",
            "at": "opened + m + interval '10 hours'",
            "reader_id": "worker",
            "reader_name": "'Opera Misura'",
            "reader_body_id": "body",
            "role": "'case_worker'",
        },
        READINGS,
    ),
    (
        Entry,
        {
            "at": "opened + m",
            "verb": "(ARRAY['permit_step', 'admission_changed', 'case_phase'])[1 + m]",
            "actor_id": "worker",
            "actor_name": "'Opera Misura'",
            "body_id": "body",
            "subject_type": "'cases.case'",
            "subject_id": "n",
        },
        3,
    ),
)
"""Each table, what its rows hold in terms of `placed` and of their number `m` in the case, how many a case has."""
