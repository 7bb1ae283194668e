# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How long reading an electronic invoice takes, against lxml's bare parse of the same bytes.

Run with `python -m benchmarks.parse_invoices`. The target is at most 6 times for files without a signature; signed
ones are compared with the bare parse of the XML inside them, and bear the price of their cryptography. Each figure is
the processor time of the best of many interleaved rounds, which is what a busy machine disturbs least.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from lxml import etree

from incas.finance.fatturapa import read_invoice
from tests.finance.fatturapa.samples import Body, Row, attachment, line, plain, reference, simplified, withholding
from tests.finance.fatturapa.sealing import Envelope, enveloped, in_base64, in_pieces

TARGET = 6.0
ROUNDS = 30
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "fatturapa"


def unsigned_files() -> Iterator[tuple[str, bytes, bytes]]:
    """Give name, file, and the XML to parse barely: here the same."""
    for path in sorted(SAMPLES.glob("*.xml")):
        yield f"public {path.stem}", path.read_bytes(), path.read_bytes()
    rich = Body(
        rows=[Row(due="S"), Row("1.00", "0.00", "0.00", nature="N1")],
        withholdings=withholding("20.00"),
        references=reference(cup="J51B26000010001", cig="A0123456F9") * 3,
    )
    invented = {
        "one document": plain(rich),
        "20 documents": plain(*[rich] * 20),
        "2,000 lines": plain(Body(lines="".join(line(number, total=f"{number}.50") for number in range(1, 2_001)))),
        "attachment of 2 MB": plain(Body(attachments=attachment(content=bytes(range(256)) * 8_000))),
        "simplified": simplified().encode(),
        "windows-1252": plain(rich, declaration='<?xml version="1.0" encoding="windows-1252"?>'),
    }
    for name, data in invented.items():
        yield name, data, data


def signed_files() -> Iterator[tuple[str, bytes, bytes]]:
    """Give name, signed file, and the XML inside it."""
    xml = plain()
    der = Envelope().around(xml)
    yield "signed, DER", der, xml
    yield "signed, BER", in_pieces(der), xml
    yield "signed, Base64", in_base64(der, line_end=b"\r\n"), xml
    yield "signed, XAdES", enveloped(xml), xml


def measure(data: bytes, xml: bytes) -> tuple[float, float]:
    """Give the seconds of a bare parse and of a whole reading."""
    repeats = max(1, min(200, 400_000 // len(data)))
    bare = whole = float("inf")
    for _ in range(ROUNDS):
        bare = min(bare, _seconds(lambda: etree.fromstring(xml), repeats))
        whole = min(whole, _seconds(lambda: read_invoice(data, name="invoice"), repeats))
    return bare, whole


def _seconds(work: Callable[[], object], repeats: int) -> float:
    started = time.thread_time()
    for _ in range(repeats):
        work()
    return (time.thread_time() - started) / repeats


def report(title: str, files: Iterator[tuple[str, bytes, bytes]]) -> None:
    """Print a line a file, and the ratio of the whole."""
    print(f"{title:34} {'bytes':>10} {'bare ms':>9} {'read ms':>9} {'a second':>9} {'ratio':>6}")
    ratios = []
    for name, data, xml in files:
        bare, whole = measure(data, xml)
        ratios.append(whole / bare)
        print(f"{name:34} {len(data):10,} {bare * 1e3:9.3f} {whole * 1e3:9.3f} {1 / whole:9,.0f} {whole / bare:6.2f}")
    print(f"{'middle of the ratios':74} {median(ratios):6.2f}")


def main() -> None:
    """Measure everything."""
    report(f"Without signature (target {TARGET:g})", unsigned_files())
    print()
    report("Signed (no target)", signed_files())


if __name__ == "__main__":
    main()
