# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What Django itself says of a wrong field, in the impersonal Italian of an office: its own translation says *tu*."""

from typing import TYPE_CHECKING, Final

from django import forms
from django.apps import apps
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TAKEN: Final = _("È già usato: scriverne un altro.")
NOT_OFFERED: Final = _("La scelta non è fra quelle possibili: sceglierne un'altra.")

OF_FIELDS: Final[dict[type[forms.Field], dict[str, "StrOrPromise"]]] = {
    forms.IntegerField: {"invalid": _("Scrivere un numero intero, senza virgola.")},
    forms.FloatField: {"invalid": _("Scrivere un numero.")},
    forms.DecimalField: {"invalid": _("Scrivere un numero.")},
    forms.DateField: {"invalid": _("Scrivere una data che esiste, per esempio 17/02/2026.")},
    forms.TimeField: {"invalid": _("Scrivere un'ora che esiste, per esempio 9:30.")},
    forms.DateTimeField: {"invalid": _("Scrivere una data e un'ora che esistono.")},
    forms.ChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
        "invalid_pk_value": NOT_OFFERED,
    },
    forms.URLField: {"invalid": _("Scrivere un indirizzo completo, per esempio https://www.esempio.it.")},
    forms.FileField: {
        "invalid": _("Il file non è arrivato: sceglierlo di nuovo."),
        "missing": _("Il file non è arrivato: sceglierlo di nuovo."),
        "empty": _("Il file è vuoto."),
    },
    forms.JSONField: {"invalid": _("Il valore non è leggibile.")},
    forms.UUIDField: {"invalid": _("Il codice non è leggibile.")},
}

OF_VALIDATORS: Final[dict[type, "StrOrPromise"]] = {
    validators.EmailValidator: _("L'indirizzo non è completo: per esempio nome.cognome@comune.esempio.it."),
    validators.URLValidator: _("Scrivere un indirizzo completo, per esempio https://www.esempio.it."),
    validators.RegexValidator: _("Il valore non ha la forma giusta."),
    validators.MinValueValidator: _("Non può essere inferiore a %(limit_value)s."),
    validators.MaxValueValidator: _("Non può essere superiore a %(limit_value)s."),
    validators.MinLengthValidator: ngettext_lazy(
        "Serve almeno %(limit_value)d carattere (ce n'è %(show_value)d).",
        "Servono almeno %(limit_value)d caratteri (ce ne sono %(show_value)d).",
        "limit_value",
    ),
    validators.MaxLengthValidator: ngettext_lazy(
        "Al massimo %(limit_value)d carattere (ce ne sono %(show_value)d).",
        "Al massimo %(limit_value)d caratteri (ce ne sono %(show_value)d).",
        "limit_value",
    ),
}


def speak_italian() -> None:
    """Put these words in place of Django's, once at start. A field or a validator with words of its own keeps them."""
    for field, words in OF_FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for model in apps.get_models():
        for column in model._meta.fields:
            if column.error_messages["unique"] == models.Field.default_error_messages["unique"]:
                column.error_messages["unique"] = TAKEN
    for validator, message in OF_VALIDATORS.items():
        validator.message = message  # type: ignore[attr-defined]  # each of them has a message
