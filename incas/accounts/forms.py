# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Forms of sign-in in plain Italian, on those of allauth; name and address of a person."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.accounts.operations import ask_password_reset

PASSWORD_HELP = _(
    "Almeno 14 caratteri: anche una frase. Non una password comune, non solo cifre, non simile al nome o all'indirizzo."
)
CODE_HELP = _("Le 6 cifre che l'app mostra adesso.")
CODE_SECONDS = 120
"""How long a code of the app cannot be used again: longer than it is accepted."""


def worded(form: forms.Form, **words: tuple[Any, Any]) -> None:
    """Give fields their label and hint; nothing stands inside the space, since it would vanish while typing."""
    for name, (label, hint) in words.items():
        form.fields[name].label = label
        form.fields[name].help_text = hint
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, login=(_("Indirizzo e-mail"), ""), password=(_("Password"), ""))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """Current password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(
            self,
            oldpassword=(_("Password attuale"), ""),
            password1=(_("Nuova password"), PASSWORD_HELP),
            password2=(_("Nuova password, di nuovo"), ""),
        )

    def clean(self) -> dict[str, Any]:
        """Tell in our words that the two differ."""
        return same_twice(self, super().clean())


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, email=(_("Indirizzo e-mail"), _("Quello con cui si accede alla piattaforma.")))

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:  # noqa: ARG002 (allauth's signature)
        """Let the worker answer: whether there is anything to send must not show in how long the page takes."""
        email: str = self.cleaned_data["email"]
        ask_password_reset(email=email)
        return email


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, password1=(_("Nuova password"), PASSWORD_HELP), password2=(_("Nuova password, di nuovo"), ""))

    def clean(self) -> dict[str, Any]:
        """Tell in our words that the two differ."""
        return same_twice(self, super().clean())


class ConfirmPasswordForm(account_forms.ReauthenticateForm):
    """The password again, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, password=(_("Password"), ""))


def same_twice(form: forms.Form, cleaned: dict[str, Any] | None) -> dict[str, Any]:
    """Put in Italian what allauth says when two passwords differ."""
    if "password2" in form.errors and form.data.get("password1") != form.data.get("password2"):
        del form.errors["password2"]
        form.add_error("password2", _("Le due password sono diverse: scrivere la stessa."))
    return cleaned or {}


class SecondFactorForm(factor_forms.AuthenticateForm):
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, code=(_("Codice"), _("Le 6 cifre dell'app, oppure uno dei codici di recupero.")))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        """Accept a code once."""
        return used_once(self.user, super().clean_code(), self.authenticator)


class ConfirmSecondFactorForm(factor_forms.ReauthenticateForm):
    """The code again, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, code=(_("Codice"), _("Le 6 cifre dell'app, oppure uno dei codici di recupero.")))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> str:
        """Accept a code once."""
        return used_once(self.user, super().clean_code(), self.authenticator)


def used_once(user: User, code: str, authenticator: Authenticator) -> str:
    """Refuse a code of the app that was accepted already: allauth forgets it before it stops being accepted."""
    key = f"incas.accounts.code:{user.pk}:{''.join(code.split())}"
    if authenticator.type == Authenticator.Type.TOTP and not cache.add(key, "", timeout=CODE_SECONDS):
        raise get_adapter().validation_error("incorrect_code")
    return code


class ActivateAppForm(app_forms.ActivateTOTPForm):
    """The first code of the app proves that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, code=(_("Codice mostrato dall'app"), CODE_HELP))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A name, and whether the key alone is enough to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(
            self,
            name=(_("Nome"), _("Per riconoscerla: «Portatile dell'ufficio», «Telefono».")),
            passwordless=(
                _("Accedere con questa passkey senza scrivere la password"),
                _("Il dispositivo chiederà ogni volta l'impronta, il volto o il PIN."),
            ),
        )


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    """The name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name=(_("Nome"), _("Per riconoscerla: «Portatile dell'ufficio», «Telefono».")))


class NameForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Name and surname."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"


class EmailChangeForm(forms.Form):
    """The new address."""

    email = forms.EmailField(
        label=_("Nuovo indirizzo e-mail"),
        max_length=254,
        help_text=_("Riceverà un collegamento da aprire entro due giorni. Fino ad allora resta valido quello attuale."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ArrivalForm(forms.Form):
    """What an invited person gives to arrive: name, surname, password twice."""

    first_name = forms.CharField(
        label=_("Nome"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Cognome"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password, di nuovo"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Check the password against the name just typed and the address, and the two against each other."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Le due password sono diverse: scrivere la stessa."))
        if first:
            person = User(
                email=self.user.email,
                first_name=cleaned.get("first_name", ""),
                last_name=cleaned.get("last_name", ""),
            )
            try:
                validate_password(first, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned
