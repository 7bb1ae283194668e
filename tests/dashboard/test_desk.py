# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from incas.dashboard import desk
from incas.dashboard.desk import FIRST_TIME, HORIZON, SHOWN_CHANGES, desk_of
from incas.notifications.board import Change, Deadline, Waiting
from tests.lists import assert_constant_queries
from tests.personas import client_of

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def board(monkeypatch):
    """The registries of the board, empty, for a test to fill."""
    lists = {"WAITING": [], "DEADLINES": [], "CHANGES": []}
    for name, providers in lists.items():
        monkeypatch.setattr(desk, name, providers)
    return lists


def test_desk_puts_the_oldest_term_first_and_no_term_last(board, finance_officer):
    board["WAITING"].append(
        lambda *_: [Waiting("Invia", "senza termine", "/a"), Waiting("Invia", "domani", "/b", date(2026, 11, 24))]
    )
    board["WAITING"].append(lambda *_: [Waiting("Rispondi", "ieri", "/c", date(2026, 11, 22))])
    tasks = desk_of(finance_officer, at=NOON, since=None).tasks
    assert [task.item.title for task in tasks] == ["ieri", "domani", "senza termine"]
    assert [str(task.chip.label) if task.chip else None for task in tasks] == [
        "In ritardo di 1 giorno",
        "Tra 1 giorno",
        None,
    ]


def test_desk_groups_deadlines_by_day_and_leaves_out_the_far_ones(board, finance_officer):
    day = date(2026, 12, 1)
    board["DEADLINES"].append(
        lambda *_: [
            Deadline(TODAY + HORIZON + timedelta(1), "lontana", "/l"),
            Deadline(day, "una", "/1"),
            Deadline(day, "altra", "/2"),
        ]
    )
    days = desk_of(finance_officer, at=NOON, since=None).days
    assert [(one.day, [item.title for item in one.deadlines]) for one in days] == [(day, ["una", "altra"])]


def test_desk_shows_the_newest_changes_and_asks_since_the_last_visit(board, finance_officer):
    asked = []

    def moved(_user, since):
        asked.append(since)
        return [Change(NOON + timedelta(minutes=minute), str(minute), "/") for minute in range(SHOWN_CHANGES + 5)]

    board["CHANGES"].append(moved)
    changes = desk_of(finance_officer, at=NOON, since=NOON - timedelta(days=1)).changes
    assert asked == [NOON - timedelta(days=1)]
    assert [change.title for change in changes] == [str(minute) for minute in range(SHOWN_CHANGES + 4, 4, -1)]


def test_desk_of_who_was_never_here_goes_back_a_week(board, finance_officer):
    assert desk_of(finance_officer, at=NOON, since=None).since == NOON - FIRST_TIME


def test_home_remembers_the_visit_once_a_session(board, finance_officer):
    client = client_of(finance_officer)
    before = timezone.now()
    assert client.get("/scrivania/").status_code == 200
    finance_officer.refresh_from_db()
    first = finance_officer.last_seen_at
    assert first >= before
    client.get("/scrivania/")
    finance_officer.refresh_from_db()
    assert finance_officer.last_seen_at == first


def test_home_of_who_has_no_role_says_how_to_get_one(board, stranger):
    assert "Nessun ente ha ancora assegnato un ruolo" in client_of(stranger).get("/scrivania/").content.decode()


@pytest.mark.parametrize(
    ("who", "said", "start"),
    [
        ("finance_officer", "fatture da imputare", None),
        ("tutor", "domande da controllare", None),
        ("ministry_officer", "domande da certificare", None),
        ("administrator", "ogni sei mesi", "Invita le persone dell&#x27;ente"),
        ("coordinator", "avvisi da pubblicare", "Apri un avviso"),
    ],
)
def test_home_with_nothing_to_do_tells_each_role_what_will_come_and_how_to_begin(board, request, who, said, start):
    page = client_of(request.getfixturevalue(who)).get("/scrivania/").text
    assert said in page
    assert start is None or start in page


def test_home_with_something_to_do_tells_that_alone(board, coordinator):
    board["WAITING"].append(lambda *_: [Waiting("Pubblica", "Avviso 1", "/a")])
    page = client_of(coordinator).get("/scrivania/").text
    assert "Avviso 1" in page
    assert "Apri un avviso" not in page


def test_home_tells_apart_two_things_about_the_same_case(board, coordinator):
    board["WAITING"].append(lambda *_: [Waiting("Decidi", "Caso 1", "/a", aside=aside) for aside in ("Fine", "Inizio")])
    page = client_of(coordinator).get("/scrivania/").text
    assert (page.count("Caso 1, Fine"), page.count("Caso 1, Inizio")) == (1, 1)


def test_home_of_who_has_no_role_says_who_gives_one(board, stranger):
    assert "Nessun ente ha ancora assegnato un ruolo" in client_of(stranger).get("/scrivania/").text


def test_home_draws_the_months_beside_the_deadlines(board, finance_officer):
    due_on = timezone.localdate() + timedelta(days=1)
    board["DEADLINES"].append(lambda *_: [Deadline(due_on, "Invio della domanda", "/d")])
    page = client_of(finance_officer).get("/scrivania/").text
    assert page.count('class="desk-month"') == 2
    assert "is-due" in page
    assert "is-today" in page


def test_home_asks_the_same_questions_however_much_there_is(board, finance_officer):
    rows = []
    board["WAITING"].append(lambda *_: [Waiting("Invia", str(row), "/a", TODAY) for row in rows])
    board["DEADLINES"].append(lambda *_: [Deadline(timezone.localdate(), str(row), "/d") for row in rows])
    board["CHANGES"].append(lambda *_: [Change(NOON, str(row), "/c") for row in rows])
    assert_constant_queries(client_of(finance_officer), "/scrivania/", lambda: rows.append(len(rows)), files=False)


def test_home_tells_what_moved_as_a_sentence(board, finance_officer):
    board["CHANGES"].append(lambda *_: [Change(NOON, "Domanda n. 1", "/c", "Mina Prova", "ha certificato")])
    page = " ".join(client_of(finance_officer).get("/scrivania/").text.split())
    assert '<a href="/c">Domanda n. 1</a>' in page
    assert "Mina Prova ha certificato, <time" in page
