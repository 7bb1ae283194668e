# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a case lacks before its next phase, what is left open when it ends: told as sentences, each with its page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from incas.cases.choices.cases import (
    NEXT_PHASE,
    PREVIOUS_PHASE,
    Answer,
    ClosureState,
    ConsentKind,
    Moment,
    Need,
    Observation,
    Phase,
)
from incas.cases.choices.permits import ADMISSION_OPEN, AdmissionState
from incas.cases.choices.programmes import PROGRAMME_RUNS, ProgrammeState
from incas.cases.models import Case, Closure
from incas.cases.queries.assessment import standing_consents, unscored_needs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a case lacks: what, why it matters, the verb that puts it right, its page and what to ask it for."""

    what: str
    why: str
    verb: "StrOrPromise"
    url_name: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a case stands on its way: the steps with the number of its own, what comes next and what it lacks.

    `closure` is the request to decide on, `refused` the last one, where the supervisor said what is missing.
    """

    steps: list[str]
    current: int
    next: Phase | None
    previous: Phase | None
    missing: list[Missing]
    closure: Closure | None
    refused: Closure | None


def way_of(case: Case) -> Way:
    """Tell where a case stands on its way. Three queries at most."""
    coming = next_phase(case)
    closure = case.closures.select_related("asked_by", "decided_by").order_by("-pk").first()
    state = closure.state if closure is not None else ""
    return Way(
        steps=[str(phase.label) for phase in Phase],
        current=list(Phase).index(Phase(case.phase)) + 1,
        next=coming,
        previous=PREVIOUS_PHASE.get(Phase(case.phase)),
        missing=missing_for(case, coming) if coming is not None else [],
        closure=closure if state == ClosureState.ASKED else None,
        refused=closure if state == ClosureState.REFUSED and not case.is_closed else None,
    )


def next_phase(case: Case) -> Phase | None:
    """Give the phase that usually comes next; none where only the closure, or nothing, is left."""
    return NEXT_PHASE.get(Phase(case.phase))


def missing_for(case: Case, phase: Phase) -> list[Missing]:
    """Tell what a case lacks to enter a phase. Two queries at most."""
    guard = GUARDS.get(phase)
    return list(guard(case)) if guard else []


def loose_ends(case: Case) -> list[str]:
    """Tell what is still open in a case that is being closed: nothing ends by itself. Four queries at most."""
    found = []
    if case.programmes.exclude(state=ProgrammeState.CLOSED).exists():
        found.append(_("C'è un programma ancora aperto: chiuderlo con il suo esito."))
    if case.admissions.filter(state__in=sorted(ADMISSION_OPEN)).exists():
        found.append(_("L'ammissione all'assistenza è ancora aperta: registrarne la fine."))
    if case.tasks.filter(done_at__isnull=True).exists():
        found.append(_("Ci sono attività da fare: concluderle o assegnarle di nuovo."))
    if case.phase in {Phase.IN_PROGRAMME, Phase.FOLLOW_UP} and unscored_needs(case, Moment.EXIT):
        found.append(_("Mancano punteggi di uscita: senza, il confronto fra prima e dopo non si può fare."))
    return found


def _to_identify(case: Case) -> Iterator[Missing]:
    if not case.indicators.exclude(observation=Observation.UNKNOWN).exists():
        yield Missing(
            _("Nessun indicatore di sfruttamento è stato guardato."),
            _("L'identificazione preliminare si fonda su ciò che si osserva: ne basta uno, osservato o no."),
            _("Guarda gli indicatori"),
            "cases:indicators",
        )


def _to_assess(case: Case) -> Iterator[Missing]:
    unscored = unscored_needs(case, Moment.ENTRY)
    if unscored:
        yield Missing(
            _("Mancano i punteggi di ingresso: %(needs)s.") % {"needs": _told(unscored)},
            _("I bisogni si pesano all'ingresso, alle verifiche e all'uscita: da qui parte il confronto."),
            _("Valuta i bisogni"),
            "cases:needs_new",
            f"?momento={Moment.ENTRY}",
        )


def _to_admit(case: Case) -> Iterator[Missing]:
    consent = standing_consents(case).get(ConsentKind.TAKING_CHARGE)
    if consent is None or consent.answer != Answer.GIVEN:
        said = _("La persona non ha dato il consenso alla presa in carico.")
        if consent is not None:
            said = _("Il consenso alla presa in carico risulta: %(answer)s.") % {
                "answer": str(consent.get_answer_display()).lower()
            }
        yield Missing(said, _("Nessuno è preso in carico contro la sua volontà."), _("Registra il consenso"),
                      "cases:consent_new")  # fmt: skip
    if not case.admissions.filter(state=AdmissionState.ADMITTED).exists():
        yield Missing(
            _("Non c'è un'ammissione all'assistenza in vigore."),
            _("L'ammissione ha un percorso suo, distinto da quello del permesso."),
            _("Vai all'ammissione"),
            "cases:permits",
        )


def _to_run(case: Case) -> Iterator[Missing]:
    if not case.programmes.filter(state__in=PROGRAMME_RUNS).exists():
        yield Missing(
            _("Non c'è un programma individuale approvato e in corso."),
            _("Il programma si condivide con la persona, si firma e si fa approvare al coordinatore del servizio."),
            _("Vai al programma"),
            "cases:programme",
        )


def _to_follow_up(case: Case) -> Iterator[Missing]:
    unscored = unscored_needs(case, Moment.EXIT)
    if unscored:
        yield Missing(
            _("Mancano i punteggi di uscita: %(needs)s.") % {"needs": _told(unscored)},
            _("Senza, il confronto fra prima e dopo non si può fare."),
            _("Valuta i bisogni"),
            "cases:needs_new",
            f"?momento={Moment.EXIT}",
        )


GUARDS: dict[Phase, Callable[[Case], Iterator[Missing]]] = {
    Phase.IDENTIFIED: _to_identify,
    Phase.ASSESSED: _to_assess,
    Phase.ADMITTED: _to_admit,
    Phase.IN_PROGRAMME: _to_run,
    Phase.FOLLOW_UP: _to_follow_up,
}


def _told(needs: list[Need]) -> str:
    if len(needs) == len(Need):
        return _("tutti gli ambiti")
    return ", ".join(str(need.label).lower() for need in needs)
