# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A contact for the diary; something to do."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.programmes import ContactKind
from incas.core.fields import DayField


class DiaryForm(forms.Form):
    """A contact, as it was."""

    kind = forms.ChoiceField(label=_("Contatto"), choices=ContactKind.choices)
    happened_on = DayField(label=_("Data"))
    with_mediator = forms.BooleanField(label=_("Con mediazione linguistica e culturale"), required=False)
    text = forms.CharField(
        label=_("Che cosa è successo"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Fatti, accordi, prossimi passi. Mai le dichiarazioni rese in un'indagine. Quello che è scritto resta: "
            "una correzione è un'altra voce."
        ),
    )


class TaskForm(forms.Form):
    """Something to do in a case: what, who, by when."""

    text = forms.CharField(label=_("Che cosa fare"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Chi la fa"), help_text=_("Chi può aprire questo caso.")
    )
    due_on = DayField(label=_("Entro il"))

    def __init__(self, *args: Any, team: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = team
        owner.empty_label = None
