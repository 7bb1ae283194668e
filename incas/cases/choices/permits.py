# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The life cycles of the permit of art. 18-ter T.U.I. and of the admission to assistance (D.L. 145/2024 arts 6–7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PermitKind(models.TextChoices):
    """Under which title the person stays in Italy."""

    ART_18_TER = "18_ter", _("Casi speciali, art. 18-ter T.U.I.")
    FAMILY = "family", _("Motivi familiari")
    OTHER = "other", _("Altro titolo di soggiorno")


class PermitState(models.TextChoices):
    """Where a permit stands. The authority proposes, the INL gives its opinion, the Questore issues (art. 18-ter)."""

    REPORTED = "reported", _("Segnalato")
    PROPOSED = "proposed", _("Proposto dall'autorità giudiziaria o con parere dell'INL")
    REQUESTED = "requested", _("Richiesto, con ricevuta")
    ISSUED = "issued", _("Rilasciato")
    RENEWED = "renewed", _("Rinnovato")
    CONVERTED = "converted", _("Convertito")
    EXPIRED = "expired", _("Scaduto")
    REVOKED = "revoked", _("Revocato")
    DENIED = "denied", _("Negato")


PERMIT_TRANSITIONS: dict[PermitState, set[PermitState]] = {
    PermitState.REPORTED: {PermitState.PROPOSED, PermitState.REQUESTED, PermitState.ISSUED, PermitState.DENIED},
    PermitState.PROPOSED: {PermitState.REQUESTED, PermitState.ISSUED, PermitState.DENIED},
    PermitState.REQUESTED: {PermitState.PROPOSED, PermitState.ISSUED, PermitState.DENIED},
    PermitState.ISSUED: {PermitState.RENEWED, PermitState.CONVERTED, PermitState.EXPIRED, PermitState.REVOKED},
    PermitState.EXPIRED: {PermitState.RENEWED, PermitState.CONVERTED, PermitState.ISSUED},
    PermitState.RENEWED: set(),
    PermitState.CONVERTED: set(),
    PermitState.REVOKED: {PermitState.ISSUED, PermitState.EXPIRED},
    PermitState.DENIED: {PermitState.REPORTED, PermitState.PROPOSED, PermitState.REQUESTED},
}
"""A permit that is renewed is continued by another row; one that expired may still be renewed or converted late.

What the service came to know late may be missing: a permit reported may be found issued. A revocation and a denial may
be annulled, and then the permit is what it was; one that expired is in force again when its day was copied wrong.
"""

PERMIT_PENDING = frozenset({PermitState.REPORTED, PermitState.PROPOSED, PermitState.REQUESTED})
PERMIT_HELD = frozenset({PermitState.ISSUED, PermitState.EXPIRED})
"""Issued, and not continued, converted or taken away: what may still be renewed."""
PERMIT_GRANTED = frozenset({*PERMIT_HELD, PermitState.RENEWED, PermitState.CONVERTED, PermitState.REVOKED})
"""Issued once, whatever came after."""

PERMIT_KINDS: dict[PermitState, str] = {
    PermitState.REPORTED: "waiting",
    PermitState.PROPOSED: "waiting",
    PermitState.REQUESTED: "info",
    PermitState.ISSUED: "success",
    PermitState.RENEWED: "neutral",
    PermitState.CONVERTED: "success",
    PermitState.EXPIRED: "warning",
    PermitState.REVOKED: "danger",
    PermitState.DENIED: "danger",
}


class Conversion(models.TextChoices):
    """Into what a permit was converted (art. 18-ter c. 4; the ministry's FAQ adds the wait for a job)."""

    EMPLOYED = "employed", _("Lavoro subordinato")
    SELF_EMPLOYED = "self_employed", _("Lavoro autonomo")
    STUDY = "study", _("Studio")
    JOB_SEEKING = "job_seeking", _("Attesa occupazione")


class RevocationReason(models.TextChoices):
    """Why a permit was revoked (art. 18-ter cc. 4–5). Losing a job is no reason."""

    CONDUCT = "conduct", _("Condotta incompatibile")
    CONDITIONS = "conditions", _("Cessazione delle condizioni")
    CONVICTION = "conviction", _("Condanna per il reato dell'art. 603-bis c.p.")
    OTHER = "other", _("Altro motivo")


class PermitStep(models.TextChoices):
    """What may happen to a permit, each with its day."""

    REPORTED = "reported", _("Segnalazione")
    PROPOSAL = "proposal", _("Proposta dell'autorità giudiziaria")
    OPINION = "opinion", _("Parere dell'Ispettorato nazionale del lavoro")
    REQUEST = "request", _("Richiesta, con ricevuta")
    ISSUE = "issue", _("Rilascio")
    COMMUNICATION = "communication", _("Comunicazione al Ministero del Lavoro")
    RENEWAL_REQUEST = "renewal_request", _("Richiesta di rinnovo, con ricevuta")
    RENEWAL = "renewal", _("Rinnovo")
    CONVERSION = "conversion", _("Conversione")
    EXPIRY = "expiry", _("Scadenza")
    REVOCATION = "revocation", _("Revoca")
    DENIAL = "denial", _("Diniego")
    RENEWAL_DENIAL = "renewal_denial", _("Diniego del rinnovo")
    RESTORATION = "restoration", _("Annullamento della revoca o del diniego")


