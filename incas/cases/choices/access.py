# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case and why, what was read of it, and how it passes to another service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantKind(models.TextChoices):
    """Why a person may open a case."""

    TEAM = "team", _("Presa in carico")
    SUBSTITUTE = "substitute", _("Sostituzione")
    EMERGENCY = "emergency", _("Accesso di emergenza")


GRANTED = (GrantKind.TEAM, GrantKind.SUBSTITUTE)
"""Why a supervisor lets somebody in; an emergency is taken, not granted."""


class Ground(models.TextChoices):
    """On which ground something of a case was read."""

    TEAM = "team", _("Presa in carico")
    SUBSTITUTE = "substitute", _("Sostituzione")
    EMERGENCY = "emergency", _("Accesso di emergenza")
    SUPERVISION = "supervision", _("Coordinamento del servizio")
    COORDINATION = "coordination", _("Coordinamento specialistico")
    TRANSFER = "transfer", _("Invio o trasferimento ricevuto")


class Part(models.TextChoices):
    """The parts of a case: what a reading was of, and what a transfer may carry."""

    LIST = "list", _("Elenco dei casi")
    SUMMARY = "summary", _("Scheda del caso")
    IDENTITY = "identity", _("Identità")
    ASSESSMENT = "assessment", _("Segnalazione e valutazione")
    FAMILY = "family", _("Famiglia")
    PERMIT = "permit", _("Permesso e ammissione")
    PROGRAMME = "programme", _("Programma e misure")
    DIARY = "diary", _("Diario e attività")
    CONSENTS = "consents", _("Consensi")
    THREADS = "threads", _("Domande al coordinamento")
    EXPORT = "export", _("Esportazione")
    SEARCH = "search", _("Ricerca per nome o codice fiscale")
    ACCESS = "access", _("Accessi e registro delle letture")


PARTS_TO_HAND_OVER = (
    Part.IDENTITY,
    Part.ASSESSMENT,
    Part.FAMILY,
    Part.PERMIT,
    Part.PROGRAMME,
    Part.DIARY,
    Part.CONSENTS,
)
"""What a person may agree to hand over to another service."""


class TransferKind(models.TextChoices):
    """Whether the case stays (referral) or goes (transfer)."""

    REFERRAL = "referral", _("Invio a un servizio")
    TRANSFER = "transfer", _("Trasferimento del caso")


class TransferState(models.TextChoices):
    """Where a transfer stands."""

    PROPOSED = "proposed", _("Proposto")
    ACCEPTED = "accepted", _("Accettato")
    REFUSED = "refused", _("Rifiutato")
    WITHDRAWN = "withdrawn", _("Ritirato")


TRANSFER_TRANSITIONS: dict[TransferState, set[TransferState]] = {
    TransferState.PROPOSED: {TransferState.ACCEPTED, TransferState.REFUSED, TransferState.WITHDRAWN},
    TransferState.ACCEPTED: set(),
    TransferState.REFUSED: set(),
    TransferState.WITHDRAWN: set(),
}

TRANSFER_KINDS: dict[TransferState, str] = {
    TransferState.PROPOSED: "waiting",
    TransferState.ACCEPTED: "success",
    TransferState.REFUSED: "danger",
    TransferState.WITHDRAWN: "neutral",
}


class RequestKind(models.TextChoices):
    """What the person concerned may ask (Regulation (EU) 2016/679 arts 15–18)."""

    ACCESS = "access", _("Accesso ai propri dati")
    RECTIFICATION = "rectification", _("Rettifica")
    ERASURE = "erasure", _("Cancellazione")
    RESTRICTION = "restriction", _("Limitazione")
