# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every place shares. Secrets and addresses come from the environment, never from here."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from incas.core.embedded import database_settings
from incas.core.running.places import var_folder

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = var_folder()

DEBUG = False
DEMO = False
SITE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "incas.core",
    "incas.audit",
    "incas.accounts",
    "incas.organisations",
    "incas.documents",
    "incas.notifications",
    "incas.privacy",
    "incas.programmes",
    "incas.projects",
    "incas.finance",
    "incas.cases",
    "incas.website",
    "incas.dashboard",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "incas.accounts.middleware.SessionClock",
    "incas.core.middleware.SignInRequired",
    "incas.organisations.middleware.ActingMiddleware",
    "incas.organisations.middleware.SecondFactorRequired",
    "incas.core.middleware.AddressesWithoutNul",
    "incas.core.middleware.EnvelopesOpened",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "incas.core.middleware.WholePageAfterSending",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "incas.core.context.frame",
            ],
            "builtins": [
                "django.contrib.humanize.templatetags.humanize",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "incas.core.templatetags.interface",
            ],
        },
    },
]
FORM_RENDERER = "incas.core.forms.ItalianRenderer"

DATABASES: dict[str, Any] = {"default": database_settings(VAR_DIR)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "incas.core.failures.lost_session"

# People: allauth for passwords, second factor and sessions; axes locks out after repeated failures; rules permits.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "incas.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "incas.accounts.passwords.DisguisedPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_ADAPTER = "incas.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# The lock-out of axes comes first; these bound guesses at one account from many addresses, and at its second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,20/1800s/key"}
ACCOUNT_FORMS = {
    "login": "incas.accounts.forms.SignInForm",
    "change_password": "incas.accounts.forms.ChangePasswordForm",
    "reset_password": "incas.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "incas.accounts.forms.NewPasswordForm",
    "reauthenticate": "incas.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "incas.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "incas.accounts.forms.SecondFactorForm",
    "reauthenticate": "incas.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "incas.accounts.forms.ActivateAppForm",
    "add_webauthn": "incas.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "incas.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "InCaS plus"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are proved by invitations, not by allauth
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "incas.accounts.lockout.locked_out"
AXES_USERNAME_CALLABLE = "incas.accounts.lockout.typed_email"
AXES_CLIENT_IP_CALLABLE = "incas.accounts.lockout.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are noted by accounts.SignIn
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
FILTERS_EMPTY_CHOICE_LABEL = "Tutti"
USE_THOUSAND_SEPARATOR = False  # keys in addresses and attributes stay bare; filters write what people read

STATIC_URL = "/static/"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # half as much to compress: pages only name hashed files
STATIC_ROOT = VAR_DIR / "static"
# Of the wheel that carries Bootstrap Italia's build we serve style, icons and typeface; no scripts, no templates.
BOOTSTRAP_ITALIA = Path(next(iter(find_spec("bootstrap_italia_template").submodule_search_locations))) / "static"  # type: ignore[union-attr,arg-type]
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("bi/css", BOOTSTRAP_ITALIA / "css"),
    ("bi/svg", BOOTSTRAP_ITALIA / "svg"),
    ("bi/fonts", BOOTSTRAP_ITALIA / "fonts" / "Titillium_Web"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The keys of what may name a person (privacy.keys): in demo and tests made as needed, under no master key.
INCAS_KEYS = VAR_DIR / "keys"
INCAS_KEYS_ON_DEMAND = True
INCAS_MASTER_KEY = ""
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Jobs: three at once, so that a long import stops nobody; on a stop each is put back at its next step (core.jobs).
PROCRASTINATE_WORKER_DEFAULTS: dict[str, Any] = {
    "concurrency": 3,
    "shutdown_graceful_timeout": 2.0,
    "update_heartbeat_interval": 10.0,
    "stalled_worker_timeout": 30.0,
    "delete_jobs": "successful",
}
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 26 * 60 * 60}  # what a night's standstill missed is done in the morning

DEFAULT_FROM_EMAIL = os.environ.get("INCAS_FROM_EMAIL", "InCaS plus <non-rispondere@incas.invalid>")
# Named by whoever runs the service: where people write, the accessibility statement (AgID). Empty: pages say so.
CONTACT_EMAIL = os.environ.get("INCAS_CONTACT_EMAIL", "")
ACCESSIBILITY_STATEMENT_URL = os.environ.get("INCAS_ACCESSIBILITY_URL", "")

# Nothing but ourselves is ever loaded: no inline code, no third party. The nonce admits a page's own bootstrapping.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],  # Bootstrap Italia's style carries a typeface of icons for its video player
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "axes": {"level": "ERROR"}},
}
