# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The permit, the admission to assistance, and what a person must look at again. Facts and days, never statements."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.permits import (
    ADMISSION_DAYS_IN_ORDER,
    ADMISSION_KINDS,
    ADMISSION_OPEN,
    DAYS_IN_ORDER,
    PERMIT_HELD,
    PERMIT_KINDS,
    PERMIT_PENDING,
    AdmissionState,
    Conversion,
    PermitKind,
    PermitState,
    PermitStep,
    ReviewReason,
    RevocationReason,
)
from incas.cases.models.base import CaseRecord, CaseRecordQuerySet, ServiceRecordQuerySet
from incas.cases.models.cases import Case
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified

DAY_AFTER_LAST = Func("expires_on", template="(%(expressions)s + 1)", output_field=models.DateField())
HELD_DAYS = Func(
    "issued_on",
    Least(DAY_AFTER_LAST, "ended_on"),
    RangeBoundary(),
    function="daterange",
    output_field=DateRangeField(),
)
"""The days a permit is held: to its last, or to the day before it was renewed, converted or revoked."""


DUE_ON = models.Case(models.When(state=PermitState.ISSUED, then=F("expires_on")))
"""The last day of a permit that is in force; none of the others."""


def in_order(days: tuple[tuple[str, str], ...]) -> Q:
    """Ask that of each pair of days the first does not come after the second, where both are known."""
    asked = Q()
    for first, second in days:
        asked &= Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | Q(**{f"{second}__gte": F(first)})
    return asked


