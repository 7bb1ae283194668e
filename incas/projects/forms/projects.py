# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A project: made, described, given a tutor, an agreement, an advance."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.choosing import SearchField
from incas.core.fields import CupField, DayField, EuroField
from incas.core.searching import mentions
from incas.core.uploading import DropInput
from incas.organisations.models import Body
from incas.programmes.models import RuleSet
from incas.projects.models import Project

LARGEST_AGREEMENT = 25_000_000


class RulesField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """The call under which a project is made: its latest rules come with it."""

    def label_from_instance(self, rule_set: RuleSet) -> str:
        """Write the call and its title."""
        return f"{rule_set.call.code} – {rule_set.call.title}"


def find_bodies(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Keep the bodies whose name has every word of the text."""
    for word in text.split()[:8]:
        bodies = bodies.filter(mentions("name", word))
    return bodies.order_by("name")


class NewProjectForm(forms.Form):
    """What a project is born with."""

    rule_set = RulesField(
        RuleSet.objects.none(),
        label=_("Avviso"),
        help_text=_("Il progetto segue per sempre le regole in vigore oggi per questo avviso."),
    )
    body = SearchField(
        Body.objects.none(), search=find_bodies, url=reverse_lazy("projects:suggest_bodies"), label=_("Comune o ente")
    )
    title = forms.CharField(label=_("Titolo"), max_length=250)
    starts_on = DayField(label=_("Inizio"))
    ends_on = DayField(label=_("Fine"), help_text=_("L'ultimo giorno del progetto."))

    def __init__(
        self, *args: Any, rule_sets: QuerySet[RuleSet], bodies: QuerySet[Body], own: Body | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("RulesField", self.fields["rule_set"]).queryset = rule_sets
        self.own = own
        if own is not None:
            del self.fields["body"]
        else:
            cast("SearchField", self.fields["body"]).queryset = bodies

    def clean(self) -> dict[str, Any]:
        """Ask that the project ends after it starts; one's own body is not asked."""
        cleaned = super().clean() or {}
        if self.own is not None:
            cleaned["body"] = self.own
        check_period(self, cleaned)
        return cleaned


def check_period(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Tell on the form that a project ends after it starts."""
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on <= starts_on:
        form.add_error("ends_on", _("Il progetto deve finire dopo il giorno in cui inizia."))


class ReasonMixin(forms.Form):
    """Asks for the reason of a change to a project that runs."""

    reason = forms.CharField(
        label=_("Motivo della modifica"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        help_text=_("Il progetto è avviato: il motivo resta nella sua storia."),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class DescribeForm(ReasonMixin):
    """The general data of a project."""

    title = forms.CharField(label=_("Titolo"), max_length=250)
    summary = forms.CharField(
        label=_("In breve"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Che cosa fa il progetto, per chi e dove."),
    )
    cup = CupField(
        label=_("CUP (codice unico di progetto)"),
        required=False,
        help_text=_("15 caratteri. Si può aggiungere anche dopo: serve per avviare il progetto."),
    )
    starts_on = DayField(label=_("Inizio"))
    ends_on = DayField(label=_("Fine"), help_text=_("L'ultimo giorno del progetto."))
    field_order = ("title", "summary", "cup", "starts_on", "ends_on", "reason")

    def clean(self) -> dict[str, Any]:
        """Ask that the project ends after it starts."""
        cleaned = super().clean() or {}
        check_period(self, cleaned)
        return cleaned


def described(project: Project) -> dict[str, Any]:
    """Read what the general data are shown with."""
    return {name: getattr(project, name) for name in ("title", "summary", "cup", "starts_on", "ends_on")}


class TutorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A tutor, by name."""

    def label_from_instance(self, user: User) -> str:
        """Write surname and name, as lists are sorted."""
        return f"{user.last_name} {user.first_name}"


class TutorForm(forms.Form):
    """Who accompanies a project."""

    tutor = TutorField(
        User.objects.none(),
        label=_("Referente territoriale"),
        required=False,
        empty_label=_("Nessuno"),
        help_text=_("Accompagna il Comune e, se le regole lo prevedono, fa il primo controllo delle domande."),
    )

    def __init__(self, *args: Any, tutors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("TutorField", self.fields["tutor"]).queryset = tutors.order_by("last_name", "first_name")


class AgreementForm(ReasonMixin):
    """The signed agreement."""

    agreement_signed_on = DayField(label=_("Firmata il"))
    agreement_reference = forms.CharField(
        label=_("Estremi"), max_length=120, help_text=_("Numero di repertorio o di protocollo e data: rep. 118/2026.")
    )
    file = forms.FileField(
        label=_("Testo firmato, in PDF o PDF firmato (.p7m)"),
        required=False,
        max_length=200,
        widget=DropInput(accept=".pdf,.p7m"),
        help_text=_("Se è già caricato, un nuovo file prende il suo posto."),
    )
    field_order = ("agreement_signed_on", "agreement_reference", "file", "reason")

    def clean_file(self) -> Any:
        """Refuse a file too large to be an agreement."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_AGREEMENT:
            raise forms.ValidationError(_("Il file supera 25 MB: ridurre le immagini e caricarlo di nuovo."))
        return file


def agreed(project: Project) -> dict[str, Any]:
    """Read what the agreement is shown with."""
    return {name: getattr(project, name) for name in ("agreement_signed_on", "agreement_reference")}


class AdvanceForm(forms.Form):
    """The advance a project received."""

    advance_amount = EuroField(label=_("Importo"), required=False, min_value=0)
    advance_received_on = DayField(
        label=_("Arrivato il"), required=False, help_text=_("Il giorno dell'accredito in tesoreria.")
    )


def advanced(project: Project) -> dict[str, Any]:
    """Read what the advance is shown with."""
    return {name: getattr(project, name) for name in ("advance_amount", "advance_received_on")}
