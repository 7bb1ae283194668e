# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What ends a case for good: it is made anonymous. Who the person is, texts, contacts and bonds go; figures stay.

What stays: phase, outcome, bands, measures by kind, needs, Italian, permits, each day rounded to its month. Where a
table is added, its rows of a case go, unless `KEPT` says that they hold figures. Doing it again changes nothing.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.cases import Language
from incas.cases.models import (
    Admission,
    Case,
    CaseRecord,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    Measure,
    NeedScore,
    Objective,
    ObservedIndicator,
    PastRow,
    Permit,
    Person,
    Programme,
    Transfer,
)
from incas.cases.models.base import CaseRecordQuerySet
from incas.cases.refusals import Refused
from incas.cases.tenancy import erasing, whole_platform
from incas.privacy.fields import SealedField

KEPT: Final[tuple[type[CaseRecord], ...]] = (
    Admission,
    Dwelling,
    Engagement,
    Entitlement,
    ItalianAssessment,
    Measure,
    NeedScore,
    Objective,
    ObservedIndicator,
    Permit,
    Programme,
)
"""What figures are made of."""
ONE_A_MONTH: Final[dict[type[CaseRecord], tuple[str, ...]]] = {
    ItalianAssessment: ("assessed_on",),
    NeedScore: ("weighed_on", "need", "moment"),
}
"""Rows that are once a day: of those that the month makes alike, the last stays."""


class ErasureRefused(Refused):
    """The case cannot be made anonymous now; the message says why, in Italian."""


@transaction.atomic
def anonymise_case(*, case: Case, by: User, at: datetime) -> Case:
    """Make a closed case anonymous, for good. Twice it changes nothing. Raises ErasureRefused while it is open.

    An open case is not erased: the service has a task of public interest to carry out (Regulation (EU) 2016/679 art.
    17.3.b). Relatives who are cases themselves keep the family; the person of this case stays in it without a name.
    """
    with whole_platform(reason="a case is made anonymous wherever it left a trace", actor_id=by.pk), erasing():
        case = Case.objects.scoped().select_for_update().get(pk=case.pk)
        if case.anonymised_at is not None:
            return case
        if not case.is_closed:
            raise ErasureRefused(_("La presa in carico è aperta: i dati si cancellano dopo la chiusura."))
        gone = _erase_person(case)
        _erase_rows(case)
        _round_days(case)
        _erase_facts(case, at=at)
        PastRow.objects.scoped().filter(Q(case_code=case.code) | Q(row__in=gone)).delete()
        record(case, "anonymised", by=by, at=at)
        return case


def _erase_person(case: Case) -> list[str]:
    """Delete who the person is, and the family unless other cases are in it; give the codes of what went."""
    person = Person.objects.scoped().select_related("family").filter(case=case).first()
    if person is None:
        return []
    family = person.family
    identities = [row.identity.code for row in family.persons.select_related("identity") if hasattr(row, "identity")]
    if family.persons.filter(case__isnull=False).exclude(pk=person.pk).exists():
        gone = [person.code, *([person.identity.code] if hasattr(person, "identity") else [])]
        if hasattr(person, "identity"):
            person.identity.delete()
        person.case = None
        person.save(update_fields=["case"])
        return gone
    rows = (family.persons, family.parent_links, family.unions)
    gone = [family.code, *identities, *(code for manager in rows for code in manager.values_list("code", flat=True))]
    family.delete()
    return gone


def _erase_rows(case: Case) -> None:
    """Delete what hangs from the case and is no figure; empty the texts of what is."""
    Transfer.objects.scoped().filter(received_case_code=case.code).update(received_case_code="")
    case.transfers.all().delete()  # they hold on to the consents
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, CaseRecord) and _hangs_from_case(model):
            rows = _of_case(model, case)
            if model in KEPT:
                rows.update(**_emptied(model))
            else:
                rows.delete()


def _of_case(model: type[CaseRecord], case: Case) -> CaseRecordQuerySet[Any]:
    """The rows of a table that hang from a case."""
    rows: Any = model._default_manager.all()
    found: CaseRecordQuerySet[Any] = rows.scoped().filter(case=case)
    return found


def _hangs_from_case(model: type[models.Model]) -> bool:
    return (
        any(field.name == "case" and field.related_model is Case for field in model._meta.fields)
        and model is not Person
    )


def _emptied(model: type[models.Model]) -> dict[str, Any]:
    """Empty every sealed text and every text that is no choice; keep the rest."""
    emptied: dict[str, Any] = {"communicated_on": None} if model is Permit else {}  # it stands with its reference
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedField):
            emptied[field.name] = b""
        elif isinstance(field, (models.CharField, models.TextField)) and not field.choices and field.name != "code":
            emptied[field.name] = ""
        elif field.related_model is Case and field.name != "case":
            emptied[field.name] = None
    return emptied or {"body": models.F("body")}


def _round_days(case: Case) -> None:
    """Round each day to the first of its month; permits, which never overlap, one after the other."""
    for model, (day, *alike) in ONE_A_MONTH.items():
        _keep_last_of_month(model, case, day, alike)
    for model in KEPT:
        days = [field.name for field in model._meta.concrete_fields if type(field) is models.DateField]
        if model is not Permit and days:
            _of_case(model, case).update(**{day: TruncMonth(day) for day in days})
    last: date | None = None
    for permit in case.permits.order_by("issued_on", "pk"):
        last = _round_permit(permit, after=last)


def _keep_last_of_month(model: type[CaseRecord], case: Case, day: str, alike: list[str]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row in _of_case(model, case).order_by(f"-{day}", "-pk"):
        month = getattr(row, day).replace(day=1)
        key = (month, *(getattr(row, name) for name in alike))
        if key in seen:
            row.delete()
        seen.add(key)


def _round_permit(permit: Permit, *, after: date | None) -> date | None:
    """Round the days of a permit, begun after the one before; give its last day."""
    for field in Permit._meta.concrete_fields:
        if type(field) is models.DateField and (day := getattr(permit, field.name)) is not None:
            setattr(permit, field.name, day.replace(day=1))
    if permit.issued_on is not None and permit.expires_on is not None:
        if after is not None and permit.issued_on <= after:
            permit.issued_on = after + timedelta(days=1)
        permit.expires_on = max(permit.expires_on - timedelta(days=1), permit.issued_on)
        for name in ("renewal_requested_on", "ended_on"):
            if (day := getattr(permit, name)) is not None:
                setattr(permit, name, max(day, permit.issued_on))
    permit.save()
    return permit.expires_on or after


def _erase_facts(case: Case, *, at: datetime) -> None:
    case.opened_on = case.opened_on.replace(day=1)
    case.closed_on = case.closed_on and case.closed_on.replace(day=1)
    case.work_territory, case.language, case.is_urgent = None, Language.OTHER, False
    case.anonymised_at = at
    case.save()
