# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Indicators, needs and consents on their pages."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from incas.cases.choices.access import Part
from incas.cases.choices.cases import Need
from incas.cases.doors import scope_of
from tests.cases.views.test_cases import cases_of, readings, said
from tests.forms import filled, send
from tests.lists import queries_of
from tests.personas import client_of

ALL_TWOS = dict.fromkeys(Need, "2")


def url(case, name, *more):
    return reverse(f"cases:{name}", args=[case.code, *more])


def known(case, user) -> dict[str, str]:
    with scope_of(user):
        return dict(cases_of(user)[0].indicators.values_list("indicator", "observation"))


def test_indicators_are_chosen_in_a_grid_and_shown(case, case_worker):
    client = client_of(case_worker)
    assert send(client, url(case, "indicators"), pay="observed", hours="not_observed").status_code == 302
    assert known(case, case_worker) == {"pay": "observed", "hours": "not_observed"}
    assert "Non osservato" in said(client.get(url(case, "assessment")))
    assert readings()[-1] == (Part.ASSESSMENT, case.code)


def test_two_who_fill_the_grid_together_lose_nothing(case, case_worker):
    client = client_of(case_worker)
    mine, theirs = (filled(client.get(url(case, "indicators")), **{name: "observed"}) for name in ("pay", "sign_debt"))
    client.post(url(case, "indicators"), theirs)
    client.post(url(case, "indicators"), mine)
    assert known(case, case_worker) == {"pay": "observed", "sign_debt": "observed"}


def test_page_of_indicators_warns_that_statements_never_belong_there(case, case_worker):
    assert "art. 329 c.p.p." in said(client_of(case_worker).get(url(case, "indicators")))


def test_needs_are_weighed_then_compared_in_a_picture_with_its_table(case, case_worker):
    client = client_of(case_worker)
    assert send(client, url(case, "needs_new"), weighed_on="2026-04-01", **ALL_TWOS).status_code == 302
    assert "<svg" not in said(client.get(url(case, "assessment"))).partition("Prima e dopo")[2]
    assert send(client, url(case, "needs_new"), weighed_on="2026-06-01", health="4").status_code == 302
    shown = said(client.get(url(case, "assessment")))
    assert "Prima e dopo, ambito per ambito" in shown
    assert "Salute: 2 → 4" in shown
    assert "+2" in shown


def test_weighing_proposes_the_moment_that_comes(case, case_worker):
    client = client_of(case_worker)
    assert filled(client.get(url(case, "needs_new")))["moment"] == "entry"
    send(client, url(case, "needs_new"), health="2")
    assert filled(client.get(url(case, "needs_new")))["moment"] == "entry"
    send(client, url(case, "needs_new"), **(ALL_TWOS | {"health": ""}))
    assert filled(client.get(url(case, "needs_new")))["moment"] == "review"
    assert filled(client.get(f"{url(case, 'needs_new')}?momento=exit"))["moment"] == "exit"


def test_what_a_case_lacks_leads_to_the_weighing_of_its_moment(case, case_worker):
    client = client_of(case_worker)
    send(client, url(case, "indicators"), pay="observed")
    client.post(url(case, "phase_advance"), {"to": "identified"})
    links = re.findall(r'href="([^"]*/valutazione/bisogni/[^"]*)"', client.get(url(case, "case")).text)
    assert links == [f"{url(case, 'needs_new')}?momento=entry"] * 2


def test_new_weighing_of_a_day_already_weighed_keeps_what_is_there(case, case_worker):
    client = client_of(case_worker)
    send(client, url(case, "needs_new"), health="2", health_note="Parole di prova")
    assert send(client, url(case, "needs_new"), work="1").status_code == 302
    answer = send(client, url(case, "needs_new"), health="4")
    assert "Già valutato quel giorno: 2 – vulnerabilità." in said(answer)
    with scope_of(case_worker):
        scores = cases_of(case_worker)[0].scores.order_by("need")
        assert [(row.need, row.score, row.note) for row in scores] == [
            ("health", 2, "Parole di prova"),
            ("work", 1, ""),
        ]


