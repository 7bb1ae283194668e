# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the demo: they exist only where it does."""

from django.urls import path

from incas.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.choose, name="choose"),
    path("demo/entra/", views.enter, name="enter"),
    path("demo/posta/", views.mail, name="mail"),
]
