# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Expenses: shares of a document charged to a budget line, with their payment and evidence."""

from functools import cache
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.core.searching import Plain
from incas.core.triggers import NEVER_EMPTIED
from incas.documents.models import StoredFile
from incas.finance.choices import SEVERITY_KINDS, Severity
from incas.finance.models.documents import SpendingDocument
from incas.organisations.models import Body
from incas.programmes.choices import EvidenceKind
from incas.projects.models import WORKS_ON_OWN_PROJECTS, BudgetLine, Project

HOLDER = [("holder", "record")]

FROZEN = """
    SELECT claim.state AS state, claim.project_id AS project_id, line.is_kept AS is_kept INTO holder
    FROM finance_claimline line JOIN finance_claim claim ON claim.id = line.claim_id
    WHERE line.expense_id = {key} AND line.is_live
    FOR SHARE OF claim;
    IF FOUND AND (holder.state NOT IN ('draft', 'returned') OR holder.is_kept) THEN
        RAISE EXCEPTION 'an expense of a claim that was sent does not change' USING ERRCODE = 'check_violation';
    END IF;
"""
"""Waits for whoever is sending the claim just now, then looks at what it has become."""

HELD_IN_ITS_PROJECT = """
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF FOUND AND NEW.project_id <> holder.project_id THEN
        RAISE EXCEPTION 'an expense of a claim stays in its project' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
"""Follows `FROZEN`, which looks for the claim."""

OF_ONE_BODY = """
    IF NOT EXISTS (
        SELECT 1 FROM projects_budgetline line
        JOIN projects_project project ON project.id = line.project_id
        JOIN finance_spendingdocument document ON document.id = NEW.document_id
        WHERE line.id = NEW.budget_line_id AND line.project_id = NEW.project_id
            AND project.body_id = NEW.body_id AND document.body_id = NEW.body_id
    ) THEN
        RAISE EXCEPTION 'document, budget line, project and body of an expense agree' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

COUNT_THE_CHARGE = """
    IF TG_OP <> 'INSERT' THEN
        UPDATE finance_documentidentity SET charged = charged - OLD.amount
        WHERE id = (SELECT identity_id FROM finance_spendingdocument WHERE id = OLD.document_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE finance_documentidentity SET charged = charged + NEW.amount
        WHERE id = (SELECT identity_id FROM finance_spendingdocument WHERE id = NEW.document_id);
    END IF;
    RETURN NULL;
"""


ON_PLACE = pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]  # pgtrigger leaves it untyped
    "body_id", "project_id", "budget_line_id", "document_id"
)
ON_CHARGE = pgtrigger.UpdateOf("amount", "document_id")  # type: ignore[no-untyped-call]  # pgtrigger leaves it untyped


@cache
def finding_chip(worst: str, _language: str | None) -> Chip:
    """Draw the gravest thing found, once in a language: a file has ten thousand of them."""
    return Chip(Severity(worst).label, SEVERITY_KINDS[worst]) if worst else Chip(_("In regola"), "success")


class ExpenseQuerySet(models.QuerySet["Expense"]):
    """Expenses."""

    def visible_to(self, user: User) -> Self:
        """Show those of one's own body to who works on its projects; to others, those of the claims they may open."""
        if user.acting_roles & WORKS_ON_OWN_PROJECTS:
            return self.filter(body_id=user.acting_body_id)
        from incas.finance.models.lines import ClaimLine  # noqa: PLC0415 (claims stand on expenses)

        return self.filter(pk__in=ClaimLine.objects.visible_to(user).values("expense_id"))


@classified(
    retention=Retention.PROJECT,
    open="body project budget_line document amount is_vat_unrecoverable payment_order paid_on paid_amount "
    "worst_finding created_at updated_at",
    identifying="description created_by search_text search_plain",
)
class Expense(models.Model):
    """A share of a document charged to a budget line. Euro; negative for a credit note.

    `body` and `project` repeat those of the budget line, for lists and for the rule of visibility. `paid_amount` is
    what the payment order of this share paid, on `paid_on`.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("progetto"))
    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("voce di costo")
    )
    document = models.ForeignKey(
        SpendingDocument, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("documento di spesa")
    )
    description = models.CharField(_("descrizione"), max_length=250)
    amount = models.DecimalField(_("importo imputato"), max_digits=12, decimal_places=2)
    is_vat_unrecoverable = models.BooleanField(_("IVA non recuperabile dall'ente"), default=False)
    payment_order = models.CharField(_("numero del mandato"), max_length=40, blank=True)
    paid_on = models.DateField(_("pagato il"), null=True, blank=True)
    paid_amount = models.DecimalField(_("importo pagato"), max_digits=12, decimal_places=2, null=True, blank=True)
    worst_finding = models.CharField(max_length=8, choices=Severity, blank=True)
    search_text = models.TextField(blank=True)
    search_plain = models.GeneratedField(
        expression=Plain("search_text"), output_field=models.TextField(), db_persist=True
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("spesa")
        verbose_name_plural = _("spese")
        constraints = [
            CheckConstraint(name="expense_is_of_some_amount", condition=~Q(amount=0)),
            CheckConstraint(
                name="expense_payment_is_whole_or_absent",
                condition=Q(payment_order="", paid_on__isnull=True, paid_amount__isnull=True)
                | ~Q(payment_order="") & Q(paid_on__isnull=False, paid_amount__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-created_at", "-id"], name="expense_of_body"),
            models.Index(fields=["body", "-amount", "-id"], name="expense_by_amount"),
            models.Index(F("body"), F("paid_on").desc(nulls_last=True), F("id").desc(), name="expense_by_payment"),
            GinIndex(OpClass("search_plain", "gin_trgm_ops"), name="expense_search"),
            models.Index(fields=["project", "-created_at", "-id"], name="expense_of_project"),
            models.Index(  # the sums of a project are read from it alone
                fields=["project"], include=["id", "budget_line", "amount", "paid_on"], name="expense_money_of_project"
            ),
        ]
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="of_one_body",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | ON_PLACE,
                func=OF_ONE_BODY,
            ),
            pgtrigger.Trigger(
                name="counts_on_the_document",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | ON_CHARGE | pgtrigger.Delete,
                func=COUNT_THE_CHARGE,
            ),
            pgtrigger.Trigger(
                name="frozen_with_its_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=HOLDER,
                func=FROZEN.format(key="OLD.id") + HELD_IN_ITS_PROJECT,
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def chip(self) -> Chip:
        """What the checks said when it last changed, as lists draw it."""
        return finding_chip(self.worst_finding, get_language())


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Papers attached to expenses."""

    def visible_to(self, user: User) -> Self:
        """Show those of the expenses the person may open."""
        return self.filter(expense__in=Expense.objects.visible_to(user))


@classified(retention=Retention.PROJECT, open="expense kind file uploaded_at", identifying="name uploaded_by")
class Evidence(models.Model):
    """A paper that proves an expense: its kind, the file, the name it came with."""

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("tipo di documento"), max_length=16, choices=EvidenceKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("documento allegato")
        verbose_name_plural = _("documenti allegati")
        ordering = ("kind", "pk")
        constraints = [UniqueConstraint(fields=["expense", "kind", "file"], name="evidence_once")]
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="frozen_with_its_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=HOLDER,
                func="IF TG_OP <> 'DELETE' THEN"
                + FROZEN.format(key="NEW.expense_id")
                + "RETURN NEW; END IF;"
                + FROZEN.format(key="OLD.expense_id")
                + "RETURN OLD;",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
