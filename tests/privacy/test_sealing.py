# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incas.privacy.keys import destroy_keys, rotate_keys
from incas.privacy.sealing import KeyDestroyed, SealBroken, blind_index, seal, unseal

HERE = {"body_id": 7, "place": "cases_identity.surname", "row": "K7F2"}


@given(text=st.text(max_size=700))
def test_what_is_sealed_reads_as_it_was(text):
    assert unseal(seal(text, **HERE), **HERE) == text


def test_the_same_text_is_never_sealed_alike():
    assert seal("Prova", **HERE) != seal("Prova", **HERE)


def test_sealed_bytes_do_not_hold_the_text():
    assert b"Inventata" not in seal("Inventata", **HERE)


@pytest.mark.parametrize(
    "there", [{"body_id": 8}, {"place": "cases_identity.name"}, {"row": "K7F3"}], ids=["body", "place", "row"]
)
def test_moved_elsewhere_it_does_not_open(there):
    seal("Altro", **{**HERE, **there})  # the other body has keys too
    with pytest.raises(SealBroken):
        unseal(seal("Prova", **HERE), **{**HERE, **there})


def test_any_altered_byte_is_noticed():
    sealed = seal("Prova", **HERE)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(bytes(altered), **HERE)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"Prova", b"\x01" + b"x" * 30], ids=repr)
def test_what_was_never_sealed_is_refused(stored):
    with pytest.raises(SealBroken):
        unseal(stored, **HERE)


def test_short_texts_have_one_length():
    assert {len(seal("x" * length, **HERE)) for length in range(32)} == {65}
    assert len(seal("x" * 32, **HERE)) == 97


def test_long_texts_grow_by_an_eighth_at_most():
    for length in (1_000, 10_000, 100_000):
        assert len(seal("x" * length, **HERE)) <= 33 + (length + 1) * 9 / 8


def test_old_key_still_opens_after_a_rotation():
    before = seal("Prova", **HERE)
    rotate_keys(7)
    after = seal("Prova", **HERE)
    assert before[1:5] != after[1:5]
    assert (unseal(before, **HERE), unseal(after, **HERE)) == ("Prova", "Prova")


def test_nothing_opens_once_keys_are_destroyed():
    sealed = seal("Prova", **HERE)
    destroy_keys(7)
    with pytest.raises(KeyDestroyed):
        unseal(sealed, **HERE)
    with pytest.raises(KeyDestroyed):
        seal("Prova", **HERE)
    with pytest.raises(KeyDestroyed):
        blind_index("Prova", body_id=7, place=HERE["place"])


def test_blind_index_tells_equality_within_one_place_of_one_body():
    index = blind_index("RSSMRA80A01H501U", body_id=7, place="t.a")
    assert len(index) == 16
    assert blind_index("RSSMRA80A01H501U", body_id=7, place="t.a") == index
    others = [("RSSMRA80A01H501X", 7, "t.a"), ("RSSMRA80A01H501U", 8, "t.a"), ("RSSMRA80A01H501U", 7, "t.b")]
    assert index not in [blind_index(text, body_id=body, place=place) for text, body, place in others]


def test_blind_index_outlives_a_rotation():
    index = blind_index("Prova", body_id=7, place="t.a")
    rotate_keys(7)
    assert blind_index("Prova", body_id=7, place="t.a") == index
