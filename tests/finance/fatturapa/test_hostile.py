# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Whatever the bytes, the answer is an invoice or a refusal."""

import contextlib
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incas.finance.fatturapa import InvoiceRefused, read_invoice, walk_archive
from incas.finance.fatturapa.amounts import as_text, parse_amount, to_cents
from incas.finance.fatturapa.ber import BerMalformed, to_definite
from incas.finance.fatturapa.inspecting import inspect_data
from tests.finance.fatturapa.samples import Body, attachment, plain, reference, simplified, withholding
from tests.finance.fatturapa.sealing import Envelope, enveloped, in_base64, in_pieces
from tests.finance.fatturapa.test_archive import packed

RICH = plain(Body(withholdings=withholding("20.00"), references=reference(cup="X", cig="Y"), attachments=attachment()))
SIGNED = Envelope().around(RICH)
SEEDS = {
    "ordinary": RICH,
    "simplified": simplified().encode(),
    "utf-16": RICH.decode().encode("utf-16"),
    "der": SIGNED,
    "ber": in_pieces(SIGNED),
    "base64": in_base64(SIGNED, line_end=b"\r\n"),
    "xades": enveloped(RICH),
}

STATUSES = {"none", "intact", "broken", "unknown"}


def answer_to(data: bytes) -> dict[str, object]:
    """Ask about a file; any exception but a refusal fails the test."""
    report = inspect_data(data, name="f")
    assert report["signature"] in STATUSES
    assert (report["reason"] is None) is (report["status"] == "accepted")
    assert bool(report["documents"]) is (report["status"] == "accepted")
    assert "non si può leggere" not in (report["reason"] or ""), "something unforeseen happened"
    return report


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_cut_anywhere_is_refused(seed, data):
    kept = data.draw(st.integers(0, len(seed.rstrip()) - 4))

    assert answer_to(seed[:kept])["status"] == "rejected"


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_changed_anywhere_gets_an_answer(seed, data):
    changed = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(seed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))

    answer_to(bytes(changed))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_content_changed_inside_its_envelope_is_never_accepted_as_intact(data):
    start = SIGNED.index(RICH)
    at = data.draw(st.integers(start, start + len(RICH) - 1))
    changed = bytearray(SIGNED)
    changed[at] ^= data.draw(st.integers(1, 255))

    report = answer_to(bytes(changed))

    assert (report["status"], report["signature"]) == ("rejected", "broken")


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_get_an_answer(data):
    assert answer_to(data)["status"] == "rejected"


@settings(deadline=None)
@given(st.sampled_from([b"<", b"\x30", b"\x30\x80", b"MII", b"<?xml", b"\xff\xfe<\x00"]), st.binary(max_size=300))
def test_any_bytes_after_a_familiar_beginning_get_an_answer(head, data):
    answer_to(head + data)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_an_archive_changed_anywhere_gives_files_or_refusals(data):
    seed = packed(("a.xml", RICH), ("b/c.p7m", SIGNED))
    changed = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InvoiceRefused):
        for entry in walk_archive(io.BytesIO(bytes(changed))):
            assert entry.refusal is None or not entry.data


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_ber_or_are_not(data):
    try:
        definite = to_definite(data)
    except BerMalformed:
        return
    assert to_definite(definite) == definite


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**11), max_value=10**11))
def test_an_amount_is_read_as_it_is_written(amount):
    assert parse_amount(f"{amount:f}", "Prova") == amount


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**11), max_value=10**11))
def test_cents_are_the_nearest_ones_and_half_goes_away_from_zero(amount):
    rounded = to_cents(amount)

    assert abs(rounded - amount) <= Decimal("0.005")
    assert abs(rounded) >= abs(amount) or abs(rounded - amount) < Decimal("0.005")
    assert Decimal(as_text(amount)) == rounded
    assert as_text(amount) != "-0.00"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused(written):
    with contextlib.suppress(InvoiceRefused):
        assert parse_amount(written, "Prova").is_finite()


def test_a_refusal_is_all_that_ever_comes_out():
    with pytest.raises(InvoiceRefused):
        read_invoice(b"\x00" * 1_000_000, name="f")
