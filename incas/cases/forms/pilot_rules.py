# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A version of a rule of the pilot."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incas.core.fields import DayField

LARGEST = 10_000


class RuleVersionForm(forms.Form):
    """What the rule says, from when, where it is written."""

    values = forms.CharField(
        label=_("Valore"),
        max_length=60,
        required=False,
        help_text=_(
            "Un numero intero; più numeri separati da virgole per i giorni di avviso; 1 per sì, 0 per no."
            " Vuoto solo dove la regola può non porre un termine."
        ),
    )
    valid_from = DayField(label=_("In vigore dal"))
    source = forms.CharField(
        label=_("Fonte"), max_length=300, help_text=_("Norma, circolare o decisione, come si cita.")
    )
    is_verified = forms.BooleanField(
        label=_("Il testo ufficiale è stato letto"),
        required=False,
        help_text=_("Altrimenti il valore è una configurazione del progetto, da confermare."),
    )
    note = forms.CharField(label=_("Annotazioni"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_values(self) -> list[int]:
        """Read whole numbers; none, where nothing is written: whether a rule may be empty is the operation's to say."""
        written = [part.strip() for part in str(self.cleaned_data["values"]).split(",") if part.strip()]
        if not all(part.isdecimal() and int(part) <= LARGEST for part in written):
            raise ValidationError(
                _("Scrivere numeri interi, separati da virgole se più d'uno: per esempio 90, 60, 30.")
            )
        return [int(part) for part in written]
