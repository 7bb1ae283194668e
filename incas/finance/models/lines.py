# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What stands in a claim: expenses, shares at a flat rate, what the control said of each, sending after sending."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY, NEVER_EMPTIED
from incas.finance.choices import DECISION_KINDS, ClaimState, Decision
from incas.finance.models.claims import Claim
from incas.finance.models.expenses import HOLDER, Expense
from incas.programmes.models import CostItem
from incas.projects.models import WORKS_ON_OWN_PROJECTS

HELD_BY_ITS_CLAIM = """
    SELECT claim.state AS state INTO holder FROM finance_claim claim
    WHERE claim.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END
    FOR SHARE;
    IF TG_OP <> 'UPDATE' THEN
        IF FOUND AND holder.state NOT IN ('draft', 'returned') THEN
            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';
        END IF;
    ELSE
        IF NEW.claim_id <> OLD.claim_id OR NEW.{subject}_id <> OLD.{subject}_id
            OR NEW.claimed <> OLD.claimed AND holder.state NOT IN ('draft', 'returned') THEN
            RAISE EXCEPTION 'the lines of a claim that was sent do not change' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.admitted IS DISTINCT FROM OLD.admitted AND holder.state NOT IN ('draft', 'returned', 'under_check') THEN
            RAISE EXCEPTION 'amounts are decided while the claim is under check' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
"""Waits for whoever is sending or closing the claim just now, then looks at what it has become."""

OF_ITS_PROJECT = """
    PERFORM 1 FROM finance_expense expense JOIN finance_claim claim ON claim.project_id = expense.project_id
    WHERE expense.id = NEW.expense_id AND claim.id = NEW.claim_id
    FOR SHARE OF expense;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a claim is of expenses of its project' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
"""Waits for whoever is moving the expense just now, who cannot see this line yet.

A line that lets its expense go asks nothing: who changes an expense holds it and waits for its claim, so a claim that
waited for the expense meanwhile would never end.
"""

ON_HOLDING = pgtrigger.UpdateOf("claim_id", "expense_id", "is_live")  # type: ignore[no-untyped-call]  # pgtrigger leaves it untyped


class ClaimLineQuerySet(models.QuerySet["ClaimLine"]):
    """Lines of claims."""

    def visible_to(self, user: User) -> Self:
        """Show those of the claims the person may open."""
        return self.filter(claim__in=Claim.objects.visible_to(user))


@classified(
    retention=Retention.PROJECT,
    open="claim expense claimed decision admitted reason decided_at is_live is_kept",
    identifying="decided_by",
)
class ClaimLine(models.Model):
    """An expense in a claim: what is claimed, what the control admits and why. Euro.

    `is_live`: the expense is held by this claim; an excluded line is let go when the claim is certified, so that the
    expense may come back, mended, in a later claim.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="lines")
    claimed = models.DecimalField(_("richiesto"), max_digits=12, decimal_places=2)
    decision = models.CharField(_("esito"), max_length=8, choices=Decision, default=Decision.PENDING)
    admitted = models.DecimalField(_("ammesso"), max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("motivo"), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_live = models.BooleanField(default=True)
    is_kept = models.BooleanField(default=False)

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("spesa della domanda")
        verbose_name_plural = _("spese della domanda")
        constraints = [
            UniqueConstraint(fields=["claim", "expense"], name="claim_line_once"),
            UniqueConstraint(fields=["expense"], condition=Q(is_live=True), name="claim_line_expense_in_one_claim"),
            CheckConstraint(
                name="claim_line_decided_whole",
                condition=Q(decision=Decision.PENDING, admitted__isnull=True, decided_at__isnull=True)
                | Q(
                    decision=Decision.ADMITTED,
                    admitted__isnull=False,
                    admitted=F("claimed"),
                    decided_at__isnull=False,
                )
                | Q(decision=Decision.EXCLUDED, admitted__isnull=False, admitted=0, decided_at__isnull=False)
                & ~Q(reason="")
                | Q(decision=Decision.REDUCED, decided_at__isnull=False, admitted__isnull=False) & ~Q(reason=""),
            ),
            CheckConstraint(
                name="claim_line_reduced_within_claimed",
                condition=~Q(decision=Decision.REDUCED)
                | Q(claimed__gt=0, admitted__gt=0, admitted__lt=F("claimed"))
                | Q(claimed__lt=0, admitted__lt=0, admitted__gt=F("claimed")),
            ),
            CheckConstraint(
                name="claim_line_kept_is_admitted", condition=Q(is_kept=False) | Q(decision=Decision.ADMITTED)
            ),
            CheckConstraint(
                name="claim_line_let_go_is_excluded", condition=Q(is_live=True) | Q(decision=Decision.EXCLUDED)
            ),
        ]
        indexes = [
            models.Index(  # the sums of a project are read from it alone
                fields=["claim"],
                include=["expense", "claimed", "admitted"],
                condition=Q(is_live=True),
                name="claim_line_held",
            ),
            models.Index(fields=["claim"], condition=Q(is_live=False), name="claim_line_let_go"),
        ]
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="held_by_its_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=HOLDER,
                func=HELD_BY_ITS_CLAIM.format(subject="expense")
                + """
                IF TG_OP = 'DELETE' AND OLD.is_kept THEN
                    RAISE EXCEPTION 'a line kept as admitted stays' USING ERRCODE = 'check_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="of_its_project",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | ON_HOLDING,
                condition=pgtrigger.Q(new__is_live=True),
                func=OF_ITS_PROJECT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.expense_id}"

    @property
    def chip(self) -> Chip:
        """The decision, as pages and lists draw it."""
        return Chip(self.get_decision_display(), DECISION_KINDS[self.decision])


