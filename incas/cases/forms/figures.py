# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Notes of the comparison, as people write them."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.statistics.indicators import COMPARED
from incas.organisations.models import Body


class WordsForm(forms.Form):
    """Why a figure differs."""

    text = forms.CharField(
        label=_("Perché è diverso"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Per esempio: il servizio accoglie solo donne; la stagione agricola finisce a ottobre. Mai dati personali: "
            "nessun nome, nessun codice di caso, niente che faccia riconoscere qualcuno. La legge chi vede la cifra."
        ),
    )


class DifferenceForm(WordsForm):
    """Of which Comune and which figure, and why it differs."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Comune"), empty_label=None)
    indicator = forms.ChoiceField(label=_("Cifra"), choices=[(slug, label) for slug, _key, label in COMPARED])
    field_order = ("body", "indicator", "text")

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Body]", self.fields["body"]).queryset = bodies
