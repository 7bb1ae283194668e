# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is said of the pilot as a whole: criticalities up to their verified effect, the evaluation, the figures."""

from incas.cases.models import MeasureKind
from incas.cases.operations.criticalities import correct, raise_criticality, verify_effect
from incas.cases.operations.evaluation import add_question, answer_question
from incas.cases.statistics.periods import last_settled_quarter
from incas.core.jobs import start_job
from incas.demo.cast import Cast
from incas.demo.scenes.pilot.scene import Days
from incas.demo.scenes.pilot.services import Team

QUESTIONS = (
    ("Chi è vittima di sfruttamento arriva al servizio prima di quanto accadeva?", "stage"),
    ("Le misure di lavoro portano a un contratto che dura?", "work"),
    ("Le persone raggiungono una casa propria?", "housing"),
    ("La vita delle persone è cambiata negli ambiti valutati?", "need_work"),
)


def coordinate(cast: Cast, teams: list[Team], days: Days) -> None:
    """Tell three criticalities and an evaluation begun; the worker publishes the figures of the last quarter."""
    _criticalities(cast, teams, days)
    _evaluation(cast, teams[0], days)
    until = last_settled_quarter(days.on(0))
    start_job("publish-figures", by=cast.coordinator, arguments={"until": until.isoformat()}, at=days.at(0))


def _criticalities(cast: Cast, teams: list[Team], days: Days) -> None:
    """Tell one that was solved, one whose effect is to be verified, one that is open."""
    solved = raise_criticality(
        body=teams[1].service.body,
        title="Il parere dell'Ispettorato arriva dopo la proposta",
        description="La Procura propone il permesso e il parere arriva settimane dopo. Criticità inventata.",
        phase="identified",
        measure_kind=None,
        rule="permit_months",
        origin="authorities",
        by=teams[1].supervisor,
        at=days.at(120),
    )
    solution = "Un protocollo: l'Ispettorato riceve copia della segnalazione e dà il parere insieme. Esempio inventato."
    correct(criticality=solved, correction=solution, corrected_on=days.on(80), by=teams[1].supervisor, at=days.at(80))
    effect = "Gli ultimi pareri sono arrivati insieme alla proposta. Esempio inventato."
    verify_effect(criticality=solved, effect=effect, verified_on=days.on(20), by=cast.specialist, at=days.at(20))
    waiting = raise_criticality(
        body=teams[0].service.body,
        title="I corsi di italiano coincidono con i turni di lavoro",
        description="Chi lavora nei campi non arriva ai corsi del pomeriggio. Criticità inventata.",
        phase="in_programme",
        measure_kind=MeasureKind.objects.filter(slug="italian-1").first(),
        rule="",
        origin="organisation",
        by=teams[0].supervisor,
        at=days.at(60),
    )
    change = "Un corso serale con trasporto, insieme al sindacato. Esempio inventato."
    correct(criticality=waiting, correction=change, corrected_on=days.on(15), by=teams[0].supervisor, at=days.at(15))
    raise_criticality(
        body=None,
        title="Non è chiaro chi firma l'ammissione all'assistenza",
        description="I Comuni scrivono l'atto ciascuno a suo modo. Criticità inventata.",
        phase="admitted",
        measure_kind=None,
        rule="",
        origin="rules",
        by=cast.specialist,
        at=days.at(10),
    )


def _evaluation(cast: Cast, team: Team, days: Days) -> None:
    """Ask the questions, and have one service answer the first."""
    asked = [
        add_question(
            text=text,
            help="Domanda di esempio.",
            indicator=indicator,
            position=10 * place,
            by=cast.specialist,
            at=days.at(40),
        )
        for place, (text, indicator) in enumerate(QUESTIONS, start=1)
    ]
    words = "Le segnalazioni dei sindacati arrivano prima; quelle delle ispezioni no. Risposta inventata."
    answer_question(question=asked[0], body=team.service.body, text=words, rating=3, by=team.supervisor, at=days.at(25))
