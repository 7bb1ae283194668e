# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from collections.abc import Callable

import pytest

from incas.core.models import Job
from incas.core.searching import holds, mentions


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Comune di Forlì", "forli"),
        ("Comune di Forlì", "FORLÌ"),
        ("COMUNE DI FORLÌ", "forlì"),
        ("Comune di Forli", "forlì"),
        ("L’Aquila", "l'aquila"),
        ("L'Aquila", "L’AQUILA"),
        ("Città", "itt"),
        ("50% (acconto)", "50%"),
        ("a.b*c+d?[e]\\", "A.B*C+D?[E]\\"),
        ("***:x", "***:"),
    ],
)
def test_word_is_found_whatever_case_accents_and_marks(make_job: Callable[..., Job], title: str, word: str):
    make_job(title=title)
    assert Job.objects.filter(mentions("title", word)).count() == 1


@pytest.mark.parametrize(("title", "word"), [("500", "50%"), ("abc", "a.c"), ("Forlì", "forlo"), ("x", "[a-z]")])
def test_marks_of_patterns_mean_themselves(make_job: Callable[..., Job], title: str, word: str):
    make_job(title=title)
    assert not Job.objects.filter(mentions("title", word)).exists()


@pytest.mark.parametrize(
    ("title", "word", "is_there"),
    [
        ("Comune di Forlì", "FORLI", True),
        ("Comune di Forli", "forlì", True),
        ("L’Aquila", "l'aquila", True),
        ("L'Aquila", "L’AQUILA", True),
        ("Città", "itt", True),
        ("50% (acconto)", "50%", True),
        ("500", "50%", False),
        ("a_b\\c", "A_B\\C", True),
        ("axb", "a_b", False),
    ],
)
def test_word_is_found_in_a_folded_field(make_job: Callable[..., Job], title: str, word: str, *, is_there: bool):
    make_job(title=title)
    assert Job.objects.filter(holds("title__plain", word)).exists() is is_there


def test_number_is_searched_as_it_is_written(make_job: Callable[..., Job]):
    make_job(done=1204)
    assert Job.objects.filter(mentions("done", "120")).count() == 1


def test_plain_folds_the_column(make_job: Callable[..., Job]):
    make_job(title="CEFALÙ")
    assert Job.objects.filter(title__plain__contains="cefalu").count() == 1
