# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Charge a document, or shares of it, to budget lines; correct an expense; take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core import writing
from incas.finance.choices import CLAIM_EDITABLE, Decision
from incas.finance.models import Claim, ClaimLine, DocumentIdentity, Expense, SpendingDocument
from incas.finance.operations.hints import refresh_hints
from incas.finance.operations.totals import EuroTotal, EuroTotalRefused, tell_euro_total
from incas.projects.choices import ProjectState
from incas.projects.models import BudgetLine

NEVER_BEYOND = "document_never_charged_beyond_its_total"
"""The constraint that holds when two people charge the same document at the same instant."""


class ChargeRefused(Exception):
    """The shares cannot be charged; the message says why, and how much of the document is left, in Italian.

    `field` names what of the share is wrong, where one thing is.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ExpenseFrozen(Exception):
    """The expense stands in a claim that was sent; the message says so in Italian."""


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment order of a share: its number, the day it was carried out, what it paid for this share in euro."""

    order: str
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a document charged to a budget line, in euro (negative for a credit note)."""

    budget_line: BudgetLine
    amount: Decimal
    description: str
    is_vat_unrecoverable: bool = False
    payment: Payment | None = None


@transaction.atomic
def charge_document(
    *, document: SpendingDocument, shares: Sequence[Share], by: User, at: datetime, told: EuroTotal | None = None
) -> list[Expense]:
    """Charge shares of a document to budget lines, all or none.

    Together with every other share of the same document in the whole platform they never exceed its total in euro: the
    row of its identity is locked first, and a constraint holds it besides. Of a document in another currency `told`
    says that total, where nobody has yet. Raises ChargeRefused with what is left; EuroTotalRefused.
    """
    identity = DocumentIdentity.objects.select_for_update(no_key=True).get(pk=document.identity_id)
    if told is not None and not _is_said_already(identity, told):
        identity = tell_euro_total(document=document, told=told, by=by, at=at)
    if not shares:
        raise ChargeRefused(_("Nessuna quota da imputare: scegliere almeno una voce di costo."))
    for share in shares:
        _require_chargeable(document, share)
    _require_room(document, identity, sum((share.amount for share in shares), Decimal(0)))
    expenses = [_charge(document, share, by=by, at=at) for share in shares]
    refresh_hints(document=document, at=at)
    return expenses


def _is_said_already(identity: DocumentIdentity, told: EuroTotal) -> bool:
    """Tell whether somebody has said the same total in euro meanwhile: where it comes from stays as they said.

    Another than theirs is refused: that is corrected apart. One in euro has nothing said of it.
    """
    if identity.is_in_euro or identity.euro_total is None:
        return False
    if abs(identity.euro_total) != told.amount:
        raise EuroTotalRefused(
            _(
                "Nel frattempo per questo documento sono stati scritti %(total)s, che valgono per tutti: scrivere lo "
                "stesso importo, oppure correggerlo prima dalla pagina del documento."
            )
            % {"total": writing.euro(identity.euro_total)}
        )
    return True


def _charge(document: SpendingDocument, share: Share, *, by: User, at: datetime) -> Expense:
    expense = Expense(document=document, created_by=by)
    _write(expense, share)
    try:
        with transaction.atomic():
            expense.save()
    except IntegrityError as error:
        _refuse_if_beyond(error, document)
        raise
    record(expense, "charged", by=by, at=at, after=_told(expense))
    return expense


@transaction.atomic
def change_expense(*, expense: Expense, share: Share, by: User, at: datetime) -> Expense:
    """Correct an expense: line, amount, description, VAT, payment.

    In a claim that came back to the Comune, its line follows and awaits a new decision. Raises ExpenseFrozen once its
    claim is sent, ChargeRefused when the document has no room for the new amount, or a claim holds it in its project.
    """
    expense = lock_expense(expense)
    identity = DocumentIdentity.objects.select_for_update(no_key=True).get(pk=expense.document.identity_id)
    _require_chargeable(expense.document, share)
    _require_project_of_its_claim(expense, share)
    _require_room(expense.document, identity, share.amount - expense.amount)
    before = _told(expense)
    _write(expense, share)
    after = _told(expense)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return expense
    try:
        with transaction.atomic():
            expense.save()
    except IntegrityError as error:
        _refuse_if_beyond(error, expense.document)
        raise
    ClaimLine.objects.filter(expense=expense, is_live=True).update(
        claimed=expense.amount, decision=Decision.PENDING, admitted=None, reason="", decided_at=None, decided_by=None
    )
    record(
        expense,
        "changed",
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    refresh_hints(document=expense.document, at=at)
    return expense


@transaction.atomic
def delete_expense(*, expense: Expense, by: User, at: datetime) -> None:
    """Take an expense back: its document has that room again. Raises ExpenseFrozen when any claim ever held it.

    What was once sent stays readable, so an expense that was in a claim is kept; one that is only in a draft leaves
    it first.
    """
    expense = lock_expense(expense)
    if expense.lines.filter(claim__round__gt=0).exists() or expense.decisions.exists():
        raise ExpenseFrozen(_("La spesa è stata inviata in una domanda: si può togliere dalla domanda, non eliminare."))
    document = expense.document
    ClaimLine.objects.filter(expense=expense).delete()
    record(expense, "deleted", by=by, at=at, before=_told(expense))
    expense.delete()
    refresh_hints(document=document, at=at)


def lock_expense(expense: Expense) -> Expense:
    """Lock an expense, then the claim that holds it, always in this order. Raises ExpenseFrozen once it was sent."""
    expense = Expense.objects.select_for_update(of=("self",), no_key=True).select_related("document").get(pk=expense.pk)
    _hold_claim_of(expense)
    return expense


def _hold_claim_of(expense: Expense) -> Claim | None:
    """Lock the claim that holds an expense, if any, against being sent meanwhile. ExpenseFrozen: it was sent."""
    line = ClaimLine.objects.filter(expense=expense, is_live=True).first()
    if line is None:
        return None
    claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=line.claim_id)
    line = ClaimLine.objects.filter(pk=line.pk, is_live=True).first()
    if line is None:
        return None
    if claim.state not in CLAIM_EDITABLE:
        raise ExpenseFrozen(
            _("La spesa è nella domanda n. %(number)s, che è stata inviata: non si può modificare.")
            % {"number": claim.number}
        )
    if line.is_kept:
        raise ExpenseFrozen(
            _("La spesa è già stata ammessa nella domanda n. %(number)s: la domanda è riaperta solo per le altre.")
            % {"number": claim.number}
        )
    return claim


def _require_chargeable(document: SpendingDocument, share: Share) -> None:
    """Refuse a share of nothing, of the wrong sign, of another body, of a project not running, at a flat rate."""
    project = share.budget_line.project
    if not share.amount:
        raise ChargeRefused(_("L'importo di una quota non può essere zero."), field="amount")
    if share.amount * document.total <= 0:
        raise ChargeRefused(
            _("Le quote di una nota di credito sono negative.")
            if document.total < 0
            else _("Le quote di questo documento devono essere positive."),
            field="amount",
        )
    if project.body_id != document.body_id:
        raise ChargeRefused(_("Il progetto e il documento appartengono a enti diversi."))
    if project.state != ProjectState.ACTIVE:
        raise ChargeRefused(
            _("Il progetto «%(title)s» non è in corso: non vi si imputano spese.") % {"title": project.title},
            field="budget_line",
        )
    if share.budget_line.cost_item.flat_rate_percent is not None:
        raise ChargeRefused(
            _("La voce «%(item)s» è a tasso forfettario: la sua quota si calcola da sé.")
            % {"item": share.budget_line.cost_item},
            field="budget_line",
        )


def _require_project_of_its_claim(expense: Expense, share: Share) -> None:
    """Refuse to move to another project what a claim holds: a claim is of the expenses of its project."""
    if share.budget_line.project_id == expense.project_id:
        return
    line = ClaimLine.objects.filter(expense=expense, is_live=True).select_related("claim").first()
    if line is not None:
        raise ChargeRefused(
            _(
                "La spesa è nella domanda n. %(number)s del suo progetto: prima di imputarla a un altro, "
                "toglierla dalla domanda."
            )
            % {"number": line.claim.number},
            field="budget_line",
        )


def _require_room(document: SpendingDocument, identity: DocumentIdentity, added: Decimal) -> None:
    """Refuse what would bring a document beyond its total in euro, which must be known."""
    if identity.euro_total is None:
        raise ChargeRefused(
            _("Il documento è in %(currency)s: prima di imputarlo se ne scrive il totale in euro.")
            % {"currency": identity.currency}
        )
    if abs(identity.charged + added) > abs(identity.euro_total):
        raise ChargeRefused(over_charge(document, identity), field="amount")


def _refuse_if_beyond(error: IntegrityError, document: SpendingDocument) -> None:
    """Turn the refusal of the database, when two charge at once, into the same sentence."""
    if NEVER_BEYOND in str(error):
        identity = DocumentIdentity.objects.get(pk=document.identity_id)
        raise ChargeRefused(over_charge(document, identity), field="amount") from error


def over_charge(document: SpendingDocument, identity: DocumentIdentity) -> str:
    """Say how much of a document is left and which expenses of the same body charge it. Other bodies are never told."""
    told = (
        _("Il documento è di %(euro)s: ne restano da imputare %(left)s.")
        if identity.is_in_euro
        else _("Il documento è di %(total)s, cioè %(euro)s: ne restano da imputare %(left)s.")
    )
    said = told % {
        "total": writing.money(identity.total, identity.currency),
        "euro": writing.euro(identity.euro_total),
        "left": writing.euro(identity.left),
    }
    if abs(document.total) > abs(identity.total):
        asked = _(
            "Il file di questo ente indica %(total)s: se è giusto, chiedere al coordinamento di progetto di "
            "correggere il totale, indicando il riferimento %(reference)s."
        )
        total = writing.money(document.total, document.currency)
        said = f"{said} {asked % {'total': total, 'reference': identity.reference}}"
    own = (
        Expense.objects.filter(document__identity=identity, body=document.body_id)
        .select_related("project")
        .order_by("pk")
    )
    listed = [f"{row.description} ({row.project.code}, {writing.euro(row.amount)})" for row in own[:5]]
    return f"{said} {_('Già imputati da questo ente:')} {'; '.join(listed)}." if listed else said


def _write(expense: Expense, share: Share) -> None:
    """Put a share on an expense."""
    line = share.budget_line
    expense.budget_line, expense.project_id, expense.body_id = line, line.project_id, line.project.body_id
    expense.amount = share.amount
    expense.description = share.description
    expense.is_vat_unrecoverable = share.is_vat_unrecoverable
    expense.payment_order = share.payment.order if share.payment else ""
    expense.paid_on = share.payment.on if share.payment else None
    expense.paid_amount = share.payment.amount if share.payment else None
    expense.search_text = searchable(expense)


def searchable(expense: Expense) -> str:
    """Give the words by which an expense is looked for: what, supplier, document, payment order, item."""
    document = expense.document
    words = (
        expense.description,
        document.supplier_name,
        document.number,
        expense.payment_order,
        expense.budget_line.cost_item.code,
    )
    return " ".join(word for word in words if word)


def _told(expense: Expense) -> dict[str, str | bool | None]:
    """What the trail tells of an expense."""
    return {
        "budget_line": str(expense.budget_line),
        "amount": str(expense.amount),
        "description": expense.description,
        "is_vat_unrecoverable": expense.is_vat_unrecoverable,
        "payment_order": expense.payment_order,
        "paid_on": expense.paid_on.isoformat() if expense.paid_on else None,
        "paid_amount": str(expense.paid_amount) if expense.paid_amount is not None else None,
    }
