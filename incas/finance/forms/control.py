# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Deciding a line, giving a claim back, opening its control again."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core.fields import EuroField
from incas.core.forms import conditional
from incas.finance.choices import Decision, Reopening
from incas.finance.models import ClaimLine
from incas.finance.operations.control import ControlRefused, Verdict, require_reduction

REASON = gettext_lazy("Il Comune lo legge così com'è scritto.")


class DecisionForm(forms.Form):
    """What the control says of a line."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Esito"),
        choices=[
            (Decision.ADMITTED.value, gettext_lazy("Ammetti per intero")),
            (Decision.REDUCED.value, gettext_lazy("Riduci a un importo")),
            (Decision.EXCLUDED.value, gettext_lazy("Escludi")),
        ],
        widget=forms.RadioSelect,
    )
    admitted = conditional(EuroField(label=gettext_lazy("Importo ammesso, se ridotta"), required=False))
    reason = conditional(
        forms.CharField(
            label=gettext_lazy("Motivo, se ridotta o esclusa"),
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text=REASON,
        )
    )

    def __init__(self, *args: Any, claimed: Decimal, **kwargs: Any) -> None:
        """Take how much the line claims, in euro: a reduction stays below it."""
        super().__init__(*args, **kwargs)
        self.claimed = claimed

    def clean(self) -> dict[str, Any]:
        """Ask for amount and reason where they count, and tell all that is wrong at once."""
        data = super().clean() or self.cleaned_data
        decision = data.get("decision")
        if decision == Decision.REDUCED and "admitted" not in self.errors:
            self._check_reduction(data.get("admitted"))
        if decision in {Decision.REDUCED, Decision.EXCLUDED} and not data.get("reason"):
            self.add_error("reason", _("Scrivere il motivo: il Comune deve poterlo leggere."))
        return data

    def _check_reduction(self, admitted: Decimal | None) -> None:
        """Tell beside the amount that it is missing, or that it reduces nothing."""
        if admitted is None:
            self.add_error("admitted", _("Scrivere l'importo ammesso."))
            return
        try:
            require_reduction(admitted, claimed=self.claimed)
        except ControlRefused as refusal:
            self.add_error("admitted", str(refusal))

    def verdict(self) -> Verdict:
        """Give the verdict: an amount counts only for a reduction, a reason only where something is not admitted."""
        data = self.cleaned_data
        decision = Decision(data["decision"])
        return Verdict(
            decision,
            reason="" if decision == Decision.ADMITTED else data["reason"].strip(),
            admitted=data["admitted"] if decision == Decision.REDUCED else None,
        )


def values_of(line: ClaimLine) -> dict[str, Any]:
    """Give what the form of a line is shown with: whole admission is proposed while nothing was decided."""
    is_pending = line.decision == Decision.PENDING
    return {
        "decision": Decision.ADMITTED.value if is_pending else line.decision,
        "admitted": line.admitted if line.decision == Decision.REDUCED else None,
        "reason": line.reason,
    }


class ReturnForm(forms.Form):
    """A claim given back to the Comune."""

    reopening = forms.ChoiceField(
        label=gettext_lazy("Che cosa può correggere il Comune"),
        choices=Reopening.choices,
        widget=forms.RadioSelect,
        initial=Reopening.LIMITED,
        help_text=gettext_lazy("Se si riaprono solo le spese non ammesse, quelle già ammesse restano come sono."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Motivo della restituzione"), widget=forms.Textarea({"rows": 5}), help_text=REASON
    )


class ReopenForm(forms.Form):
    """A control opened again by who certifies."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo della riapertura"),
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("Lo legge chi ha concluso il controllo."),
    )
