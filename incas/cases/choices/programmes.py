# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme, its measures and what they lead to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeState(models.TextChoices):
    """Where an individual programme stands."""

    DRAFT = "draft", _("Bozza")
    SHARED = "shared", _("Condiviso e firmato")
    ACTIVE = "active", _("In corso")
    IN_REVIEW = "in_review", _("In verifica")
    CLOSED = "closed", _("Chiuso")


PROGRAMME_RUNS = frozenset({ProgrammeState.ACTIVE, ProgrammeState.IN_REVIEW})
"""Approved and not closed: its measures may begin."""

PROGRAMME_TRANSITIONS: dict[ProgrammeState, set[ProgrammeState]] = {
    ProgrammeState.DRAFT: {ProgrammeState.SHARED, ProgrammeState.CLOSED},
    ProgrammeState.SHARED: {ProgrammeState.DRAFT, ProgrammeState.ACTIVE, ProgrammeState.CLOSED},
    ProgrammeState.ACTIVE: {ProgrammeState.IN_REVIEW, ProgrammeState.CLOSED},
    ProgrammeState.IN_REVIEW: {ProgrammeState.ACTIVE, ProgrammeState.CLOSED},
    ProgrammeState.CLOSED: set(),
}

PROGRAMME_KINDS: dict[ProgrammeState, str] = {
    ProgrammeState.DRAFT: "neutral",
    ProgrammeState.SHARED: "waiting",
    ProgrammeState.ACTIVE: "success",
    ProgrammeState.IN_REVIEW: "info",
    ProgrammeState.CLOSED: "neutral",
}


class ServiceArea(models.TextChoices):
    """First level of the measures, common to all Comuni: the nine service areas of SAI, and the teaching of Italian.

    Source: D.M. 18 November 2019, Annex A (minimum guaranteed services of the SAI network); Italian is set apart.
    """

    MEDIATION = "mediation", _("Mediazione linguistica e interculturale")
    MATERIAL = "material", _("Accoglienza materiale")
    LOCAL_SERVICES = "local_services", _("Accesso ai servizi del territorio")
    TRAINING = "training", _("Formazione e riqualificazione professionale")
    WORK = "work", _("Inserimento lavorativo")
    HOUSING = "housing", _("Inserimento abitativo")
    SOCIAL = "social", _("Inserimento sociale")
    LEGAL = "legal", _("Orientamento e accompagnamento legale")
    HEALTH = "health", _("Tutela psico-socio-sanitaria")
    ITALIAN = "italian", _("Insegnamento dell'italiano")


class MeasureState(models.TextChoices):
    """Where a measure stands."""

    PLANNED = "planned", _("Prevista")
    RUNNING = "running", _("In corso")
    DONE = "done", _("Conclusa")
    INTERRUPTED = "interrupted", _("Interrotta")


MEASURE_TRANSITIONS: dict[MeasureState, set[MeasureState]] = {
    MeasureState.PLANNED: {MeasureState.RUNNING, MeasureState.DONE, MeasureState.INTERRUPTED},
    MeasureState.RUNNING: {MeasureState.DONE, MeasureState.INTERRUPTED},
    MeasureState.DONE: set(),
    MeasureState.INTERRUPTED: set(),
}

MEASURE_KINDS: dict[MeasureState, str] = {
    MeasureState.PLANNED: "waiting",
    MeasureState.RUNNING: "info",
    MeasureState.DONE: "success",
    MeasureState.INTERRUPTED: "warning",
}


class MeasureOutcome(models.TextChoices):
    """What a measure gave."""

    REACHED = "reached", _("Obiettivo raggiunto")
    PARTLY = "partly", _("Obiettivo raggiunto in parte")
    NOT_REACHED = "not_reached", _("Obiettivo non raggiunto")


class ItalianLevel(models.IntegerChoices):
    """Level of Italian, of the Common European Framework of Reference for Languages."""

    PRE_A1 = 0, _("pre-A1")
    A1 = 1, "A1"
    A2 = 2, "A2"
    B1 = 3, "B1"
    B2 = 4, "B2"
    C1 = 5, "C1"
    C2 = 6, "C2"


class WorkKind(models.TextChoices):
    """What the person does to work."""

    TRAINING = "training", _("Corso di formazione")
    INTERNSHIP = "internship", _("Tirocinio")
    FIXED_TERM = "fixed_term", _("Contratto a tempo determinato")
    PERMANENT = "permanent", _("Contratto a tempo indeterminato")
    SEASONAL = "seasonal", _("Contratto stagionale")
    SELF_EMPLOYED = "self_employed", _("Lavoro autonomo")


CONTRACTS = frozenset({WorkKind.FIXED_TERM, WorkKind.PERMANENT, WorkKind.SEASONAL, WorkKind.SELF_EMPLOYED})
"""What counts as a contract, to be verified six months after."""


class DwellingKind(models.TextChoices):
    """Where the person lives."""

    RECEPTION = "reception", _("Accoglienza del SAI")
    SHELTER = "shelter", _("Struttura protetta")
    EMPLOYER = "employer", _("Alloggio del datore di lavoro")
    INFORMAL = "informal", _("Insediamento informale")
    HOSTED = "hosted", _("Ospitalità di altri")
    SUPPORTED = "supported", _("Alloggio con sostegno")
    AUTONOMOUS = "autonomous", _("Alloggio autonomo")


class EntitlementKind(models.TextChoices):
    """What the person is entitled to and asked for.

    Sources: D.L. 145/2024 art. 6 (Assegno di inclusione without conditions of residence, income and assets; SIISL) and
    art. 9 (legal aid whatever the income, when the victim contributed).
    """

    INCLUSION_ALLOWANCE = "inclusion_allowance", _("Assegno di inclusione")
    SIISL = "siisl", _("Iscrizione al SIISL")
    LEGAL_AID = "legal_aid", _("Patrocinio a spese dello Stato")
    HEALTH_CARD = "health_card", _("Iscrizione al servizio sanitario")
    RESIDENCE = "residence", _("Iscrizione anagrafica")
    BACK_PAY = "back_pay", _("Recupero di retribuzioni")


class EntitlementState(models.TextChoices):
    """What became of it."""

    TO_REQUEST = "to_request", _("Da chiedere")
    REQUESTED = "requested", _("Richiesto")
    GRANTED = "granted", _("Ottenuto")
    REFUSED = "refused", _("Negato")
    ENDED = "ended", _("Cessato")


class ContactKind(models.TextChoices):
    """How the service met the person, or somebody about them."""

    INTERVIEW = "interview", _("Colloquio")
    PHONE = "phone", _("Telefonata")
    HOME = "home", _("Visita domiciliare")
    ESCORT = "escort", _("Accompagnamento")
    MEETING = "meeting", _("Riunione fra servizi")
    MESSAGE = "message", _("Messaggio o lettera")
    OTHER = "other", _("Altro")
