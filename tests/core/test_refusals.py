# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Django's own refusals never speak in the second person, nor in English."""

import re

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from incas.accounts.models import User

NOT_OURS = re.compile(
    r"\b(inserisci|scegli|assicurati|riprova|tuo|tua|enter|ensure|this|must|select|password is)\b", re.IGNORECASE
)


class Sample(forms.Form):
    """One field of each kind."""

    text = forms.CharField()
    long = forms.CharField(max_length=2)
    short = forms.CharField(min_length=5)
    whole = forms.IntegerField()
    least = forms.IntegerField(min_value=3)
    most = forms.IntegerField(max_value=3)
    number = forms.DecimalField()
    day = forms.DateField()
    hour = forms.TimeField()
    instant = forms.DateTimeField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    address = forms.URLField(assume_scheme="https")
    shape = forms.RegexField("^a$")
    row = forms.ModelChoiceField(User.objects.none())
    file = forms.FileField()
    code = forms.UUIDField()
    data = forms.JSONField()


WRONG = {
    "long": "abc",
    "short": "abc",
    "whole": "x",
    "least": "2",
    "most": "4",
    "number": "x",
    "day": "x",
    "hour": "x",
    "instant": "x",
    "choice": "z",
    "choices": ["z"],
    "email": "x",
    "address": "x y",
    "shape": "b",
    "row": "1",
    "code": "x",
    "data": "{",
}


@pytest.mark.parametrize("name", list(Sample.base_fields))
def test_refusal_is_in_impersonal_italian(name, db):
    (message,) = Sample(WRONG).errors[name]
    assert NOT_OURS.search(message) is None, message


def test_plural_follows_the_number():
    class Short(forms.Form):
        one = forms.CharField(min_length=1, strip=False, required=False)
        five = forms.CharField(min_length=5)

    assert Short({"five": "abc"}).errors == {"five": ["Servono almeno 5 caratteri (ce ne sono 3)."]}


@pytest.mark.parametrize("password", ["corta", "12345678901234567", "passwordpassword", "anna@esempio.invalid"])
def test_refusal_of_a_password_is_in_impersonal_italian(password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(email="anna@esempio.invalid"))
    assert [message for message in refusal.value.messages if NOT_OURS.search(message)] == []


def test_value_that_somebody_has_already_is_told_without_the_names_of_the_model(finance_officer):
    again = User(email=finance_officer.email)
    with pytest.raises(ValidationError) as refusal:
        again.validate_unique()
    assert refusal.value.message_dict == {"email": ["È già usato: scriverne un altro."]}
