# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in the pilot. Predicates tell who; operations, under their locks, when.

Two rights are apart: to see that a case is there (`see_case`: the team, the supervisor, the specialist), and to open it
(`open_case`: who holds a grant in force). Nobody opens an identity without the second.
"""

from django.utils import timezone

from incas.accounts.models import User
from incas.cases.models import (
    Case,
    CaseRecord,
    Criticality,
    DifferenceNote,
    EvaluationQuestion,
    Grant,
    LocalMeasure,
    PublishedFigures,
    Transfer,
)
from incas.cases.models.services import WORKS_ON_CASES, PilotService, served_by
from incas.core.predicates import predicate
from incas.organisations.choices import Role
from incas.organisations.rules import has_any_role

coordinate_cases = has_any_role(Role.SPECIALIST)
run_pilot = has_any_role(Role.COORDINATOR)
see_pilot = has_any_role(
    Role.COORDINATOR, Role.SPECIALIST, Role.MINISTRY_OFFICER, Role.CASE_SUPERVISOR, Role.CASE_WORKER
)
"""By role alone, without a query: the bar asks it on every page."""
read_figures = see_pilot


@predicate
def work_in_service(user: User, _item: object = None) -> bool:
    """The person works in a service of the pilot, as worker or supervisor."""
    return bool(served_by(user))


@predicate
def supervise_service(user: User, _item: object = None) -> bool:
    """The person supervises a service of the pilot."""
    return Role.CASE_SUPERVISOR in user.acting_roles and bool(served_by(user))


see_cases = has_any_role(Role.CASE_WORKER, Role.CASE_SUPERVISOR, Role.SPECIALIST)
"""By role alone, without a query: the bar asks it on every page. Which cases, `visible_to` tells."""

work_on_cases = has_any_role(Role.CASE_WORKER, Role.CASE_SUPERVISOR)
"""By role alone too: what is theirs on the Scrivania."""
read_summary = has_any_role(Role.CASE_SUPERVISOR)
read_communications = has_any_role(Role.MINISTRY_OFFICER, Role.COORDINATOR)
"""Permits communicated, without cases: what the ministry receives by law (art. 18-ter c. 3 T.U.I.)."""


def case_of(record: CaseRecord) -> Case:
    """Give the case a row hangs from; a case is its own."""
    return record if isinstance(record, Case) else record.case  # type: ignore[attr-defined]  # every row of a case has one


@predicate
def see_case(user: User, _record: CaseRecord) -> bool:
    """The person works in a service or coordinates; which cases is told by `visible_to`."""
    return bool(see_cases(user))


@predicate
def open_case(user: User, record: CaseRecord) -> bool:
    """The person holds a grant in force on the case, and works in its service."""
    case = case_of(record)
    if not user.acting_roles & WORKS_ON_CASES or case.body_id not in served_by(user):
        return False
    known = getattr(case, "may_open", None)
    if known is not None:
        return bool(known)
    return Grant.objects.scoped().in_force(timezone.now()).filter(case=case, user=user).exists()


@predicate
def supervise_case(user: User, record: CaseRecord) -> bool:
    """The person supervises the service of the case: approves programmes and closures, grants access."""
    return Role.CASE_SUPERVISOR in user.acting_roles and record.body_id in served_by(user)


@predicate
def coordinate_case(user: User, _record: CaseRecord) -> bool:
    """The person coordinates the pilot as a specialist: on codes, never on identities."""
    return bool(coordinate_cases(user))


talk_about_case = open_case | supervise_case | coordinate_case


@predicate
def receive_transfer(user: User, transfer: Transfer) -> bool:
    """The person supervises the service to which the case is proposed."""
    return Role.CASE_SUPERVISOR in user.acting_roles and transfer.to_body_id in served_by(user)


@predicate
def send_transfer(user: User, transfer: Transfer) -> bool:
    """The person may open the case that was proposed."""
    return Case.objects.opened_by(user).filter(pk=transfer.case_id).exists()


see_transfer = receive_transfer | send_transfer
see_access = open_case | supervise_case
approve_case = open_case & supervise_case
approve_programme = supervise_case
"""The supervisor reads the programme without who it is for: no grant is needed to approve it."""
rewrite_programme = open_case | supervise_case
"""Who writes a programme takes it back, and who would not approve it sends it back."""


see_taxonomy = has_any_role(Role.CASE_WORKER, Role.CASE_SUPERVISOR, Role.SPECIALIST, Role.COORDINATOR)
write_taxonomy = has_any_role(Role.SPECIALIST, Role.COORDINATOR)


@predicate
def name_measure(user: User, name: LocalMeasure) -> bool:
    """The person supervises the service of the Comune that uses the name."""
    return Role.CASE_SUPERVISOR in user.acting_roles and name.body_id in served_by(user)


@predicate
def see_service(user: User, _service: PilotService) -> bool:
    """The person has a role in the pilot; which services is told by `visible_to`."""
    return user.acting_body_id is not None


@predicate
def change_service(user: User, _service: PilotService) -> bool:
    """The person runs the pilot."""
    return bool(run_pilot(user))


raise_criticalities = has_any_role(Role.CASE_WORKER, Role.CASE_SUPERVISOR, Role.SPECIALIST)


@predicate
def see_criticality(user: User, _criticality: Criticality) -> bool:
    """The person follows the pilot or works in it; which criticalities is told by `visible_to`."""
    return bool(see_pilot(user))


@predicate
def write_criticality(user: User, criticality: Criticality) -> bool:
    """The person coordinates as a specialist, or works in the service the criticality is of."""
    return bool(coordinate_cases(user)) or criticality.body_id in served_by(user)


write_questions = has_any_role(Role.COORDINATOR, Role.SPECIALIST)


@predicate
def explain_differences(user: User, _figures: PublishedFigures) -> bool:
    """The person runs or coordinates the pilot, or supervises a service; of which Comuni, the form offers."""
    return bool(write_questions(user)) or bool(supervise_service(user))


@predicate
def change_difference(user: User, note: DifferenceNote) -> bool:
    """The person runs or coordinates the pilot, or supervises the service the note is of."""
    if write_questions(user):
        return True
    return Role.CASE_SUPERVISOR in user.acting_roles and note.body_id in served_by(user)


see_evaluation = see_pilot


@predicate
def answer_evaluation(user: User, _question: EvaluationQuestion) -> bool:
    """The person supervises a service of the pilot, and answers for it."""
    return bool(supervise_service(user))


@predicate
def write_question(user: User, _question: EvaluationQuestion) -> bool:
    """The person runs or coordinates the pilot."""
    return bool(write_questions(user))
