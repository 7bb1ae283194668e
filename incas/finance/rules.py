# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with documents, expenses and claims. Predicates tell who; operations, under their locks, when."""

from incas.accounts.models import User
from incas.core.predicates import predicate
from incas.finance.models import Claim, ClaimLine, Evidence, Expense, SpendingDocument
from incas.finance.models.documents import HANDLES_DOCUMENTS
from incas.organisations.choices import Role
from incas.organisations.rules import has_any_role
from incas.projects.models import SEES_EVERY_PROJECT, WORKS_ON_OWN_PROJECTS, Project

READS_CLAIMS: frozenset[str] = frozenset({*SEES_EVERY_PROJECT, *WORKS_ON_OWN_PROJECTS, Role.TUTOR})

handle_documents = has_any_role(*(Role(role) for role in HANDLES_DOCUMENTS))
read_claims = has_any_role(*(Role(role) for role in READS_CLAIMS))
read_expenses = has_any_role(*(Role(role) for role in WORKS_ON_OWN_PROJECTS))
keep_accounts = has_any_role(Role.FINANCE_OFFICER)
check_claims = has_any_role(Role.TUTOR)
certify_claims = has_any_role(Role.MINISTRY_OFFICER)
correct_totals = has_any_role(Role.COORDINATOR)


def keeps_accounts_of(user: User, body_id: int) -> bool:
    """Tell whether the person keeps the accounts of this body."""
    return Role.FINANCE_OFFICER in user.acting_roles and user.acting_body_id == body_id


@predicate
def charge_document(user: User, document: SpendingDocument) -> bool:
    """The person keeps the accounts of the body that holds the document."""
    return keeps_accounts_of(user, document.body_id)


@predicate
def change_expense(user: User, expense: Expense) -> bool:
    """The person keeps the accounts of the body that bears the expense."""
    return keeps_accounts_of(user, expense.body_id)


@predicate
def read_evidence(user: User, _evidence: Evidence) -> bool:
    """The person has a role that reads claims, or works on projects; which papers is told by `visible_to`."""
    return bool(READS_CLAIMS & user.acting_roles)


@predicate
def change_evidence(user: User, evidence: Evidence) -> bool:
    """The person keeps the accounts of the body that bears the expense this paper proves."""
    return keeps_accounts_of(user, evidence.expense.body_id)


@predicate
def open_claim(user: User, project: Project) -> bool:
    """The person keeps the accounts of the body of the project."""
    return keeps_accounts_of(user, project.body_id)


@predicate
def read_project_money(user: User, _project: Project) -> bool:
    """The person has a role that reads claims; which projects is told by `visible_to`."""
    return bool(READS_CLAIMS & user.acting_roles)


@predicate
def prepare_claim(user: User, claim: Claim) -> bool:
    """The person keeps the accounts of the body of the claim's project."""
    return keeps_accounts_of(user, claim.project.body_id)


@predicate
def check_claim(user: User, claim: Claim) -> bool:
    """The person is the tutor assigned to the claim's project."""
    return Role.TUTOR in user.acting_roles and claim.project.tutor_id == user.pk


@predicate
def check_line(user: User, line: ClaimLine) -> bool:
    """The person is the tutor assigned to the project of the claim this line stands in."""
    return bool(check_claim(user, line.claim))


@predicate
def certify_claim(user: User, claim: Claim) -> bool:
    """The person certifies for the ministry, and had no part in this claim: nobody certifies what they prepared."""
    prepared = {claim.created_by_id, claim.submitted_by_id, claim.taken_by_id, claim.checked_by_id}
    return Role.MINISTRY_OFFICER in user.acting_roles and user.pk not in prepared


@predicate
def read_claim(user: User, _claim: Claim) -> bool:
    """The person has a role that reads claims; which ones is told by `visible_to`."""
    return bool(READS_CLAIMS & user.acting_roles)


@predicate
def read_expense(user: User, _expense: Expense) -> bool:
    """The person has a role that reads claims, or works on projects; which expenses is told by `visible_to`."""
    return bool(READS_CLAIMS & user.acting_roles)
