# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that belong to no app of the domain."""

from django.urls import path

from incas.core import views
from incas.core.editing import views as editing
from incas.core.jobs import views as jobs

app_name = "core"
urlpatterns = [
    path("scorciatoie/", views.shortcuts, name="shortcuts"),
    path("bozze/", editing.keep, name="keep_draft"),
    path("bozze/scarta/", editing.discard, name="discard_draft"),
    path("elaborazioni/", jobs.show_jobs, name="jobs"),
    path("elaborazioni/<int:pk>/", jobs.show_job, name="job"),
    path("elaborazioni/<int:pk>/riprova/", jobs.retry, name="job_retry"),
]
