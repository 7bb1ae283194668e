# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

from incas.organisations.lives import cased, read_lives, read_populations, read_successors


def test_lives_end_the_day_after_the_last_in_force():
    lives = read_lives()
    assert lives["C112"].valid_until == dt.date(2014, 1, 1)
    assert lives["M322"].valid_from == dt.date(2014, 1, 1)


def test_lives_keep_the_names_once_borne():
    assert read_lives()["A345"].aliases == ("Aquila degli Abruzzi",)


def test_a_comune_born_again_lives_its_last_life():
    baranzate = read_lives()["A618"]
    assert (baranzate.valid_from, baranzate.valid_until) == (dt.date(2004, 6, 8), None)


def test_lives_leave_out_the_ceded_provinces_and_use_todays_plates():
    plates = {life.plate for life in read_lives().values()}
    assert len(plates) == 107
    assert not plates & {"PL", "FU", "ZA", "PS", "FO"}


def test_successors_are_comuni_that_outlived_the_suppressed_ones():
    lives, successors = read_lives(), read_successors()
    recent = {code for code, life in lives.items() if life.valid_until and life.valid_until >= dt.date(1990, 1, 1)}
    assert set(successors) == recent
    for old, new in successors.items():
        until = lives[new].valid_until
        assert until is None or until > lives[old].valid_until
        assert lives[new].valid_from <= lives[old].valid_until


def test_populations_are_those_of_the_country():
    populations = read_populations()
    assert populations["H501"] == 2_748_109
    assert sum(populations.values()) == 58_840_177


def test_cased_writes_small_words_small():
    assert cased("Castelfranco Di Sopra") == "Castelfranco di Sopra"
    assert cased("Incisa In Val D'Arno") == "Incisa in Val d'Arno"
    assert cased("Di Lusia") == "Di Lusia"
