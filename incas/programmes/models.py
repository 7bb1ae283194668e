# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds, calls (avvisi) and rule sets. Nothing about a funding line is written in code: it is a row here.

A published rule set never changes, nor do its parts: triggers refuse it to everyone. A change is a new version; a
project keeps the version it was born with.
"""

from typing import Self, TypeVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.core.triggers import NEVER_EMPTIED
from incas.organisations.choices import Role
from incas.programmes.choices import (
    CallState,
    CostKind,
    EvidenceKind,
    PhaseKind,
    Requirement,
    RuleSetState,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.triggers import frozen_with_its_rule_set, names_an_item_of_its_rule_set, stays_a_tree

PartT = TypeVar("PartT", bound=models.Model)

CALL_KINDS = {CallState.DRAFT: "neutral", CallState.PUBLISHED: "success", CallState.CLOSED: "info"}
RULE_SET_KINDS = {RuleSetState.DRAFT: "neutral", RuleSetState.PUBLISHED: "success"}

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class FundQuerySet(models.QuerySet["Fund"]):
    """Funds."""

    def visible_to(self, user: User) -> Self:
        """Show funds to whoever is signed in for a body: where money comes from is no secret."""
        return self.none() if user.acting_body_id is None else self


@classified(retention=Retention.REFERENCE, open="code name description")
class Fund(models.Model):
    """Where money comes from (Fondo nazionale politiche migratorie, FAMI…)."""

    code = models.CharField(_("sigla"), max_length=20, unique=True)
    name = models.CharField(_("denominazione"), max_length=200)
    description = models.TextField(_("descrizione"), blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fondo")
        verbose_name_plural = _("fondi")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class CallQuerySet(models.QuerySet["Call"]):
    """Calls."""

    def visible_to(self, user: User) -> Self:
        """Show published calls to whoever is signed in for a body, drafts to who runs the programme alone."""
        if Role.COORDINATOR in user.acting_roles:
            return self
        if user.acting_body_id is None:
            return self.none()
        return self.exclude(state=CallState.DRAFT)


@classified(
    retention=Retention.PROJECT, open="fund code title summary opens_on closes_on amount state is_example updated_at"
)
class Call(models.Model):
    """A call for projects (avviso) under a fund. Amount in euro: what the call puts up in all."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="calls", verbose_name=_("fondo"))
    code = models.CharField(_("codice"), max_length=30, unique=True)
    title = models.CharField(_("titolo"), max_length=250)
    summary = models.TextField(_("in breve"), blank=True)
    opens_on = models.DateField(_("apre il"))
    closes_on = models.DateField(_("chiude il"))
    amount = models.DecimalField(_("dotazione"), max_digits=14, decimal_places=2)
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFT)
    is_example = models.BooleanField(_("esempio"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("avviso")
        verbose_name_plural = _("avvisi")
        ordering = ("-opens_on", "code")
        constraints = [
            CheckConstraint(name="call_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
            CheckConstraint(name="call_amount_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), CALL_KINDS[CallState(self.state)])


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Rule sets."""

    def visible_to(self, user: User) -> Self:
        """Show what is published under a published call to who acts for a body; all of it to who runs the programme."""
        if Role.COORDINATOR in user.acting_roles:
            return self
        if user.acting_body_id is None:
            return self.none()
        return self.published().exclude(call__state=CallState.DRAFT)

    def published(self) -> Self:
        """Keep the versions that no longer change."""
        return self.filter(state=RuleSetState.PUBLISHED)


@classified(
    retention=Retention.PROJECT,
    open="call version state published_at note document_days_before_start document_days_after_end "
    "payment_days_after_end cadence_months claim_days final_claim_days cup_rule cig_rule vat_rule "
    "move_tolerance_percent written_sections updated_at",
    identifying="published_by",
)
class RuleSet(models.Model):
    """One version of the rules of a call: what may be spent, when, how it is shown, checked and paid.

    Days are calendar days counted from the period of the project: a document is eligible when dated from
    `document_days_before_start` before its start to `document_days_after_end` after its end; a payment likewise until
    `payment_days_after_end` after its end. Claims are due every `cadence_months`, within `claim_days` of the period's
    end. `move_tolerance_percent`: share of a cost item that may move to another without an amendment.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rule_sets", verbose_name=_("avviso"))
    version = models.PositiveSmallIntegerField(_("versione"))
    state = models.CharField(max_length=10, choices=RuleSetState, default=RuleSetState.DRAFT)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(_("fonte e note"), blank=True)
    document_days_before_start = models.PositiveSmallIntegerField(_("documenti: giorni prima dell'inizio"), default=0)
    document_days_after_end = models.PositiveSmallIntegerField(_("documenti: giorni dopo la fine"), default=0)
    payment_days_after_end = models.PositiveSmallIntegerField(_("pagamenti: giorni dopo la fine"), default=60)
    cadence_months = models.PositiveSmallIntegerField(
        _("una domanda ogni (mesi)"), default=3, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    claim_days = models.PositiveSmallIntegerField(_("giorni per inviarla dopo la fine del periodo"), default=30)
    final_claim_days = models.PositiveSmallIntegerField(
        _("giorni per inviare l'ultima dopo la fine del progetto"), default=60
    )
    cup_rule = models.CharField(
        _("CUP sulla fattura"), max_length=12, choices=Requirement, default=Requirement.REMEDIABLE
    )
    cig_rule = models.CharField(
        _("CIG sulla fattura"), max_length=12, choices=Requirement, default=Requirement.REMEDIABLE
    )
    vat_rule = models.CharField(_("IVA"), max_length=16, choices=VatRule, default=VatRule.IF_UNRECOVERABLE)
    move_tolerance_percent = models.DecimalField(
        _("spostamenti liberi tra voci (%)"), max_digits=5, decimal_places=2, default=0, validators=PERCENT
    )
    written_sections = ArrayField(models.CharField(max_length=12, choices=Section), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("serie di regole")
        verbose_name_plural = _("serie di regole")
        ordering = ("call", "-version")
        constraints = [
            UniqueConstraint(fields=["call", "version"], name="rule_set_version_once"),
            UniqueConstraint(fields=["call"], condition=Q(state=RuleSetState.DRAFT), name="rule_set_one_draft_a_call"),
            CheckConstraint(
                name="rule_set_published_has_instant",
                condition=Q(state=RuleSetState.DRAFT) | Q(published_at__isnull=False),
            ),
            CheckConstraint(
                name="rule_set_tolerance_is_a_share",
                condition=Q(move_tolerance_percent__gte=0, move_tolerance_percent__lte=100),
            ),
        ]
        triggers = [
            NEVER_EMPTIED,
            pgtrigger.Protect(
                name="frozen_once_published",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=RuleSetState.PUBLISHED.value),
            ),
        ]

    def __str__(self) -> str:
        return _("%(call)s, versione %(version)s") % {"call": self.call.code, "version": self.version}

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), RULE_SET_KINDS[RuleSetState(self.state)])


class PartQuerySet(models.QuerySet[PartT]):
    """Parts of rule sets."""

    def visible_to(self, user: User) -> Self:
        """Show the parts of the rule sets the person may see."""
        return self.filter(rule_set__in=RuleSet.objects.visible_to(user))


@classified(
    retention=Retention.PROJECT,
    open="rule_set parent code name description position kind flat_rate_percent flat_rate_base",
)
class CostItem(models.Model):
    """An item of the tree of costs. Money is budgeted on leaves.

    A flat-rate item is `flat_rate_percent` of the items whose codes stand in `flat_rate_base` (each with what is under
    it; empty: all real costs).
    """

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="cost_items")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    code = models.CharField(_("codice"), max_length=12)
    name = models.CharField(_("voce"), max_length=200)
    description = models.TextField(_("che cosa comprende"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("come si rendiconta"), max_length=10, choices=CostKind, default=CostKind.REAL)
    flat_rate_percent = models.DecimalField(
        _("tasso (%)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    flat_rate_base = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    objects = PartQuerySet["CostItem"].as_manager()

    class Meta:
        verbose_name = _("voce di costo")
        verbose_name_plural = _("voci di costo")
        ordering = ("rule_set", "position", "code")
        constraints = [
            UniqueConstraint(fields=["rule_set", "code"], name="cost_item_code_once"),
            CheckConstraint(
                name="cost_item_flat_rate_has_percent",
                condition=Q(kind=CostKind.REAL, flat_rate_percent__isnull=True)
                | Q(
                    kind=CostKind.FLAT_RATE,
                    flat_rate_percent__isnull=False,
                    flat_rate_percent__gt=0,
                    flat_rate_percent__lte=100,
                ),
            ),
            CheckConstraint(name="cost_item_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]
        triggers = [
            NEVER_EMPTIED,
            frozen_with_its_rule_set(),
            names_an_item_of_its_rule_set("parent_id"),
            stays_a_tree(),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@classified(retention=Retention.PROJECT, open="rule_set item percent base note")
class Ceiling(models.Model):
    """At most `percent` of a base may go to an item: of the items with codes in `base`, of the total when empty."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="ceilings")
    item = models.ForeignKey(CostItem, on_delete=models.CASCADE, related_name="ceilings", verbose_name=_("voce"))
    percent = models.DecimalField(_("al massimo (%)"), max_digits=5, decimal_places=2, validators=PERCENT)
    base = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    note = models.CharField(_("fonte"), max_length=250, blank=True)

    objects = PartQuerySet["Ceiling"].as_manager()

    class Meta:
        verbose_name = _("massimale")
        verbose_name_plural = _("massimali")
        ordering = ("item__position", "pk")
        constraints = [
            CheckConstraint(name="ceiling_is_a_share", condition=Q(percent__gt=0, percent__lte=100)),
        ]
        triggers = [NEVER_EMPTIED, frozen_with_its_rule_set(), names_an_item_of_its_rule_set()]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.percent} %"


@classified(retention=Retention.PROJECT, open="rule_set item kind is_required note")
class EvidenceRule(models.Model):
    """A paper asked for with each expense of an item (and of the items under it)."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="evidence_rules")
    item = models.ForeignKey(CostItem, on_delete=models.CASCADE, related_name="evidence_rules", verbose_name=_("voce"))
    kind = models.CharField(_("documento"), max_length=16, choices=EvidenceKind)
    is_required = models.BooleanField(_("obbligatorio"), default=True)
    note = models.CharField(_("precisazioni"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("documento richiesto")
        verbose_name_plural = _("documenti richiesti")
        ordering = ("item__position", "kind")
        constraints = [UniqueConstraint(fields=["item", "kind"], name="evidence_rule_once")]
        triggers = [NEVER_EMPTIED, frozen_with_its_rule_set(), names_an_item_of_its_rule_set()]

    def __str__(self) -> str:
        return self.get_kind_display()


@classified(retention=Retention.PROJECT, open="rule_set position kind percent spent_percent note")
class Tranche(models.Model):
    """A part of the grant: `percent` of it, due once `spent_percent` of what was received before is spent."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="tranches")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("tipo"), max_length=8, choices=TrancheKind)
    percent = models.DecimalField(_("quota del finanziamento (%)"), max_digits=5, decimal_places=2, validators=PERCENT)
    spent_percent = models.DecimalField(
        _("spesa richiesta sul già ricevuto (%)"), max_digits=5, decimal_places=2, default=0, validators=PERCENT
    )
    note = models.CharField(_("condizioni"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quote")
        ordering = ("position",)
        constraints = [
            CheckConstraint(name="tranche_is_a_share", condition=Q(percent__gt=0, percent__lte=100)),
            CheckConstraint(name="tranche_spent_is_a_share", condition=Q(spent_percent__gte=0, spent_percent__lte=100)),
        ]
        triggers = [NEVER_EMPTIED, frozen_with_its_rule_set()]

    def __str__(self) -> str:
        return self.get_kind_display()


@classified(retention=Retention.PROJECT, open="rule_set position kind role days silence")
class Phase(models.Model):
    """A step of the control of a claim: which role does it, within how many days, what silence means."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("fase"), max_length=14, choices=PhaseKind)
    role = models.CharField(_("a cura di"), max_length=20, choices=Role)
    days = models.PositiveSmallIntegerField(_("giorni"), validators=[MinValueValidator(1)])
    silence = models.CharField(_("se il termine passa"), max_length=8, choices=Silence, default=Silence.NOTHING)

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasi")
        ordering = ("position",)
        constraints = [
            UniqueConstraint(fields=["rule_set", "kind"], name="phase_once"),
            CheckConstraint(name="phase_lasts_a_day", condition=Q(days__gte=1)),
        ]
        triggers = [NEVER_EMPTIED, frozen_with_its_rule_set()]

    def __str__(self) -> str:
        return self.get_kind_display()
