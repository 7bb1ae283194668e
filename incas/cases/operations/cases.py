# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Open a case from a report or a referral; correct what is known of it; take down another report."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.access import GrantKind
from incas.cases.choices.cases import Language, Phase, Sex, Source, WorkSector
from incas.cases.choices.countries import area_of
from incas.cases.choices.pilot import LawRule
from incas.cases.identities import IdentityContent, age_band, write_content
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Family, Grant, Identity, Person, PilotService, Report
from incas.cases.queries.persons import Match, probable_matches
from incas.organisations.models import Territory


class ServiceClosed(Exception):
    """The service does not work on this day; the message says since or until when, in Italian."""


class ProbableDuplicates(Exception):
    """Somebody the Comune knows may be this person: `matches` says who. Nothing was written."""

    def __init__(self, matches: list[Match]) -> None:
        self.matches = matches
        super().__init__(_("Una persona già nota al Comune potrebbe essere la stessa: guardare qui sotto."))


@dataclass(frozen=True, slots=True)
class NewReport:
    """What arrived: when, from whom, under which reference. Never statements of an investigation (art. 329 c.p.p.)."""

    received_on: date
    source: Source
    reference: str = ""
    is_urgent: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a person without naming them."""

    sex: Sex = Sex.UNKNOWN
    sector: WorkSector = WorkSector.UNKNOWN
    work_territory: Territory | None = None
    language: Language = Language.OTHER


@transaction.atomic
def open_case(
    *,
    service: PilotService,
    report: NewReport,
    facts: CaseFacts,
    identity: IdentityContent,
    holder: Case | None = None,
    is_relative: bool = False,
    relative: Person | None = None,
    others: Collection[str] = (),
    by: User,
    at: datetime,
) -> Case:
    """Open a case with its person, who they are, the report, and the right of who opens it to open it again.

    No permit is needed: access to protection is not tied to the judicial path (guidelines 146/CU of 2021). `holder` is
    the case of the holder whose relative the person is: they enter its family; a relative whose holder is not known
    stands in a family of their own; `relative` is a person already written in the holder's family, whose case it is.
    `others` are the codes of persons said to be somebody else. Raises ServiceClosed,
    and ProbableDuplicates where somebody alike was not said to be another; the service's row is locked meanwhile, so
    that two colleagues do not open the same person at once.
    """
    service = PilotService.objects.select_for_update(no_key=True).get(pk=service.pk)
    today = timezone.localdate(at)
    _require_service_at_work(service, today)
    _require_nobody_alike(identity, body_id=service.body_id, others=others, by=by, besides=relative)
    case = Case.objects.create(
        body_id=service.body_id,
        service=service,
        opened_on=today,
        is_urgent=report.is_urgent,
        source=report.source,
        sex=facts.sex,
        sector=facts.sector,
        work_territory=facts.work_territory,
        language=facts.language,
        is_relative=is_relative or holder is not None or relative is not None,
        age_band=age_band(identity, on=today),
        area=area_of(identity.citizenship),
    )
    if relative is None:
        _put_person(case, identity, holder)
    else:
        _give_to(case, relative)
    _write_report(case, report)
    _grant_to_opener(case, by=by, at=at)
    record(case, "opened", by=by, at=at, after={"phase": Phase.REPORTED})
    return case


@transaction.atomic
def change_case(*, case: Case, facts: CaseFacts, is_urgent: bool, by: User, at: datetime) -> Case:
    """Correct what is known of a case. What the person's own row repeats of it follows."""
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    now = (facts.sex, facts.sector, facts.work_territory, facts.language, is_urgent)
    if now == (case.sex, case.sector, case.work_territory, case.language, case.is_urgent):
        return case
    case.sex, case.sector, case.work_territory, case.language, case.is_urgent = now
    case.save(update_fields=["sex", "sector", "work_territory", "language", "is_urgent", "updated_at"])
    Person.objects.scoped().filter(case=case).update(sex=facts.sex)
    record(case, "case_changed", by=by, at=at)
    return case


@transaction.atomic
def add_report(*, case: Case, report: NewReport, by: User, at: datetime) -> Report:
    """Take down another report about a case already open. One that is urgent makes the case urgent."""
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    written = _write_report(case, report)
    if report.is_urgent and not case.is_urgent:
        case.is_urgent = True
        case.save(update_fields=["is_urgent", "updated_at"])
    record(case, "reported", by=by, at=at, after={"received_on": report.received_on.isoformat()})
    return written


def _require_service_at_work(service: PilotService, today: date) -> None:
    if service.opens_on > today:
        raise ServiceClosed(_("Il servizio non è ancora attivo: i casi si aprono dal giorno di avvio."))
    if service.closes_on is not None and service.closes_on < today:
        raise ServiceClosed(_("Il servizio non è più attivo: non si aprono altri casi."))


def _require_nobody_alike(
    content: IdentityContent, *, body_id: int, others: Collection[str], by: User, besides: Person | None
) -> None:
    matches = probable_matches(content.fingerprints(body_id=body_id), body_id=body_id, by=by, besides=besides)
    if {match.code for match in matches} - set(others):
        raise ProbableDuplicates(matches)


def _put_person(case: Case, content: IdentityContent, holder: Case | None) -> None:
    """Put the person in the holder's family, or in one of their own, whose holder they are unless a relative."""
    family = holder.person.family if holder else Family.objects.create(body_id=case.body_id)
    person = Person.objects.create(
        body_id=case.body_id, family=family, case=case, is_holder=not case.is_relative, sex=case.sex
    )
    identity = Identity(body_id=case.body_id, person=person)
    write_content(identity, content)
    identity.save()


def _give_to(case: Case, relative: Person) -> None:
    """Make a case that of a person already in the holder's family."""
    relative.case, relative.sex = case, case.sex
    relative.save(update_fields=["case", "sex"])


def _write_report(case: Case, report: NewReport) -> Report:
    written = Report(
        body_id=case.body_id,
        case=case,
        received_on=report.received_on,
        source=report.source,
        reference=report.reference,
        is_urgent=report.is_urgent,
    )
    written.note = report.note
    written.save()
    return written


def _grant_to_opener(case: Case, *, by: User, at: datetime) -> None:
    days = pilot_rules(timezone.localdate(at)).one(LawRule.GRANT_DAYS)
    Grant.objects.create(
        body_id=case.body_id,
        case=case,
        user=by,
        kind=GrantKind.TEAM,
        starts_at=at,
        lapses_at=at + timedelta(days=days),
        granted_by=by,
    )
