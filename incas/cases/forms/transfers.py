# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""To whom a case goes, what of it, why; what the receiver answers."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.access import PARTS_TO_HAND_OVER, TransferKind
from incas.cases.models import PilotService
from incas.core.forms import conditional


class TransferForm(forms.Form):
    """Propose a case to another Comune, or record that a person was sent to another service."""

    kind = forms.ChoiceField(
        label=_("Che cosa si fa"),
        choices=TransferKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Con l'invio il caso resta anche qui; con il trasferimento si chiude quando viene accettato."),
    )
    to = conditional(
        forms.ModelChoiceField(
            PilotService.objects.none(),
            label=_("Comune del progetto pilota"),
            required=False,
            empty_label=_("un altro servizio, fuori dalla piattaforma"),
        )
    )
    to_service = conditional(
        forms.CharField(
            label=_("Altro servizio"),
            max_length=160,
            required=False,
            help_text=_("Se non è un Comune del progetto pilota: nulla viene inviato dalla piattaforma."),
        )
    )
    parts = forms.MultipleChoiceField(
        label=_("Parti che la persona acconsente a inviare"),
        choices=[(part.value, part.label) for part in PARTS_TO_HAND_OVER],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Solo queste partono. Un Comune non può prendere in carico chi non può nominare."),
        error_messages={"required": _("Scegliere almeno una parte.")},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lo legge chi deve accettare, prima di sapere chi è la persona: nessun nome."),
    )

    def __init__(self, *args: Any, services: QuerySet[PilotService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[PilotService]", self.fields["to"]).queryset = services

    def clean(self) -> dict[str, Any]:
        """Ask for one addressee."""
        data = super().clean() or {}
        if data.get("to") and data.get("to_service"):
            self.add_error("to_service", _("Scegliere un Comune o scrivere un altro servizio, non entrambi."))
        elif not data.get("to") and not data.get("to_service") and "to" not in self.errors:
            self.add_error("to_service", _("Scegliere un Comune, o scrivere a quale altro servizio."))
        return data


class RefusalForm(forms.Form):
    """Why a case is not accepted."""

    answer = forms.CharField(
        label=_("Motivo"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Lo legge chi invia.")
    )


class OutsideAnswerForm(forms.Form):
    """What a service outside the platform answered."""

    is_accepted = forms.TypedChoiceField(
        label=_("Che cosa ha risposto"),
        choices=[("1", _("Ha accettato")), ("0", _("Ha rifiutato"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Annotazioni"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
