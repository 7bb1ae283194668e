# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Questions of the evaluation, and answers, as people write them."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.statistics.indicators import INDICATORS
from incas.organisations.models import Body

RATINGS = [("", _("Nessun voto")), *((str(number), str(number)) for number in range(1, 6))]


class QuestionForm(forms.Form):
    """A question; one that is new is not retired."""

    text = forms.CharField(label=_("Domanda"), max_length=300)
    help = forms.CharField(
        label=_("Aiuto a chi risponde"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    indicator = forms.ChoiceField(
        label=_("Cifra accanto alla domanda"),
        choices=lambda: [("", _("Nessuna")), *((slug, each.title) for slug, each in INDICATORS.items())],
        required=False,
    )
    position = forms.IntegerField(label=_("Ordine"), min_value=0, max_value=999)
    is_retired = forms.BooleanField(
        label=_("Non più in uso"), required=False, help_text=_("Le risposte date restano nella sintesi.")
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["is_retired"]


class EvaluationForm(forms.Form):
    """What a service answers. Its Comune is asked of who works for several."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Comune"), empty_label=None)
    text = forms.CharField(
        label=_("Risposta"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nessun nome e nessun codice di caso: la leggono il coordinamento e il Ministero."),
    )
    rating = forms.TypedChoiceField(
        label=_("Da 1 (per niente) a 5 (del tutto)"), choices=RATINGS, coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Body]", self.fields["body"]).queryset = bodies
