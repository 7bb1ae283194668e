# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case, as the supervisor says it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.access import GRANTED, GrantKind
from incas.core.fields import DayField
from incas.core.forms import conditional


class GrantForm(forms.Form):
    """Let somebody of the service open a case."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Chi"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Perché"),
        choices=[(kind.value, kind.label) for kind in GRANTED],
        initial=GrantKind.TEAM,
        widget=forms.RadioSelect,
    )
    until = conditional(DayField(label=gettext_lazy("Ultimo giorno"), required=False))
    reason = conditional(
        forms.CharField(
            label=gettext_lazy("Motivo"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=gettext_lazy("Serve per autorizzare sé stessi; è cifrato come il resto del caso."),
        )
    )

    def __init__(self, *args: Any, staff: QuerySet[User], days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = staff
        self.fields["until"].help_text = _(
            "Serve per una sostituzione. Vuoto: %(days)s giorni, poi si conferma o cessa."
        ) % {"days": days}


class EmergencyForm(forms.Form):
    """Why a case must be opened at once."""

    reason = forms.CharField(
        label=gettext_lazy("Perché serve subito"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("È cifrato nel caso e resta: lo legge chi coordina il servizio e chi apre il caso."),
        error_messages={"min_length": gettext_lazy("Scrivere il motivo con almeno dieci caratteri.")},
    )


class ConfirmForm(forms.Form):
    """Why one's own access is still needed, when it is among those to confirm."""

    reason = conditional(
        forms.CharField(
            label=gettext_lazy("Perché il proprio accesso serve ancora"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=gettext_lazy("È cifrato nel caso e resta."),
        )
    )
