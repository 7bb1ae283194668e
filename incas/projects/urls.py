# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of projects."""

from django.urls import path

from incas.projects.views import budgets, preparation, projects

app_name = "projects"
urlpatterns = [
    path("progetti/", projects.index, name="projects"),
    path("progetti/nuovo/", projects.new, name="project_new"),
    path("progetti/enti/", projects.suggest_bodies, name="suggest_bodies"),
    path("progetti/<int:pk>/", projects.show, name="project"),
    path("progetti/<int:pk>/scadenze/", projects.deadlines, name="deadlines"),
    path("progetti/<int:pk>/storia/", projects.story, name="story"),
    path("progetti/<int:pk>/convenzione/file/", projects.agreement_file, name="agreement_file"),
    path("progetti/<int:pk>/piano/", budgets.show, name="budget"),
    path("progetti/<int:pk>/piano/modifica/", budgets.change, name="budget_change"),
    path("progetti/<int:pk>/piano/controlla/", budgets.check, name="budget_check"),
    path("progetti/<int:pk>/piano/piano.xlsx", budgets.as_xlsx, name="budget_xlsx"),
    path("progetti/<int:pk>/pacchetti/", budgets.packages, name="packages"),
    path("progetti/<int:pk>/prepara/", preparation.prepare, name="prepare"),
    path("progetti/<int:pk>/dati/", preparation.describe, name="describe"),
    path("progetti/<int:pk>/referente/", preparation.tutor, name="tutor"),
    path("progetti/<int:pk>/convenzione/", preparation.agreement, name="agreement"),
    path("progetti/<int:pk>/anticipo/", preparation.advance, name="advance"),
    path("progetti/<int:pk>/controlla/", preparation.check, name="check"),
    path("progetti/<int:pk>/avvia/", preparation.activate, name="activate"),
    path("progetti/<int:pk>/elimina/", preparation.delete, name="delete"),
]
