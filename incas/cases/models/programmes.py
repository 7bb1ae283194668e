# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme: objectives, measures, what was reached, the diary, what is to be done."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.cases import Language, Need, WorkSector
from incas.cases.choices.programmes import (
    MEASURE_KINDS,
    PROGRAMME_KINDS,
    ContactKind,
    DwellingKind,
    EntitlementKind,
    EntitlementState,
    ItalianLevel,
    MeasureOutcome,
    MeasureState,
    ProgrammeState,
    WorkKind,
)
from incas.cases.models.base import CaseRecord, CaseRecordQuerySet, ServiceRecordQuerySet
from incas.cases.models.cases import Case
from incas.cases.models.services import LocalMeasure, MeasureKind
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.privacy.fields import SealedTextField


@classified(
    retention=Retention.CASE,
    open="body code case version state starts_on ends_on shared_on signed_on approved_at closed_on next_review_on "
    "outcome updated_at",
    identifying="shared_by approved_by",
    special="language summary",
)
class Programme(CaseRecord):
    """The individual programme of a case (D.L. 145/2024 art. 6: personalised, no longer than the permit).

    It is shared with the person in a language they read (`language`), signed, approved by the supervisor, then it
    runs, with reviews. A new version replaces one that is closed. `ends_on` is included.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="programmes")
    version = models.PositiveSmallIntegerField(_("versione"), default=1)
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    starts_on = models.DateField(_("inizio"))
    ends_on = models.DateField(_("fine"))
    language = models.CharField(_("lingua in cui è condiviso"), max_length=2, choices=Language)
    summary = SealedTextField(_("in breve"), blank=True)
    shared_on = models.DateField(_("condiviso il"), null=True)
    signed_on = models.DateField(_("firmato il"), null=True)
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    next_review_on = models.DateField(_("prossima verifica"), null=True)
    closed_on = models.DateField(_("chiuso il"), null=True)
    outcome = models.CharField(_("esito"), max_length=12, choices=MeasureOutcome, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseRecordQuerySet["Programme"].as_manager()

    class Meta:
        verbose_name = _("programma individuale")
        verbose_name_plural = _("programmi individuali")
        ordering = ("-version",)
        constraints = [
            UniqueConstraint(fields=["case", "version"], name="programme_version_once"),
            UniqueConstraint(
                fields=["case"], condition=~Q(state=ProgrammeState.CLOSED), name="one_programme_open_a_case"
            ),
            CheckConstraint(name="programme_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            CheckConstraint(
                name="programme_running_is_signed_and_approved",
                condition=Q(state__in=[ProgrammeState.DRAFT, ProgrammeState.SHARED, ProgrammeState.CLOSED])
                | Q(signed_on__isnull=False, approved_at__isnull=False, approved_by__isnull=False),
            ),
            CheckConstraint(
                name="programme_shared_has_day",
                condition=Q(state__in=[ProgrammeState.DRAFT, ProgrammeState.CLOSED])
                | Q(shared_on__isnull=False, signed_on__isnull=False),
            ),
            CheckConstraint(
                name="programme_closed_has_day", condition=~Q(state=ProgrammeState.CLOSED) | Q(closed_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-version"], name="programme_of_case"),
            models.Index(
                fields=["body", "next_review_on"],
                condition=Q(state__in=[ProgrammeState.ACTIVE, ProgrammeState.IN_REVIEW]),
                include=["case"],
                name="programme_review_due",
            ),
        ]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), PROGRAMME_KINDS[ProgrammeState(self.state)])


@classified(retention=Retention.CASE, open="body code case programme need position is_reached", special="text")
class Objective(CaseRecord):
    """An objective of a programme, in a domain of need."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    need = models.CharField(_("ambito"), max_length=12, choices=Need)
    text = SealedTextField(_("obiettivo"))
    position = models.PositiveSmallIntegerField(default=0)
    is_reached = models.BooleanField(_("raggiunto"), null=True)

    objects = CaseRecordQuerySet["Objective"].as_manager()

    class Meta:
        verbose_name = _("obiettivo")
        verbose_name_plural = _("obiettivi")
        ordering = ("position", "pk")


