# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import json
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from incas.documents.canonical import canonical, exact
from incas.organisations.choices import Role

ROME = dt.timezone(dt.timedelta(hours=1))


def test_canonical_writes_each_kind_in_its_one_form():
    data = {
        "zeta": None,
        "alfa": [Decimal("1.5"), 3, True, "però"],
        "giorno": dt.date(2026, 2, 17),
        "istante": dt.datetime(2026, 11, 23, 10, 42, tzinfo=ROME),
        "ruolo": Role.TUTOR,
        "chiave": UUID(int=7),
        "pigro": gettext_lazy("chiave di prova"),
        "coppia": (1, 2),
    }
    assert canonical(data).decode() == (
        '{"alfa":["1.50",3,true,"però"],"chiave":"00000000-0000-0000-0000-000000000007","coppia":[1,2],'
        '"giorno":"2026-02-17","istante":"2026-11-23T09:42:00.000000+00:00",'
        '"pigro":"chiave di prova","ruolo":"tutor","zeta":null}'
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", "0.00"), ("-0.00", "0.00"), ("1E+2", "100.00"), ("1234567.8", "1234567.80"), ("-3.1", "-3.10"),
        ("0.1250", "0.125"), ("33.33333333", "33.33333333"), ("1E-9", "0.000000001"),
    ],
)  # fmt: skip
def test_exact_has_at_least_two_places_and_no_idle_zeros(value, written):
    assert exact(Decimal(value)) == written


@pytest.mark.parametrize("value", [0.1, {1, 2}, b"bytes", object(), dt.datetime(2026, 1, 1)])  # noqa: DTZ001 (meant)
def test_canonical_refuses_what_has_no_exact_form(value):
    with pytest.raises(TypeError):
        canonical({"valore": value})


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_canonical_refuses_amounts_that_are_not_finite(value):
    with pytest.raises(ValueError, match="finite"):
        canonical({"valore": Decimal(value)})


def test_canonical_refuses_keys_that_are_not_text():
    with pytest.raises(TypeError):
        canonical({1: "uno"})


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False, places=2)
)
TREES = st.dictionaries(
    st.text(), st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)


@given(TREES)
def test_canonical_does_not_depend_on_the_order_of_the_keys(data):
    turned = dict(reversed(list(data.items())))
    assert canonical(data) == canonical(turned)
    assert canonical(json.loads(canonical(data))) == canonical(data)
