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
    PermitState.REPORTED: {PermitState.PROPOSED, PermitState.REQUESTED, PermitState.DENIED},
    PermitState.PROPOSED: {PermitState.REQUESTED, PermitState.ISSUED, PermitState.DENIED},
    PermitState.REQUESTED: {PermitState.PROPOSED, PermitState.ISSUED, PermitState.DENIED},
    PermitState.ISSUED: {PermitState.RENEWED, PermitState.CONVERTED, PermitState.EXPIRED, PermitState.REVOKED},
    PermitState.EXPIRED: {PermitState.RENEWED, PermitState.CONVERTED},
    PermitState.RENEWED: set(),
    PermitState.CONVERTED: set(),
    PermitState.REVOKED: set(),
    PermitState.DENIED: set(),
}
"""A permit that is renewed is continued by another row; one that expired may still be renewed or converted late."""

PERMIT_HELD = frozenset({PermitState.ISSUED})
PERMIT_PENDING = frozenset({PermitState.REPORTED, PermitState.PROPOSED, PermitState.REQUESTED})

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
    WORK_CHECK = "work_check", _("Verifica del lavoro a sei mesi")
