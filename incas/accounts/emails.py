# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""E-mails about one's own access: plain text, no personal data beyond the greeting."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.core.addresses import whole_url


def send_address_confirmation(user: User, email: str, token: str) -> None:
    """Send to a new address the link that confirms it."""
    link = whole_url("accounts:confirm_email", token)
    _send(_("Confermare il nuovo indirizzo e-mail"), "confirm_address", email, {"person": user, "link": link})


def send_address_in_use(email: str) -> None:
    """Tell an address that somebody asked to use it for another person."""
    _send(_("Indirizzo e-mail già in uso"), "address_in_use", email, {"link": whole_url("account_login")})


def send_address_changed(user: User, old: str) -> None:
    """Tell the old address that it is no longer used."""
    _send(_("Indirizzo e-mail cambiato"), "address_changed", old, {"person": user})


def send_second_factor_reset(user: User) -> None:
    """Tell a person that their second factor was taken away, and by whose request it should have been."""
    link = whole_url("account_login")
    _send(_("Secondo fattore azzerato"), "second_factor_reset", user.email, {"person": user, "link": link})


def send_password_reset(user: User) -> None:
    """Send the link for choosing a new password: it works once, and for a day."""
    link = whole_url(
        "account_reset_password_from_key", user_pk_to_url_str(user), default_token_generator.make_token(user)
    )
    _send(_("Scegliere una nuova password"), "password_reset", user.email, {"person": user, "link": link})


def _send(subject: str, template: str, to: str, context: dict[str, object]) -> None:
    body = render_to_string(f"accounts/email/{template}.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
