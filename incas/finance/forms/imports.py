# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Uploading invoices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.core.uploading import FilesField


class UploadForm(forms.Form):
    """Invoices, one or many, or archives of them. What they hold is judged one by one by the worker, not here."""

    uploads = FilesField(
        label=_("Fatture elettroniche"),
        help_text=_("File XML o P7M, anche molti insieme; oppure uno ZIP con al massimo 2.000 fatture."),
        accept=".xml,.p7m,.zip",
        most=2_000,
        max_size=500_000_000,
        allow_empty_file=True,
    )
