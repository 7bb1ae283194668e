# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The total of a document: told in euro, corrected."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.core.fields import DayField, EuroField
from incas.finance.choices import EURO_SOURCES_TOLD, EuroSource
from incas.finance.models import DocumentIdentity
from incas.finance.operations.totals import EuroTotal
from incas.programmes.rulebook import CENT

EURO_FIELDS: Final = ("euro_total", "euro_source", "euro_on")


class EuroTotalForm(forms.Form):
    """What a document in another currency costs in euro, where that comes from, of which day."""

    euro_total = EuroField(
        label=_("Importo totale in euro"),
        max_digits=14,
        min_value=CENT,
        error_messages={"min_value": _("Scrivere un importo maggiore di zero.")},
        help_text=_(
            "Quanto costa l'intero documento: l'addebito della banca oppure, se non è ancora pagato, il totale al "
            "cambio ufficiale del giorno. Vale per ogni ente che ha il documento."
        ),
    )
    euro_source = forms.ChoiceField(
        label=_("Da dove viene"),
        choices=[(source.value, source.label) for source in EURO_SOURCES_TOLD],
        widget=forms.RadioSelect,
    )
    euro_on = DayField(label=_("Del giorno"), help_text=_("Il giorno dell'addebito, o quello del cambio."))

    def ask_no_euro(self) -> None:
        """Leave these fields out, in a form that has others."""
        for name in EURO_FIELDS:
            del self.fields[name]

    @property
    def asks_euro(self) -> bool:
        """They are asked."""
        return "euro_total" in self.fields

    def told(self) -> EuroTotal:
        """Give what was told."""
        data = self.cleaned_data
        return EuroTotal(data["euro_total"], EuroSource(data["euro_source"]), data["euro_on"])


def euro_values_of(identity: DocumentIdentity) -> dict[str, Any]:
    """Give what the form of a total in euro is shown with; a source that nobody chooses is asked again."""
    return {
        "euro_total": None if identity.euro_total is None else abs(identity.euro_total),
        "euro_source": identity.euro_source,
        "euro_on": identity.euro_on,
    }


class TotalForm(EuroTotalForm):
    """Why a total is corrected; `total` is the one that was seen. Its euro are asked where they were told."""

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

    def __init__(self, *args: Any, has_euro: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_euro:
            self.ask_no_euro()
