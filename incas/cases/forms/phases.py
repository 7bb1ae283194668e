# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The phase a button asks for; the closure of a case as it is asked and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from incas.cases.choices.cases import Outcome, Phase, outcomes_of
from incas.cases.forms.persons import UNKEPT, past_day
from incas.core.fields import DayField


class PhaseForm(forms.Form):
    """The phase a button asks for."""

    to = forms.ChoiceField(choices=Phase.choices)


class PhaseBackForm(forms.Form):
    """The phase that was reached by mistake, as it was when the page was opened."""

    to = forms.ChoiceField(choices=Phase.choices, widget=forms.HiddenInput)


class ClosureForm(forms.Form):
    """How and when a case ends, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Esito"))
    closes_on = DayField(label=gettext_lazy("Chiuso il"))
    note = forms.CharField(
        label=gettext_lazy("Perché"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({**UNKEPT, "rows": 4}),
        help_text=gettext_lazy("Lo legge chi è autorizzato ad aprire il caso."),
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(outcome.value, outcome.label) for outcome in outcomes_of(phase)]
        self.fields["outcome"].choices = [("", gettext_lazy("Scegliere l'esito")), *offered]  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come; give the outcome as what it is."""
        data = super().clean() or self.cleaned_data
        past_day(self, "closes_on")
        return data | ({"outcome": Outcome(data["outcome"])} if data.get("outcome") else {})


class AloneForm(forms.Form):
    """Why who asked to close a case approves it too: nobody else supervises the service."""

    reason = forms.CharField(
        label=gettext_lazy("Perché si chiude senza un'altra approvazione"),
        max_length=2000,
        widget=forms.Textarea({**UNKEPT, "rows": 4}),
        help_text=gettext_lazy("Resta scritto con la chiusura. Senza nomi."),
    )


class RefusalForm(forms.Form):
    """What is missing before a case may be closed."""

    answer = forms.CharField(
        label=gettext_lazy("Che cosa manca"),
        max_length=2000,
        widget=forms.Textarea({**UNKEPT, "rows": 4}),
        help_text=gettext_lazy("Lo legge chi ha chiesto la chiusura. Senza nomi."),
    )
