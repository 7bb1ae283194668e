# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Labels of choices are Django's own, only sooner."""

from django.db.models import Model

from incas.cases.models import Case


def shown_by_django(case: Case) -> str:
    """The label as Django looks it up."""
    return Model._get_FIELD_display(case, Case._meta.get_field("phase"))


def test_label_is_the_one_django_gives():
    case = Case(phase="in_programme")
    assert case.get_phase_display() == shown_by_django(case) == "Programma in corso"


def test_value_that_is_no_choice_is_shown_as_it_is():
    assert [Case(phase="gone").get_phase_display(), Case(phase=None).get_phase_display()] == ["gone", None]
