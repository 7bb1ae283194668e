# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of messages and of the calendar of deadlines."""

from django.urls import path

from incas.notifications import views

app_name = "notifications"
urlpatterns = [
    path("messaggi/", views.messages, name="messages"),
    path("messaggi/letti/", views.read_all, name="read_all"),
    path("messaggi/avvisi/", views.kinds, name="kinds"),
    path("messaggi/calendario/", views.calendar, name="calendar"),
    path("messaggi/calendario/revoca/", views.calendar_revoke, name="calendar_revoke"),
    path("messaggi/<int:pk>/apri/", views.open_message, name="open"),
    path("calendario/<str:secret>.ics", views.feed, name="feed"),
]
