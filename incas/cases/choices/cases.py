# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""From the report to the closure of a case; what was observed of the exploitation; needs and their scores."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a case stands, from the report to its closure. A permit is not needed for any of them.

    Source: national guidelines on victims of labour exploitation in agriculture (agreement 146/CU of 7 October 2021):
    preliminary identification, formal identification, protection and assistance; access is not tied to the judicial
    path.
    """

    REPORTED = "reported", _("Segnalato")
    IDENTIFIED = "identified", _("Identificazione preliminare")
    ASSESSED = "assessed", _("Valutazione")
    ADMITTED = "admitted", _("Ammissione")
    IN_PROGRAMME = "in_programme", _("Programma in corso")
    FOLLOW_UP = "follow_up", _("Accompagnamento dopo l'uscita")
    CLOSED = "closed", _("Chiuso")


PHASE_TRANSITIONS: dict[Phase, set[Phase]] = {
    Phase.REPORTED: {Phase.IDENTIFIED, Phase.CLOSED},
    Phase.IDENTIFIED: {Phase.ASSESSED, Phase.CLOSED},
    Phase.ASSESSED: {Phase.ADMITTED, Phase.CLOSED},
    Phase.ADMITTED: {Phase.IN_PROGRAMME, Phase.CLOSED},
    Phase.IN_PROGRAMME: {Phase.FOLLOW_UP, Phase.CLOSED},
    Phase.FOLLOW_UP: {Phase.IN_PROGRAMME, Phase.CLOSED},
    Phase.CLOSED: {Phase.ASSESSED},
}
"""A closed case that is taken up again starts from a new assessment."""

PHASE_KINDS: dict[Phase, str] = {
    Phase.REPORTED: "waiting",
    Phase.IDENTIFIED: "info",
    Phase.ASSESSED: "info",
    Phase.ADMITTED: "info",
    Phase.IN_PROGRAMME: "success",
    Phase.FOLLOW_UP: "success",
    Phase.CLOSED: "neutral",
}


NEXT_PHASE: dict[Phase, Phase] = {
    Phase.REPORTED: Phase.IDENTIFIED,
    Phase.IDENTIFIED: Phase.ASSESSED,
    Phase.ASSESSED: Phase.ADMITTED,
    Phase.ADMITTED: Phase.IN_PROGRAMME,
    Phase.IN_PROGRAMME: Phase.FOLLOW_UP,
}
"""What usually comes next; after the follow-up comes the closure, which the supervisor approves."""


PREVIOUS_PHASE: dict[Phase, Phase] = {after: before for before, after in NEXT_PHASE.items()}
"""Where a case goes back to when it was moved by mistake. A closed one is taken up again instead."""


class Outcome(models.TextChoices):
    """How a case ended."""

    AUTONOMY = "autonomy", _("Autonomia raggiunta")
    CONTRACT = "contract", _("Uscita con un contratto di lavoro")
    CONVERSION = "conversion", _("Conversione del permesso")
    TRANSFER = "transfer", _("Trasferimento ad altro ente o servizio")
    NOT_IDENTIFIED = "not_identified", _("Sfruttamento non riscontrato")
    DECLINED = "declined", _("La persona non ha voluto proseguire")
    ABANDONED = "abandoned", _("Abbandono")
    REVOKED = "revoked", _("Ammissione revocata")
    OTHER = "other", _("Altro")


BEFORE_ADMISSION = frozenset({Phase.REPORTED, Phase.IDENTIFIED, Phase.ASSESSED})
OUTCOMES_BEFORE_ADMISSION = frozenset(
    {Outcome.TRANSFER, Outcome.NOT_IDENTIFIED, Outcome.DECLINED, Outcome.ABANDONED, Outcome.OTHER}
)
"""Nobody leaves with a result of an assistance that never began."""
OUTCOMES_AFTER_ADMISSION = frozenset(Outcome) - {Outcome.NOT_IDENTIFIED}


def outcomes_of(phase: Phase) -> list[Outcome]:
    """Give how a case may end from a phase."""
    allowed = OUTCOMES_BEFORE_ADMISSION if phase in BEFORE_ADMISSION else OUTCOMES_AFTER_ADMISSION
    return [outcome for outcome in Outcome if outcome in allowed]


class ClosureState(models.TextChoices):
    """Where the request to close a case stands: a worker asks, the supervisor decides."""

    ASKED = "asked", _("Da approvare")
    APPROVED = "approved", _("Approvata")
    REFUSED = "refused", _("Non approvata")
    WITHDRAWN = "withdrawn", _("Ritirata")


CLOSURE_TRANSITIONS: dict[ClosureState, set[ClosureState]] = {
    ClosureState.ASKED: {ClosureState.APPROVED, ClosureState.REFUSED, ClosureState.WITHDRAWN},
    ClosureState.APPROVED: set(),
    ClosureState.REFUSED: set(),
    ClosureState.WITHDRAWN: set(),
}

CLOSURE_KINDS: dict[ClosureState, str] = {
    ClosureState.ASKED: "waiting",
    ClosureState.APPROVED: "success",
    ClosureState.REFUSED: "danger",
    ClosureState.WITHDRAWN: "neutral",
}


class Source(models.TextChoices):
    """Who reported the person or sent them to the service."""

    INL = "inl", _("Ispettorato nazionale del lavoro")
    POLICE = "police", _("Forze di polizia")
    PROSECUTOR = "prosecutor", _("Procura della Repubblica")
    QUESTURA = "questura", _("Questura")
    UNION = "union", _("Sindacato")
    THIRD_SECTOR = "third_sector", _("Ente del terzo settore")
    SAI = "sai", _("Progetto SAI")
    HELPLINE = "helpline", _("Numero verde contro la tratta")
    HEALTH = "health", _("Servizio sanitario")
    SOCIAL = "social", _("Servizio sociale")
    OTHER_COMUNE = "other_comune", _("Altro Comune del progetto pilota")
    SELF = "self", _("La persona stessa")
    OTHER = "other", _("Altro servizio")


class Sex(models.TextChoices):
    """Sex as the documents say it."""

    FEMALE = "f", _("Femmina")
    MALE = "m", _("Maschio")
    UNKNOWN = "x", _("Altro o non noto")


class AgeBand(models.TextChoices):
    """Age when the case was opened, in bands: figures need no date of birth."""

    MINOR = "0-17", _("meno di 18 anni")
    YOUNG = "18-24", _("18–24 anni")
    ADULT = "25-34", _("25–34 anni")
    MIDDLE = "35-49", _("35–49 anni")
    SENIOR = "50+", _("50 anni e oltre")
    UNKNOWN = "unknown", _("età non nota")


class Area(models.TextChoices):
    """Part of the world of the citizenship: the citizenship itself is with the identity."""

    EU = "eu", _("Unione europea")
    EUROPE = "europe", _("Altri Paesi europei")
    NORTH_AFRICA = "north_africa", _("Africa settentrionale")
    WEST_AFRICA = "west_africa", _("Africa occidentale")
    REST_OF_AFRICA = "rest_of_africa", _("Resto dell'Africa")
    SOUTH_ASIA = "south_asia", _("Asia meridionale")
    REST_OF_ASIA = "rest_of_asia", _("Resto dell'Asia e Oceania")
    AMERICAS = "americas", _("Americhe")
    STATELESS = "stateless", _("Apolidia")
    UNKNOWN = "unknown", _("Non nota")


class WorkSector(models.TextChoices):
    """Where the person was exploited."""

    AGRICULTURE = "agriculture", _("Agricoltura e allevamento")
    CONSTRUCTION = "construction", _("Edilizia")
    CARE = "care", _("Lavoro domestico e di cura")
    LOGISTICS = "logistics", _("Logistica e trasporti")
    MANUFACTURING = "manufacturing", _("Manifattura e tessile")
    HOSPITALITY = "hospitality", _("Ristorazione e alberghi")
    RETAIL = "retail", _("Commercio e lavaggi")
    FISHING = "fishing", _("Pesca")
    CLEANING = "cleaning", _("Pulizie")
    OTHER = "other", _("Altro")
    UNKNOWN = "unknown", _("Non noto")


class IndicatorGroup(models.TextChoices):
    """Where an indicator of exploitation comes from."""

    ART_603_BIS = "603_bis", _("Indici dell'art. 603-bis del codice penale")
    ILO_DIMENSION = "ilo_dimension", _("Dimensioni operative dell'Organizzazione internazionale del lavoro (OIL)")
    ILO_SIGN = "ilo_sign", _("Segni di lavoro forzato dell'OIL")


class Indicator(models.TextChoices):
    """What may be observed, never what was stated to an investigation (art. 329 c.p.p.).

    Sources: art. 603-bis c.p., third paragraph, nn. 1–4 (one is enough, others may count); ILO, *Operational indicators
    of trafficking in human beings* (six dimensions) and *Indicators of forced labour* (eleven signs).
    """

    PAY = "pay", _("Retribuzioni reiterate molto sotto i contratti o sproporzionate al lavoro")
    HOURS = "hours", _("Violazione reiterata di orari, riposi, ferie e aspettative")
    SAFETY = "safety", _("Violazione delle norme su sicurezza e igiene")
    CONDITIONS = "conditions", _("Condizioni di lavoro, sorveglianza o alloggio degradanti")
    DECEPTIVE_RECRUITMENT = "deceptive_recruitment", _("Reclutamento ingannevole")
    COERCIVE_RECRUITMENT = "coercive_recruitment", _("Reclutamento coercitivo")
    VULNERABLE_RECRUITMENT = "vulnerable_recruitment", _("Reclutamento con abuso di vulnerabilità")
    EXPLOITATION = "exploitation", _("Sfruttamento nelle condizioni di lavoro")
    COERCION = "coercion", _("Coercizione a destinazione")
    VULNERABILITY = "vulnerability", _("Abuso di vulnerabilità a destinazione")
    SIGN_VULNERABILITY = "sign_vulnerability", _("Abuso della vulnerabilità")
    SIGN_DECEPTION = "sign_deception", _("Inganno")
    SIGN_MOVEMENT = "sign_movement", _("Limitazione degli spostamenti")
    SIGN_ISOLATION = "sign_isolation", _("Isolamento")
    SIGN_VIOLENCE = "sign_violence", _("Violenza fisica o sessuale")
    SIGN_THREATS = "sign_threats", _("Intimidazioni e minacce")
    SIGN_DOCUMENTS = "sign_documents", _("Documenti trattenuti")
    SIGN_WAGES = "sign_wages", _("Paga trattenuta")
    SIGN_DEBT = "sign_debt", _("Servitù per debiti")
    SIGN_CONDITIONS = "sign_conditions", _("Condizioni di vita e di lavoro offensive")
    SIGN_OVERTIME = "sign_overtime", _("Straordinario eccessivo")


INDICATOR_GROUPS: dict[IndicatorGroup, tuple[Indicator, ...]] = {
    IndicatorGroup.ART_603_BIS: (Indicator.PAY, Indicator.HOURS, Indicator.SAFETY, Indicator.CONDITIONS),
    IndicatorGroup.ILO_DIMENSION: (
        Indicator.DECEPTIVE_RECRUITMENT,
        Indicator.COERCIVE_RECRUITMENT,
        Indicator.VULNERABLE_RECRUITMENT,
        Indicator.EXPLOITATION,
        Indicator.COERCION,
        Indicator.VULNERABILITY,
    ),
    IndicatorGroup.ILO_SIGN: tuple(item for item in Indicator if item.value.startswith("sign_")),
}


class Observation(models.TextChoices):
    """What is known of an indicator. Not known is not the same as not observed."""

    OBSERVED = "observed", _("Osservato")
    NOT_OBSERVED = "not_observed", _("Non osservato")
    UNKNOWN = "unknown", _("Non noto")


class ConsentKind(models.TextChoices):
    """What the person is informed of, or agrees to."""

    INFORMATION = "information", _("Informativa sui dati personali")
    RIGHTS = "rights", _("Informazioni sui diritti e sulla protezione")
    TAKING_CHARGE = "taking_charge", _("Consenso alla presa in carico")
    REFERRAL = "referral", _("Consenso all'invio ad altro servizio")
    TRANSFER = "transfer", _("Consenso al trasferimento ad altro Comune")
    STATISTICS = "statistics", _("Uso dei dati per le statistiche del progetto")


CONSENTS_DUE = frozenset({ConsentKind.INFORMATION, ConsentKind.RIGHTS, ConsentKind.TAKING_CHARGE})
"""What every person taken charge of is told and asked; the others when the occasion comes."""

CONSENT_LACKING: dict[ConsentKind, "str | Promise"] = {
    ConsentKind.INFORMATION: _("Senza l'informativa il trattamento dei dati non è corretto: darla al primo contatto."),
    ConsentKind.RIGHTS: _("La persona non sa ancora che cosa le spetta: informarla, in una lingua che comprende."),
    ConsentKind.TAKING_CHARGE: _("Senza questo consenso la persona non si ammette all'assistenza."),
    ConsentKind.REFERRAL: _("Senza questo consenso nulla del caso si invia a un altro servizio."),
    ConsentKind.TRANSFER: _("Senza questo consenso il caso non si trasferisce."),
    ConsentKind.STATISTICS: _("Senza questo consenso il caso non entra nelle valutazioni che lo chiedono."),
}
"""What it means that a consent is not there, or was refused or withdrawn."""


class Answer(models.TextChoices):
    """What the person answered."""

    GIVEN = "given", _("Dato")
    REFUSED = "refused", _("Rifiutato")
    WITHDRAWN = "withdrawn", _("Ritirato")


ANSWER_KINDS: dict[Answer, str] = {Answer.GIVEN: "success", Answer.REFUSED: "danger", Answer.WITHDRAWN: "danger"}


class Need(models.TextChoices):
    """Domains in which needs are weighed, the same at entry, at reviews and at exit."""

    SAFETY = "safety", _("Sicurezza e protezione")
    HOUSING = "housing", _("Abitazione")
    HEALTH = "health", _("Salute")
    LEGAL = "legal", _("Posizione giuridica e documenti")
    LANGUAGE = "language", _("Lingua italiana")
    WORK = "work", _("Lavoro e formazione")
    INCOME = "income", _("Reddito ed economia personale")
    FAMILY = "family", _("Famiglia e relazioni")
    NETWORK = "network", _("Rete sociale e territorio")


class Score(models.IntegerChoices):
    """How a domain stands, from crisis to autonomy."""

    CRISIS = 1, _("1 – emergenza")
    VULNERABLE = 2, _("2 – vulnerabilità")
    STABLE = 3, _("3 – stabilità con sostegno")
    SAFE = 4, _("4 – sicurezza")
    AUTONOMOUS = 5, _("5 – autonomia")


class Moment(models.TextChoices):
    """When needs are weighed."""

    ENTRY = "entry", _("Ingresso")
    REVIEW = "review", _("Verifica")
    EXIT = "exit", _("Uscita")


class Language(models.TextChoices):
    """Languages in which people are informed; the code is ISO 639-1."""

    ITALIAN = "it", _("italiano")
    ENGLISH = "en", _("inglese")
    FRENCH = "fr", _("francese")
    SPANISH = "es", _("spagnolo")
    PORTUGUESE = "pt", _("portoghese")
    ARABIC = "ar", _("arabo")
    BENGALI = "bn", _("bengalese")
    URDU = "ur", _("urdu")
    PUNJABI = "pa", _("punjabi")
    HINDI = "hi", _("hindi")
    CHINESE = "zh", _("cinese")
    ROMANIAN = "ro", _("rumeno")
    UKRAINIAN = "uk", _("ucraino")
    ALBANIAN = "sq", _("albanese")
    WOLOF = "wo", _("wolof")
    BAMBARA = "bm", _("bambara")
    TIGRINYA = "ti", _("tigrino")
    OTHER = "xx", _("altra lingua")
