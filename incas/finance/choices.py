# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""States of claims, outcomes of imports, decisions on a line, and the ways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs


class DocumentKind(models.TextChoices):
    """What a spending document is."""

    EINVOICE = "einvoice", _("Fattura elettronica")
    PAYSLIP = "payslip", _("Cedolino")
    OTHER = "other", _("Altro documento di spesa")


class DocumentCharge(models.TextChoices):
    """How much of a document is charged, by whoever holds it."""

    NONE = "none", _("Da imputare")
    PART = "part", _("Imputati in parte")
    ALL = "all", _("Imputati del tutto")


class EuroSource(models.TextChoices):
    """Where the total in euro of a document in another currency comes from.

    `CHARGED` is nobody's to choose: what was charged of the document before its total in euro was asked for.
    """

    DEBIT = "debit", _("Addebito della banca")
    RATE = "rate", _("Cambio ufficiale")
    CHARGED = "charged", _("Quanto era già imputato")


EURO_SOURCES_TOLD = (EuroSource.DEBIT, EuroSource.RATE)
"""Those that a person chooses."""


class SignatureState(models.TextChoices):
    """What is known of the signature of a file. The chain of trust is not verified."""

    NONE = "none", _("Non firmata")
    INTACT = "intact", _("Firma integra")
    UNKNOWN = "unknown", _("Firma non verificabile")


class ImportOutcome(models.TextChoices):
    """What became of one file of a batch."""

    WAITING = "waiting", _("In attesa")
    OPENED = "opened", _("Archivio aperto")
    ACCEPTED = "accepted", _("Acquisito")
    KNOWN = "known", _("Già presente")
    REJECTED = "rejected", _("Rifiutato")


class ClaimState(models.TextChoices):
    """Where a claim (domanda di rimborso) stands."""

    DRAFT = "draft", _("In preparazione")
    SUBMITTED = "submitted", _("Inviata")
    UNDER_CHECK = "under_check", _("In controllo")
    CHECKED = "checked", _("Controllata")
    CERTIFIED = "certified", _("Certificata")
    RETURNED = "returned", _("Restituita")


CLAIM_TRANSITIONS: dict[ClaimState, set[ClaimState]] = {
    ClaimState.DRAFT: {ClaimState.SUBMITTED},
    ClaimState.SUBMITTED: {ClaimState.UNDER_CHECK},
    ClaimState.UNDER_CHECK: {ClaimState.CHECKED, ClaimState.RETURNED},
    ClaimState.CHECKED: {ClaimState.UNDER_CHECK, ClaimState.CERTIFIED},
    ClaimState.RETURNED: {ClaimState.SUBMITTED},
    ClaimState.CERTIFIED: set(),
}

CLAIM_EDITABLE = frozenset({ClaimState.DRAFT, ClaimState.RETURNED})
"""States in which the Comune may change the claim, its expenses and their evidence."""


CLAIM_SENT = frozenset({ClaimState.SUBMITTED, ClaimState.UNDER_CHECK, ClaimState.CHECKED, ClaimState.CERTIFIED})
"""States in which the claim is with who controls it, or beyond."""

DECISIONS_SHOWN = frozenset({ClaimState.CHECKED, ClaimState.CERTIFIED, ClaimState.RETURNED})
"""States in which the Comune reads what was decided: never while the control is still at work."""

CLAIM_KINDS: dict[str, str] = {
    ClaimState.DRAFT: "neutral",
    ClaimState.SUBMITTED: "waiting",
    ClaimState.UNDER_CHECK: "info",
    ClaimState.CHECKED: "info",
    ClaimState.CERTIFIED: "success",
    ClaimState.RETURNED: "warning",
}
"""What the colour of each state means."""


class Severity(models.TextChoices):
    """How much what a check found weighs. A blocking finding stops the sending; the others are only told."""

    BLOCKING = "blocking", _("Da risolvere")
    WARNING = "warning", _("Da verificare")
    INFO = "info", _("Da sapere")


SEVERITY_KINDS: dict[str, str] = {
    Severity.BLOCKING: "danger",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


class Reopening(models.TextChoices):
    """How far a claim that is given back to the Comune opens again."""

    LIMITED = "limited", _("Solo le spese non ammesse")
    FULL = "full", _("Tutta la domanda")


class Decision(models.TextChoices):
    """What the control says of a line."""

    PENDING = "pending", _("Da controllare")
    ADMITTED = "admitted", _("Ammessa")
    REDUCED = "reduced", _("Ridotta")
    EXCLUDED = "excluded", _("Esclusa")


DECISION_KINDS: dict[str, str] = {
    Decision.PENDING: "waiting",
    Decision.ADMITTED: "success",
    Decision.REDUCED: "warning",
    Decision.EXCLUDED: "danger",
}


register_verbs(
    {
        "uploaded": _("ha caricato"),
        "imported": _("ha acquisito"),
        "total_corrected": _("ha corretto il totale"),
        "euro_total_told": _("ha scritto il totale in euro"),
        "charged": _("ha imputato la spesa"),
        "evidence_added": _("ha allegato un documento"),
        "evidence_removed": _("ha tolto un documento"),
        "line_added": _("ha aggiunto spese"),
        "line_removed": _("ha tolto spese"),
        "submitted": _("ha inviato"),
        "taken": _("ha preso in carico il controllo"),
        "decided": _("ha deciso"),
        "checked": _("ha concluso il controllo"),
        "reopened": _("ha riaperto il controllo"),
        "returned": _("ha restituito"),
        "certified": _("ha certificato"),
        "downloaded": _("ha scaricato"),
    }
)
