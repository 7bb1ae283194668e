# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Specialist coordination: questions on a case code, criticalities and corrections, the evaluation of the pilot."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.cases import Phase
from incas.cases.choices.pilot import CRITICALITY_KINDS, TURN_KINDS, CriticalityState, LawRule, Origin, Turn
from incas.cases.models.base import CaseRecord, CaseRecordQuerySet
from incas.cases.models.cases import Case
from incas.cases.models.services import SEES_EVERY_SERVICE, MeasureKind, served_by
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.organisations.models import Body
from incas.privacy.fields import SealedTextField


@classified(retention=Retention.CASE, open="body code case opened_at last_post_at is_settled", special="subject")
class Thread(CaseRecord):
    """A question of a service to the specialists, or of the specialists to a service, on a case code."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="threads")
    subject = SealedTextField(_("oggetto"))
    opened_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    is_settled = models.BooleanField(_("risolta"), default=False)

    turn: str  # added by `queries.threads.with_turn`
    objects = CaseRecordQuerySet["Thread"].as_manager()

    class Meta:
        verbose_name = _("domanda")
        verbose_name_plural = _("domande")
        indexes = [
            models.Index(fields=["case", "-last_post_at", "-id"], name="thread_of_case"),
            models.Index(fields=["-last_post_at", "-id"], name="thread_by_day"),
        ]

    @property
    def chip(self) -> Chip:
        """Whose turn it is, as pages show it."""
        turn = Turn(self.turn)
        return Chip(str(turn.label), TURN_KINDS[turn])


@classified(
    retention=Retention.CASE, open="body code case thread at is_from_service", special="text", identifying="author"
)
class Post(CaseRecord):
    """One message of a thread. No name of a person in charge belongs in it, and the form says so."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_from_service = models.BooleanField()
    text = SealedTextField(_("messaggio"))
    at = models.DateTimeField()

    objects = CaseRecordQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = _("messaggio")
        verbose_name_plural = _("messaggi")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["thread", "at", "id"], name="post_of_thread")]


class CriticalityQuerySet(models.QuerySet["Criticality"]):
    """Criticalities of the pilot."""

    def visible_to(self, user: User) -> Self:
        """Show all to who supervises the pilot; to a service its own, and the others' once their effect is verified."""
        if user.acting_roles & SEES_EVERY_SERVICE:
            return self
        bodies = served_by(user)
        if not bodies:
            return self.none()
        return self.filter(Q(body_id__in=bodies) | Q(state=CriticalityState.VERIFIED))


@classified(
    retention=Retention.PROJECT,
    open="body title description phase measure_kind rule origin state raised_on correction corrected_on effect "
    "verified_on updated_at",
    identifying="raised_by",
)
class Criticality(models.Model):
    """Something that does not work in the pilot, how it was corrected, whether the correction had its effect.

    It names no person and no case. It is tied to a phase of the taking charge, to a kind of measure or to a rule.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Comune"))
    title = models.CharField(_("in breve"), max_length=160)
    description = models.TextField(_("che cosa non funziona"))
    phase = models.CharField(_("fase"), max_length=16, choices=Phase, blank=True)
    measure_kind = models.ForeignKey(
        MeasureKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tipo di misura")
    )
    rule = models.CharField(_("regola"), max_length=24, choices=LawRule, blank=True)
    origin = models.CharField(_("origine"), max_length=14, choices=Origin)
    state = models.CharField(max_length=10, choices=CriticalityState, default=CriticalityState.OPEN)
    raised_on = models.DateField(_("segnalata il"))
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    correction = models.TextField(_("correzione"), blank=True)
    corrected_on = models.DateField(_("corretta il"), null=True)
    effect = models.TextField(_("effetto verificato"), blank=True)
    verified_on = models.DateField(_("verificata il"), null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CriticalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("criticità")
        verbose_name_plural = _("criticità")
        constraints = [
            CheckConstraint(
                name="criticality_corrected_says_how",
                condition=~Q(state__in=[CriticalityState.CORRECTED, CriticalityState.VERIFIED])
                | ~Q(correction="") & Q(corrected_on__isnull=False),
            ),
            CheckConstraint(
                name="criticality_verified_says_effect",
                condition=~Q(state=CriticalityState.VERIFIED) | ~Q(effect="") & Q(verified_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-raised_on", "-id"], name="criticality_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), CRITICALITY_KINDS[CriticalityState(self.state)])


class EvaluationQuestionQuerySet(models.QuerySet["EvaluationQuestion"]):
    """Questions of the evaluation."""

    def visible_to(self, user: User) -> Self:
        """Show them to who supervises the pilot and to who works in it."""
        return self if user.acting_roles & SEES_EVERY_SERVICE or served_by(user) else self.none()


@classified(retention=Retention.PROJECT, open="position text help indicator is_retired")
class EvaluationQuestion(models.Model):
    """A question of the evaluation of the pilot; `indicator` names the figure of `statistics` shown beside it."""

    position = models.PositiveSmallIntegerField(_("ordine"), default=0)
    text = models.CharField(_("domanda"), max_length=300)
    help = models.TextField(_("aiuto"), blank=True)
    indicator = models.CharField(_("indicatore"), max_length=40, blank=True)
    is_retired = models.BooleanField(_("non più in uso"), default=False)

    objects = EvaluationQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("domanda di valutazione")
        verbose_name_plural = _("domande di valutazione")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class EvaluationAnswerQuerySet(models.QuerySet["EvaluationAnswer"]):
    """Answers to the evaluation."""

    def visible_to(self, user: User) -> Self:
        """Show all to who supervises the pilot, their own to a service."""
        if user.acting_roles & SEES_EVERY_SERVICE:
            return self
        return self.filter(body_id__in=served_by(user))


@classified(retention=Retention.PROJECT, open="question body text rating answered_on", identifying="answered_by")
class EvaluationAnswer(models.Model):
    """What a service answers to a question of the evaluation: words and a rating from 1 to 5. It names no person."""

    question = models.ForeignKey(EvaluationQuestion, on_delete=models.PROTECT, related_name="answers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("risposta"))
    rating = models.PositiveSmallIntegerField(_("da 1 a 5"), null=True, blank=True)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = EvaluationAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("risposta di valutazione")
        verbose_name_plural = _("risposte di valutazione")
        constraints = [
            UniqueConstraint(fields=["question", "body"], name="evaluation_answered_once_a_service"),
            CheckConstraint(
                name="evaluation_rating_on_the_scale",
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
