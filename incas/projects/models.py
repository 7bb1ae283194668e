# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Projects of Comuni, as far as a claim needs them: period, CUP, agreement, work packages, budget.

The logical framework, the timetable and amendments will stand beside these tables, not inside them.
"""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.documents.models import StoredFile
from incas.organisations.choices import Role
from incas.organisations.models import Body
from incas.programmes.models import CostItem, RuleSet
from incas.projects.choices import ProjectState

SEES_EVERY_PROJECT = frozenset({Role.COORDINATOR, Role.MINISTRY_OFFICER, Role.AUDITOR})
PROJECT_KINDS = {ProjectState.DRAFT: "neutral", ProjectState.ACTIVE: "success", ProjectState.CLOSED: "info"}
WORKS_ON_OWN_PROJECTS = frozenset({Role.PROJECT_MANAGER, Role.FINANCE_OFFICER})


CUP_PATTERN = r"^[A-Z][0-9]{2}[A-Z][0-9]{11}$"
"""Shape of a CUP: 15 characters. It has no public check digit."""

BORN_UNDER_PUBLISHED_RULES = """
    IF NOT EXISTS (SELECT 1 FROM programmes_ruleset WHERE id = NEW.rule_set_id AND state = 'published') THEN
        RAISE EXCEPTION 'a project is born under published rules' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

BUDGETED_WHERE_IT_BELONGS = """
    IF NOT EXISTS (
        SELECT 1 FROM projects_workpackage WHERE id = NEW.work_package_id AND project_id = NEW.project_id
    ) THEN
        RAISE EXCEPTION 'the work package belongs to another project' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM projects_project project
        JOIN programmes_costitem item ON item.rule_set_id = project.rule_set_id
        WHERE project.id = NEW.project_id AND item.id = NEW.cost_item_id
        AND NOT EXISTS (SELECT 1 FROM programmes_costitem child WHERE child.parent_id = item.id)
    ) THEN
        RAISE EXCEPTION 'money is budgeted on the leaves of the rules of the project' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects."""

    def visible_to(self, user: User) -> Self:
        """Show all to who runs, certifies or audits; those assigned to a tutor; those of one's own body.

        Another body's draft is shown to nobody but who runs the programme.
        """
        if user.acting_roles & SEES_EVERY_PROJECT:
            return self.exclude(state=ProjectState.DRAFT) if Role.COORDINATOR not in user.acting_roles else self
        seen = Q(pk__in=[])
        if Role.TUTOR in user.acting_roles:
            seen |= Q(tutor_id=user.pk) & ~Q(state=ProjectState.DRAFT)
        if user.acting_roles & WORKS_ON_OWN_PROJECTS:
            seen |= Q(body_id=user.acting_body_id)
        return self.filter(seen)


@classified(
    retention=Retention.PROJECT,
    open="body rule_set code title summary cup starts_on ends_on state agreement_signed_on agreement_reference "
    "agreement_file agreement_file_name advance_amount advance_received_on created_at updated_at",
    identifying="tutor",
)
class Project(models.Model):
    """A project of a Comune under a call. It keeps the version of the rules it was born with. Amounts in euro.

    `starts_on` and `ends_on` are both included. CUP: *codice unico di progetto* (L. 3/2003 art. 11); a draft may still
    wait for it. `code` is that of the call and a number.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="projects", verbose_name=_("Comune"))
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="projects", verbose_name=_("regole"))
    code = models.CharField(_("codice"), max_length=40, unique=True)
    title = models.CharField(_("titolo"), max_length=250)
    summary = models.TextField(_("in breve"), blank=True)
    cup = models.CharField(_("CUP"), max_length=15, blank=True)
    starts_on = models.DateField(_("inizio"))
    ends_on = models.DateField(_("fine"))
    state = models.CharField(max_length=8, choices=ProjectState, default=ProjectState.DRAFT)
    tutor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("referente territoriale"),
    )
    agreement_signed_on = models.DateField(_("convenzione firmata il"), null=True, blank=True)
    agreement_reference = models.CharField(_("estremi della convenzione"), max_length=120, blank=True)
    agreement_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreement_file_name = models.CharField(max_length=200, blank=True)
    advance_amount = models.DecimalField(_("anticipo ricevuto"), max_digits=12, decimal_places=2, null=True, blank=True)
    advance_received_on = models.DateField(_("ricevuto il"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("progetto")
        verbose_name_plural = _("progetti")
        ordering = ("code",)
        constraints = [
            UniqueConstraint(fields=["cup"], condition=~Q(cup=""), name="project_cup_once"),
            CheckConstraint(name="project_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))),
            CheckConstraint(
                name="project_cup_well_formed",
                condition=Q(cup="", state=ProjectState.DRAFT) | Q(cup__regex=CUP_PATTERN),
            ),
            CheckConstraint(
                name="project_running_has_agreement",
                condition=Q(state=ProjectState.DRAFT) | Q(agreement_signed_on__isnull=False),
            ),
            CheckConstraint(
                name="project_advance_has_day_and_amount",
                condition=Q(advance_amount__isnull=True, advance_received_on__isnull=True)
                | Q(advance_amount__isnull=False, advance_amount__gt=0, advance_received_on__isnull=False),
            ),
            CheckConstraint(
                name="project_agreement_file_has_name",
                condition=Q(agreement_file__isnull=True, agreement_file_name="")
                | Q(agreement_file__isnull=False) & ~Q(agreement_file_name=""),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "code"], name="project_of_body"),
            models.Index(fields=["tutor", "code"], name="project_of_tutor"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="born_under_published_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BORN_UNDER_PUBLISHED_RULES,
            ),
            pgtrigger.ReadOnly(name="keeps_its_rules_and_its_body", fields=["rule_set", "body"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), PROJECT_KINDS[ProjectState(self.state)])

    @property
    def tutor_name(self) -> str:
        """Name of the tutor; nothing when none is assigned."""
        return self.tutor.get_full_name() if self.tutor else ""

    @property
    def is_draft(self) -> bool:
        """Whether it is still in preparation."""
        return self.state == ProjectState.DRAFT


@classified(retention=Retention.PROJECT, open="project code title position")
class WorkPackage(models.Model):
    """A part of the work of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="work_packages")
    code = models.CharField(_("codice"), max_length=10)
    title = models.CharField(_("titolo"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("pacchetto di lavoro")
        verbose_name_plural = _("pacchetti di lavoro")
        ordering = ("position", "code")
        constraints = [UniqueConstraint(fields=["project", "code"], name="work_package_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@classified(retention=Retention.PROJECT, open="project work_package cost_item amount")
class BudgetLine(models.Model):
    """What a project may spend on a cost item in a work package, in euro."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    work_package = models.ForeignKey(
        WorkPackage, on_delete=models.PROTECT, related_name="budget_lines", verbose_name=_("pacchetto di lavoro")
    )
    cost_item = models.ForeignKey(CostItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("voce di costo"))
    amount = models.DecimalField(_("importo"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("riga del piano finanziario")
        verbose_name_plural = _("piano finanziario")
        ordering = ("cost_item__position", "work_package__position", "pk")
        constraints = [
            UniqueConstraint(fields=["project", "work_package", "cost_item"], name="budget_line_once"),
            CheckConstraint(name="budget_line_not_negative", condition=Q(amount__gte=0)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="budgeted_where_it_belongs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=BUDGETED_WHERE_IT_BELONGS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_item} – {self.work_package}"
