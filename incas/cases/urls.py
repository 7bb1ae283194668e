# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pilot. Only opaque codes are in them."""

from django.urls import path

from incas.cases.views import cases

app_name = "cases"
urlpatterns = [
    path("casi/", cases.index, name="cases"),
    path("casi/<str:code>/", cases.show, name="case"),
]
