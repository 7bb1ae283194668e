# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A case as it is typed: opened from a report, corrected, reported again."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.cases import Language, Sex, Source, WorkSector
from incas.cases.forms.persons import UNKEPT, IdentityFields, past_day
from incas.cases.models import Case, PilotService
from incas.cases.operations.cases import CaseFacts, NewReport
from incas.core.fields import DayField
from incas.organisations.choices import AreaKind
from incas.organisations.models import Territory


def provinces() -> QuerySet[Territory]:
    """The provinces there are today, by name."""
    return Territory.objects.current(timezone.localdate()).filter(kind=AreaKind.PROVINCE).order_by("name")


class ReportFields(forms.Form):
    """A report or a referral in."""

    received_on = DayField(label=gettext_lazy("Ricevuta il"))
    source = forms.ChoiceField(
        label=gettext_lazy("Da chi"), choices=[("", gettext_lazy("Scegliere chi ha segnalato")), *Source.choices]
    )
    is_urgent = forms.BooleanField(label=gettext_lazy("Urgente: la persona può essere in pericolo"), required=False)
    reference = forms.CharField(
        label=gettext_lazy("Protocollo o riferimento"),
        max_length=80,
        required=False,
        widget=forms.TextInput({**UNKEPT, "size": 30}),
        help_text=gettext_lazy("Senza nomi."),
    )
    note = forms.CharField(
        label=gettext_lazy("Che cosa si sa"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({**UNKEPT, "rows": 4}),
        help_text=gettext_lazy("Mai le dichiarazioni rese in un'indagine."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a report that has not arrived yet."""
        data = super().clean() or self.cleaned_data
        past_day(self, "received_on")
        return data

    def report(self) -> NewReport:
        """Give the report that was typed."""
        data = self.cleaned_data
        return NewReport(
            received_on=data["received_on"],
            source=Source(data["source"]),
            reference=data["reference"],
            is_urgent=data["is_urgent"],
            note=data["note"],
        )


class FactsFields(forms.Form):
    """What is known of a person without naming them."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Sesso"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Lingua in cui comunica"), choices=Language.choices, initial=Language.OTHER
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Settore in cui lavorava"), choices=WorkSector.choices, initial=WorkSector.UNKNOWN
    )
    work_territory = forms.ModelChoiceField(
        Territory.objects.none(),
        label=gettext_lazy("Provincia del lavoro"),
        required=False,
        empty_label=gettext_lazy("Non nota"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work_territory"].queryset = provinces()  # type: ignore[attr-defined]  # a field of models

    def facts(self) -> CaseFacts:
        """Give what was typed."""
        data = self.cleaned_data
        return CaseFacts(
            sex=Sex(data["sex"]),
            sector=WorkSector(data["sector"]),
            work_territory=data["work_territory"],
            language=Language(data["language"]),
        )


class OpenCaseForm(ReportFields, FactsFields, IdentityFields):
    """A case being opened: the report, what is known without naming the person, who they are, as the page asks it."""

    field_order = (
        "service",
        *ReportFields.base_fields,
        *FactsFields.base_fields,
        "is_relative",
        "holder",
        *IdentityFields.base_fields,
    )

    service = forms.ModelChoiceField(
        PilotService.objects.none(), label=gettext_lazy("Servizio"), empty_label=gettext_lazy("Scegliere il servizio")
    )
    is_relative = forms.BooleanField(
        label=gettext_lazy("È familiare di un titolare del permesso per sfruttamento"), required=False
    )
    holder = forms.CharField(
        label=gettext_lazy("Codice del caso del titolare"),
        max_length=12,
        required=False,
        widget=forms.TextInput({**UNKEPT, "size": 14}),
        help_text=gettext_lazy("Se è già in carico: la persona entra nella sua famiglia."),
    )

    def __init__(self, *args: Any, services: QuerySet[PilotService], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["service"].queryset = services  # type: ignore[attr-defined]  # a field of models
        if not self.is_bound and len(services) == 1:
            self.initial.setdefault("service", services[0].pk)
        self.has_one_service = len(services) == 1

    def known_sex(self) -> Sex:
        """The sex typed above."""
        return Sex(self.cleaned_data.get("sex", Sex.UNKNOWN))

    def clean_holder(self) -> Case | None:
        """Find the holder's case, among those the person may open."""
        code = str(self.cleaned_data["holder"]).strip().upper()
        if not code:
            return None
        case = Case.objects.opened_by(self.user).select_related("person__family").filter(code=code).first()
        if case is None:
            raise forms.ValidationError(_("Nessun caso con questo codice fra quelli che si possono aprire."))
        if case.is_relative:
            raise forms.ValidationError(_("Questo caso è di un familiare: serve il codice del titolare."))
        return case

    def clean(self) -> dict[str, Any]:
        """Keep a family within one service."""
        data = super().clean() or self.cleaned_data
        holder, service = data.get("holder"), data.get("service")
        if holder is not None and service is not None and holder.body_id != service.body_id:
            self.add_error("holder", _("Il caso del titolare è di un altro servizio."))
        return data


class CaseFactsForm(FactsFields):
    """What is known of a case without naming the person, being corrected."""

    is_urgent = forms.BooleanField(label=gettext_lazy("Urgente: la persona può essere in pericolo"), required=False)


class ReportForm(ReportFields):
    """Another report about a case."""
