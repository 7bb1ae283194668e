# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of documents, expenses and claims."""

from django.urls import path

from incas.finance.views import documents, imports

app_name = "finance"
urlpatterns = [
    path("documenti-di-spesa/", documents.index, name="documents"),
    path("documenti-di-spesa/carica/", imports.upload, name="upload"),
    path("documenti-di-spesa/caricamenti/<int:pk>/", imports.batch, name="batch"),
    path("documenti-di-spesa/<int:pk>/", documents.show, name="document"),
    path("documenti-di-spesa/<int:pk>/originale/", documents.original, name="document_original"),
    path("documenti-di-spesa/<int:pk>/allegati/<int:number>/", documents.attachment, name="document_attachment"),
]
