# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the pilot. Only opaque codes are in them."""

from django.urls import path

from incas.cases.views import admissions, cases, diary, permits

app_name = "cases"
urlpatterns = [
    path("casi/", cases.index, name="cases"),
    path("casi/<str:code>/", cases.show, name="case"),
    path("casi/<str:code>/diario/", diary.index, name="diary"),
    path("casi/<str:code>/diario/scrivi/", diary.write, name="diary_write"),
    path("casi/<str:code>/diario/attivita/", diary.assign, name="task_new"),
    path("casi/attivita/<str:code>/fatta/", diary.finish, name="task_done"),
    path("casi/<str:code>/permesso/", permits.index, name="permits"),
    path("casi/<str:code>/permesso/nuovo/", permits.report, name="permit_new"),
    path("casi/permessi/<str:code>/<slug:slug>/", permits.step, name="permit_step"),
    path("casi/<str:code>/ammissione/", admissions.propose, name="admission_new"),
    path("casi/ammissioni/<str:code>/in-vigore/", admissions.put_in_force, name="admission_admit"),
    path("casi/ammissioni/<str:code>/sospensione/", admissions.suspend, name="admission_suspend"),
    path("casi/ammissioni/<str:code>/cessazione/", admissions.end, name="admission_end"),
    path("casi/verifiche/<str:code>/", admissions.settle, name="review_settle"),
]
