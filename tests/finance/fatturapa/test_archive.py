# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""ZIP archives: every entry gets its answer, and none can hurt."""

import io
import random
import struct
import zipfile

import pytest

from incas.finance.fatturapa import ArchiveEntry, InvoiceRefused, is_archive, walk_archive
from incas.finance.fatturapa.archive import MAX_ENTRIES
from incas.finance.fatturapa.markup import MAX_FILE_BYTES
from tests.finance.fatturapa.samples import plain


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive; two files may have one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


def walk(data: bytes) -> list[ArchiveEntry]:
    """Read an archive from memory."""
    return list(walk_archive(io.BytesIO(data)))


def reason_of(data: bytes) -> str:
    """Open an archive that must be refused as a whole."""
    with pytest.raises(InvoiceRefused) as refused:
        walk_archive(io.BytesIO(data))
    return refused.value.reason


def test_files_come_out_in_order_with_their_path():
    files = [("b.xml", b"<b/>"), ("2026/marzo/a.xml", b"<a/>"), ("è.p7m", b"x")]

    assert [(entry.name, entry.data, entry.refusal) for entry in walk(packed(*files))] == [
        (name, content, None) for name, content in files
    ]


def test_an_archive_on_disk_is_closed_when_it_was_walked(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("a.xml", b"<a/>")))

    assert [entry.data for entry in walk_archive(path)] == [b"<a/>"]


def test_a_stored_archive_is_read_too():
    assert walk(packed(("a.xml", b"<a/>"), method=zipfile.ZIP_STORED))[0].data == b"<a/>"


def test_folders_and_what_systems_add_are_skipped():
    files = [
        ("cartella/", b""),
        ("__MACOSX/cartella/._a.xml", b"x"),
        ("cartella/.DS_Store", b"x"),
        ("cartella/._a.xml", b"x"),
        ("Thumbs.db", b"x"),
        ("cartella/a.xml", b"<a/>"),
    ]

    assert [entry.name for entry in walk(packed(*files))] == ["cartella/a.xml"]


@pytest.mark.parametrize(
    "name",
    ["../a.xml", "a/../../b.xml", "/etc/a.xml", "C:\\a.xml", "C:a.xml", "..\\a.xml", "\\\\server\\a.xml", "a/.."],
)
def test_a_path_out_of_the_archive_is_refused_alone(name):
    entries = walk(packed((name, b"<a/>"), ("buona.xml", b"<b/>")))

    assert "percorso" in (entries[0].refusal or "")
    assert entries[0].data == b""
    assert entries[1].data == b"<b/>"


def test_two_files_of_one_name_are_both_read():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("a.xml", b"<a/>"), ("a.xml", b"<b/>"))

    assert [(entry.name, entry.data) for entry in walk(data)] == [("a.xml", b"<a/>"), ("a.xml", b"<b/>")]


def test_a_protected_file_is_refused_alone():
    data = bytearray(packed(("a.xml", b"<a/>"), ("b.xml", b"<b/>")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1

    first, second = walk(bytes(data))

    assert "password" in (first.refusal or "")
    assert second.data == b"<b/>"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_refused(method):
    (entry,) = walk(packed(("a.xml", b"<a/>"), method=method))

    assert "metodo" in (entry.refusal or "")


def test_a_damaged_file_is_refused_alone():
    content = random.Random(7).randbytes(2_000)  # noqa: S311 - any bytes that do not compress
    data = bytearray(packed(("a.xml", content), ("b.xml", b"<b/>")))
    data[500] ^= 0xFF

    first, second = walk(bytes(data))

    assert "danneggiato" in (first.refusal or "")
    assert second.data == b"<b/>"


def test_another_name_in_the_file_than_in_the_index_is_refused():
    data = packed(("a.xml", b"<a/>"))

    (entry,) = walk(data.replace(b"a.xml", b"z.xml", 1))

    assert "danneggiato" in (entry.refusal or "")


def test_an_archive_inside_the_archive_is_refused_alone():
    first, second = walk(packed(("dentro.xml", packed(("a.xml", b"<a/>"))), ("b.xml", b"<b/>")))

    assert "dentro l'archivio" in (first.refusal or "")
    assert second.data == b"<b/>"


def test_a_bomb_is_not_opened():
    data = packed(
        ("bomba.xml", b"\x00" * (MAX_FILE_BYTES + 1)), ("gonfio.xml", b"\x00" * 20_000_000), ("b.xml", b"<b/>")
    )

    first, second, third = walk(data)

    assert "30 MB" in (first.refusal or "")
    assert "oltre misura" in (second.refusal or "")
    assert third.data == b"<b/>"


def test_a_bomb_that_declares_little_is_stopped_while_it_grows():
    data = bytearray(packed(("bomba.xml", b"\x00" * (MAX_FILE_BYTES + 1_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(signature) + offset, 100)

    (entry,) = walk(bytes(data))

    assert entry.refusal
    assert entry.data == b""


def test_entries_that_share_their_bytes_are_refused():
    data = packed(("a.xml", b"<a/>" * 50), ("b.xml", b"<b/>" * 50))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    shared = bytearray(data)
    struct.pack_into("<L", shared, second + 42, 0)

    assert all("sovrappone" in (entry.refusal or "") for entry in walk(bytes(shared)))


def test_as_many_files_as_allowed_are_taken_and_one_more_is_not():
    files = [(f"{number}.xml", b"<a/>") for number in range(MAX_ENTRIES)]

    assert len(walk(packed(*files, ("cartella/", b""), (".DS_Store", b"")))) == MAX_ENTRIES
    assert "2000" in reason_of(packed(*files, ("in-piu.xml", b"<a/>")))


def test_an_enormous_index_is_refused_before_it_is_read():
    data = bytearray(packed(("a.xml", b"<a/>")))
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 50_000_000)

    assert "2000" in reason_of(bytes(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(), "alcun file"),
        (packed(("cartella/", b"")), "alcun file"),
        (packed(("a.xml", b"<a/>"))[:-10], "danneggiato"),
        (packed(("a.xml", b"<a/>"))[:40], "danneggiato"),
        (b"PK\x03\x04", "danneggiato"),
        (b"PK\x05\x06" + b"\xff" * 18, "danneggiato"),
        (packed(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")), "Office"),
        (packed(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<c/>")), "Office"),
    ],
)
def test_an_archive_that_cannot_be_taken_says_why(data, said):
    assert said in reason_of(data)


def test_an_archive_is_told_by_its_first_bytes():
    assert is_archive(packed(("a.xml", b"")))
    assert is_archive(packed())
    assert not is_archive(plain())
    assert not is_archive(b"PK")