def test_weighing_is_corrected_on_its_own_page(case, case_worker):
    client = client_of(case_worker)
    today = timezone.localdate().isoformat()
    send(client, url(case, "needs_new"), health="2", health_note="Parole di prova")
    edit = url(case, "needs_edit", "entry", today)
    assert "Parole di prova" in said(client.get(edit))
    assert send(client, edit, health="3", work="1").status_code == 302
    with scope_of(case_worker):
        scores = cases_of(case_worker)[0].scores.order_by("need")
        assert [(row.need, row.score, row.note) for row in scores] == [
            ("health", 3, "Parole di prova"),
            ("work", 1, ""),
        ]


@pytest.mark.parametrize("more", [("entry", "2020-01-01"), ("entry", "nessuno"), ("nessuno", "2026-06-10")])
def test_weighing_that_is_not_there_is_not_found(more, case, case_worker):
    assert client_of(case_worker).get(url(case, "needs_edit", *more)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Serve almeno un punteggio."),
        ({"health_note": "Parole"}, "scegliere anche il punteggio"),
        ({"health": "2", "weighed_on": "2100-01-01"}, "La data è nel futuro"),
        ({"health": "2", "moment": "exit"}, "Prima si valutano i bisogni"),
        ({"health": "6"}, "La scelta non è fra quelle possibili"),
    ],
)
def test_wrong_weighing_is_told_and_nothing_is_written(changes, message, case, case_worker):
    answer = send(client_of(case_worker), url(case, "needs_new"), **changes)
    assert message in said(answer)
    with scope_of(case_worker):
        assert cases_of(case_worker)[0].scores.count() == 0


def test_notes_of_needs_are_read_only_by_who_may_open_the_case(case, case_worker, case_supervisor, specialist):
    send(client_of(case_worker), url(case, "needs_new"), health="2", health_note="Parole di prova")
    shown = {
        user: said(client_of(user).get(url(case, "assessment"))) for user in (case_worker, case_supervisor, specialist)
    }
    assert [("Parole di prova" in page, "vulnerabilità" in page) for page in shown.values()] == [
        (True, True),
        (False, True),
        (False, True),
    ]


def test_consent_is_recorded_with_its_language_and_mediator(case, case_worker, specialist):
    consent = {"kind": "taking_charge", "answer": "given", "language": "wo", "mediator": "Mediatrice di prova"}
    assert send(client_of(case_worker), url(case, "consent_new"), **consent).status_code == 302
    shown = said(client_of(case_worker).get(url(case, "consents")))
    assert "in wolof" in shown
    assert "con la mediazione di Mediatrice di prova" in shown
    assert "Mediatrice di prova" not in said(client_of(specialist).get(url(case, "consents")))


def test_lacking_consents_say_what_it_means(case, case_worker):
    shown = said(client_of(case_worker).get(url(case, "consents")))
    assert "Senza questo consenso la persona non si ammette all&#x27;assistenza." in shown
    assert "Senza questo consenso il caso non si trasferisce." in shown


def test_wrong_consent_is_told_beside_its_field(case, case_worker):
    client = client_of(case_worker)
    answer = send(client, url(case, "consent_new"), kind="transfer", answer="withdrawn")
    assert "Si ritira solo ciò che era stato dato" in said(answer)
    assert "La data è nel futuro" in said(
        send(client, url(case, "consent_new"), kind="transfer", answer="given", given_on="2100-01-01")
    )


@pytest.mark.parametrize("name", ["assessment", "consents"])
def test_pages_ask_as_much_of_much_as_of_little(name, case, case_worker):
    client = client_of(case_worker)
    send(client, url(case, "needs_new"), weighed_on="2026-04-01", **ALL_TWOS)
    send(client, url(case, "consent_new"), kind="transfer", answer="given")
    client.get(url(case, name))
    before = len(queries_of(client, url(case, name)))
    send(client, url(case, "needs_new"), weighed_on="2026-05-01", **ALL_TWOS)
    send(client, url(case, "consent_new"), kind="rights", answer="given")
    send(client, url(case, "indicators"), pay="observed")
    assert len(queries_of(client, url(case, name))) == before
