# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Indicators, needs and consents as they are typed: grids that a keyboard fills, one choice a row."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from incas.cases.choices.cases import (
    INDICATOR_GROUPS,
    Answer,
    ConsentKind,
    Indicator,
    IndicatorGroup,
    Language,
    Moment,
    Need,
    Observation,
    Score,
)
from incas.cases.forms.persons import UNKEPT, past_day
from incas.cases.operations.assessment import Weight
from incas.core.fields import DayField


class IndicatorsForm(forms.Form):
    """Every indicator: observed, not observed, not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for indicator in Indicator:
            self.fields[indicator] = forms.ChoiceField(
                label=indicator.label, choices=Observation.choices, widget=forms.RadioSelect
            )

    def groups(self) -> Iterator[tuple[IndicatorGroup, list[forms.BoundField]]]:
        """Give the fields by group, as the grid shows them."""
        for group, indicators in INDICATOR_GROUPS.items():
            yield group, [self[indicator] for indicator in indicators]

    def observations(self) -> dict[Indicator, Observation]:
        """Give what was chosen."""
        return {indicator: Observation(self.cleaned_data[indicator]) for indicator in Indicator}


class NeedsForm(forms.Form):
    """How each domain stands on a day: a score from 1 to 5, and a note. A domain left out is not weighed."""

    moment = forms.ChoiceField(label=gettext_lazy("Momento"), choices=Moment.choices)
    weighed_on = DayField(label=gettext_lazy("Valutati il"))

    def __init__(self, *args: Any, is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].disabled = self.fields["weighed_on"].disabled = is_fixed
        scale = [("", gettext_lazy("Non valutato")), *Score.choices]
        for need in Need:
            self.fields[need] = forms.ChoiceField(
                label=need.label, choices=scale, required=False, widget=forms.RadioSelect
            )
            self.fields[self.note_of(need)] = forms.CharField(
                label=gettext_lazy("Annotazioni"), max_length=2000, required=False, widget=forms.TextInput(UNKEPT)
            )

    @staticmethod
    def note_of(need: Need) -> str:
        """Name the field of the note of a domain."""
        return f"{need}_note"

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Give each domain's score and note, as the grid shows them."""
        return [(self[need], self[self.note_of(need)]) for need in Need]

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, and a note without its score."""
        data = super().clean() or self.cleaned_data
        past_day(self, "weighed_on")
        for need in Need:
            if data.get(self.note_of(need)) and not data.get(need):
                self.add_error(need, gettext_lazy("C'è un'annotazione: scegliere anche il punteggio."))
        return data

    def weights(self) -> dict[Need, Weight]:
        """Give what was chosen."""
        data = self.cleaned_data
        return {need: Weight(Score(int(data[need])), data[self.note_of(need)]) for need in Need if data[need]}


class ConsentForm(forms.Form):
    """What the person was told or agreed to."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa"), choices=[("", gettext_lazy("Scegliere che cosa")), *ConsentKind.choices]
    )
    answer = forms.ChoiceField(label=gettext_lazy("Risposta"), choices=Answer.choices, widget=forms.RadioSelect)
    given_on = DayField(label=gettext_lazy("Data"))
    language = forms.ChoiceField(label=gettext_lazy("Lingua in cui è stato spiegato"), choices=Language.choices)
    mediator = forms.CharField(
        label=gettext_lazy("Mediatore o mediatrice"),
        max_length=120,
        required=False,
        widget=forms.TextInput({**UNKEPT, "size": 30}),
    )
    note = forms.CharField(
        label=gettext_lazy("Annotazioni"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({**UNKEPT, "rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come; give choices as what they are."""
        data = super().clean() or self.cleaned_data
        past_day(self, "given_on")
        kinds: dict[str, Any] = {"kind": ConsentKind, "answer": Answer, "language": Language}
        return data | {name: kind(data[name]) for name, kind in kinds.items() if data.get(name)}
