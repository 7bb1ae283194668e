# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A question on a case, and an answer, as people write them."""

from django import forms
from django.utils.translation import gettext_lazy as _

NO_NAMES = _(
    "Mai nomi, cognomi, codici fiscali, recapiti: chi legge segue il caso dal suo codice. Scrivere «la persona», "
    "«il datore di lavoro», «la figlia»."
)


class AnswerForm(forms.Form):
    """What is answered."""

    text = forms.CharField(
        label=_("Risposta"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}), help_text=NO_NAMES
    )


class QuestionForm(forms.Form):
    """What is asked."""

    subject = forms.CharField(label=_("Oggetto"), max_length=160)
    text = forms.CharField(
        label=_("Domanda"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}), help_text=NO_NAMES
    )
