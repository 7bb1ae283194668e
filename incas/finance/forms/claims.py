# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Opening a claim of one of the periods of a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.queries.claims import OfferedPeriod


class PeriodForm(forms.Form):
    """The period that a new claim is about."""

    number = forms.TypedChoiceField(label=gettext_lazy("Periodo"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, periods: list[OfferedPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {row.period.number: row for row in periods if row.has_begun}
        self.fields["number"] = forms.TypedChoiceField(
            label=_("Periodo"),
            coerce=int,
            widget=forms.RadioSelect,
            choices=[(number, told(row)) for number, row in self.periods.items()],
            initial=next((number for number, row in self.periods.items() if not row.claims), None),
        )


def told(offered: OfferedPeriod) -> str:
    """Say a period: its days, by when its claim is due, the claims made of it so far."""
    period = offered.period
    said = _("%(number)s. dal %(first)s al %(last)s, da inviare entro il %(due)s") % {
        "number": period.number,
        "first": writing.day(period.first),
        "last": writing.day(period.last),
        "due": writing.day(period.due_on),
    }
    made = ", ".join(_("n. %(number)s") % {"number": claim.number} for claim in offered.claims)
    return f"{said} ({_('per questo periodo c’è già la domanda')} {made})" if made else said
