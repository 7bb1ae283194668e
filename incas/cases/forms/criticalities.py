# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Criticalities, corrections, effects, as people write them."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Phase
from incas.cases.choices.pilot import LawRule, Origin
from incas.cases.models import MeasureKind
from incas.core.fields import DayField
from incas.organisations.models import Body

NOT_TIED = [("", _("Nessuna in particolare"))]


class CriticalityForm(forms.Form):
    """What does not work. `bodies`: the Comuni it may be of; None: its Comune is settled."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Comune"))
    title = forms.CharField(label=_("In breve"), max_length=160)
    description = forms.CharField(
        label=_("Che cosa non funziona"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nessun nome e nessun codice di caso: quando l'effetto è verificato la leggono tutti i servizi."),
    )
    origin = forms.ChoiceField(label=_("Origine"), choices=Origin.choices)
    phase = forms.ChoiceField(label=_("Fase"), choices=[*NOT_TIED, *Phase.choices], required=False)
    measure_kind = forms.ModelChoiceField(
        MeasureKind.objects.none(), label=_("Tipo di misura"), required=False, empty_label=NOT_TIED[0][1]
    )
    rule = forms.ChoiceField(label=_("Regola"), choices=[*NOT_TIED, *LawRule.choices], required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body] | None, may_be_of_all: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[MeasureKind]", self.fields["measure_kind"]).queryset = MeasureKind.objects.in_use()
        if bodies is None:
            del self.fields["body"]
            return
        body = cast("forms.ModelChoiceField[Body]", self.fields["body"])
        body.queryset = bodies
        body.required = not may_be_of_all
        body.empty_label = _("Tutto il progetto pilota") if may_be_of_all else None


class CorrectionForm(forms.Form):
    """How it was corrected."""

    correction = forms.CharField(
        label=_("Come è stata corretta"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    corrected_on = DayField(label=_("Corretta il"))


class EffectForm(forms.Form):
    """Whether it worked."""

    effect = forms.CharField(
        label=_("Che effetto ha avuto"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Che cosa è cambiato e da che cosa si vede: servirà agli altri servizi."),
    )
    verified_on = DayField(label=_("Verificata il"))


class ReasonForm(forms.Form):
    """Why it is open again, or was not solved."""

    reason = forms.CharField(label=_("Motivo"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