@classified(
    retention=Retention.CASE,
    open="body code case updated_at",
    special="kind state previous reported_on proposed_on opinion_on requested_on has_receipt issued_on expires_on "
    "due_on communicated_on communication_reference renewal_requested_on ended_on conversion revocation",
)
class Permit(CaseRecord):
    """A title to stay, from the report to its end (art. 18-ter T.U.I.). A renewal is a row that continues `previous`.

    `expires_on` is the last day; it is computed when the permit is issued (`pilot_rules`, by the day of issue) and may
    be corrected to what the document says. `due_on` is the same day while the permit is in force, for the calendar: of
    a column of its own PostgreSQL knows how many are near. `renewal_requested_on`: a receipt of renewal exists, which
    lets the person stay and work until notice of an impediment (c. 6). `communicated_on`: to MLPS (c. 3).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="permits")
    kind = models.CharField(_("titolo"), max_length=8, choices=PermitKind, default=PermitKind.ART_18_TER)
    state = models.CharField(max_length=10, choices=PermitState, default=PermitState.REPORTED)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    reported_on = models.DateField(_("segnalato il"), null=True)
    proposed_on = models.DateField(_("proposta dell'autorità giudiziaria"), null=True)
    opinion_on = models.DateField(_("parere dell'INL"), null=True)
    requested_on = models.DateField(_("richiesto il"), null=True)
    has_receipt = models.BooleanField(_("con ricevuta"), default=False)
    issued_on = models.DateField(_("rilasciato il"), null=True)
    expires_on = models.DateField(_("scade il"), null=True)
    due_on = models.GeneratedField(expression=DUE_ON, output_field=models.DateField(null=True), db_persist=True)
    communicated_on = models.DateField(_("comunicato al Ministero il"), null=True)
    communication_reference = models.CharField(_("protocollo della comunicazione"), max_length=80, blank=True)
    renewal_requested_on = models.DateField(_("rinnovo chiesto il"), null=True)
    ended_on = models.DateField(_("finito il"), null=True)
    conversion = models.CharField(_("convertito in"), max_length=14, choices=Conversion, blank=True)
    revocation = models.CharField(_("motivo della revoca"), max_length=12, choices=RevocationReason, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseRecordQuerySet["Permit"].as_manager()

    class Meta:
        verbose_name = _("permesso di soggiorno")
        verbose_name_plural = _("permessi di soggiorno")
        constraints = [
            CheckConstraint(
                name="permit_issued_has_days",
                condition=Q(state__in=sorted([*PERMIT_PENDING, PermitState.DENIED]))
                | Q(issued_on__isnull=False, expires_on__isnull=False),
            ),
            CheckConstraint(
                name="permit_expires_after_issue",
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=False, expires_on__gte=F("issued_on")),
            ),
            CheckConstraint(
                name="permit_converted_says_into_what", condition=~Q(state=PermitState.CONVERTED) | ~Q(conversion="")
            ),
            CheckConstraint(
                name="permit_revoked_says_why_and_when",
                condition=~Q(state=PermitState.REVOKED) | ~Q(revocation="") & Q(ended_on__isnull=False),
            ),
            CheckConstraint(name="permit_days_in_order", condition=in_order(DAYS_IN_ORDER)),
            CheckConstraint(
                name="permit_communicated_after_issue_with_reference",
                condition=Q(communicated_on__isnull=True, communication_reference="")
                | Q(communicated_on__isnull=False, issued_on__isnull=False) & ~Q(communication_reference=""),
            ),
            CheckConstraint(
                name="permit_receipt_is_of_a_request", condition=Q(has_receipt=False) | Q(requested_on__isnull=False)
            ),
            CheckConstraint(
                name="permit_renewal_requested_once_issued",
                condition=Q(renewal_requested_on__isnull=True) | Q(issued_on__isnull=False),
            ),
            ExclusionConstraint(
                name="permits_of_a_case_never_overlap",
                expressions=[("case", RangeOperators.EQUAL), (HELD_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(issued_on__isnull=False, expires_on__isnull=False),
            ),
            UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(PERMIT_PENDING)), name="one_permit_pending_a_case"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="permit_of_case"),
            models.Index(
                fields=["body", "due_on"],
                condition=Q(due_on__isnull=False),
                include=["case"],
                name="permit_of_body_due",
            ),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), include=["case"], name="permit_due"),
        ]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), PERMIT_KINDS[PermitState(self.state)])

    @property
    def is_of_the_pilot(self) -> bool:
        """It is that of art. 18-ter: proposed by the authority, communicated to the ministry, of a known length."""
        return self.kind == PermitKind.ART_18_TER

    @property
    def last_day(self) -> date | None:
        """The last day it covers by itself, whatever receipts there are; None until it is issued."""
        if self.state == PermitState.REVOKED and self.ended_on is not None and self.expires_on is not None:
            return min(self.ended_on, self.expires_on)
        return self.expires_on

    @property
    def last_held_day(self) -> date | None:
        """The last of the days that no other permit of the case may hold."""
        if self.ended_on is not None and self.expires_on is not None:
            return min(self.ended_on - timedelta(days=1), self.expires_on)
        return self.expires_on

    @property
    def has_live_receipt(self) -> bool:
        """A receipt of request or of renewal lets the person stay and work (art. 18-ter c. 6), and nothing ended it."""
        if self.state in PERMIT_PENDING:
            return self.has_receipt
        return self.state in PERMIT_HELD and self.renewal_requested_on is not None


@classified(retention=Retention.CASE, open="body code case permit", special="step happened_on detail")
class PermitEvent(CaseRecord):
    """A step of a permit, with the day on which it happened."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="permit_events")
    permit = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(_("passo"), max_length=16, choices=PermitStep)
    happened_on = models.DateField(_("il"))
    detail = models.CharField(max_length=200, blank=True)

    objects = CaseRecordQuerySet["PermitEvent"].as_manager()

    class Meta:
        verbose_name = _("passo del permesso")
        verbose_name_plural = _("passi del permesso")
        indexes = [models.Index(fields=["permit", "happened_on", "id"], name="event_of_permit")]