@classified(
    retention=Retention.CASE,
    open="body code case programme objective kind local_name state starts_on ends_on hours_a_week cost outcome "
    "updated_at",
    special="provider note",
)
class Measure(CaseRecord):
    """Something done for the person: a kind of the common taxonomy, who provides it, when, how much, to what end.

    `cost` in euro, for the whole measure; `hours_a_week` is its intensity. Its end never passes that of the permit,
    unless a receipt of renewal exists (`operations.measures`).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measures")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures")
    kind = models.ForeignKey(MeasureKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("tipo"))
    local_name = models.ForeignKey(
        LocalMeasure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nome locale")
    )
    state = models.CharField(max_length=12, choices=MeasureState, default=MeasureState.PLANNED)
    provider = SealedTextField(_("chi la eroga"), blank=True)
    starts_on = models.DateField(_("inizio"))
    ends_on = models.DateField(_("fine"))
    hours_a_week = models.PositiveSmallIntegerField(_("ore a settimana"), null=True, blank=True)
    cost = models.DecimalField(_("costo"), max_digits=9, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(_("esito"), max_length=12, choices=MeasureOutcome, blank=True)
    note = SealedTextField(_("annotazioni"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseRecordQuerySet["Measure"].as_manager()

    class Meta:
        verbose_name = _("misura")
        verbose_name_plural = _("misure")
        constraints = [
            CheckConstraint(name="measure_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            CheckConstraint(name="measure_cost_not_negative", condition=Q(cost__isnull=True) | Q(cost__gte=0)),
            CheckConstraint(name="measure_done_has_outcome", condition=~Q(state=MeasureState.DONE) | ~Q(outcome="")),
        ]
        indexes = [
            models.Index(fields=["case", "-starts_on", "-id"], name="measure_of_case"),
            models.Index(fields=["body", "-starts_on", "-id"], name="measure_of_body"),
        ]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), MEASURE_KINDS[MeasureState(self.state)])


@classified(retention=Retention.CASE, open="body code case level assessed_on has_certificate")
class ItalianAssessment(CaseRecord):
    """The level of Italian of the person on a day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="italian")
    level = models.PositiveSmallIntegerField(_("livello"), choices=ItalianLevel)
    assessed_on = models.DateField(_("accertato il"))
    has_certificate = models.BooleanField(_("con certificato"), default=False)

    objects = CaseRecordQuerySet["ItalianAssessment"].as_manager()

    class Meta:
        verbose_name = _("livello di italiano")
        verbose_name_plural = _("livelli di italiano")
        constraints = [UniqueConstraint(fields=["case", "assessed_on"], name="italian_once_a_day")]


