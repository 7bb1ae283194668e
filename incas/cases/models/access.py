# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case, who read what of it, what passed to another service, what the person concerned asked."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.access import (
    TRANSFER_KINDS,
    GrantKind,
    Ground,
    Part,
    RequestKind,
    TransferKind,
    TransferState,
)
from incas.cases.models.base import BodyRecord, CaseRecord, CaseRecordQuerySet, ServiceRecordQuerySet
from incas.cases.models.cases import Case, Consent
from incas.cases.models.services import served_by
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.core.triggers import APPEND_ONLY
from incas.organisations.choices import Role
from incas.organisations.models import Body
from incas.privacy.fields import SealedJSONField, SealedTextField

LAST_DAY = Cast(Func("lapses_at", template="(%(expressions)s AT TIME ZONE 'Europe/Rome')"), models.DateField())
"""The day on which a grant lapses, as the calendar asks for it (`cases_expiry`)."""


class GrantQuerySet(ServiceRecordQuerySet["Grant"]):
    """Grants."""

    def in_force(self, at: datetime) -> Self:
        """Keep those that open a case at an instant: begun, not lapsed, not ended."""
        return self.filter(starts_at__lte=at, lapses_at__gt=at, ended_at__isnull=True)


@classified(
    retention=Retention.CASE,
    open="body code case kind starts_at lapses_at last_day confirmed_at ended_at",
    identifying="user granted_by reason",
)
class Grant(CaseRecord):
    """The right of one person to open one case, from an instant until it lapses unless confirmed.

    An emergency grant is short, is told to the controller, and is never confirmed. `last_day`, in Italian time, is a
    column of its own: row-level security lets no index answer for an expression that is not leakproof.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("persona"))
    kind = models.CharField(_("perché"), max_length=10, choices=GrantKind, default=GrantKind.TEAM)
    reason = SealedTextField(_("motivo"), blank=True)
    starts_at = models.DateTimeField(_("dal"))
    lapses_at = models.DateTimeField(_("fino al"))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    last_day = models.GeneratedField(expression=LAST_DAY, output_field=models.DateField(), db_persist=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("autorizzazione")
        verbose_name_plural = _("autorizzazioni")
        constraints = [
            CheckConstraint(name="grant_lapses_after_it_starts", condition=Q(lapses_at__gt=F("starts_at"))),
            CheckConstraint(
                name="emergency_grant_is_never_confirmed",
                condition=~Q(kind=GrantKind.EMERGENCY) | Q(confirmed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "case"],
                condition=Q(ended_at__isnull=True),
                name="grant_not_ended",
                include=["lapses_at"],
            ),
            models.Index(fields=["body", "lapses_at"], condition=Q(ended_at__isnull=True), name="grant_to_confirm"),
            models.Index(fields=["body", "last_day"], condition=Q(ended_at__isnull=True), name="grant_by_last_day"),
        ]


class ReadingQuerySet(CaseRecordQuerySet["Reading"]):
    """Readings."""

    def visible_to(self, user: User) -> Self:
        """Show the ledger of the service to its supervisors, and to nobody else."""
        if Role.CASE_SUPERVISOR not in user.acting_roles:
            return self.scoped().none()
        return self.scoped().filter(body_id__in=served_by(user))


@classified(
    retention=Retention.TRAIL,
    open="body case_code part ground at role reader_body_id",
    identifying="reader_id reader_name",
)
class Reading(BodyRecord):
    """One reading of something of a case: who, when, what, on which ground. Append-only, for the owner too.

    The case is named by its code, so that the ledger outlives it; empty when a list was read.
    """

    case_code = models.CharField(max_length=10, blank=True)
    part = models.CharField(_("che cosa"), max_length=12, choices=Part)
    ground = models.CharField(_("perché"), max_length=12, choices=Ground)
    at = models.DateTimeField(_("quando"))
    reader_id = models.BigIntegerField()
    reader_name = models.CharField(_("chi"), max_length=200)
    reader_body_id = models.BigIntegerField(null=True)
    role = models.CharField(_("ruolo"), max_length=20, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettura")
        verbose_name_plural = _("registro delle letture")
        indexes = [
            models.Index(fields=["body", "-at", "-id"], name="reading_of_body"),
            models.Index(fields=["case_code", "-at", "-id"], name="reading_of_case"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.reader_name}, {self.get_part_display()}"


class OfTheServiceQuerySet(CaseRecordQuerySet["LedgerReview"]):
    """What the supervisor of a service does."""

    def visible_to(self, user: User) -> Self:
        """Show it to the supervisors of the service."""
        if Role.CASE_SUPERVISOR not in user.acting_roles:
            return self.scoped().none()
        return self.scoped().filter(body_id__in=served_by(user))


@classified(
    retention=Retention.TRAIL, open="body code reviewed_until reviewed_at readings", identifying="reviewed_by note"
)
class LedgerReview(CaseRecord):
    """A supervisor looked at the readings of the service up to an instant, and said what they found."""

    reviewed_until = models.DateTimeField(_("letture fino al"))
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    readings = models.PositiveIntegerField(_("letture esaminate"))
    note = SealedTextField(_("che cosa si è visto"))

    objects = OfTheServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("esame del registro")
        verbose_name_plural = _("esami del registro")
        indexes = [models.Index(fields=["body", "-reviewed_until"], name="ledger_review_of_body")]


class TransferQuerySet(CaseRecordQuerySet["Transfer"]):
    """Referrals and transfers."""

    def visible_to(self, user: User) -> Self:
        """Show those sent from the cases one may open, and those addressed to the service one supervises."""
        sent = Q(case__in=Case.objects.opened_by(user).values("pk"))
        if Role.CASE_SUPERVISOR not in user.acting_roles:
            return self.scoped().filter(sent)
        return self.scoped().filter(sent | Q(to_body_id__in=served_by(user)))


@classified(
    retention=Retention.CASE,
    open="body code case to_body to_service kind parts state proposed_at answered_at consent received_case_code",
    identifying="proposed_by answered_by",
    special="reason answer",
)
class Transfer(CaseRecord):
    """A case handed over to another Comune of the pilot, or a person sent to another service.

    Only the `parts` the person agreed to go (`HandedPackage`); the receiver accepts or refuses. A service outside the
    platform (`to_service`) receives nothing through it: the referral is recorded.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(_("tipo"), max_length=8, choices=TransferKind)
    to_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Comune che riceve")
    )
    to_service = models.CharField(_("servizio che riceve"), max_length=160, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    parts = ArrayField(models.CharField(max_length=12, choices=Part), verbose_name=_("parti"))
    reason = SealedTextField(_("motivo"), blank=True)
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = SealedTextField(_("risposta"), blank=True)
    received_case_code = models.CharField(max_length=10, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("invio o trasferimento")
        verbose_name_plural = _("invii e trasferimenti")
        constraints = [
            CheckConstraint(
                name="transfer_has_one_addressee",
                condition=Q(to_body__isnull=False, to_service="") | Q(to_body__isnull=True) & ~Q(to_service=""),
            ),
            CheckConstraint(name="transfer_to_another_body", condition=Q(to_body__isnull=True) | ~Q(to_body=F("body"))),
            CheckConstraint(
                name="transfer_answered_has_instant",
                condition=Q(state=TransferState.PROPOSED, answered_at__isnull=True)
                | ~Q(state=TransferState.PROPOSED) & Q(answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["to_body", "state"], name="transfer_to_body")]

    @property
    def chip(self) -> Chip:
        """Its state, as pages show it."""
        return Chip(self.get_state_display(), TRANSFER_KINDS[TransferState(self.state)])


class HandedPackageQuerySet(CaseRecordQuerySet["HandedPackage"]):
    """What was handed over."""

    def visible_to(self, user: User) -> Self:
        """Show what was handed over to the service one works for."""
        return self.scoped().filter(body_id__in=served_by(user))


@classified(retention=Retention.CASE, open="body code transfer from_body", identifying="content")
class HandedPackage(CaseRecord):
    """What a transfer carries, sealed with the key of who receives (`body`), and deleted once it is answered."""

    transfer = models.OneToOneField(Transfer, on_delete=models.CASCADE, related_name="package")
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    content = SealedJSONField()

    objects = HandedPackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("contenuto di un invio")
        verbose_name_plural = _("contenuti degli invii")


@classified(
    retention=Retention.CASE,
    open="body code case kind received_on due_on answered_on",
    identifying="handled_by",
    special="note",
)
class PersonRequest(CaseRecord):
    """What the person concerned asked about their data, by when it must be answered (one month: art. 12 c. 3 GDPR)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="person_requests")
    kind = models.CharField(_("che cosa chiede"), max_length=14, choices=RequestKind)
    received_on = models.DateField(_("ricevuta il"))
    due_on = models.DateField(_("da evadere entro il"))
    answered_on = models.DateField(_("evasa il"), null=True)
    handled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = SealedTextField(_("annotazioni"), blank=True)

    objects = ServiceRecordQuerySet["PersonRequest"].as_manager()

    class Meta:
        verbose_name = _("richiesta dell'interessato")
        verbose_name_plural = _("richieste degli interessati")
        constraints = [
            CheckConstraint(name="person_request_due_after_it_came", condition=Q(due_on__gte=F("received_on"))),
        ]


class PastRowQuerySet(CaseRecordQuerySet["PastRow"]):
    """Rows as they were."""

    def visible_to(self, user: User) -> Self:
        """Show those of the cases that the person may open."""
        opened = Case.objects.opened_by(user).values("code")
        return self.scoped().filter(case_code__in=opened)


@classified(
    retention=Retention.CASE,
    open="body table row case_code operation at actor_id",
    special="before",
)
class PastRow(BodyRecord):
    """What a row of a case was before it was changed or deleted, written by a trigger (raw SQL included).

    Sealed columns are here as they are in their own row: sealed. `row` is the row's code.
    """

    table = models.CharField(max_length=60)
    row = models.CharField(max_length=10)
    case_code = models.CharField(max_length=10, blank=True)
    operation = models.CharField(max_length=6)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    before = models.JSONField()

    objects = PastRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("riga com'era")
        verbose_name_plural = _("righe com'erano")
        indexes = [
            models.Index(fields=["table", "row", "-at"], name="past_row_of_row"),
            models.Index(fields=["case_code", "-at"], name="past_row_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
