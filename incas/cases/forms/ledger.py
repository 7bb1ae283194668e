# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The review of the ledger."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.models import PilotService
from incas.core.fields import DayField


class ReviewForm(forms.Form):
    """Up to when the ledger was looked at, and what was found."""

    service = forms.ModelChoiceField(PilotService.objects.none(), label=_("Servizio"), empty_label=None)
    until = DayField(label=_("Letture esaminate fino al"), help_text=_("Il giorno è compreso."))
    note = forms.CharField(
        label=_("Che cosa si è visto"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Per ogni lettura insolita: se era giustificata, e che cosa si è fatto. Se non c'è nulla, scriverlo."
        ),
    )

    def __init__(self, *args: Any, services: QuerySet[PilotService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[PilotService]", self.fields["service"]).queryset = services
