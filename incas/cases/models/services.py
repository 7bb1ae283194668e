# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The services of the pilot, the common taxonomy of measures, and the rules that change by date. No person is here."""

from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.pilot import MAY_BE_EMPTY, YES_OR_NO, LawRule
from incas.cases.choices.programmes import ServiceArea
from incas.cases.tenancy import OWN, current_scope
from incas.core.labels import Labelled
from incas.core.privacy import Retention, classified
from incas.core.triggers import NEVER_EMPTIED
from incas.organisations.choices import Role
from incas.organisations.models import Body

WORKS_ON_CASES = frozenset({Role.CASE_WORKER, Role.CASE_SUPERVISOR})
SEES_EVERY_SERVICE = frozenset({Role.COORDINATOR, Role.SPECIALIST, Role.TUTOR, Role.MINISTRY_OFFICER})
FAR_PAST = date(1900, 1, 1)
IN_FORCE_STAYS = """
IF OLD.valid_from <= CURRENT_DATE AND (
    TG_OP = 'DELETE'
    OR (OLD.rule, OLD.values, OLD.valid_from, OLD.source, OLD.is_verified, OLD.note)
        IS DISTINCT FROM (NEW.rule, NEW.values, NEW.valid_from, NEW.source, NEW.is_verified, NEW.note)
    OR (OLD.valid_until <= CURRENT_DATE AND NEW.valid_until IS DISTINCT FROM OLD.valid_until)
) THEN
    RAISE EXCEPTION 'a rule that was in force stays as it was' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""


class PilotServiceQuerySet(models.QuerySet["PilotService"]):
    """Services of the pilot."""

    def visible_to(self, user: User) -> Self:
        """Show all to who runs or supervises the pilot, their own to who works in one or administers its Comune."""
        if user.acting_roles & SEES_EVERY_SERVICE:
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        """Keep those of the body the person acts for: the Comune itself, or the body that runs it for the Comune."""
        return self.filter(Q(body_id=user.acting_body_id) | Q(operator_id=user.acting_body_id))


@classified(retention=Retention.PROJECT, open="body operator name opens_on closes_on is_example")
class PilotService(models.Model):
    """The service of a pilot Comune that takes charge of victims. `operator`: the body that runs it for the Comune.

    The Comune answers for the data (controller); the operator acts for it (processor, Regulation (EU) 2016/679 art.
    28). Which Comuni are in the pilot is configuration: nothing in the code names one.
    """

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="pilot_service", verbose_name=_("Comune"))
    operator = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operated_services",
        verbose_name=_("ente attuatore"),
    )
    name = models.CharField(_("nome del servizio"), max_length=200)
    opens_on = models.DateField(_("attivo dal"))
    closes_on = models.DateField(_("attivo fino al"), null=True, blank=True)
    is_example = models.BooleanField(_("esempio"), default=False)

    objects = PilotServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("servizio del progetto pilota")
        verbose_name_plural = _("servizi del progetto pilota")
        ordering = ("name",)
        constraints = [
            CheckConstraint(
                name="pilot_service_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def served_by(user: User) -> tuple[int, ...]:
    """Give the keys of the Comuni for whose service the person works now, as case worker or supervisor.

    Nothing is asked of the database inside the person's own scope, which was opened with the answer.
    """
    if not user.acting_roles & WORKS_ON_CASES:
        return ()
    entered = current_scope()
    if entered.level == OWN and entered.actor_id == user.pk:
        return entered.bodies
    return tuple(PilotService.objects.run_by(user).values_list("body_id", flat=True))


class MeasureKindQuerySet(models.QuerySet["MeasureKind"]):
    """Kinds of measures."""

    def visible_to(self, user: User) -> Self:
        """Show the taxonomy to whoever works for a body: it names no person."""
        return self.none() if user.acting_body_id is None else self

    def in_use(self) -> Self:
        """Keep those that may still be chosen."""
        return self.filter(is_retired=False)


@classified(retention=Retention.REFERENCE, open="area slug name description position is_retired")
class MeasureKind(Labelled):
    """A kind of measure, common to all Comuni: an area of service, then the detail. Retired ones stay where used."""

    area = models.CharField(_("area"), max_length=16, choices=ServiceArea)
    slug = models.SlugField(_("sigla"), max_length=40, unique=True)
    name = models.CharField(_("nome"), max_length=160)
    description = models.TextField(_("che cosa comprende"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(_("non più in uso"), default=False)

    objects = MeasureKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("tipo di misura")
        verbose_name_plural = _("tipi di misura")
        ordering = ("area", "position", "name")

    def __str__(self) -> str:
        return self.name


class LocalMeasureQuerySet(models.QuerySet["LocalMeasure"]):
    """Local names of measures."""

    def visible_to(self, user: User) -> Self:
        """Show all to who supervises the pilot, one's own to who works in a service."""
        if user.acting_roles & SEES_EVERY_SERVICE:
            return self
        return self.filter(body_id__in=served_by(user))


