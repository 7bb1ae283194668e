# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""As production where behaviour is concerned; cheap hashing, undefined template variables are errors."""

from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings.base import *  # noqa: F403 (a settings module is its base plus what differs)
from config.settings.base import INSTALLED_APPS, STORAGES, TEMPLATES, VAR_DIR

SECRET_KEY = "tests-only"  # noqa: S105 (no real secret)
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "incas.demo"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
FILES = TemporaryDirectory(prefix="incas-files-")
"""The files of the tests of this process: gone with it."""
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES.name}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # static files as they are in the sources: nothing is collected
WHITENOISE_USE_FINDERS = True


KEYS = TemporaryDirectory(prefix="incas-keys-")
"""The keys of the tests of this process: gone with it."""
INCAS_KEYS = Path(KEYS.name)


class UndefinedVariable(Exception):
    """A template printed, or passed through a filter, a name nobody gave it."""


class _Undefined(str):
    """What stands for an undefined variable: Django asks it for a text with the name in, and gets an error."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise UndefinedVariable(name)


TEMPLATES = [{**TEMPLATES[0], "OPTIONS": {**TEMPLATES[0]["OPTIONS"], "string_if_invalid": _Undefined("%s")}}]
AXES_ENABLED = True
