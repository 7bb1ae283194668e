# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who a person is, as it is typed; and looking for a person by exact name or fiscal code."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.cases.choices.cases import Sex
from incas.cases.choices.countries import CITIZENSHIPS
from incas.cases.identities import (
    OLDEST,
    IdentityContent,
    is_of_day,
    is_of_sex,
    is_of_year,
    tells_birth,
    words_of,
)
from incas.cases.queries.persons import Match
from incas.core import writing
from incas.core.fields import DayField, FiscalCodeField

UNKEPT = {"autocomplete": "off", "spellcheck": "false"}
"""Browsers of shared desks neither keep nor send to others what is typed."""


def past_day(form: forms.BaseForm, name: str) -> None:
    """Refuse a day that has not come yet, beside its field."""
    day = form.cleaned_data.get(name)
    if day is not None and day > timezone.localdate():
        form.add_error(name, _("La data è nel futuro: controllare il giorno."))


class MatchedForm(forms.Form):
    """A form about a person who may be known already: `matches`, and the codes of those said to be somebody else."""

    others = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches: list[Match] = []

    def offer(self, matches: list[Match]) -> None:
        """Show who may be the same person."""
        self.matches = matches

    @property
    def matched_codes(self) -> str:
        """What the box «è un'altra persona» sends."""
        return " ".join(sorted(match.code for match in self.matches))

    def said_others(self) -> frozenset[str]:
        """Give the codes of persons said to be somebody else."""
        return frozenset(self.cleaned_data["others"].split())


class IdentityFields(MatchedForm):
    """Who a person is. Everything may be left empty but the name."""

    first_name = forms.CharField(
        label=gettext_lazy("Nome o pseudonimo"), max_length=100, widget=forms.TextInput({**UNKEPT, "size": 30})
    )
    last_name = forms.CharField(
        label=gettext_lazy("Cognome"), max_length=100, required=False, widget=forms.TextInput({**UNKEPT, "size": 30})
    )
    birth_date = DayField(label=gettext_lazy("Data di nascita"), required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("oppure solo l'anno"), required=False, help_text=gettext_lazy("Se il giorno non è noto.")
    )
    birth_place = forms.CharField(
        label=gettext_lazy("Luogo di nascita"), max_length=120, required=False, widget=forms.TextInput(UNKEPT)
    )
    citizenship = forms.ChoiceField(label=gettext_lazy("Cittadinanza"), choices=CITIZENSHIPS, required=False)
    tax_code = FiscalCodeField(
        label=gettext_lazy("Codice fiscale"),
        required=False,
        help_text=gettext_lazy("Anche quello provvisorio, di 11 cifre."),
    )
    document = forms.CharField(
        label=gettext_lazy("Documento"),
        max_length=200,
        required=False,
        widget=forms.TextInput(UNKEPT),
        help_text=gettext_lazy("Tipo, numero, scadenza."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telefono"), max_length=60, required=False, widget=forms.TextInput({**UNKEPT, "size": 20})
    )
    contact = forms.CharField(
        label=gettext_lazy("Come contattare la persona in sicurezza"),
        max_length=300,
        required=False,
        widget=forms.Textarea({**UNKEPT, "rows": 2}),
    )
    address = forms.CharField(
        label=gettext_lazy("Dove vive"), max_length=300, required=False, widget=forms.Textarea({**UNKEPT, "rows": 2})
    )

    def clean_first_name(self) -> str:
        """Refuse a name without a letter: it would never be found again."""
        name = str(self.cleaned_data["first_name"])
        if not words_of(name):
            raise forms.ValidationError(_("Scrivere almeno una lettera."))
        return name

    def clean(self) -> dict[str, Any]:
        """Compare what says the same thing twice: day and year of birth, fiscal code and birth."""
        data = super().clean() or self.cleaned_data
        past_day(self, "birth_date")
        self._check_birth(data.get("birth_date"), data.get("birth_year"))
        if data.get("tax_code") and tells_birth(data["tax_code"]) and not self.errors.keys() & {"birth_date"}:
            self._check_tax_code(data["tax_code"])
        return data

    def _check_birth(self, day: date | None, year: int | None) -> None:
        today = timezone.localdate()
        born = day.year if day else year
        if born is not None and not today.year - OLDEST <= born <= today.year:
            name = "birth_date" if day else "birth_year"
            said = _("L'anno va dal %(first)s al %(last)s: controllare quello scritto.")
            self.add_error(name, said % {"first": today.year - OLDEST, "last": today.year})
        elif day is not None and year is not None and day.year != year:
            self.add_error("birth_year", _("L'anno non è quello della data di nascita: basta la data."))

    def _check_tax_code(self, tax_code: str) -> None:
        day, year = self.cleaned_data.get("birth_date"), self.cleaned_data.get("birth_year")
        if day is not None and not is_of_day(tax_code, day):
            said = _("Il codice non è di chi è nato %(day)s: controllare la data di nascita o il codice.")
            self.add_error("tax_code", said % {"day": writing.long_day(day, "il")})
        elif day is None and year is not None and not is_of_year(tax_code, year):
            said = _("Il codice non è di chi è nato nel %(year)s: controllare l'anno di nascita o il codice.")
            self.add_error("tax_code", said % {"year": year})
        if not is_of_sex(tax_code, self.known_sex()):
            self.add_error("tax_code", _("Il codice non è del sesso indicato nel caso: controllare l'uno o l'altro."))

    def known_sex(self) -> Sex:
        """The sex the fiscal code is compared with."""
        return Sex.UNKNOWN

    def identity(self) -> IdentityContent:
        """Give what was typed; the year alone where the day is not known."""
        data = self.cleaned_data
        kept = {name: data[name] for name in IDENTITY_FIELDS if name != "birth_year"}
        return IdentityContent(birth_year=None if data["birth_date"] else data["birth_year"], **kept)


IDENTITY_FIELDS = tuple(IdentityContent.__dataclass_fields__)


class IdentityForm(IdentityFields):
    """The identity of a case being corrected."""

    def __init__(self, *args: Any, sex: Sex, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex = sex

    def known_sex(self) -> Sex:
        """The sex of the case."""
        return self.sex


class FindPersonForm(forms.Form):
    """A person looked for: exact name, or fiscal code. Sent by POST alone, so that no address or log holds it."""

    name = forms.CharField(
        label=gettext_lazy("Nome e cognome, per intero"),
        max_length=200,
        required=False,
        widget=forms.TextInput({**UNKEPT, "size": 40}),
        help_text=gettext_lazy("Maiuscole, accenti e ordine delle parole non contano."),
    )
    tax_code = FiscalCodeField(label=gettext_lazy("oppure codice fiscale"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if bool(data["name"]) == bool(data["tax_code"]):
            self.add_error("name", _("Scrivere il nome o il codice fiscale: uno dei due."))
        elif data["name"] and not words_of(data["name"]):
            self.add_error("name", _("Scrivere almeno una lettera."))
        return data
