# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A case, pseudonymous: phase, facts that name nobody, what was reported, observed, consented, weighed."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.cases import (
    ANSWER_KINDS,
    CLOSURE_KINDS,
    PHASE_KINDS,
    AgeBand,
    Answer,
    Area,
    ClosureState,
    ConsentKind,
    Indicator,
    Language,
    Moment,
    Need,
    Observation,
    Outcome,
    Phase,
    Score,
    Sex,
    Source,
    WorkSector,
)
from incas.cases.models.base import CaseRecord, CaseRecordQuerySet, ServiceRecordQuerySet
from incas.cases.models.services import PilotService, served_by
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.organisations.choices import Role
from incas.organisations.models import Territory
from incas.privacy.fields import SealedTextField


class CaseQuerySet(CaseRecordQuerySet["Case"]):
    """Cases."""

    to_case = "pk"

    def visible_to(self, user: User) -> Self:
        """Show to a worker the cases they may open, to a supervisor those of the service, to the specialist all.

        `may_open` tells of each whether the person holds a grant in force: without it a supervisor reads a case
        without its identity, and a specialist always does. Everyone else sees none.
        """
        is_sure = Role.CASE_SUPERVISOR not in user.acting_roles  # a worker sees no other case, nobody else has any
        may_open = Value(bool(served_by(user))) if is_sure else self.is_granted(user)
        return super().visible_to(user).annotate(may_open=may_open)

    def opened_by(self, user: User) -> Self:
        """Keep those the person may open: of the service they work for, with a grant of theirs in force."""
        return self.scoped().filter(self.is_granted(user), body_id__in=served_by(user))

    def open(self) -> Self:
        """Keep those that are not closed."""
        return self.exclude(phase=Phase.CLOSED)


