# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The platform as it is served, with an engine and addresses for the bare pages it is measured against."""

import copy
from typing import Any

from config.settings.base import *  # noqa: F403 (a settings module is its base plus what differs)
from config.settings.base import BASE_DIR, INSTALLED_APPS, STORAGES, TEMPLATES

SECRET_KEY = "measurements-only"  # noqa: S105 (no real secret)
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
ROOT_URLCONF = "benchmarks.urls"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BARE: dict[str, Any] = copy.deepcopy(TEMPLATES[0])
BARE["NAME"] = "bare"
BARE["DIRS"] = [BASE_DIR / "benchmarks" / "templates"]
BARE["APP_DIRS"] = False
BARE["OPTIONS"] = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]
}
TEMPLATES = [*TEMPLATES, BARE]
