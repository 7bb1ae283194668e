# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Names are found in a text however they are written, and what looks like a code of a case."""

import pytest

from incas.cases.anonymity import codes_in, tells_identity

IDENTITY = {"first_name": "Aïcha", "last_name": "N'Diaye Prova", "tax_code": "NDYCHA94E57Z343K"}


@pytest.mark.parametrize(
    "text",
    [
        "Ieri Aicha ha chiamato.",
        "la signora NDIAYE",
        "La sig.ra N’Diaye.",
        "(prova)",
        "codice ndycha94e57z343k",
        "NDY CHA 94E57 Z343K",
    ],
)
def test_a_name_or_code_is_found_however_it_is_written(text):
    assert tells_identity(text, [IDENTITY])


@pytest.mark.parametrize("text", ["La persona ha chiamato.", "provare", "aichan", "", "Diayen"])
def test_other_words_are_not_taken_for_names(text):
    assert not tells_identity(text, [IDENTITY])


def test_a_short_name_is_found_as_it_is_written_alone():
    li = [{"first_name": "Wei", "last_name": "Li"}]
    assert tells_identity("Chiamare Li domani", li)
    assert not tells_identity("Si trovano li sotto", li)


def test_an_identity_without_names_forbids_nothing():
    assert not tells_identity("Qualunque parola", [{}])


def test_what_looks_like_a_code_is_found():
    assert codes_in("Come nel caso a3bcd4efgh, dopo il colloquio") == ["A3BCD4EFGH"]
    assert codes_in("Come nel caso di ieri, protocollo 1234567890123") == []
