# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How a person signed in and with what outcome; the verbs of the trail about people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incas.audit.verbs import register_verbs


class SignInOutcome(models.TextChoices):
    """What came of an attempt to sign in."""

    SUCCEEDED = "succeeded", _("Riuscito")
    FAILED = "failed", _("Non riuscito")
    LOCKED = "locked", _("Bloccato per troppi tentativi")


OUTCOME_KINDS: dict[SignInOutcome, str] = {
    SignInOutcome.SUCCEEDED: "success",
    SignInOutcome.FAILED: "warning",
    SignInOutcome.LOCKED: "danger",
}


class SignInMethod(models.TextChoices):
    """What was shown to sign in. The first three are attempts that stopped at that step, or sign-ins with it."""

    PASSWORD = "password", _("Password")
    CODE = "code", _("Password e codice dell'app")
    SECURITY_KEY = "security_key", _("Password e passkey")
    RECOVERY_CODE = "recovery_code", _("Password e codice di recupero")
    PASSKEY = "passkey", _("Solo passkey")
    INVITATION = "invitation", _("Invito accettato")
    DEMO = "demo", _("Ingresso della demo")


register_verbs(
    {
        "renamed": _("ha cambiato il proprio nome"),
        "email_change_asked": _("ha chiesto di cambiare il proprio indirizzo e-mail"),
        "email_changed": _("ha cambiato il proprio indirizzo e-mail"),
        "password_changed": _("ha cambiato la password"),
        "password_reset": _("ha reimpostato la password"),
        "second_factor_added": _("ha attivato un secondo fattore"),
        "second_factor_removed": _("ha tolto un secondo fattore"),
        "recovery_codes_made": _("ha generato nuovi codici di recupero"),
        "second_factor_reset": _("ha azzerato il secondo fattore"),
        "session_ended": _("ha chiuso una sessione"),
        "sessions_ended": _("ha chiuso le altre sessioni"),
    }
)