@classified(
    retention=Retention.CASE,
    open="body code case updated_at act_reference",
    special="state holder_case proposed_on admitted_on suspended_on ended_on end_reason",
)
class Admission(CaseRecord):
    """The admission of a person to assistance. A relative's stands on the holder's (`holder_case`).

    Its grounds of revocation (D.L. 145/2024 art. 7) were not read: `end_reason` is written by hand, and the permit's
    own grounds are not copied. `suspended_on` is the day of the last suspension. Who signs the act is
    not settled: `act_reference` is what the Comune writes.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="admissions")
    holder_case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="relative_admissions")
    state = models.CharField(max_length=10, choices=AdmissionState, default=AdmissionState.PROPOSED)
    proposed_on = models.DateField(_("proposta il"))
    admitted_on = models.DateField(_("ammessa dal"), null=True)
    suspended_on = models.DateField(_("sospesa dal"), null=True)
    ended_on = models.DateField(_("cessata il"), null=True)
    end_reason = models.CharField(_("motivo della cessazione"), max_length=200, blank=True)
    act_reference = models.CharField(_("estremi dell'atto"), max_length=120, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseRecordQuerySet["Admission"].as_manager()

    class Meta:
        verbose_name = _("ammissione all'assistenza")
        verbose_name_plural = _("ammissioni all'assistenza")
        constraints = [
            UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(ADMISSION_OPEN)), name="one_admission_open_a_case"
            ),
            CheckConstraint(
                name="admission_in_force_has_day",
                condition=~Q(state__in=[AdmissionState.ADMITTED, AdmissionState.SUSPENDED])
                | Q(admitted_on__isnull=False),
            ),
            CheckConstraint(
                name="admission_suspended_has_day",
                condition=~Q(state=AdmissionState.SUSPENDED) | Q(suspended_on__isnull=False),
            ),
            CheckConstraint(
                name="admission_ended_has_day",
                condition=Q(state__in=sorted(ADMISSION_OPEN), ended_on__isnull=True)
                | ~Q(state__in=sorted(ADMISSION_OPEN)) & Q(ended_on__isnull=False),
            ),
            CheckConstraint(
                name="admission_days_in_order",
                condition=in_order(ADMISSION_DAYS_IN_ORDER),
            ),
            CheckConstraint(
                name="admission_of_a_relative_stands_on_another",
                condition=Q(holder_case__isnull=True) | ~Q(holder_case=F("case")),
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="admission_of_case")]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), ADMISSION_KINDS[AdmissionState(self.state)])


@classified(
    retention=Retention.CASE,
    open="body code case opened_at due_on settled_at",
    special="reason decision",
    identifying="settled_by",
)
class CaseReview(CaseRecord):
    """Something a person must look at and settle: nothing in a case closes by itself. One open for each reason."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    reason = models.CharField(_("motivo"), max_length=24, choices=ReviewReason)
    opened_at = models.DateTimeField()
    due_on = models.DateField(_("entro il"), null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.TextField(_("che cosa si è deciso"), blank=True)

    objects = CaseRecordQuerySet["CaseReview"].as_manager()

    class Meta:
        verbose_name = _("verifica da fare")
        verbose_name_plural = _("verifiche da fare")
        constraints = [
            UniqueConstraint(
                fields=["case", "reason"], condition=Q(settled_at__isnull=True), name="review_once_while_open"
            ),
            CheckConstraint(
                name="review_settled_says_what",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(decision=""),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on", "id"], condition=Q(settled_at__isnull=True), name="review_waiting"),
        ]


@classified(retention=Retention.CASE, open="body code case permit days_before sent_at")
class ExpiryAlert(CaseRecord):
    """An alert sent about the expiry of a permit, so that none is sent twice."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    permit = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="alerts")
    days_before = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    objects = ServiceRecordQuerySet["ExpiryAlert"].as_manager()

    class Meta:
        verbose_name = _("avviso di scadenza")
        verbose_name_plural = _("avvisi di scadenza")
        constraints = [UniqueConstraint(fields=["permit", "days_before"], name="expiry_told_once")]
