# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of bodies, the roles as code, and the states of a membership."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs


class BodyKind(models.TextChoices):
    """What a body is."""

    COMUNE = "comune", _("Comune")
    REGIONE = "regione", _("Regione")
    MINISTRY = "ministry", _("Ministero")
    ANCI = "anci", _("ANCI")
    CITTALIA = "cittalia", _("Cittalia")
    IMPLEMENTING = "implementing", _("Ente attuatore")
    OTHER = "other", _("Altro ente")


class Role(models.TextChoices):
    """What a person does for a body. Keys are stable: they are stored."""

    ADMINISTRATOR = "administrator", _("Amministratore dell'ente")
    COORDINATOR = "coordinator", _("Coordinamento di progetto")
    TUTOR = "tutor", _("Referente territoriale")
    SPECIALIST = "specialist", _("Coordinamento specialistico")
    MINISTRY_OFFICER = "ministry_officer", _("Funzionario del Ministero del Lavoro")
    PROJECT_MANAGER = "project_manager", _("Responsabile di progetto")
    FINANCE_OFFICER = "finance_officer", _("Rendicontatore")
    CASE_WORKER = "case_worker", _("Operatore della presa in carico")
    CASE_SUPERVISOR = "case_supervisor", _("Coordinatore del servizio")
    REGIONAL_OFFICER = "regional_officer", _("Funzionario regionale")
    EDITOR = "editor", _("Redazione")
    AUDITOR = "auditor", _("Revisore")


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Which kinds of bodies may grant a role, and whether it asks for a second factor at sign-in."""

    bodies: frozenset[BodyKind]
    needs_second_factor: bool


_PROGRAMME = frozenset({BodyKind.ANCI, BodyKind.CITTALIA})
_LOCAL = frozenset({BodyKind.COMUNE, BodyKind.IMPLEMENTING})

ROLES: dict[Role, RoleRule] = {
    Role.ADMINISTRATOR: RoleRule(frozenset(BodyKind), needs_second_factor=True),
    Role.COORDINATOR: RoleRule(_PROGRAMME, needs_second_factor=True),
    Role.TUTOR: RoleRule(_PROGRAMME, needs_second_factor=True),
    Role.SPECIALIST: RoleRule(_PROGRAMME, needs_second_factor=True),
    Role.MINISTRY_OFFICER: RoleRule(frozenset({BodyKind.MINISTRY}), needs_second_factor=True),
    Role.PROJECT_MANAGER: RoleRule(_LOCAL, needs_second_factor=False),
    Role.FINANCE_OFFICER: RoleRule(_LOCAL, needs_second_factor=True),
    Role.CASE_WORKER: RoleRule(_LOCAL, needs_second_factor=True),
    Role.CASE_SUPERVISOR: RoleRule(_LOCAL, needs_second_factor=True),
    Role.REGIONAL_OFFICER: RoleRule(frozenset({BodyKind.REGIONE}), needs_second_factor=False),
    Role.EDITOR: RoleRule(_PROGRAMME, needs_second_factor=False),
    Role.AUDITOR: RoleRule(frozenset({BodyKind.MINISTRY, BodyKind.OTHER}), needs_second_factor=True),
}


SEES_ALL_BODIES = frozenset({Role.COORDINATOR, Role.TUTOR, Role.SPECIALIST, Role.MINISTRY_OFFICER})
"""Roles for which the bodies that take part are no secret: those that run, accompany or answer for the programme."""


class MembershipState(models.TextChoices):
    """Where a membership stands. Only an active one, within its dates, gives its role."""

    INVITED = "invited", _("Invitata")
    ACTIVE = "active", _("Attiva")
    SUSPENDED = "suspended", _("Sospesa")
    LAPSED = "lapsed", _("Decaduta")
    ENDED = "ended", _("Cessata")


MEMBERSHIP_TRANSITIONS: dict[MembershipState, set[MembershipState]] = {
    MembershipState.INVITED: {MembershipState.ACTIVE, MembershipState.ENDED},
    MembershipState.ACTIVE: {MembershipState.SUSPENDED, MembershipState.LAPSED, MembershipState.ENDED},
    MembershipState.SUSPENDED: {MembershipState.ACTIVE, MembershipState.ENDED},
    MembershipState.LAPSED: {MembershipState.ACTIVE, MembershipState.ENDED},
    MembershipState.ENDED: set(),
}


STATE_KINDS: dict[MembershipState, str] = {
    MembershipState.INVITED: "info",
    MembershipState.ACTIVE: "success",
    MembershipState.SUSPENDED: "warning",
    MembershipState.LAPSED: "danger",
    MembershipState.ENDED: "neutral",
}
"""What colour a state has, by its meaning."""


class AreaKind(models.TextChoices):
    """Level of a territory.

    `PROVINCE` covers the equivalent units: metropolitan cities, free consortia, former provinces.
    """

    REGION = "region", _("Regione")
    PROVINCE = "province", _("Provincia o unità equivalente")
    COMUNE = "comune", _("Comune")


class UnitKind(models.TextChoices):
    """What a territory of level `PROVINCE` is; keys are those of ISTAT."""

    PROVINCE = "1", _("Provincia")
    AUTONOMOUS_PROVINCE = "2", _("Provincia autonoma")
    METROPOLITAN_CITY = "3", _("Città metropolitana")
    FREE_CONSORTIUM = "4", _("Libero consorzio di Comuni")
    STATISTICAL = "5", _("Unità non amministrativa (ex provincia)")


class Zone(models.TextChoices):
    """Geographic areas of ISTAT, which are the NUTS 1 units."""

    NORTH_WEST = "ITC", _("Nord-ovest")
    NORTH_EAST = "ITH", _("Nord-est")
    CENTRE = "ITI", _("Centro")
    SOUTH = "ITF", _("Sud")
    ISLANDS = "ITG", _("Isole")


POPULATION_BOUNDS = (500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 60_000, 100_000, 250_000, 500_000)
"""Where the demographic classes of Comuni begin, in residents. Source: d.lgs. 267/2000 (TUEL) art. 156 c. 1."""


register_verbs(
    {
        "created": _("ha creato"),
        "changed": _("ha modificato"),
        "deleted": _("ha eliminato"),
        "invited": _("ha invitato"),
        "invited_again": _("ha inviato di nuovo l'invito"),
        "withdrawn": _("ha ritirato l'invito"),
        "accepted": _("ha accettato l'invito"),
        "granted": _("ha assegnato il ruolo"),
        "validity_changed": _("ha cambiato la validità"),
        "people_exported": _("ha scaricato l'elenco delle persone"),
        "expired": _("terminata alla sua scadenza"),
        "suspended": _("ha sospeso"),
        "reactivated": _("ha riattivato"),
        "confirmed": _("ha confermato"),
        "lapsed": _("decaduta per mancata conferma"),
        "ended": _("ha fatto cessare"),
    }
)
