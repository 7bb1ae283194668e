# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The demo that `make run` starts: on this computer only, with invented data and one-click sign-in."""

from config.settings.base import *  # noqa: F403 (a settings module is its base plus what differs)
from config.settings.base import INSTALLED_APPS, VAR_DIR

SECRET_KEY = "demo-only-never-used-in-production"  # noqa: S105 (the demo listens on the loopback address alone)
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "incas.demo"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
