# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What allauth asks of us: no sign-up, refusals in Italian, when to ask again who somebody is, encrypted secrets."""

import base64
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incas.accounts import sessions
from incas.accounts.models import User

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 (nothing listens here: the address that stands for none)


class AccountAdapter(DefaultAccountAdapter):
    """Passwords and sign-in."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Questo accesso non è attivo: rivolgersi all'amministratore del proprio ente."),
        "email_password_mismatch": _("L'indirizzo e-mail o la password non sono corretti."),
        "enter_current_password": _("La password attuale non è corretta."),
        "incorrect_code": _("Il codice non è corretto."),
        "incorrect_password": _("La password non è corretta."),
        "invalid_login": _("L'indirizzo e-mail o la password non sono corretti."),
        "invalid_password_reset": _("Il collegamento per reimpostare la password non è più valido."),
        "rate_limited": _("Troppe richieste in poco tempo: attendere qualche minuto e riprovare."),
        "too_many_login_attempts": _(
            "Troppi tentativi non riusciti: attendere mezz'ora, oppure reimpostare la password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Nobody signs up: people are invited by the administrator of their body."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell the network address of who asks. Where none is known all share one, and are locked out together."""
        return get_client_ip(request) or UNKNOWN_ADDRESS

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who somebody is before they touch their second factor, unless they have just signed in."""
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return asked and not sessions.signed_in_within(
            self.request, app_settings.REAUTHENTICATION_TIMEOUT, timezone.now()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 (allauth's signature)
        """Go to one's sessions, where one sees that the others are closed."""
        return reverse("accounts:sessions")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factor."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Il secondo fattore non può essere tolto."),
        "cannot_generate_recovery_codes": _(
            "Prima dei codici di recupero serve un secondo fattore: un'app o una passkey."
        ),
        "incorrect_code": _(
            "Il codice non è corretto: controllare l'ora del telefono e scrivere quello mostrato adesso."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt the seed of an app or of recovery codes: who reads the database alone cannot pass for anybody."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read it back, with the current key or one that was retired."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's)
        """Name a passkey until its owner does."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service to the authenticator; the identifier is the host, without its port (WebAuthn § 5.1.2)."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.MFA_TOTP_ISSUER}


def _cipher() -> MultiFernet:
    """The cipher of second factors: keys derived from the secret key, and from those it replaced."""
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    """Derive a key of its own for this use (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"incas second factors").derive(secret.encode())
