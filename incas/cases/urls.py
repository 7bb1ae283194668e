# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pilot. Only opaque codes are in them."""

from django.urls import path

from incas.cases.views import cases, diary

app_name = "cases"
urlpatterns = [
    path("casi/", cases.index, name="cases"),
    path("casi/<str:code>/", cases.show, name="case"),
    path("casi/<str:code>/diario/", diary.index, name="diary"),
    path("casi/<str:code>/diario/scrivi/", diary.write, name="diary_write"),
    path("casi/<str:code>/diario/attivita/", diary.assign, name="task_new"),
    path("casi/attivita/<str:code>/fatta/", diary.finish, name="task_done"),
]
