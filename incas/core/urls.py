# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that belong to no app of the domain."""

from django.urls import path

from incas.core import views

app_name = "core"
urlpatterns = [
    path("scorciatoie/", views.shortcuts, name="shortcuts"),
]
