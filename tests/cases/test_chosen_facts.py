# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Facts that count in the figures or in law are chosen by a person: no form of a case proposes the first of them."""

import pytest
from django import forms

from incas.cases.forms.permits import ConversionForm, RevocationForm
from incas.cases.forms.programmes import CloseForm, EndMeasureForm, ReviewForm
from incas.cases.forms.progress import DwellingForm, EngagementForm, EntitlementForm, ItalianForm
from incas.cases.forms.requests import RequestForm


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (ConversionForm, "conversion"),
        (RevocationForm, "reason"),
        (ReviewForm, "outcome"),
        (CloseForm, "outcome"),
        (EndMeasureForm, "outcome"),
        (ItalianForm, "level"),
        (EngagementForm, "kind"),
        (DwellingForm, "kind"),
        (EntitlementForm, "kind"),
        (EntitlementForm, "state"),
        (RequestForm, "kind"),
    ],
)
def test_fact_is_not_chosen_until_somebody_chooses_it(form: type[forms.Form], name: str):
    assert form()[name].value() is None
    assert form().fields[name].choices[0] == ("", "Scegliere…")  # type: ignore[attr-defined]  # a field of choices
    assert form({name: ""}).errors[name] == ["Questo campo è obbligatorio."]
