# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses about one's own access. Those of allauth keep the names it knows them by; sign-up has no address at all."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import include, path, re_path

from incas.accounts import views

own = [
    path("profilo/accessi/", views.sessions, name="sessions"),
    path("profilo/accessi/chiudi-altri/", views.end_other_sessions, name="end_other_sessions"),
    path("profilo/accessi/<int:key>/chiudi/", views.end_session, name="end_session"),
    path("profilo/sessione/", views.session_time, name="session_time"),
    path("profilo/nome/", views.name, name="name"),
    path("profilo/email/", views.email, name="email"),
    path("profilo/email/<str:token>/", views.confirm_email, name="confirm_email"),
]

entrance = [
    path("accedi/", allauth_views.login, name="account_login"),
    path("esci/", allauth_views.logout, name="account_logout"),
    path("accedi/non-attivo/", allauth_views.account_inactive, name="account_inactive"),
    path("accedi/secondo-fattore/", factor_views.authenticate, name="mfa_authenticate"),
    path("accedi/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("password/", allauth_views.password_reset, name="account_reset_password"),
    path("password/inviata/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/fatto/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

confirmation = [
    path("conferma/password/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("conferma/codice/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("conferma/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

security = [
    path("", factor_views.index, name="mfa_index"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("senza-password/", views.no_password, name="account_set_password"),
    path("app/attiva/", app_views.activate_totp, name="mfa_activate_totp"),
    path("app/togli/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("codici/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codici/genera/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codici/scarica/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkey/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("passkey/aggiungi/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("passkey/<int:pk>/togli/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkey/<int:pk>/nome/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include(entrance)),
    path("", include(confirmation)),
    path("profilo/sicurezza/", include(security)),
]