@classified(
    retention=Retention.CASE,
    open="body code case kind starts_on ends_on verify_on verified_on still_working",
    special="sector employer",
)
class Engagement(CaseRecord):
    """Training, an internship, a contract. A contract is verified months later (does the person still work?).

    `verify_on` is computed from `starts_on` (`pilot_rules`, `work_check_months`); null for what is no contract.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="engagements")
    kind = models.CharField(_("tipo"), max_length=14, choices=WorkKind)
    sector = models.CharField(_("settore"), max_length=16, choices=WorkSector, default=WorkSector.UNKNOWN)
    employer = SealedTextField(_("ente o datore di lavoro"), blank=True)
    starts_on = models.DateField(_("inizio"))
    ends_on = models.DateField(_("fine"), null=True, blank=True)
    verify_on = models.DateField(_("da verificare il"), null=True)
    verified_on = models.DateField(_("verificato il"), null=True)
    still_working = models.BooleanField(_("lavora ancora"), null=True)

    objects = CaseRecordQuerySet["Engagement"].as_manager()

    class Meta:
        verbose_name = _("formazione o lavoro")
        verbose_name_plural = _("formazione e lavoro")
        constraints = [
            CheckConstraint(
                name="engagement_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            CheckConstraint(
                name="engagement_verified_says_how_it_is",
                condition=Q(verified_on__isnull=True, still_working__isnull=True)
                | Q(verified_on__isnull=False, still_working__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "verify_on", "id"], condition=Q(verified_on__isnull=True), name="engagement_to_verify"
            ),
        ]


@classified(retention=Retention.CASE, open="body code case starts_on ends_on", special="kind")
class Dwelling(CaseRecord):
    """Where the person lives, from a day to a day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dwellings")
    kind = models.CharField(_("dove"), max_length=12, choices=DwellingKind)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al"), null=True, blank=True)

    objects = CaseRecordQuerySet["Dwelling"].as_manager()

    class Meta:
        verbose_name = _("abitazione")
        verbose_name_plural = _("abitazioni")
        constraints = [
            CheckConstraint(
                name="dwelling_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]


@classified(retention=Retention.CASE, open="body code case kind state decided_on requested_on")
class Entitlement(CaseRecord):
    """Assegno di inclusione, SIISL, legal aid and the like: whether asked for, and what became of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entitlements")
    kind = models.CharField(_("che cosa"), max_length=20, choices=EntitlementKind)
    state = models.CharField(_("stato"), max_length=10, choices=EntitlementState, default=EntitlementState.TO_REQUEST)
    requested_on = models.DateField(_("chiesto il"), null=True, blank=True)
    decided_on = models.DateField(_("deciso il"), null=True, blank=True)

    objects = CaseRecordQuerySet["Entitlement"].as_manager()

    class Meta:
        verbose_name = _("diritto o prestazione")
        verbose_name_plural = _("diritti e prestazioni")
        constraints = [UniqueConstraint(fields=["case", "kind"], name="entitlement_once_a_case")]


@classified(
    retention=Retention.CASE,
    open="body code case kind happened_on written_at with_mediator",
    special="text",
    identifying="written_by",
)
class DiaryEntry(CaseRecord):
    """A contact, in the words of who wrote it. Written once: a correction is another entry."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="diary")
    kind = models.CharField(_("contatto"), max_length=10, choices=ContactKind)
    happened_on = models.DateField(_("data"))
    text = SealedTextField(_("che cosa è successo"))
    with_mediator = models.BooleanField(_("con mediazione"), default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ServiceRecordQuerySet["DiaryEntry"].as_manager()

    class Meta:
        verbose_name = _("voce del diario")
        verbose_name_plural = _("diario")
        indexes = [models.Index(fields=["case", "-happened_on", "-id"], name="diary_of_case")]


@classified(
    retention=Retention.CASE, open="body code case due_on done_at", special="text", identifying="owner set_by done_by"
)
class CaseTask(CaseRecord):
    """Something to do in a case: who does it, by when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    text = SealedTextField(_("che cosa fare"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("chi la fa"))
    due_on = models.DateField(_("entro il"))
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ServiceRecordQuerySet["CaseTask"].as_manager()

    class Meta:
        verbose_name = _("attività")
        verbose_name_plural = _("attività")
        constraints = [
            CheckConstraint(
                name="task_done_by_somebody",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on", "id"], condition=Q(done_at__isnull=True), name="task_waiting"),
            models.Index(fields=["case", "due_on", "id"], name="task_of_case"),
        ]


@classified(
    retention=Retention.CASE,
    open="body code case programme reviewed_on next_on outcome",
    special="note",
    identifying="reviewed_by",
)
class ProgrammeReview(CaseRecord):
    """A review of a programme with the person: how it goes, when it is looked at again."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("data della verifica"))
    outcome = models.CharField(_("come va"), max_length=12, choices=MeasureOutcome)
    note = SealedTextField(_("che cosa si è visto"), blank=True)
    next_on = models.DateField(_("prossima verifica"), null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet["ProgrammeReview"].as_manager()

    class Meta:
        verbose_name = _("verifica del programma")
        verbose_name_plural = _("verifiche del programma")
        indexes = [models.Index(fields=["programme", "-reviewed_on", "-id"], name="review_of_programme")]
