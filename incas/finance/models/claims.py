# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Claims (domande di rimborso): the expenses of a period put forward, checked line by line, certified."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.core.triggers import NEVER_EMPTIED
from incas.documents.models import Receipt
from incas.finance.choices import CLAIM_EDITABLE, CLAIM_KINDS, DECISIONS_SHOWN, ClaimState, Reopening
from incas.organisations.choices import Role
from incas.projects.models import SEES_EVERY_PROJECT, WORKS_ON_OWN_PROJECTS, Project

TAKEN = Q(state__in=[ClaimState.UNDER_CHECK, ClaimState.CHECKED, ClaimState.CERTIFIED])
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
    open="project number period_from period_until state round due_on claimed_total admitted_total submitted_at "
    "taken_at checked_at certified_at returned_at reopening return_reason receipt created_at updated_at",
    identifying="created_by submitted_by taken_by checked_by certified_by returned_by",
)
class Claim(models.Model):
    """Expenses of a period put forward for certification (domanda di rimborso). Amounts in euro.

    Numbered from 1 in each project. `round` counts its sendings (0: never sent). `due_on` is the day by which what
    waits now should be done (sending, first check, certification), as the rule set gives it; null where it gives
    none. Totals are stored when it is sent (`claimed_total`) and when its control ends (`admitted_total`). Nobody
    checks what they sent, nor certifies what they sent or checked: constraints hold it. Once certified it never
    changes: a trigger holds it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="claims", verbose_name=_("progetto"))
    number = models.PositiveSmallIntegerField(_("numero"))
    period_from = models.DateField(_("dal"))
    period_until = models.DateField(_("al"))
    state = models.CharField(_("stato"), max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    round = models.PositiveSmallIntegerField(_("invio n."), default=0)
    due_on = models.DateField(_("entro il"), null=True, blank=True)
    claimed_total = models.DecimalField(_("importo richiesto"), max_digits=12, decimal_places=2, null=True)
    admitted_total = models.DecimalField(_("importo ammesso"), max_digits=12, decimal_places=2, null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    certified_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reopening = models.CharField(_("si riapre"), max_length=7, choices=Reopening, blank=True)
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
                name="claim_round_counts_sendings",
                condition=Q(round=0, submitted_at__isnull=True) | Q(round__gte=1, submitted_at__isnull=False),
            ),
            CheckConstraint(
                name="claim_taken_has_instant",
                condition=~TAKEN | Q(taken_at__isnull=False, taken_by__isnull=False),
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
                name="claim_returned_says_why_and_how_far",
                condition=~Q(state=ClaimState.RETURNED)
                | Q(returned_at__isnull=False, returned_by__isnull=False, reopening__in=Reopening.values)
                & ~Q(return_reason=""),
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
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.ReadOnly(name="stays_in_its_project", fields=["project"]),
            pgtrigger.Protect(
                name="certified_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=ClaimState.CERTIFIED.value),
            ),
            pgtrigger.Protect(
                name="sent_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__round__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return _("Domanda di rimborso n. %(number)s") % {"number": self.number}

    @property
    def chip(self) -> Chip:
        """The state, as pages and lists draw it."""
        return Chip(self.get_state_display(), CLAIM_KINDS[self.state])

    @property
    def is_editable(self) -> bool:
        """The Comune may still change it."""
        return self.state in CLAIM_EDITABLE

    @property
    def shows_decisions(self) -> bool:
        """What was decided may be read by the Comune."""
        return self.state in DECISIONS_SHOWN
