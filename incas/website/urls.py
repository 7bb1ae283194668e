# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pages open to everyone."""

from django.urls import path

from incas.website import views

app_name = "website"
urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("accessibilita/", views.accessibility, name="accessibility"),
    path("segnalazioni-accessibilita/", views.feedback, name="feedback"),
    path("privacy/", views.privacy, name="privacy"),
    path("note-legali/", views.legal, name="legal"),
    path("crediti/", views.credits_page, name="credits"),
]
