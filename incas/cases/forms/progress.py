# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a programme leads to, as people write it: Italian, work and its verification, a home, rights obtained."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import WorkSector
from incas.cases.choices.programmes import DwellingKind, EntitlementKind, EntitlementState, ItalianLevel, WorkKind
from incas.core.fields import DayField, to_choose


class ItalianForm(forms.Form):
    """The level of Italian on a day."""

    level = forms.TypedChoiceField(label=_("Livello"), choices=to_choose(ItalianLevel.choices), coerce=int)
    assessed_on = DayField(label=_("Accertato il"))
    has_certificate = forms.BooleanField(label=_("Con certificato"), required=False)


class EngagementForm(forms.Form):
    """Training, an internship, a contract."""

    kind = forms.ChoiceField(label=_("Tipo"), choices=to_choose(WorkKind.choices))
    sector = forms.ChoiceField(label=_("Settore"), choices=WorkSector.choices, initial=WorkSector.UNKNOWN)
    employer = forms.CharField(label=_("Ente o datore di lavoro"), max_length=200, required=False)
    starts_on = DayField(label=_("Inizio"))
    ends_on = DayField(label=_("Fine"), required=False)


class VerificationForm(forms.Form):
    """Whether the person still works."""

    verified_on = DayField(label=_("Verificato il"))
    still_working = forms.TypedChoiceField(
        label=_("La persona lavora ancora?"),
        choices=[("1", _("Sì")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class DwellingForm(forms.Form):
    """Where the person lives from a day on."""

    kind = forms.ChoiceField(label=_("Dove vive"), choices=to_choose(DwellingKind.choices))
    starts_on = DayField(label=_("Dal"), help_text=_("L'abitazione precedente finisce il giorno prima."))


class EntitlementForm(forms.Form):
    """What became of a right or a benefit."""

    kind = forms.ChoiceField(label=_("Che cosa"), choices=to_choose(EntitlementKind.choices))
    state = forms.ChoiceField(label=_("Stato"), choices=to_choose(EntitlementState.choices))
    requested_on = DayField(label=_("Chiesto il"), required=False)
    decided_on = DayField(label=_("Deciso il"), required=False)
