# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What happens around the programme of a life: the diary, what is to be done, Italian, work, home, rights."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from incas.accounts.models import User
from incas.cases.choices.programmes import (
    ContactKind,
    DwellingKind,
    EntitlementKind,
    EntitlementState,
    ItalianLevel,
)
from incas.cases.models import Case, CaseTask
from incas.cases.operations.diary import finish_task, set_task, write_diary
from incas.cases.operations.progress import (
    note_dwelling,
    note_engagement,
    note_italian,
    set_entitlement,
    verify_engagement,
)
from incas.demo.scenes.pilot.lives import Life
from incas.demo.scenes.pilot.scene import Moment, Scene

DIARY = (
    # days after the case was opened, how, with a mediator, words
    (1, ContactKind.INTERVIEW, True, "Primo colloquio, con una mediatrice: spiegato che cosa fa il servizio."),
    (10, ContactKind.ESCORT, True, "Accompagnamento all'ambulatorio per una visita."),
    (34, ContactKind.INTERVIEW, True, "Letto insieme il programma, spiegato punto per punto."),
    (60, ContactKind.MEETING, False, "Riunione con il centro per l'impiego sul corso da scegliere."),
    (95, ContactKind.PHONE, False, "Telefonata: frequenta il corso, chiede degli orari."),
    (140, ContactKind.HOME, False, "Visita nell'alloggio: tutto in ordine."),
)
INVENTED = "Testo inventato: nessuno l'ha detto."
RIGHTS = (
    # which, days after the case was opened when it was asked for, and obtained
    (EntitlementKind.HEALTH_CARD, 12, 20),
    (EntitlementKind.RESIDENCE, 40, 75),
    (EntitlementKind.LEGAL_AID, 45, 90),
    (EntitlementKind.SIISL, 50, 55),
    (EntitlementKind.INCLUSION_ALLOWANCE, 80, 150),
)
ITALIAN = ((13, ItalianLevel.PRE_A1, False), (70, ItalianLevel.A1, False), (125, ItalianLevel.A2, True))
BRIEF = 2
HOUSED_AFTER, VERIFIED_AFTER = 130, 185
WITH_A_TASK = 4
"""One case in so many has something to do: a desk of as many tasks as cases would say little."""


def diary_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell the contacts, a task that was done and, of some, one that is to be."""
    worker, days = scene.team.worker, scene.days
    for after, kind, with_mediator, words in DIARY[:BRIEF] if life.is_brief else DIARY:
        ago = life.opened - after
        entry = partial(
            write_diary, kind=kind, happened_on=days.on(ago), text=f"{words} {INVENTED}", with_mediator=with_mediator
        )
        yield Moment(ago, worker, entry, hour=16)
    done = partial(
        _set_and_finish, text="Chiedere il codice fiscale (attività inventata)", due_on=days.on(life.opened - 9)
    )
    yield Moment(life.opened - 3, worker, done, hour=16)
    if life.is_followed and life.opened % WITH_A_TASK == 0:
        todo = partial(set_task, text="Preparare l'incontro con la mediatrice (attività inventata)", owner=worker)
        yield Moment(min(5, life.opened), worker, partial(todo, due_on=days.ahead(life.opened % 9 - 2)), hour=16)


def _set_task(*, case: Case, text: str, due_on: date, by: User, at: datetime) -> CaseTask:
    return set_task(case=case, text=text, owner=by, due_on=due_on, by=by, at=at)


def _set_and_finish(*, case: Case, text: str, due_on: date, by: User, at: datetime) -> None:
    finish_task(task=_set_task(case=case, text=text, due_on=due_on, by=by, at=at), by=by, at=at)


def progress_of(life: Life, scene: Scene) -> Iterator[Moment]:
    """Tell Italian, home and rights as they came, and the contract where the life has one."""
    worker, days, opened = scene.team.worker, scene.days, life.opened
    for after, level, has_certificate in ITALIAN:
        ago = opened - after
        noted = partial(note_italian, level=level, assessed_on=days.on(ago), has_certificate=has_certificate)
        yield Moment(ago, worker, noted, hour=17)
    yield Moment(opened - 2, worker, partial(note_dwelling, kind=DwellingKind.RECEPTION, starts_on=days.on(opened - 2)))
    yield from _rights(life, scene)
    if life.worked is None:
        return
    worked = partial(
        note_engagement,
        kind=life.contract,
        starts_on=days.on(life.worked),
        ends_on=None,
        sector=life.sector,
        employer="Azienda di esempio",
    )
    yield Moment(life.worked, worker, worked, hour=10)
    home = life.worked - HOUSED_AFTER
    yield Moment(home, worker, partial(note_dwelling, kind=DwellingKind.AUTONOMOUS, starts_on=days.on(home)))
    if life.outcome:
        ago = life.worked - VERIFIED_AFTER
        yield Moment(ago, worker, partial(_verify, on=days.on(ago)), hour=10)


def _rights(life: Life, scene: Scene) -> Iterator[Moment]:
    for kind, asked, obtained in RIGHTS[:BRIEF] if life.is_brief else RIGHTS:
        asked_on, obtained_on = scene.days.on(life.opened - asked), scene.days.on(life.opened - obtained)
        waits = partial(
            set_entitlement, kind=kind, state=EntitlementState.REQUESTED, requested_on=asked_on, decided_on=None
        )
        has = partial(
            set_entitlement, kind=kind, state=EntitlementState.GRANTED, requested_on=asked_on, decided_on=obtained_on
        )
        if not life.is_brief or life.opened < obtained:
            yield Moment(life.opened - asked, scene.team.worker, waits, hour=10)
        yield Moment(life.opened - obtained, scene.team.worker, has, hour=10)


def _verify(*, case: Case, on: date, by: User, at: datetime) -> None:
    verify_engagement(engagement=case.engagements.get(), verified_on=on, still_working=True, by=by, at=at)
