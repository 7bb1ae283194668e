# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who may open a case, as the supervisor says it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.access import GrantKind
from incas.cases.models import Grant
from incas.core.fields import DayField
from incas.core.forms import conditional
from incas.core.writing import long_day

GRANTED = (GrantKind.TEAM, GrantKind.SUBSTITUTE)
"""Why a supervisor lets somebody in; an emergency is taken, not granted."""


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


class GrantChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes no type when it runs
    """Grants by case, person and last day."""

    def label_from_instance(self, grant: Grant) -> str:
        """Say one in words."""
        return _("Caso %(code)s: %(who)s, fino al %(day)s") % {
            "code": grant.case.code,
            "who": grant.user,
            "day": long_day(timezone.localdate(grant.lapses_at)),
        }


class ConfirmForm(forms.Form):
    """The grants to confirm, many at once."""

    grants = GrantChoices(
        Grant.objects.none(),
        label=gettext_lazy("Chi deve ancora poter aprire il caso"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chi non viene scelto perde l'accesso nel giorno scritto."),
        error_messages={"required": gettext_lazy("Scegliere almeno un accesso, o lasciare che cessino da sé.")},
    )
    reason = conditional(
        forms.CharField(
            label=gettext_lazy("Motivo"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=gettext_lazy("Serve solo se fra gli accessi scelti c'è il proprio."),
        )
    )

    def __init__(self, *args: Any, waiting: QuerySet[Grant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("GrantChoices", self.fields["grants"]).queryset = waiting
