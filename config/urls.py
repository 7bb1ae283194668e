# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses. Each app has its own `urls`; here is where they hang."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from incas.core import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("incas.website.urls")),
    path("", include("incas.core.urls")),
    path("", include("incas.accounts.urls")),
    path("", include("incas.organisations.urls")),
    path("", include("incas.programmes.urls")),
    path("", include("incas.projects.urls")),
    path("", include("incas.finance.urls")),
    path("", include("incas.cases.urls")),
    path("", include("incas.notifications.urls")),
    path("", include("incas.dashboard.urls")),
]

if settings.DEMO:
    urlpatterns += [path("galleria/", gallery.show, name="gallery"), path("", include("incas.demo.urls"))]
