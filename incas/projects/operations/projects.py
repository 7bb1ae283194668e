# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects: made, described, given a tutor, an agreement and an advance, started, deleted while a draft."""

from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core.codes import is_cup
from incas.core.transitions import require_transition
from incas.core.writing import long_day
from incas.documents import media_types
from incas.documents.models import StoredFile
from incas.documents.operations import store
from incas.organisations.choices import Role
from incas.organisations.models import Body
from incas.programmes.choices import CallState, RuleSetState
from incas.programmes.models import Call, RuleSet
from incas.programmes.operations.changes import apply_changes, plain
from incas.projects.choices import PROJECT_TRANSITIONS, ProjectState
from incas.projects.models import Project
from incas.projects.queries import MAY_HOLD_PROJECTS, project_readiness, tutors

AGREEMENT_TYPES = frozenset({media_types.PDF, media_types.SIGNED})
"""A PDF, or a PDF inside a signed envelope (CAdES), told by its bytes."""


class ProjectRefused(Exception):
    """This cannot be done to the project as it stands; the message says why and what to do, in Italian.

    `field` names what of the form is wrong, where one thing is.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def open_project(project: Project, *, user: User, reason: str = "") -> Project:
    """Lock a project for a change of what was agreed.

    While it is a draft whoever prepares it may; once it runs, only who runs the programme, giving a reason. Raises
    ProjectRefused.
    """
    found = Project.objects.select_for_update(of=("self",)).select_related("body", "tutor").get(pk=project.pk)
    if found.state == ProjectState.DRAFT:
        return found
    if found.state == ProjectState.CLOSED:
        raise ProjectRefused(_("Il progetto è concluso: non si modifica più."))
    if Role.COORDINATOR not in user.acting_roles:
        raise ProjectRefused(_("Il progetto è avviato: le modifiche spettano al coordinamento, che ne dice il motivo."))
    if not reason.strip():
        raise ProjectRefused(_("Il progetto è avviato: scrivere il motivo della modifica."))
    return found


@transaction.atomic
def create_project(
    *,
    body: Body,
    rule_set: RuleSet,
    title: str,
    starts_on: date,
    ends_on: date,
    summary: str = "",
    by: User,
    at: datetime,
) -> Project:
    """Make a project in preparation under the published rules of a call; it keeps this version for good.

    Its code is that of the call and the next number. Raises ProjectRefused when the body holds no projects, the call is
    not open or, for who does not run the programme, is not open on this day.
    """
    call = Call.objects.select_for_update().get(pk=rule_set.call_id)
    rule_set = RuleSet.objects.get(pk=rule_set.pk)
    day = timezone.localdate(at)
    if body.kind not in MAY_HOLD_PROJECTS:
        raise ProjectRefused(_("Solo un Comune o un ente attuatore può avere un progetto."))
    if call.state != CallState.PUBLISHED or rule_set.state != RuleSetState.PUBLISHED:
        raise ProjectRefused(_("L'avviso non è aperto: i progetti si presentano sotto un avviso pubblicato."))
    if Role.COORDINATOR not in by.acting_roles and not call.opens_on <= day <= call.closes_on:
        days = {"opens": long_day(call.opens_on, "dal"), "closes": long_day(call.closes_on, "al")}
        raise ProjectRefused(_("L'avviso riceve progetti %(opens)s %(closes)s.") % days)
    project = Project.objects.create(
        body=body,
        rule_set=rule_set,
        code=_next_code(call),
        title=title,
        summary=summary,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(project, "created", by=by, at=at, after={"rule_set": str(rule_set), "body": body.name})
    return project


def _next_code(call: Call) -> str:
    """Give the next code under a call, whose row is locked: no two projects get the same."""
    prefix = f"{call.code}/"
    codes = Project.objects.filter(rule_set__call=call, code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(number) for code in codes if (number := code.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


@transaction.atomic
def describe_project(
    *,
    project: Project,
    title: str,
    summary: str,
    cup: str,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    by: User,
    at: datetime,
) -> Project:
    """Write the general data of a project. The same again changes nothing.

    Raises ProjectRefused when the CUP is malformed or of another project, the period is empty, or `open_project`
    refuses.
    """
    found = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    values = {"title": title, "summary": summary, "cup": cup, "starts_on": starts_on, "ends_on": ends_on}
    if all(getattr(found, name) == value for name, value in values.items()):
        return found
    found = open_project(project, user=by, reason=reason)
    if ends_on <= starts_on:
        raise ProjectRefused(_("Il progetto deve finire dopo il giorno in cui inizia."))
    if cup and not is_cup(cup):
        raise ProjectRefused(
            _("Il CUP ha 15 caratteri: una lettera, due cifre, una lettera, undici cifre."), field="cup"
        )
    if not cup and found.state != ProjectState.DRAFT:
        raise ProjectRefused(_("Un progetto avviato ha il suo CUP."), field="cup")
    if cup and Project.objects.filter(cup=cup).exclude(pk=found.pk).exists():
        message = _("Questo CUP è già di un altro progetto: controllare di averlo copiato bene.")
        raise ProjectRefused(message, field="cup")
    before, after = apply_changes(found, values)
    record(found, "changed", by=by, at=at, before=before, after=after, reason=reason)
    return found


@transaction.atomic
def assign_tutor(*, project: Project, tutor: User | None, by: User, at: datetime) -> Project:
    """Assign the tutor who accompanies a project, or take them off. The same again changes nothing.

    Raises ProjectRefused when the person is no tutor on this day.
    """
    found = Project.objects.select_for_update(of=("self",)).select_related("tutor").get(pk=project.pk)
    if found.tutor == tutor:
        return found
    if tutor is not None and not tutors(timezone.localdate(at)).filter(pk=tutor.pk).exists():
        raise ProjectRefused(_("La persona scelta non è oggi referente territoriale."))
    before, after = apply_changes(found, {"tutor": tutor})
    record(found, "assigned", by=by, at=at, before=before, after=after)
    return found


@transaction.atomic
def record_agreement(
    *,
    project: Project,
    signed_on: date,
    reference: str,
    file: IO[bytes] | None = None,
    file_name: str = "",
    reason: str = "",
    by: User,
    at: datetime,
) -> Project:
    """Write the agreement: the day it was signed, how to find it, its text (None: the one it has stays).

    Raises ProjectRefused when the file is no PDF, signed or not, or when `open_project` refuses.
    """
    found = open_project(project, user=by, reason=reason)
    values: dict[str, object] = {"agreement_signed_on": signed_on, "agreement_reference": reference}
    if file is not None:
        values |= {"agreement_file": _stored_agreement(file, at=at), "agreement_file_name": file_name[-200:]}
    before, after = apply_changes(found, values)
    if before:
        record(found, "agreed", by=by, at=at, before=before, after=after, reason=reason)
    return found


def _stored_agreement(file: IO[bytes], *, at: datetime) -> StoredFile:
    stored = store(content=file, media_type=media_types.PDF, at=at)
    if stored.media_type not in AGREEMENT_TYPES:
        raise ProjectRefused(_("Il file della convenzione non è un PDF, né un PDF firmato (.p7m)."), field="file")
    return stored


@transaction.atomic
def record_advance(
    *, project: Project, amount: Decimal | None, received_on: date | None, by: User, at: datetime
) -> Project:
    """Write the advance a project received and the day it came in; neither: none was received. Amount in euro.

    It is a fact of the accounts, not of what was agreed: it is written at any time. Raises ProjectRefused when only one
    of the two is given, the amount is not positive, or the project is closed.
    """
    found = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if (amount is None) != (received_on is None):
        raise ProjectRefused(
            _("Scrivere sia l'importo dell'anticipo sia il giorno in cui è arrivato, o nessuno dei due."),
            field="advance_amount" if amount is None else "advance_received_on",
        )
    if amount is not None and amount <= 0:
        raise ProjectRefused(_("L'anticipo deve essere un importo positivo."), field="advance_amount")
    before, after = apply_changes(found, {"advance_amount": amount, "advance_received_on": received_on})
    if before:
        record(found, "advanced", by=by, at=at, before=before, after=after)
    return found


@transaction.atomic
def activate_project(*, project: Project, by: User, at: datetime) -> Project:
    """Start a project: from now on expenses are charged to it and what was agreed changes only with a reason.

    Called again it changes nothing. Raises TransitionRefused from a closed project, ProjectRefused when something is
    missing or breaks the rules.
    """
    found = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if found.state == ProjectState.ACTIVE:
        return found
    require_transition(PROJECT_TRANSITIONS, found.state, ProjectState.ACTIVE)
    readiness = project_readiness(found)
    if not readiness.may_start:
        raise ProjectRefused(" ".join(finding.what for finding in readiness.findings if finding.stops))
    before = found.state
    found.state = ProjectState.ACTIVE
    found.save(update_fields=["state", "updated_at"])
    after = plain({"state": ProjectState.ACTIVE.value, "budget_total": readiness.budget.total})
    record(found, "activated", by=by, at=at, before={"state": before}, after=after)
    return found


@transaction.atomic
def delete_project(*, project: Project, by: User, at: datetime) -> None:
    """Delete a project in preparation with its packages and its budget. Called again it changes nothing.

    Raises ProjectRefused once it was started.
    """
    found = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
    if found is None:
        return
    if found.state != ProjectState.DRAFT:
        raise ProjectRefused(_("Un progetto avviato non si elimina."))
    record(found, "deleted", by=by, at=at)
    found.budget_lines.all().delete()
    found.delete()
