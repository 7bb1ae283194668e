# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Words of calls and rule sets: states, kinds of tranche, phases of control, what silence means."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs
from incas.organisations.choices import Role


class CallState(models.TextChoices):
    """Where a call (avviso) stands."""

    DRAFT = "draft", _("In preparazione")
    PUBLISHED = "published", _("Pubblicato")
    CLOSED = "closed", _("Chiuso")


CALL_TRANSITIONS: dict[CallState, set[CallState]] = {
    CallState.DRAFT: {CallState.PUBLISHED},
    CallState.PUBLISHED: {CallState.CLOSED},
    CallState.CLOSED: set(),
}


class RuleSetState(models.TextChoices):
    """A rule set is written, then published; published, it never changes."""

    DRAFT = "draft", _("In preparazione")
    PUBLISHED = "published", _("Pubblicata")


RULE_SET_TRANSITIONS: dict[RuleSetState, set[RuleSetState]] = {
    RuleSetState.DRAFT: {RuleSetState.PUBLISHED},
    RuleSetState.PUBLISHED: set(),
}


class Section(models.TextChoices):
    """Sections in which a rule set is written, in the order of the task list."""

    SOURCE = "source", _("Fonte e note")
    ITEMS = "items", _("Voci di costo")
    CEILINGS = "ceilings", _("Massimali")
    FLAT_RATES = "flat_rates", _("Tassi forfettari")
    PERIOD = "period", _("Periodo ammissibile")
    TRANCHES = "tranches", _("Quote di pagamento")
    CADENCE = "cadence", _("Cadenza e termini")
    EVIDENCE = "evidence", _("Documenti richiesti per voce")
    CODES = "codes", _("CUP, CIG e IVA")
    MOVES = "moves", _("Spostamenti tra voci")
    PHASES = "phases", _("Controlli: fasi, durata, silenzio")


class SectionState(models.TextChoices):
    """How a section stands; computed, never stored. The values are those of the `task` component."""

    TODO = "todo", _("Da iniziare")
    DOING = "doing", _("In corso")
    DONE = "done", _("Completa")
    FIX = "fix", _("Da correggere")


class Severity(models.TextChoices):
    """What a finding about a rule set or a budget means: the first two stop it from going on, the third does not."""

    MISSING = "missing", _("Manca")
    WRONG = "wrong", _("Non torna")
    DOUBT = "doubt", _("Da guardare")


class Requirement(models.TextChoices):
    """How strongly something is asked for on a document."""

    NOT_ASKED = "not_asked", _("Non richiesto")
    REMEDIABLE = "remediable", _("Richiesto, sanabile")
    REQUIRED = "required", _("Richiesto, senza eccezioni")


class VatRule(models.TextChoices):
    """When VAT counts as a cost."""

    IF_UNRECOVERABLE = "if_unrecoverable", _("Ammessa se non recuperabile")
    ALWAYS = "always", _("Sempre ammessa")
    NEVER = "never", _("Mai ammessa")


class CostKind(models.TextChoices):
    """How the costs of an item are shown."""

    REAL = "real", _("Costi reali")
    FLAT_RATE = "flat_rate", _("Tasso forfettario")


class TrancheKind(models.TextChoices):
    """Parts in which the grant is paid."""

    ADVANCE = "advance", _("Anticipo")
    INTERIM = "interim", _("Pagamento intermedio")
    BALANCE = "balance", _("Saldo")


class PhaseKind(models.TextChoices):
    """Steps of the control of a claim, in the order they follow."""

    FIRST_CHECK = "first_check", _("Controllo di primo livello")
    CERTIFICATION = "certification", _("Certificazione")
    PAYMENT = "payment", _("Pagamento")


class Silence(models.TextChoices):
    """What it means when a phase ends without an act."""

    NOTHING = "nothing", _("Nessun effetto: si sollecita")
    ACCEPTED = "accepted", _("Vale come accoglimento")
    REFUSED = "refused", _("Vale come rigetto")


class EvidenceKind(models.TextChoices):
    """Papers that prove an expense."""

    CONTRACT = "contract", _("Contratto o lettera d'incarico")
    PROCEDURE_ACT = "procedure_act", _("Atto di affidamento")
    INVOICE = "invoice", _("Fattura o documento di spesa")
    PAYMENT_ORDER = "payment_order", _("Mandato di pagamento")
    PAYMENT_RECEIPT = "payment_receipt", _("Quietanza")
    PAYSLIP = "payslip", _("Cedolino")
    TIMESHEET = "timesheet", _("Foglio presenze")
    F24 = "f24", _("Modello F24")
    DURC = "durc", _("DURC (regolarità contributiva)")
    REGISTER = "register", _("Registro firmato dai destinatari")
    REPORT = "report", _("Relazione sull'attività")
    OTHER = "other", _("Altro documento")


CONTROL_ROLES = (Role.TUTOR, Role.COORDINATOR, Role.MINISTRY_OFFICER)
"""Who may be given a phase of the control: never who is controlled."""

DEEPEST = 4
"""Levels of the tree of cost items: more are not read."""

register_verbs(
    {
        "published": _("ha pubblicato"),
        "closed": _("ha chiuso"),
        "copied": _("ha creato da altre regole"),
        "loaded": _("ha caricato da file"),
        "written": _("ha scritto nelle regole"),
        "discarded": _("ha scartato la versione in preparazione"),
    }
)
