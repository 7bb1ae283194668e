# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The correction of the total of a document."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TotalForm(forms.Form):
    """Why the larger total is the right one; `total` is the one that was seen."""

    total = forms.DecimalField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Motivo"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Lo legge ogni ente che ha il documento: dire come si è verificato, per esempio con il fornitore, senza "
            "nominare gli altri enti."
        ),
        error_messages={"min_length": _("Scrivere il motivo con almeno dieci caratteri.")},
    )