class FlatRateShareQuerySet(models.QuerySet["FlatRateShare"]):
    """Shares at a flat rate."""

    def visible_to(self, user: User) -> Self:
        """Show those of the claims the person may open."""
        return self.filter(claim__in=Claim.objects.visible_to(user))


@classified(retention=Retention.PROJECT, open="claim cost_item percent base claimed admitted_base admitted")
class FlatRateShare(models.Model):
    """What a claim asks for an item shown at a flat rate: `percent` of `base`, within the budget of the item. Euro.

    No document proves it: it follows from the other lines. Written when the claim is sent; `admitted_base` and
    `admitted` follow from the lines admitted when the check is closed.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="flat_rates")
    cost_item = models.ForeignKey(CostItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("voce di costo"))
    percent = models.DecimalField(_("tasso (%)"), max_digits=5, decimal_places=2)
    base = models.DecimalField(_("base richiesta"), max_digits=12, decimal_places=2)
    claimed = models.DecimalField(_("richiesto"), max_digits=12, decimal_places=2)
    admitted_base = models.DecimalField(_("base ammessa"), max_digits=12, decimal_places=2, null=True)
    admitted = models.DecimalField(_("ammesso"), max_digits=12, decimal_places=2, null=True)

    objects = FlatRateShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota forfettaria della domanda")
        verbose_name_plural = _("quote forfettarie della domanda")
        ordering = ("cost_item__position", "pk")
        constraints = [
            UniqueConstraint(fields=["claim", "cost_item"], name="flat_rate_share_once"),
            CheckConstraint(
                name="flat_rate_share_admitted_within_claimed",
                condition=Q(admitted__isnull=True, admitted_base__isnull=True)
                | Q(admitted__isnull=False, admitted__lte=F("claimed"), admitted_base__isnull=False),
            ),
        ]
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.Trigger(
                name="held_by_its_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=HOLDER,
                func=HELD_BY_ITS_CLAIM.format(subject="cost_item")
                + "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.cost_item_id}"


class LineDecisionQuerySet(models.QuerySet["LineDecision"]):
    """Decisions taken on expenses, all of them."""

    def visible_to(self, user: User) -> Self:
        """Show those of the claims the person may open; to the Comune, once the check they belong to has ended."""
        seen = self.filter(claim__in=Claim.objects.visible_to(user))
        if user.acting_roles & WORKS_ON_OWN_PROJECTS:
            return seen.filter(~Q(claim__state=ClaimState.UNDER_CHECK) | Q(round__lt=F("claim__round")))
        return seen


@classified(
    retention=Retention.PROJECT,
    open="claim expense round claimed decision admitted reason decided_at",
    identifying="decided_by",
)
class LineDecision(models.Model):
    """One decision on one expense in one sending of a claim. Euro.

    Never changed: what was said earlier stays readable.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(_("invio n."))
    claimed = models.DecimalField(_("richiesto"), max_digits=12, decimal_places=2)
    decision = models.CharField(_("esito"), max_length=8, choices=Decision)
    admitted = models.DecimalField(_("ammesso"), max_digits=12, decimal_places=2, null=True)
    reason = models.TextField(_("motivo"), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = LineDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decisione su una spesa")
        verbose_name_plural = _("decisioni sulle spese")
        ordering = ("-decided_at", "-pk")
        indexes = [models.Index(fields=["claim", "expense", "-decided_at"], name="line_decision_of_claim")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.get_decision_display()

    @property
    def chip(self) -> Chip:
        """The decision, as pages draw it."""
        return Chip(self.get_decision_display(), DECISION_KINDS[self.decision])
