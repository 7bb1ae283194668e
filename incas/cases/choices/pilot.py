# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the pilot as a whole is asked: rules that are configuration, criticalities, evaluation; verbs of its trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs
from incas.organisations.choices import BodyKind

OPERATORS = frozenset({BodyKind.IMPLEMENTING, BodyKind.OTHER})
"""Bodies that may run a service of the pilot for a Comune."""


class LawRule(models.TextChoices):
    """Rules that change with the law, or that the law leaves open: each has versions by date and its source."""

    PERMIT_MONTHS = "permit_months", _("Durata del permesso, in mesi")
    COMMUNICATION_DAYS = "communication_days", _("Giorni entro cui comunicare il rilascio al Ministero")
    RENEWAL_MONTHS = "renewal_months", _("Durata del rinnovo, in mesi")
    KINSHIP_LIMIT = "kinship_limit", _("Grado massimo di parentela e affinità")
    SPOUSE_COUNTS = "spouse_counts", _("Il coniuge è ammesso, senza altra verifica")
    RELATIVE_NEEDS_HOLDER = "relative_needs_holder", _("Il familiare è ammesso solo se lo è il titolare")
    ALERT_DAYS = "alert_days", _("Giorni prima di una scadenza in cui avvisare")
    WORK_CHECK_MONTHS = "work_check_months", _("Verifica del contratto dopo quanti mesi")
    GRANT_DAYS = "grant_days", _("Durata di un'autorizzazione ad aprire un caso, in giorni")
    EMERGENCY_HOURS = "emergency_hours", _("Durata di un accesso di emergenza, in ore")
    CELL_THRESHOLD = "cell_threshold", _("Soglia sotto la quale un dato non si mostra")
    RETENTION_MONTHS = "retention_months", _("Conservazione dopo la chiusura, in mesi")
    HIDE_MINUTES = "hide_minutes", _("Minuti senza attività dopo i quali lo schermo si copre")


class Turn(models.TextChoices):
    """Who is to write in a question on a case."""

    COORDINATION = "coordination", _("Aspetta il coordinamento")
    SERVICE = "service", _("Aspetta il servizio")
    SETTLED = "settled", _("Risolta")


TURN_KINDS: dict[Turn, str] = {Turn.COORDINATION: "waiting", Turn.SERVICE: "info", Turn.SETTLED: "success"}


MAY_BE_EMPTY = frozenset({LawRule.COMMUNICATION_DAYS})
"""Terms that no text sets: without a value there is none, and nothing is ever late."""

YES_OR_NO = frozenset({LawRule.SPOUSE_COUNTS, LawRule.RELATIVE_NEEDS_HOLDER})
"""Rules whose value is 1 (yes) or 0 (no)."""


class CriticalityState(models.TextChoices):
    """From what is wrong to the proof that it was put right."""

    OPEN = "open", _("Aperta")
    CORRECTED = "corrected", _("Corretta, da verificare")
    VERIFIED = "verified", _("Effetto verificato")
    NOT_SOLVED = "not_solved", _("Non risolta")


CRITICALITY_TRANSITIONS: dict[CriticalityState, set[CriticalityState]] = {
    CriticalityState.OPEN: {CriticalityState.CORRECTED, CriticalityState.NOT_SOLVED},
    CriticalityState.CORRECTED: {CriticalityState.VERIFIED, CriticalityState.OPEN},
    CriticalityState.VERIFIED: {CriticalityState.OPEN},
    CriticalityState.NOT_SOLVED: {CriticalityState.OPEN},
}

CRITICALITY_KINDS: dict[CriticalityState, str] = {
    CriticalityState.OPEN: "warning",
    CriticalityState.CORRECTED: "waiting",
    CriticalityState.VERIFIED: "success",
    CriticalityState.NOT_SOLVED: "danger",
}


