# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from incas.core.editing.versions import Base, compare, values_of

FIRST: dict[str, Any] = {
    "amount": Decimal("1234.50"),
    "is_paid": True,
    "kinds": ["a", "b"],
    "at": datetime(2026, 2, 17, 11, 30, tzinfo=UTC),
    "paper": "primo.pdf",
}
UNTOUCHED = "amount=1234.5&is_paid=on&kinds=b&kinds=a&at_0=17%2F02%2F2026&at_1=12%3A30"


class Sample(forms.Form):
    """Widgets of every shape: one text, a box to tick, several choices, two texts, a file."""

    amount = forms.DecimalField(label="Importo")
    is_paid = forms.BooleanField(label="Pagata", required=False)
    kinds = forms.MultipleChoiceField(label="Tipi", choices=[("a", "Alfa"), ("b", "Beta"), ("c", "Gamma")])
    at = forms.SplitDateTimeField(label="Quando")
    paper = forms.FileField(label="Allegato", required=False)


def base_of(**values: Any) -> Base:
    return Base(values_of(Sample(initial=FIRST)), frozenset(values.get("asked", ())))


def compared(sent: str, *, now: dict[str, Any], file: bytes | None = None, asked: tuple[str, ...] = ()) -> Any:
    files = MultiValueDict({"paper": [SimpleUploadedFile("mio.pdf", file)]} if file else {})
    form = Sample(QueryDict(sent), files)
    return compare(form, base_of(asked=asked), Sample(initial=FIRST | now))


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ({"amount": Decimal(7)}, {"amount": ["7"]}),
        ({"is_paid": False}, {"is_paid": []}),
        ({"kinds": ["c"]}, {"kinds": ["c"]}),
        ({"at": datetime(2026, 3, 1, 8, 5, tzinfo=UTC)}, {"at_0": ["01/03/2026"], "at_1": ["09:05:00"]}),
    ],
)
def test_field_left_untouched_takes_the_other_value_whatever_its_widget(
    now: dict[str, Any], sent: dict[str, list[str]]
):
    comparison = compared(UNTOUCHED, now=now)
    assert comparison.conflicts == ()
    assert comparison.taken == tuple(now)
    assert {name: comparison.data.getlist(name) for name in sent} == sent
    assert Sample(comparison.data).is_valid()


def test_conflict_tells_both_values_as_they_were_chosen():
    sent = "amount=8&kinds=c&at_0=18%2F02%2F2026&at_1=12%3A30"
    now = {"amount": Decimal(7), "kinds": ["b"], "at": datetime(2026, 3, 1, 8, 5, tzinfo=UTC)}
    assert [(one.label, one.theirs, one.mine) for one in compared(sent, now=now).conflicts] == [
        ("Importo", "7", "8"),
        ("Tipi", "Beta", "Gamma"),
        ("Quando", "01/03/2026, 09:05", "18/02/2026, 12:30"),
    ]


def test_conflict_tells_what_makes_no_sense_as_it_was_typed():
    comparison = compared(UNTOUCHED.replace("1234.5", "dodici"), now={"amount": Decimal(7)})
    assert [(one.theirs, one.mine) for one in comparison.conflicts] == [("7", "dodici")]


def test_file_changed_by_both_is_asked():
    comparison = compared(UNTOUCHED, now={"paper": "suo.pdf"}, file=b"x")
    assert [(one.theirs, one.mine) for one in comparison.conflicts] == [("suo.pdf", "mio.pdf")]


def test_file_of_the_other_is_kept_when_none_was_chosen():
    comparison = compared(UNTOUCHED, now={"paper": "suo.pdf"})
    assert (comparison.conflicts, "paper" in comparison.files) == ((), False)


def test_own_file_chosen_over_the_other_must_be_there_again():
    first = {"paper": FIRST["paper"]}
    choice = f"{UNTOUCHED}&scelta-paper=mio"
    assert [one.name for one in compared(choice, now=first, asked=("paper",)).conflicts] == ["paper"]
    assert compared(choice, now=first, asked=("paper",), file=b"x").conflicts == ()


def test_file_given_up_for_the_other_is_dropped():
    comparison = compared(f"{UNTOUCHED}&scelta-paper=altro", now={}, asked=("paper",), file=b"x")
    assert (comparison.conflicts, "paper" in comparison.files) == ((), False)
