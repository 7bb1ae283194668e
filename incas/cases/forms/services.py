# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The service of a Comune, as who runs the pilot writes it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incas.core.choosing import SearchField
from incas.core.fields import DayField
from incas.core.searching import mentions
from incas.organisations.models import Body


def find_bodies(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Keep the bodies whose name has every word of the text."""
    for word in text.split()[:8]:
        bodies = bodies.filter(mentions("name", word))
    return bodies.order_by("name")


class ServiceForm(forms.Form):
    """A service; its Comune is chosen once."""

    body = SearchField(
        Body.objects.none(),
        search=find_bodies,
        url=reverse_lazy("cases:suggest_comuni"),
        label=_("Comune"),
        help_text=_("Titolare dei dati dei casi. Le chiavi che ne sigillano le identità si creano adesso."),
    )
    name = forms.CharField(label=_("Nome del servizio"), max_length=200)
    operator = SearchField(
        Body.objects.none(),
        search=find_bodies,
        url=reverse_lazy("cases:suggest_operators"),
        label=_("Ente attuatore"),
        required=False,
        help_text=_("L'ente che gestisce il servizio per il Comune, se non lo gestisce il Comune stesso."),
    )
    opens_on = DayField(label=_("Attivo dal"))
    closes_on = DayField(
        label=_("Attivo fino al"), required=False, help_text=_("L'ultimo giorno; vuoto finché è aperto.")
    )

    def __init__(
        self, *args: Any, operators: QuerySet[Body], comuni: QuerySet[Body] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("SearchField", self.fields["operator"]).queryset = operators
        if comuni is None:
            del self.fields["body"]
        else:
            cast("SearchField", self.fields["body"]).queryset = comuni