@classified(
    retention=Retention.CASE,
    open="body code service phase opened_on closed_on outcome is_urgent updated_at anonymised_at",
    special="source sex age_band area sector work_territory is_relative language",
)
class Case(CaseRecord):
    """The taking charge of one person, without their name. `code` is the only name it has on screen.

    `is_relative`: taken charge of as a relative or in-law of a holder (domain: D.L. 145/2024 art. 6). `age_band` is the
    age on the day the case was opened. `work_territory` is a province: a Comune would say too much.
    """

    service = models.ForeignKey(PilotService, on_delete=models.PROTECT, related_name="cases")
    phase = models.CharField(_("fase"), max_length=16, choices=Phase, default=Phase.REPORTED)
    opened_on = models.DateField(_("aperto il"))
    closed_on = models.DateField(_("chiuso il"), null=True)
    outcome = models.CharField(_("esito"), max_length=16, choices=Outcome, blank=True)
    is_urgent = models.BooleanField(_("urgente"), default=False)
    source = models.CharField(_("segnalato da"), max_length=16, choices=Source)
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    age_band = models.CharField(_("età"), max_length=8, choices=AgeBand, default=AgeBand.UNKNOWN)
    area = models.CharField(_("area di cittadinanza"), max_length=16, choices=Area, default=Area.UNKNOWN)
    sector = models.CharField(_("settore"), max_length=16, choices=WorkSector, default=WorkSector.UNKNOWN)
    work_territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("provincia del lavoro")
    )
    language = models.CharField(_("lingua"), max_length=2, choices=Language, default=Language.OTHER)
    is_relative = models.BooleanField(_("familiare di un titolare"), default=False)
    updated_at = models.DateTimeField(auto_now=True)
    anonymised_at = models.DateTimeField(null=True)

    may_open: bool
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("caso")
        verbose_name_plural = _("casi")
        constraints = [
            CheckConstraint(
                name="case_closed_has_day_and_outcome",
                condition=Q(phase=Phase.CLOSED, closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(phase=Phase.CLOSED) & Q(closed_on__isnull=True, outcome=""),
            ),
            CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-opened_on", "-id"], name="case_of_body"),
            models.Index(fields=["-opened_on", "-id"], name="case_by_day"),
            models.Index(fields=["body", "phase", "-opened_on", "-id"], name="case_of_body_by_phase"),
            models.Index(fields=["id"], condition=~Q(phase=Phase.CLOSED), include=["body"], name="case_open"),
        ]

    @property
    def chip(self) -> Chip:
        """Its phase, as pages show it."""
        return Chip(self.get_phase_display(), PHASE_KINDS[Phase(self.phase)])

    @property
    def urgency(self) -> Chip | None:
        """That it is urgent, as pages show it; nothing where it is not, or no longer."""
        return Chip(_("Urgente"), "danger") if self.is_urgent and not self.is_closed else None

    @property
    def marks(self) -> SafeString:
        """Its phase and its urgency, one beside the other."""
        return format_html("{}{}", self.chip, self.urgency or "")

    @property
    def is_closed(self) -> bool:
        """Whether it is closed."""
        return self.phase == Phase.CLOSED


@classified(retention=Retention.CASE, open="body code case received_on source reference is_urgent", special="note")
class Report(CaseRecord):
    """A report or a referral in: from whom, when, with which reference. Never statements (art. 329 c.p.p.)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    received_on = models.DateField(_("ricevuta il"))
    source = models.CharField(_("da chi"), max_length=16, choices=Source)
    reference = models.CharField(_("protocollo o riferimento"), max_length=80, blank=True)
    is_urgent = models.BooleanField(_("urgente"), default=False)
    note = SealedTextField(_("annotazioni"), blank=True)

    objects = ServiceRecordQuerySet["Report"].as_manager()

    class Meta:
        verbose_name = _("segnalazione")
        verbose_name_plural = _("segnalazioni")
        indexes = [models.Index(fields=["case", "received_on"], name="report_of_case")]


@classified(retention=Retention.CASE, open="body code case noted_on", special="indicator observation")
class ObservedIndicator(CaseRecord):
    """What is known of an indicator of exploitation in a case: observed, not observed, not known."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.CharField(_("indicatore"), max_length=24, choices=Indicator)
    observation = models.CharField(max_length=12, choices=Observation, default=Observation.UNKNOWN)
    noted_on = models.DateField()

    objects = CaseRecordQuerySet["ObservedIndicator"].as_manager()

    class Meta:
        verbose_name = _("indicatore di sfruttamento")
        verbose_name_plural = _("indicatori di sfruttamento")
        constraints = [UniqueConstraint(fields=["case", "indicator"], name="indicator_once_a_case")]


@classified(retention=Retention.CASE, open="body code case kind answer given_on", special="language mediator note")
class Consent(CaseRecord):
    """What the person was told or agreed to, in which language, with which mediator. The newest of a kind holds."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("che cosa"), max_length=16, choices=ConsentKind)
    answer = models.CharField(_("risposta"), max_length=10, choices=Answer)
    given_on = models.DateField(_("data"))
    language = models.CharField(_("lingua"), max_length=2, choices=Language)
    mediator = SealedTextField(_("mediatore o mediatrice"), blank=True)
    note = SealedTextField(_("annotazioni"), blank=True)

    objects = CaseRecordQuerySet["Consent"].as_manager()

    class Meta:
        verbose_name = _("consenso")
        verbose_name_plural = _("consensi")
        indexes = [models.Index(fields=["case", "kind", "-given_on", "-id"], name="consent_of_case")]

    @property
    def chip(self) -> Chip:
        """What was answered, as pages show it."""
        return Chip(self.get_answer_display(), ANSWER_KINDS[Answer(self.answer)])


@classified(retention=Retention.CASE, open="body code case moment weighed_on", special="need score note")
class NeedScore(CaseRecord):
    """How a need stands at entry, at a review, at exit: 1 crisis, 5 autonomy."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scores")
    need = models.CharField(_("bisogno"), max_length=12, choices=Need)
    moment = models.CharField(_("momento"), max_length=8, choices=Moment)
    weighed_on = models.DateField(_("valutato il"))
    score = models.PositiveSmallIntegerField(_("punteggio"), choices=Score)
    note = SealedTextField(_("annotazioni"), blank=True)

    objects = CaseRecordQuerySet["NeedScore"].as_manager()

    class Meta:
        verbose_name = _("valutazione di un bisogno")
        verbose_name_plural = _("valutazioni dei bisogni")
        constraints = [
            UniqueConstraint(fields=["case", "need", "moment", "weighed_on"], name="need_weighed_once_a_day"),
            CheckConstraint(name="need_score_on_the_scale", condition=Q(score__gte=1, score__lte=5)),
        ]


@classified(
    retention=Retention.CASE,
    open="body code case state outcome closes_on asked_at decided_at",
    identifying="asked_by decided_by",
    special="note answer",
)
class Closure(CaseRecord):
    """A request to close a case, with the outcome: a worker asks, the supervisor approves or says what is missing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closures")
    state = models.CharField(max_length=10, choices=ClosureState, default=ClosureState.ASKED)
    outcome = models.CharField(_("esito"), max_length=16, choices=Outcome)
    closes_on = models.DateField(_("chiuso il"))
    note = SealedTextField(_("perché"), blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = SealedTextField(_("risposta"), blank=True)

    objects = ServiceRecordQuerySet["Closure"].as_manager()

    class Meta:
        verbose_name = _("richiesta di chiusura")
        verbose_name_plural = _("richieste di chiusura")
        constraints = [
            UniqueConstraint(fields=["case"], condition=Q(state=ClosureState.ASKED), name="one_closure_asked_a_case"),
            CheckConstraint(
                name="closure_decided_by_somebody",
                condition=Q(state=ClosureState.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=ClosureState.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "asked_at", "id"], condition=Q(state=ClosureState.ASKED), name="closure_waiting"
            ),
            models.Index(fields=["case", "-id"], name="closure_of_case"),
        ]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), CLOSURE_KINDS[ClosureState(self.state)])
