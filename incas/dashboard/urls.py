# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Address of the Scrivania."""

from django.urls import path

from incas.dashboard import views

app_name = "dashboard"
urlpatterns = [path("scrivania/", views.home, name="home")]
