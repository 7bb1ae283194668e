# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Entries about bodies and people, the page about oneself, and the body one acts for."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incas.core.navigation import (
    Acting,
    BodyChoice,
    register_acting,
    register_entry,
    register_personal_link,
    register_start,
)
from incas.organisations import rules
from incas.organisations.choices import Role


def acting(request: HttpRequest) -> Acting | None:
    """Tell the body the person acts for and the others, without any query: the middleware has read them."""
    user = request.user
    if not user.is_authenticated or user.acting_body_id is None:
        return None
    choices = tuple(BodyChoice(key, name, key == user.acting_body_id) for key, name in user.bodies.items())
    return Acting(user.acting_body_name, choices, reverse("organisations:switch_body"))


register_acting(acting)
register_personal_link(_("Il mio profilo"), "organisations:profile", icon="user")
register_personal_link(_("Accesso e sicurezza"), "mfa_index", icon="key")
register_personal_link(_("Sessioni e accessi"), "accounts:sessions", icon="clock")
register_entry(
    _("Enti"),
    "organisations:bodies",
    rule=rules.list_bodies,
    order=70,
    also=("organisations:own_people", "organisations:territories"),
)
register_entry(
    _("Persone"),
    "organisations:own_people",
    rule=rules.has_any_role(Role.ADMINISTRATOR),
    order=80,
    also=("organisations:bodies",),
)
register_start(
    _("Chi lavora per l'ente entra con un invito per e-mail, con il proprio ruolo."),
    _("Invita le persone dell'ente"),
    "organisations:own_people",
    rule=rules.has_any_role(Role.ADMINISTRATOR),
    order=80,
)
register_start(
    _("Un Comune prende parte al programma da quando è tra gli enti e ha un amministratore."),
    _("Aggiungi gli enti"),
    "organisations:bodies",
    rule=rules.manage_bodies,
    order=70,
)
