# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from incas.core.uploading import FilesField
from tests.core.test_forms import Tags


class Papers(forms.Form):
    """A form with one field of many files."""

    papers = FilesField(label="Fatture", accept=".xml,.p7m", most=2, max_size=10)


def file(name: str, size: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


def sent(*files: SimpleUploadedFile) -> Papers:
    return Papers({}, MultiValueDict({"papers": list(files)}))


def test_every_file_of_the_field_is_given():
    form = sent(file("a.xml"), file("b.xml"))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["papers"]] == ["a.xml", "b.xml"]


def test_no_file_at_all_is_told_in_its_own_words():
    assert sent().errors["papers"] == ["Scegliere almeno un file."]


def test_more_files_than_allowed_are_refused():
    assert sent(file("a"), file("b"), file("c")).errors["papers"] == ["Al massimo 2 file per volta."]


def test_file_that_is_too_big_is_named_with_its_size():
    assert sent(file("a.xml"), file("b.xml", 1_200)).errors["papers"] == [
        "«b.xml» è di 1,2\u00a0kB: il massimo è 10\u00a0byte."
    ]


def test_empty_file_is_named_and_refused():
    assert sent(file("a.xml"), file("b.xml", 0)).errors["papers"] == [
        "«b.xml» è vuoto: scaricarlo di nuovo dall'origine."
    ]


def test_empty_file_is_taken_where_it_is_judged_later():
    assert [one.name for one in FilesField(allow_empty_file=True).clean([file("a.xml", 0)])] == ["a.xml"]


def test_no_file_is_refused_where_one_is_needed_and_an_empty_list_elsewhere():
    assert not sent().is_valid()
    assert FilesField(required=False).clean([]) == []
    with pytest.raises(ValidationError):
        FilesField().clean(None)


def test_field_works_without_scripts_and_names_what_it_takes():
    tags = Tags(Papers())
    assert tags.named("papers")["type"] == "file"
    assert tags.named("papers")["accept"] == ".xml,.p7m"
    assert "multiple" in tags.named("papers")
