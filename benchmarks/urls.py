# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The platform's addresses, and those of the pages made to measure."""

from django.urls import include, path

from benchmarks import bare_list, list_pattern

urlpatterns = [
    path("nudo/", bare_list.show),
    path("elenco/", list_pattern.show),
    path("", include("config.urls")),
]
