# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What an administrator writes about the people of their body."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.fields import DayField
from incas.organisations.choices import Role
from incas.organisations.models import Body, Membership
from incas.organisations.rules import grantable_roles

ENDS_HELP = _("Ultimo giorno compreso. Senza una data vale finché viene confermata, ogni sei mesi.")


class ValidityForm(forms.Form):
    """From when to when a membership holds."""

    starts_on = DayField(label=_("Dal"))
    ends_on = DayField(label=_("Fino al"), required=False, help_text=ENDS_HELP)

    def clean(self) -> dict[str, Any]:
        """Refuse a term before the beginning."""
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Il termine viene prima dell'inizio."))
        return cleaned


class InviteForm(ValidityForm):
    """Whom to invite, as what, from when to when. Only the roles that may be granted here are offered."""

    email = forms.EmailField(
        label=_("Indirizzo e-mail"),
        max_length=254,
        help_text=_("Quello di lavoro e personale: non una casella dell'ufficio letta da più persone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, body: Body, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in grantable_roles(by, body)]
        if len(choices) > 1:
            choices.insert(0, ("", _("Scegliere il ruolo")))  # none is granted because it came first
        self.fields["role"] = forms.ChoiceField(label=_("Ruolo"), choices=choices)
        self.fields["starts_on"].initial = timezone.localdate
        self.order_fields(("email", "role", "starts_on", "ends_on"))

    def clean_role(self) -> Role:
        """Give the role itself."""
        return Role(self.cleaned_data["role"])

    def clean_starts_on(self) -> Any:
        """Refuse a beginning in the past: nobody was anything before being asked."""
        starts_on = self.cleaned_data["starts_on"]
        if starts_on < timezone.localdate():
            raise forms.ValidationError(_("L'appartenenza può iniziare da oggi in poi."))
        return starts_on


class ReasonForm(forms.Form):
    """Why a membership is suspended or ended: it stays in its history."""

    reason = forms.CharField(
        label=_("Motivo"),
        max_length=500,
        help_text=_(
            "Resta nella storia, che non si può cancellare: non scrivere dati sulla salute o altri dati delicati."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def validity_of(membership: Membership) -> dict[str, Any]:
    """Read what the form of the validity is shown with."""
    return {"starts_on": membership.starts_on, "ends_on": membership.ends_on}
