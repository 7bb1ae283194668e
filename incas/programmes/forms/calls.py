# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Funds and calls, and how a version of the rules begins."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.core.fields import DayField, EuroField
from incas.core.forms import conditional
from incas.core.uploading import DropInput
from incas.programmes.choices import CallState
from incas.programmes.exchange import FileRefused, from_json
from incas.programmes.exchange.reading import LARGEST
from incas.programmes.models import Call, Fund, RuleSet

CALL_FIELDS = ("fund", "code", "title", "summary", "opens_on", "closes_on", "amount")


class FundForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A fund."""

    class Meta:
        model = Fund
        fields = ("code", "name", "description")
        help_texts: ClassVar[dict[str, Any]] = {"code": _("Breve, come si cita: FNPM, FAMI.")}
        widgets: ClassVar[dict[str, Any]] = {"description": forms.Textarea(attrs={"rows": 3})}


class CallForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A call. Once it is published its fund and its code no longer change."""

    opens_on = DayField(label=_("Apre il"))
    closes_on = DayField(label=_("Chiude il"), help_text=_("Fino a questo giorno i Comuni presentano progetti."))
    amount = EuroField(
        label=_("Dotazione"), max_digits=14, min_value=0, help_text=_("Quanto l'avviso mette a disposizione in tutto.")
    )

    class Meta:
        model = Call
        fields = CALL_FIELDS
        help_texts: ClassVar[dict[str, Any]] = {
            "code": _(
                "Per esempio FNPM-2026. È l'inizio del codice di ogni progetto; non cambia dopo la pubblicazione."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.state != CallState.DRAFT:
            self.fields["fund"].disabled = self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Ask that the call closes after it opens, and puts up something."""
        cleaned = super().clean() or {}
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("L'avviso chiude prima di aprire: correggere una delle due date."))
        if cleaned.get("amount") == 0:
            self.add_error("amount", _("La dotazione deve essere maggiore di zero."))
        return cleaned


class RuleSetChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A version of the rules of some call, told by its call."""

    def label_from_instance(self, rule_set: RuleSet) -> str:
        """Write the call, its title, the version."""
        return f"{rule_set.call.code} – {rule_set.call.title} ({_('versione')} {rule_set.version})"


class BeginRulesForm(forms.Form):
    """How a version of the rules begins: empty, as a copy of another, from a file."""

    EMPTY, COPY, FILE = "empty", "copy", "file"

    origin = forms.ChoiceField(
        label=_("Da che cosa si parte"),
        choices=(
            (COPY, _("Da una versione pubblicata, di questo o di un altro avviso")),
            (EMPTY, _("Da zero")),
            (FILE, _("Da un file JSON scaricato da questa piattaforma")),
        ),
        widget=forms.RadioSelect,
    )
    source = conditional(RuleSetChoiceField(RuleSet.objects.none(), label=_("Versione da copiare"), required=False))
    file = conditional(forms.FileField(label=_("File JSON"), required=False, widget=DropInput(accept=".json")))

    def __init__(self, *args: Any, sources: QuerySet[RuleSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("RuleSetChoiceField", self.fields["source"]).queryset = sources

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen origin needs, and read the file."""
        cleaned = super().clean() or {}
        if cleaned.get("origin") == self.COPY and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Scegliere la versione da copiare."))
        if cleaned.get("origin") == self.FILE:
            if cleaned.get("file"):
                self._read(cleaned)
            elif "file" not in self.errors:
                self.add_error("file", _("Scegliere il file."))
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        file = cleaned["file"]
        try:
            cleaned["book"] = from_json(file.read(LARGEST + 1))
        except FileRefused as refusal:
            self.add_error("file", ValidationError(str(refusal)))
