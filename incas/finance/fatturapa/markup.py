# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""XML taken from strangers: bounded, without DTD, entities, network or files, in whatever encoding it declares.

What is read is a tree of names without namespace: prefixes and versions of the namespace differ from program to
program and mean nothing. Source: XML 1.0 (5th ed.), sections 2.8 and 4.3.3.
"""

import codecs
import re
from dataclasses import dataclass
from sys import intern
from typing import Final, TypeAlias

from lxml import etree

from incas.finance.fatturapa.refusals import InvoiceRefused

Node: TypeAlias = dict[str, "str | Node | list[str | Node]"]
"""What an element holds, by name: text on one line, a node, or the list of those of one name.

An empty element is not there, or is an empty node: the format gives it no meaning. Signatures are left out.
"""

MAX_FILE_BYTES: Final = 30 * 1024 * 1024
"""Six times what the Exchange System takes (5 MB)."""
MAX_DEPTH: Final = 40
"""Levels of elements; the format needs 6."""
MAX_TEXT: Final = 10_000
"""Characters of one field; the format needs 1,000. Attachments are bounded by the file alone."""
MAX_ELEMENTS: Final = 500_000
MAX_ATTRIBUTES: Final = 100_000

SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_INCLUSION: Final = "{http://www.w3.org/2001/XInclude}"
_SPACE: Final = b" \t\r\n"
_LIBRARY_TEXT_LIMIT: Final = 9_000_000
"""Beyond this a single attachment may pass the 10 MB of libxml2, whose limits are then left to the ones above."""
_DECLARED = re.compile(rb"""<\?xml[^>]{1,200}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']""")
_SPACES = re.compile(rb"[ \t\r\n]*")
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_CHARACTER_SETS: Final = (
    "ascii",
    "big5",
    "cp",
    "euc",
    "gb",
    "iso8859",
    "koi8",
    "mac-",
    "shift_jis",
    "tis-620",
    "utf-8",
)
_RESOURCE_LIMIT: Final = 114
_TAG_MISMATCH: Final = 76
_TAG_NOT_FINISHED: Final = 77
_UNDECLARED_ENTITY: Final = 26
_INVALID_ENCODING: Final = 81


@dataclass(frozen=True, slots=True)
class Markup:
    """What an XML file says, free of namespaces."""

    name: str
    version: str | None
    """Attribute `versione` of the root."""
    content: Node
    text: bytes
    """The file as UTF-8, as it was parsed."""
    is_signed: bool
    """A signature is enveloped in it."""


def parse_markup(data: bytes) -> Markup:
    """Parse bytes that should be XML. Raises InvoiceRefused, telling what is wrong with them."""
    text = _as_utf8(data)
    _refuse_excess(text)
    _refuse_document_type(text)
    root = _parse(text)
    signatures = list(root.iter(SIGNATURE)) if b"Signature" in text else []
    for signature in signatures:
        parent = signature.getparent()
        if parent is not None:
            parent.remove(signature)
    return Markup(root.tag.rpartition("}")[2], root.get("versione"), _content(root, 1), text, bool(signatures))


def looks_like_markup(data: bytes) -> bool:
    """Tell XML by its first character, in any encoding."""
    head = data[:1024].removeprefix(codecs.BOM_UTF8).lstrip(_SPACE)
    return head.startswith(b"<") or data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS))


def parser_for(size: int, *, keep_all: bool = False) -> etree.XMLParser:
    """Give a parser that resolves, loads and fetches nothing, for a file of so many bytes.

    `keep_all` keeps what says nothing of an invoice, but is part of what was signed.
    """
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=size > _LIBRARY_TEXT_LIMIT,
        remove_blank_text=not keep_all,
        remove_comments=not keep_all,
        remove_pis=not keep_all,
        collect_ids=False,
    )


_PARSER: Final = parser_for(0)


def _as_utf8(data: bytes) -> bytes:
    """Bring the declared encoding to UTF-8, which the parser is then told to expect."""
    if not data.startswith(b"<?"):
        for mark, encoding in _BYTE_ORDER_MARKS:
            if data.startswith(mark):
                return _transcoded(data, encoding)
    data = data.removeprefix(codecs.BOM_UTF8).strip(_SPACE + b"\x00")
    declared = _DECLARED.match(data)
    if declared is None:
        return data
    name = declared[1].decode("ascii").lower()
    if name == "utf-8" or name.startswith(("utf-16", "utf-32", "utf16", "utf32", "ucs-", "iso-10646")):
        # A declaration that can be read byte by byte is not UTF-16, whatever it says: some programs write it so.
        return data
    return _transcoded(data, name)


def _transcoded(data: bytes, encoding: str) -> bytes:
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        codec = None
    if codec is None or not codec.name.startswith((*_CHARACTER_SETS, "utf-16", "utf-32")):
        reason = f"La codifica dei caratteri dichiarata ({encoding}) non è riconosciuta: salvare il file in UTF-8."
        raise InvoiceRefused(reason)
    try:
        return data.decode(encoding).removeprefix("\ufeff").strip(" \t\r\n\x00").encode()
    except UnicodeError:
        reason = (
            f"Il file non rispetta la codifica dei caratteri dichiarata ({encoding}): richiederne una copia integra."
        )
        raise InvoiceRefused(reason) from None