class Origin(models.TextChoices):
    """Where a criticality comes from."""

    RULES = "rules", _("Norme o regole del progetto")
    AUTHORITIES = "authorities", _("Rapporti con le autorità")
    SERVICES = "services", _("Servizi del territorio")
    ORGANISATION = "organisation", _("Organizzazione del servizio")
    PERSONS = "persons", _("Condizioni delle persone")
    MARKET = "market", _("Mercato del lavoro o della casa")


register_verbs(
    {
        "opened": _("ha aperto"),
        "case_changed": _("ha aggiornato i dati del caso"),
        "reported": _("ha registrato una segnalazione"),
        "identity_written": _("ha scritto l'identità"),
        "phase_changed": _("ha cambiato la fase"),
        "phase_taken_back": _("ha riportato il caso alla fase di prima"),
        "observed": _("ha aggiornato gli indicatori"),
        "consented": _("ha registrato un consenso"),
        "weighed": _("ha valutato i bisogni"),
        "family_changed": _("ha modificato la famiglia"),
        "kinship_verified": _("ha verificato il legame di parentela"),
        "permit_step": _("ha registrato un passo del permesso"),
        "admission_changed": _("ha cambiato l'ammissione"),
        "programme_changed": _("ha cambiato il programma"),
        "approved": _("ha approvato"),
        "measure_added": _("ha aggiunto una misura"),
        "measure_changed": _("ha modificato una misura"),
        "progress_noted": _("ha registrato un risultato"),
        "diary_written": _("ha scritto nel diario"),
        "task_set": _("ha assegnato un'attività"),
        "task_done": _("ha concluso un'attività"),
        "taken_away": _("ha tolto ciò che era sbagliato"),
        "review_opened": _("ha aperto una verifica"),
        "review_settled": _("ha concluso una verifica"),
        "access_granted": _("ha autorizzato l'accesso"),
        "access_confirmed": _("ha confermato l'accesso"),
        "access_ended": _("ha fatto cessare l'accesso"),
        "emergency_opened": _("ha aperto un accesso di emergenza"),
        "ledger_reviewed": _("ha esaminato il registro delle letture"),
        "transfer_proposed": _("ha proposto l'invio"),
        "transfer_accepted": _("ha accettato l'invio"),
        "transfer_refused": _("ha rifiutato l'invio"),
        "transfer_withdrawn": _("ha ritirato l'invio"),
        "asked": _("ha fatto una domanda"),
        "answered": _("ha risposto"),
        "thread_settled": _("ha indicato come risolta una domanda"),
        "closure_asked": _("ha chiesto di chiudere"),
        "closure_refused": _("non ha approvato la chiusura"),
        "closure_withdrawn": _("ha ritirato la richiesta di chiusura"),
        "closed": _("ha chiuso"),
        "closed_alone": _("ha chiuso senza che altri approvasse"),
        "taken_up_again": _("ha riaperto"),
        "exported": _("ha esportato"),
        "request_received": _("ha registrato una richiesta dell'interessato"),
        "request_answered": _("ha risposto a una richiesta della persona"),
        "erased": _("ha cancellato i dati personali"),
        "anonymised": _("ha reso anonimo"),
        "criticality_raised": _("ha segnalato"),
        "corrected": _("ha registrato la correzione"),
        "effect_verified": _("ha verificato l'effetto"),
        "criticality_reopened": _("ha riaperto"),
        "not_solved": _("ha indicato come non risolta"),
        "verified": _("ha verificato l'effetto"),
        "figures_published": _("ha pubblicato le cifre"),
        "difference_explained": _("ha spiegato una differenza"),
        "difference_corrected": _("ha corretto la spiegazione di una differenza"),
        "difference_withdrawn": _("ha tolto la spiegazione di una differenza"),
        "evaluated": _("ha risposto alla valutazione"),
        "rule_added": _("ha aggiunto una versione"),
        "rule_withdrawn": _("ha ritirato una versione"),
    }
)