@classified(retention=Retention.REFERENCE, open="body kind name")
class LocalMeasure(models.Model):
    """What a Comune calls a measure, and the common kind it maps onto: names differ in every town, figures do not."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(
        MeasureKind, on_delete=models.PROTECT, related_name="local_names", verbose_name=_("tipo comune")
    )
    name = models.CharField(_("nome locale"), max_length=160)

    objects = LocalMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("nome locale di una misura")
        verbose_name_plural = _("nomi locali delle misure")
        ordering = ("name",)
        constraints = [UniqueConstraint(fields=["body", "name"], name="local_measure_name_once")]

    def __str__(self) -> str:
        return self.name


class PilotRuleQuerySet(models.QuerySet["PilotRule"]):
    """Versions of the rules of the pilot."""

    def visible_to(self, user: User) -> Self:
        """Show them to whoever works in the pilot."""
        if user.acting_roles & (SEES_EVERY_SERVICE | WORKS_ON_CASES):
            return self
        return self.none()

    def in_force(self, on: date) -> Self:
        """Keep the version of each rule in force on a day (first day included, `valid_until` excluded)."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))


@classified(retention=Retention.REFERENCE, open="rule values valid_from valid_until source is_verified note")
class PilotRule(models.Model):
    """A rule of the pilot in force from a day to a day (excluded). Two versions of a rule never overlap.

    `values` are whole numbers, in the unit the rule names. `is_verified`: the official text was read; otherwise it is
    the configuration of who runs the programme.
    """

    rule = models.CharField(_("regola"), max_length=24, choices=LawRule)
    values = ArrayField(models.PositiveIntegerField(), verbose_name=_("valori"))
    valid_from = models.DateField(_("in vigore dal"))
    valid_until = models.DateField(_("fino al (escluso)"), null=True, blank=True)
    source = models.CharField(_("fonte"), max_length=300)
    is_verified = models.BooleanField(_("testo verificato"), default=False)
    note = models.TextField(_("annotazioni"), blank=True)

    objects = PilotRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("regola del progetto pilota")
        verbose_name_plural = _("regole del progetto pilota")
        ordering = ("rule", "-valid_from")
        constraints = [
            CheckConstraint(
                name="pilot_rule_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            CheckConstraint(
                name="pilot_rule_has_a_value", condition=Q(values__len__gt=0) | Q(rule__in=sorted(MAY_BE_EMPTY))
            ),
            CheckConstraint(
                name="pilot_rule_threshold_never_under_three",
                condition=~Q(rule=LawRule.CELL_THRESHOLD) | Q(values__0__gte=3),
            ),
            ExclusionConstraint(
                name="pilot_rule_one_version_a_day",
                expressions=[
                    ("rule", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

        triggers = [
            pgtrigger.Trigger(
                name="in_force_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=IN_FORCE_STAYS,
            ),
            NEVER_EMPTIED,
        ]

    def __str__(self) -> str:
        return str(self.get_rule_display())

    @property
    def told_values(self) -> str:
        """Its values as a page shows them."""
        if not self.values:
            return str(_("nessun termine"))
        if self.rule in YES_OR_NO:
            return str(_("sì") if self.values[0] else _("no"))
        return ", ".join(map(str, self.values))
