# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Why something written by mistake is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.mistakes import Mistake


class MistakeForm(forms.Form):
    """What was wrong."""

    why = forms.TypedChoiceField(
        label=_("Che cosa non andava"), choices=Mistake.choices, coerce=Mistake, widget=forms.RadioSelect
    )