def _refuse_excess(text: bytes) -> None:
    """Refuse what would fill the memory once parsed; a short file has no room for it."""
    if (len(text) > 2 * MAX_ELEMENTS and text.count(b"<") > 2 * MAX_ELEMENTS) or (
        len(text) > MAX_ATTRIBUTES and text.count(b"=") > MAX_ATTRIBUTES
    ):
        reason = "Il file contiene troppi elementi per essere una fattura elettronica: suddividerlo in più file."
        raise InvoiceRefused(reason)


def _refuse_document_type(text: bytes) -> None:
    """Refuse any DOCTYPE, the only place of entity declarations and of external subsets.

    It can only stand before the first element, among comments and instructions, which are walked over here so that
    the parser never meets it; elsewhere the same characters are plain text, or an error that the parser tells.
    """
    position = 0
    while True:
        position = _SPACES.match(text, position).end()  # type: ignore[union-attr]  # it matches no space too
        if text.startswith(b"<?", position):
            end = text.find(b"?>", position)
        elif text.startswith(b"<!--", position):
            end = text.find(b"-->", position + 4) + 1
        else:
            break
        if end <= 0:
            break
        position = end + 2
    if text.startswith(b"<!", position):
        reason = (
            "Il file contiene una dichiarazione DOCTYPE o di entità, che una fattura elettronica non può avere: "
            "non viene letto per sicurezza. Richiedere al fornitore il file originale."
        )
        raise InvoiceRefused(reason)


def _parse(text: bytes) -> etree._Element:
    if not text.startswith(b"<"):
        reason = "Il file non è una fattura elettronica: caricare il file XML, oppure lo stesso file firmato (.p7m)."
        raise InvoiceRefused(reason)
    parser = _PARSER if len(text) <= _LIBRARY_TEXT_LIMIT else parser_for(len(text))
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise InvoiceRefused(_why(error, text)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        reason = "Il file contiene una dichiarazione DOCTYPE, che una fattura elettronica non può avere."
        raise InvoiceRefused(reason)
    return root


def _why(error: etree.XMLSyntaxError, text: bytes) -> str:
    line, column = error.position
    code: int = error.code  # type: ignore[attr-defined]  # left out of lxml-stubs
    lines = text.count(b"\n") + 1
    is_at_the_end = line >= lines and column >= len(text) - text.rfind(b"\n") - 2 and code != _TAG_MISMATCH
    if code == _RESOURCE_LIMIT:
        return "Il file supera i limiti di profondità o di lunghezza dei campi di una fattura elettronica."
    if code == _TAG_NOT_FINISHED or is_at_the_end:
        return "Il file è incompleto: il testo si interrompe prima della fine. Scaricarlo di nuovo dall'origine."
    if code == _UNDECLARED_ENTITY:
        return f"Il file usa un'entità non ammessa (riga {line}): richiedere al fornitore il file originale."
    if code == _INVALID_ENCODING:
        return (
            f"Il file contiene caratteri che non corrispondono alla codifica dichiarata (riga {line}): "
            "richiederne una copia integra."
        )
    return f"Il file non è un XML ben formato (errore alla riga {line}): richiedere al fornitore il file originale."


def _content(element: etree._Element, depth: int) -> Node:
    """Read an element that has others in it, at a level counted from one. An element with text is a field."""
    if depth >= MAX_DEPTH:
        reason = f"Il file ha più di {MAX_DEPTH} livelli di elementi: non è una fattura elettronica."
        raise InvoiceRefused(reason)
    content: Node = {}
    children: list[etree._Element] = element[:]  # type: ignore[index, assignment]  # left out of lxml-stubs
    for child in children:  # a slice comes in less time than one child after the other
        name = intern(child.tag)  # the same object as in the plans of the records, and once for thousands of lines
        if "{" in name:
            name = _without_namespace(name)
        value: str | Node
        text = child.text
        if text and (text := text.strip()):
            value = _in_one_line(text, name) if "\n" in text or len(text) > MAX_TEXT else text
        elif len(child):
            value = _content(child, depth + 1)
        else:
            continue
        if name not in content:
            content[name] = value
        else:
            _append(content, name, value)
    return content


def _append(content: Node, name: str, value: "str | Node") -> None:
    before = content[name]
    if isinstance(before, list):
        before.append(value)
    else:
        content[name] = [before, value]


def _in_one_line(text: str, name: str) -> str:
    if name == "Attachment":
        return text
    if len(text) > MAX_TEXT:
        reason = f"Il campo {name[:40]} è più lungo di {MAX_TEXT} caratteri: la fattura non è valida."
        raise InvoiceRefused(reason)
    return " ".join(text.split())


def _without_namespace(name: str) -> str:
    if name.startswith(_INCLUSION):
        reason = "Il file richiama contenuti esterni (XInclude): richiedere al fornitore il file originale."
        raise InvoiceRefused(reason)
    return name.rpartition("}")[2]