STEP_FROM: dict[PermitStep, frozenset[PermitState]] = {
    PermitStep.REPORTED: PERMIT_PENDING | PERMIT_HELD,
    PermitStep.PROPOSAL: PERMIT_PENDING | PERMIT_HELD,
    PermitStep.OPINION: PERMIT_PENDING | PERMIT_HELD,
    PermitStep.REQUEST: PERMIT_PENDING | PERMIT_HELD,
    PermitStep.ISSUE: PERMIT_PENDING | PERMIT_HELD,
    PermitStep.COMMUNICATION: PERMIT_GRANTED,
    PermitStep.RENEWAL_REQUEST: PERMIT_HELD,
    PermitStep.RENEWAL: PERMIT_HELD,
    PermitStep.CONVERSION: PERMIT_HELD,
    PermitStep.REVOCATION: frozenset({PermitState.ISSUED, PermitState.REVOKED}),
    PermitStep.DENIAL: PERMIT_PENDING | {PermitState.DENIED},
    PermitStep.RENEWAL_DENIAL: PERMIT_HELD,
    PermitStep.RESTORATION: frozenset({PermitState.REVOKED, PermitState.DENIED}),
}
"""From which states a step may be recorded, the first time or to correct its day. The authority's proposal and the
INL's opinion are independent; expiry is recorded by the clock alone."""

STEP_DAYS: dict[PermitStep, str] = {
    PermitStep.REPORTED: "reported_on",
    PermitStep.PROPOSAL: "proposed_on",
    PermitStep.OPINION: "opinion_on",
    PermitStep.REQUEST: "requested_on",
    PermitStep.ISSUE: "issued_on",
    PermitStep.COMMUNICATION: "communicated_on",
    PermitStep.RENEWAL_REQUEST: "renewal_requested_on",
    PermitStep.RENEWAL: "ended_on",
    PermitStep.CONVERSION: "ended_on",
    PermitStep.REVOCATION: "ended_on",
    PermitStep.DENIAL: "ended_on",
}
"""The field of a permit that holds the day of a step."""

DAYS_IN_ORDER: tuple[tuple[str, str], ...] = (
    ("reported_on", "proposed_on"),
    ("reported_on", "opinion_on"),
    ("reported_on", "requested_on"),
    ("proposed_on", "issued_on"),
    ("opinion_on", "issued_on"),
    ("requested_on", "issued_on"),
    ("reported_on", "issued_on"),
    ("issued_on", "communicated_on"),
    ("issued_on", "renewal_requested_on"),
    ("issued_on", "ended_on"),
    ("requested_on", "ended_on"),
    ("reported_on", "ended_on"),
)
"""Days of a permit of which the first never comes after the second, where both are known."""


class AdmissionState(models.TextChoices):
    """Where the admission to assistance stands. It has its own grounds: those of the permit are not copied here."""

    PROPOSED = "proposed", _("Proposta")
    ADMITTED = "admitted", _("Ammesso")
    SUSPENDED = "suspended", _("Sospeso")
    ENDED = "ended", _("Concluso")
    REVOKED = "revoked", _("Revocato")
    RENOUNCED = "renounced", _("Rinuncia")


ADMISSION_TRANSITIONS: dict[AdmissionState, set[AdmissionState]] = {
    AdmissionState.PROPOSED: {AdmissionState.ADMITTED, AdmissionState.RENOUNCED, AdmissionState.ENDED},
    AdmissionState.ADMITTED: {
        AdmissionState.SUSPENDED,
        AdmissionState.ENDED,
        AdmissionState.REVOKED,
        AdmissionState.RENOUNCED,
    },
    AdmissionState.SUSPENDED: {
        AdmissionState.ADMITTED,
        AdmissionState.ENDED,
        AdmissionState.REVOKED,
        AdmissionState.RENOUNCED,
    },
    AdmissionState.ENDED: set(),
    AdmissionState.REVOKED: set(),
    AdmissionState.RENOUNCED: set(),
}

ADMISSION_OPEN = frozenset({AdmissionState.PROPOSED, AdmissionState.ADMITTED, AdmissionState.SUSPENDED})

ADMISSION_DAYS_IN_ORDER: tuple[tuple[str, str], ...] = (
    ("proposed_on", "admitted_on"),
    ("admitted_on", "suspended_on"),
    ("proposed_on", "ended_on"),
    ("admitted_on", "ended_on"),
    ("suspended_on", "ended_on"),
)
"""Days of an admission of which the first never comes after the second, where both are known."""

ADMISSION_KINDS: dict[AdmissionState, str] = {
    AdmissionState.PROPOSED: "waiting",
    AdmissionState.ADMITTED: "success",
    AdmissionState.SUSPENDED: "warning",
    AdmissionState.ENDED: "neutral",
    AdmissionState.REVOKED: "danger",
    AdmissionState.RENOUNCED: "neutral",
}


class ReviewReason(models.TextChoices):
    """Why a person must look at a case again: nothing closes by itself."""

    PERMIT_REVOKED = "permit_revoked", _("Il permesso è stato revocato")
    PERMIT_DENIED = "permit_denied", _("Il permesso è stato negato")
    PERMIT_EXPIRED = "permit_expired", _("Il permesso è scaduto")
    HOLDER_ENDED = "holder_ended", _("L'ammissione del titolare è cessata")
    KINSHIP_TO_VERIFY = "kinship_to_verify", _("Il legame di parentela va verificato")
    KINSHIP_CHANGED = "kinship_changed", _("Il legame di parentela è cambiato")
    MEASURES_BEYOND_PERMIT = "measures_beyond_permit", _("Misure oltre la scadenza del permesso")
    WORK_CHECK = "work_check", _("Verifica del contratto di lavoro")
