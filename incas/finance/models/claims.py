# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Claims (domande di rimborso): the expenses of a period put forward, checked line by line, certified."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.privacy import Retention, classified
from incas.documents.models import Receipt
from incas.finance.choices import ClaimState, Decision
from incas.finance.models.expenses import Expense
from incas.organisations.choices import Role
from incas.projects.models import SEES_EVERY_PROJECT, WORKS_ON_OWN_PROJECTS, Project

AFTER_SUBMISSION = Q(state__in=[ClaimState.SUBMITTED, ClaimState.UNDER_CHECK, ClaimState.CHECKED, ClaimState.CERTIFIED])


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims."""

    def visible_to(self, user: User) -> Self:
        """Show those of one's own body; once sent, those to who checks, certifies, runs or audits.

        Drafts stay with the Comune.
        """
        sent = Q(submitted_at__isnull=False)
        seen = Q(pk__in=[])
        if user.acting_roles & SEES_EVERY_PROJECT:
            seen |= sent
        if Role.TUTOR in user.acting_roles:
            seen |= sent & Q(project__tutor_id=user.pk)
        if user.acting_roles & WORKS_ON_OWN_PROJECTS:
            seen |= Q(project__body_id=user.acting_body_id)
        return self.filter(seen)

    def open(self) -> Self:
        """Keep those not certified yet."""
        return self.exclude(state=ClaimState.CERTIFIED)


@classified(
    retention=Retention.PROJECT,
    open="project number period_from period_until state claimed_total admitted_total submitted_at checked_at "
    "certified_at returned_at return_reason receipt created_at updated_at",
    identifying="created_by submitted_by checked_by certified_by",
)
class Claim(models.Model):
    """Expenses of a period put forward for certification (domanda di rimborso). Amounts in euro.

    Numbered from 1 in each project. Totals are stored when it is sent (`claimed_total`) and when its control ends
    (`admitted_total`). Nobody certifies what they sent or checked: a constraint holds it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="claims", verbose_name=_("progetto"))
    number = models.PositiveSmallIntegerField(_("numero"))
    period_from = models.DateField(_("dal"))
    period_until = models.DateField(_("al"))
    state = models.CharField(_("stato"), max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    claimed_total = models.DecimalField(_("importo richiesto"), max_digits=12, decimal_places=2, null=True)
    admitted_total = models.DecimalField(_("importo ammesso"), max_digits=12, decimal_places=2, null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    certified_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("motivo della restituzione"), blank=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("domanda di rimborso")
        verbose_name_plural = _("domande di rimborso")
        ordering = ("-created_at",)
        constraints = [
            UniqueConstraint(fields=["project", "number"], name="claim_number_once"),
            UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=[ClaimState.DRAFT, ClaimState.RETURNED]),
                name="claim_one_being_written_a_project",
            ),
            CheckConstraint(name="claim_period_in_order", condition=Q(period_until__gte=F("period_from"))),
            CheckConstraint(
                name="claim_sent_has_instant_total_and_receipt",
                condition=~AFTER_SUBMISSION
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    claimed_total__isnull=False,
                    receipt__isnull=False,
                ),
            ),
            CheckConstraint(
                name="claim_checked_has_instant_and_total",
                condition=~Q(state__in=[ClaimState.CHECKED, ClaimState.CERTIFIED])
                | Q(checked_at__isnull=False, checked_by__isnull=False, admitted_total__isnull=False),
            ),
            CheckConstraint(
                name="claim_certified_has_instant",
                condition=Q(state=ClaimState.CERTIFIED, certified_at__isnull=False, certified_by__isnull=False)
                | ~Q(state=ClaimState.CERTIFIED) & Q(certified_at__isnull=True, certified_by__isnull=True),
            ),
            CheckConstraint(
                name="claim_returned_says_why", condition=~Q(state=ClaimState.RETURNED) | ~Q(return_reason="")
            ),
            CheckConstraint(
                name="claim_nobody_certifies_what_they_prepared",
                condition=Q(certified_by__isnull=True)
                | ~Q(certified_by=F("submitted_by"))
                & ~Q(certified_by=F("checked_by"))
                & ~Q(certified_by=F("created_by")),
            ),
            CheckConstraint(
                name="claim_nobody_checks_what_they_sent",
                condition=Q(checked_by__isnull=True)
                | ~Q(checked_by=F("submitted_by")) & ~Q(checked_by=F("created_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at", "-id"], name="claim_by_state"),
            models.Index(fields=["-submitted_at", "-id"], name="claim_by_submission"),
        ]

    def __str__(self) -> str:
        return _("Domanda di rimborso n. %(number)s") % {"number": self.number}


class ClaimLineQuerySet(models.QuerySet["ClaimLine"]):
    """Lines of claims."""

    def visible_to(self, user: User) -> Self:
        """Show those of the claims the person may open."""
        return self.filter(claim__in=Claim.objects.visible_to(user))


@classified(
    retention=Retention.PROJECT,
    open="claim expense claimed decision admitted reason decided_at is_live",
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
                | Q(decision=Decision.ADMITTED, admitted=F("claimed"), decided_at__isnull=False)
                | Q(decision=Decision.EXCLUDED, admitted=0, decided_at__isnull=False) & ~Q(reason="")
                | Q(decision=Decision.REDUCED, decided_at__isnull=False, admitted__isnull=False) & ~Q(reason=""),
            ),
            CheckConstraint(
                name="claim_line_reduced_within_claimed",
                condition=~Q(decision=Decision.REDUCED)
                | Q(claimed__gt=0, admitted__gt=0, admitted__lt=F("claimed"))
                | Q(claimed__lt=0, admitted__lt=0, admitted__gt=F("claimed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.expense_id}"
