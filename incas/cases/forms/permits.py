# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a permit and of an admission: days and facts, one step a form; what a review decided."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.permits import AdmissionState, Conversion, PermitKind, RevocationReason
from incas.core.fields import DayField, to_choose


class StepForm(forms.Form):
    """A step that is only a day."""

    on = DayField(label=_("Giorno"))
    corrects: ClassVar[dict[str, str]] = {}
    """Fields that, when a step is corrected, begin from what the permit has, and where it has it."""


class ReportForm(forms.Form):
    """The beginning of a permit."""

    kind = forms.ChoiceField(
        label=_("Titolo"),
        choices=PermitKind.choices,
        help_text=_("Per un familiare presente in Italia, di regola, motivi familiari."),
    )
    on = DayField(label=_("Segnalato il"))


class RequestForm(StepForm):
    """The request, with or without a receipt."""

    corrects = {"has_receipt": "has_receipt"}
    has_receipt = forms.BooleanField(
        label=_("C'è la ricevuta"),
        required=False,
        help_text=_("Con la ricevuta si può restare e lavorare fino all'esito (art. 18-ter c. 6)."),
    )


class IssueForm(StepForm):
    """The issue of a permit."""

    corrects = {"expires_on": "expires_on"}
    expires_on = DayField(
        label=_("Scade il"),
        required=False,
        help_text=_("Come dice il documento. Se manca, si calcola dalla regola in vigore il giorno del rilascio."),
    )


class RenewalForm(IssueForm):
    """The issue of a renewal: another document, with a last day of its own."""

    corrects: ClassVar[dict[str, str]] = {}


class CommunicationForm(StepForm):
    """The communication to the ministry, with its reference."""

    corrects = {"reference": "communication_reference"}
    reference = forms.CharField(
        label=_("Protocollo della comunicazione"),
        max_length=80,
        help_text=_("Solo il numero e la data di protocollo: il Ministero lo legge. Mai il nome della persona."),
    )


class ConversionForm(StepForm):
    """Into what the permit was converted."""

    conversion = forms.ChoiceField(label=_("Convertito in"), choices=to_choose(Conversion.choices))


class RevocationForm(StepForm):
    """Why the permit was revoked."""

    corrects = {"reason": "revocation"}
    reason = forms.ChoiceField(
        label=_("Motivo"),
        choices=to_choose(RevocationReason.choices),
        help_text=_("La perdita del lavoro non è un motivo."),
    )


class ProposalForm(forms.Form):
    """The proposal that a person is admitted, and its coming into force."""

    on = DayField(label=_("Giorno"))
    act_reference = forms.CharField(
        label=_("Estremi dell'atto"),
        max_length=120,
        required=False,
        help_text=_("Per esempio: determinazione 41/2026."),
    )


class SuspensionForm(forms.Form):
    """The suspension of an admission."""

    on = DayField(label=_("Sospesa dal"))


class EndForm(forms.Form):
    """How an admission ended. Its reasons are its own, written by hand."""

    into = forms.ChoiceField(
        label=_("Come è cessata"),
        choices=to_choose(
            (state.value, state.label)
            for state in (AdmissionState.ENDED, AdmissionState.RENOUNCED, AdmissionState.REVOKED)
        ),
    )
    on = DayField(label=_("Cessata il"))
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Il motivo dell'ammissione, non quello del permesso: sono due cose distinte. Mai dichiarazioni."),
    )

    def __init__(self, *args: Any, may_revoke: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_revoke:
            into = cast("forms.ChoiceField", self.fields["into"])
            into.choices = to_choose(
                (state.value, state.label) for state in (AdmissionState.RENOUNCED, AdmissionState.ENDED)
            )


class DecisionForm(forms.Form):
    """What was decided after looking at a case again."""

    decision = forms.CharField(
        label=_("Che cosa si è deciso"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Fatti e prossimi passi, senza nomi: la leggono anche i coordinatori specialistici."),
    )
