# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Requests of the person concerned, files taken away, cases made anonymous."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.cases.choices.access import RequestKind
from incas.cases.exports import is_passphrase
from incas.core.fields import DayField, to_choose


class RequestForm(forms.Form):
    """What the person asked, and when."""

    kind = forms.ChoiceField(label=gettext_lazy("Che cosa chiede"), choices=to_choose(RequestKind.choices))
    received_on = DayField(
        label=gettext_lazy("Ricevuta il"), help_text=gettext_lazy("Si risponde entro un mese (art. 12 GDPR).")
    )
    note = forms.CharField(
        label=gettext_lazy("Annotazioni"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """What was answered."""

    note = forms.CharField(
        label=gettext_lazy("Che cosa si è risposto"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileKind(TextChoices):
    """As what something leaves the platform."""

    PDF = "pdf", gettext_lazy("PDF, da leggere e stampare")
    XLSX = "xlsx", gettext_lazy("XLSX, per i fogli di calcolo")


class PassphraseForm(forms.Form):
    """As what it leaves, the passphrase that was shown, and the word that it was copied."""

    kind = forms.ChoiceField(
        label=gettext_lazy("In quale formato"), choices=FileKind.choices, widget=forms.RadioSelect, initial=FileKind.PDF
    )
    passphrase = forms.CharField(widget=forms.HiddenInput)
    is_copied = forms.BooleanField(
        label=gettext_lazy("La frase segreta è stata copiata"),
        error_messages={"required": gettext_lazy("Copiare prima la frase segreta: non sarà più mostrata.")},
    )

    def clean_passphrase(self) -> str:
        """Take only one that was made here."""
        text = str(self.cleaned_data["passphrase"])
        if not is_passphrase(text):
            raise ValidationError(_("La frase segreta non è quella mostrata: ricaricare la pagina."))
        return text


class AnonymiseForm(forms.Form):
    """The last word before cases are made anonymous."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("Identità, testi, diario e legami si cancellano per sempre"),
        error_messages={"required": gettext_lazy("Confermare: non si può tornare indietro.")},
    )
