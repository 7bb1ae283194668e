# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A public service behind a reverse proxy that speaks TLS. Missing secrets stop it at start."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 (a settings module is its base plus what differs)
from config.settings.base import BASE_DIR

SECRET_KEY = os.environ["INCAS_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["INCAS_HOSTS"].split(",")
SECRET_KEY_FALLBACKS = os.environ.get("INCAS_OLD_SECRET_KEYS", "").split()
SITE_URL = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("INCAS_PROXIES", "1"))
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_HOST = os.environ.get("INCAS_SMTP_HOST", "localhost")
# The keys of what may name a person: made by a command, apart from code, files and database.
INCAS_KEYS = Path(os.environ["INCAS_KEYS"]).resolve()
INCAS_KEYS_ON_DEMAND = False
if INCAS_KEYS.is_relative_to(BASE_DIR):
    raise ImproperlyConfigured("INCAS_KEYS must name a folder outside the code.")
INCAS_MASTER_KEY = (
    Path(os.environ["INCAS_MASTER_KEY_FILE"]).read_text().strip()
    if "INCAS_MASTER_KEY_FILE" in os.environ
    else os.environ.get("INCAS_MASTER_KEY", "")
)
