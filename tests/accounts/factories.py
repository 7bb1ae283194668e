# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""People for tests: invented, with a password everyone knows."""

import factory

from incas.accounts.models import User

PASSWORD = "una-frase-lunga-per-i-test"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person who signs in with PASSWORD. Name them: `UserFactory(first_name="Ada", last_name="Prova")`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"persona{number}@esempio.invalid")
    first_name = "Persona"
    last_name = factory.Sequence(lambda number: f"Numero{number}")
    password = factory.django.Password(PASSWORD)
