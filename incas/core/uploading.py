# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Choosing files: a space to drop them on, each shown, the sending followed. Without scripts, a plain file field."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from incas.core import writing


class DropInput(forms.FileInput):
    """The space. `accept` is what the browser offers, as in HTML: `.xml,.p7m,.zip`."""

    template_name = "forms/drop.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, accept: str = "") -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})


class DropManyInput(DropInput):
    """The space, for many files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Many files in one field. Cleans to a list, empty when none is needed and none was given.

    `most` files at most, each up to `max_size` bytes: refused before anything is read. An empty file refuses all too,
    unless `allow_empty_file`.
    """

    widget = DropManyInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Scegliere almeno un file."),
        "too_many": ngettext_lazy("Al massimo %(most)d file per volta.", "Al massimo %(most)d file per volta.", "most"),
        "too_big": _("«%(name)s» è di %(size)s: il massimo è %(max_size)s."),
        "empty_one": _("«%(name)s» è vuoto: scaricarlo di nuovo dall'origine."),
    }

    def __init__(self, *, accept: str = "", most: int = 100, max_size: int = 50_000_000, **kwargs: Any) -> None:
        self.most, self.max_size = most, max_size
        kwargs.setdefault("widget", DropManyInput(accept=accept))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Check each file."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        for file in given:
            if not (file.size or self.allow_empty_file):
                raise ValidationError(self.error_messages["empty_one"], code="empty_one", params={"name": file.name})
            if file.size > self.max_size:
                params = {
                    "name": file.name, "size": writing.size(file.size), "max_size": writing.size(self.max_size),
                }  # fmt: skip
                raise ValidationError(self.error_messages["too_big"], code="too_big", params=params)
        return [super(FilesField, self).clean(file, initial) for file in given]
