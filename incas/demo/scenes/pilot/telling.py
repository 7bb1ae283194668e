# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A life told with the real operations, in the order in which things happen, by who does them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from incas.accounts.models import User
from incas.cases.choices.access import Part
from incas.cases.choices.cases import Phase
from incas.cases.doors import scope_of
from incas.cases.identities import IdentityContent
from incas.cases.ledger import note_reading
from incas.cases.models import Case
from incas.cases.operations.access import confirm_access, open_emergency
from incas.cases.operations.cases import CaseFacts, NewReport, open_case
from incas.cases.operations.threads import answer, ask
from incas.demo.scenes.pilot.assessment import assessment_of, closure_of
from incas.demo.scenes.pilot.family import family_of, take_relatives
from incas.demo.scenes.pilot.lives import Life
from incas.demo.scenes.pilot.passing import date_back, passing_of
from incas.demo.scenes.pilot.permits import admission_of, permit_of
from incas.demo.scenes.pilot.programmes import programme_of
from incas.demo.scenes.pilot.progress import diary_of, progress_of
from incas.demo.scenes.pilot.scene import CLOSED, Moment, Scene, play

CONFIRMED_AFTER = 170
"""Days after which the supervisor confirms that the worker still needs the case."""


def tell(life: Life, scene: Scene) -> None:
    """Tell a life from the report to where it is today, and those of the relatives taken charge of."""
    with scope_of(scene.team.worker):
        case = _open(life, scene)
    play(case, moments_of(life, scene), scene.days)
    if life.is_old:
        date_back(case, scene)
    if life.has_family:
        with scope_of(scene.team.worker):
            relatives = list(take_relatives(case, scene))
        for own, relative in relatives:
            play(own, moments_of(relative, scene), scene.days)


def moments_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Give all that happens in a life, in no order."""
    ended = CLOSED if life.outcome else None
    if life.is_old:
        yield from closure_of(life, scene)
        return
    yield from assessment_of(life, scene)
    yield from family_of(life, scene)
    yield from permit_of(life, scene)
    if life.is_admitted:
        yield from admission_of(life, scene, ended=ended)
        yield from programme_of(life, scene, ended=ended)
        yield from progress_of(life, scene)
    yield from closure_of(life, scene)
    yield from passing_of(life, scene)
    if life.reached != Phase.REPORTED:
        yield from diary_of(life, scene)
    if life.asks:
        yield from _questions(scene)
    yield Moment(life.opened - CONFIRMED_AFTER, scene.team.supervisor, _confirm, hour=12)
    yield from _readings(life, scene)


def _open(life: Life, scene: Scene) -> Case:
    who, days = life.who, scene.days
    return open_case(
        service=scene.team.service,
        report=NewReport(
            received_on=days.on(life.opened + 1),
            source=life.source,
            reference=f"ESEMPIO-{life.opened:03d}",
            is_urgent=life.is_urgent,
            note="Segnalazione inventata per provare la piattaforma.",
        ),
        facts=CaseFacts(sex=who.sex, sector=life.sector, work_territory=scene.team.province, language=who.language),
        identity=IdentityContent(
            first_name=who.first_name,
            last_name=who.last_name,
            birth_year=who.born,
            citizenship=who.country,
            phone="000 0000000",
            address="Via dell'Esempio 1",
        ),
        by=scene.team.worker,
        at=days.at(life.opened, 8),
    )


def _confirm(*, case: Case, by: User, at: datetime) -> None:
    confirm_access(grants=list(case.grants.all()), reason="", by=by, at=at)


def _questions(scene: Scene) -> Iterator[Moment]:
    """Give a question that has its answer, and one that waits for the coordination."""
    first = partial(
        ask,
        subject="Iscrizione anagrafica in una struttura protetta",
        text="La persona vive in una struttura protetta: dove chiede l'iscrizione anagrafica? Domanda inventata.",
    )
    second = partial(
        ask,
        subject="Tirocinio oltre la scadenza del permesso",
        text="Il tirocinio durerebbe più del permesso: si avvia con la ricevuta del rinnovo? Domanda inventata.",
    )
    yield Moment(30, scene.team.worker, first, hour=10)
    yield Moment(28, scene.specialist, _answer, hour=15)
    yield Moment(3, scene.team.worker, second, hour=10)


def _answer(*, case: Case, by: User, at: datetime) -> None:
    text = "Nel Comune della struttura, con la dichiarazione di chi la gestisce. Risposta inventata: non è un parere."
    answer(thread=case.threads.get(), text=text, by=by, at=at)


def _readings(life: Life, scene: Scene) -> Iterator[Moment]:
    """Give the readings of who worked on the case, of who coordinates, of the specialist."""
    worker, opened = scene.team.worker, life.opened
    yield Moment(opened, worker, _reading_of(Part.SUMMARY, Part.IDENTITY, Part.ASSESSMENT), hour=9)
    yield Moment(opened - 30, worker, _reading_of(Part.SUMMARY, Part.PERMIT, Part.PROGRAMME), hour=9)
    yield Moment(opened - 38, scene.team.supervisor, _reading_of(Part.SUMMARY, Part.PROGRAMME), hour=11)
    if life.in_emergency:
        taken = partial(open_emergency, reason="Operatrice assente, la persona ha chiamato di sera. Motivo inventato.")
        yield Moment(8, scene.team.supervisor, taken, hour=21)
        yield Moment(8, scene.team.supervisor, _reading_of(Part.SUMMARY, Part.IDENTITY, Part.DIARY), hour=21)
    if life.asks:
        yield Moment(28, scene.specialist, _reading_of(Part.SUMMARY, Part.THREADS), hour=14)
    yield Moment(min(2, opened), worker, _reading_of(Part.SUMMARY, Part.DIARY), hour=16)


def _reading_of(*parts: Part) -> partial[None]:
    return partial(_read, parts=parts)


def _read(*, case: Case, by: User, at: datetime, parts: tuple[Part, ...]) -> None:
    for part in parts:
        note_reading(case=case, part=part, by=by, at=at)
