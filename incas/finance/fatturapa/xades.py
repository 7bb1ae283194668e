# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Signatures enveloped in the XML (XAdES): whether the invoice is the one that was signed.

The canonical forms, transforms and algorithms that signing programs use on invoices are evaluated; any other makes
the signature unknown, never broken. Source: XML Signature Syntax and Processing (W3C, 2nd ed.), section 3.2. The
chain of trust is not verified, qualifying properties are only checked as far as they are signed.
"""

import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import x509
from lxml import etree

from incas.finance.fatturapa.cms import describe
from incas.finance.fatturapa.keys import Algorithm, Scheme, check_value
from incas.finance.fatturapa.markup import SIGNATURE, parser_for
from incas.finance.fatturapa.refusals import SignatureStatus
from incas.finance.fatturapa.signatures import Signer, Unsealed, worst

MAX_SIGNATURES: Final = 10
MAX_BYTES: Final = 500_000_000
"""Of text to make canonical: each reference takes the whole file anew."""
MAX_ATTRIBUTES: Final = 100
MAX_NAMESPACES: Final = 1_000
"""Canonical order takes the square of the attributes of an element, and of the namespaces of a file."""
DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_PREFIXES: Final = f"{{{_EXCLUSIVE}}}InclusiveNamespaces"
_CANONICAL: Final = {
    # Version 1.1 differs from 1.0 only for attributes xml:id and xml:base, which invoices do not have.
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": False,
    "http://www.w3.org/2006/12/xml-c14n11": False,
    _EXCLUSIVE: True,
}
_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_XPATH: Final = "http://www.w3.org/TR/1999/REC-xpath-19991116"
_FILTER: Final = "http://www.w3.org/2002/06/xmldsig-filter2"
_ALL_SIGNATURES: Final = re.compile(r"(?:/descendant::|//)(?:[\w.-]+:)?Signature")
_NO_SIGNATURE: Final = re.compile(r"not\(\s*ancestor-or-self::(?:[\w.-]+:)?Signature\s*\)")
_THIS_SIGNATURE: Final = re.compile(r"here\(\)/ancestor::(?:[\w.-]+:)?Signature\[1\]")
_DIGESTS: Final = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmldsig-more#sha224": "sha224",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_METHOD: Final = re.compile(
    r"http://www\.w3\.org/(?:2000/09/xmldsig|2001/04/xmldsig-more|2007/05/xmldsig-more|2021/04/xmldsig-more)#"
    r"(?:(rsa|ecdsa|dsa|eddsa)-(sha1|sha224|sha256|sha384|sha512|ed25519|ed448)|(sha1|sha224|sha256|sha384|sha512)-rsa-MGF1)"
)
_SCHEMES: Final[dict[str, Scheme]] = {"rsa": "pkcs1", "ecdsa": "ecdsa-plain", "dsa": "dsa-plain", "eddsa": "eddsa"}


class _Unsupported(Exception):
    """Something of the signature is not evaluated here."""


_NOT_EVALUATED: Final = (_Unsupported, ValueError, TypeError, KeyError, AttributeError, etree.LxmlError)


@dataclass(frozen=True, slots=True)
class _Form:
    """How nodes become bytes."""

    exclusive: bool = False
    with_comments: bool = False
    prefixes: tuple[str, ...] = ()
    """Those the exclusive form treats inclusively."""

    def bytes_of(self, target: "etree._Element | etree._ElementTree") -> bytes:
        return etree.tostring(
            target,
            method="c14n",
            exclusive=self.exclusive,
            with_comments=self.with_comments,
            inclusive_ns_prefixes=list(self.prefixes) if self.exclusive else None,
        )


@dataclass(frozen=True, slots=True)
class _Target:
    """What a reference points to: a part of the tree, or the whole of it."""

    nodes: "etree._Element | etree._ElementTree"
    is_whole: bool


def check_enveloped(text: bytes) -> Unsealed:
    """Judge the signatures enveloped in an XML, given in UTF-8; the content comes back as it is."""
    tree = _whole(text)
    signatures = _outer_signatures(tree)
    if len(signatures) > MAX_SIGNATURES or _is_too_much(text, tree):
        return Unsealed(text, SignatureStatus.UNKNOWN, ())
    outcomes = [_judge(text, number, signature) for number, signature in enumerate(signatures)]
    signers = tuple(signer for _, signer in outcomes if signer)
    return Unsealed(text, worst([status for status, _ in outcomes]), signers)


def _is_too_much(text: bytes, tree: etree._ElementTree) -> bool:
    references = sum(1 for _ in tree.iter(f"{DS}Reference"))
    attributes = max(len(element.attrib) for element in tree.iter("*"))
    is_entangled = attributes > MAX_ATTRIBUTES or text.count(b"xmlns") > MAX_NAMESPACES
    return is_entangled or len(text) * references > MAX_BYTES


def _whole(text: bytes) -> etree._ElementTree:
    return etree.fromstring(text, parser_for(len(text), keep_all=True)).getroottree()


def _outer_signatures(tree: etree._ElementTree) -> list[etree._Element]:
    """Signatures of the document; those inside another one countersign it and are not judged."""
    found = tree.getroot().iter(SIGNATURE)
    return [item for item in found if next(item.iterancestors(SIGNATURE), None) is None]


def _judge(text: bytes, number: int, signature: etree._Element) -> tuple[SignatureStatus, Signer | None]:
    """Judge one signature; what cannot be evaluated of it is unknown, unless the rest already shows it broken."""
    signer = None
    try:
        value, signer = _check_signed_info(signature)
    except _NOT_EVALUATED:
        value = SignatureStatus.UNKNOWN
    try:
        references = _check_references(text, number, signature)
    except _NOT_EVALUATED:
        references = SignatureStatus.UNKNOWN
    return worst((value, references)), signer


def _check_signed_info(signature: etree._Element) -> tuple[SignatureStatus, Signer | None]:
    """Check the value of SignedInfo under the certificates written beside it."""
    signed_info = _child(signature, "SignedInfo")
    signed = _form(_child(signed_info, "CanonicalizationMethod")).bytes_of(signed_info)
    value = _bytes(_child(signature, "SignatureValue"))
    algorithm = _algorithm(_child(signed_info, "SignatureMethod").get("Algorithm", ""))
    outcome = SignatureStatus.UNKNOWN
    for written in signature.iterfind(f"{DS}KeyInfo//{DS}X509Certificate"):
        certificate = x509.Certificate.load(_bytes(written))
        key = certificate["tbs_certificate"]["subject_public_key_info"].dump()
        status = check_value(key, value, signed, algorithm)
        if status == SignatureStatus.INTACT:
            return status, describe(certificate, _signed_at(signature))
        if status == SignatureStatus.BROKEN:
            outcome = status
    return outcome, None


def _signed_at(signature: etree._Element) -> datetime | None:
    written = signature.find(".//{*}SignedProperties//{*}SigningTime")
    try:
        return None if written is None else datetime.fromisoformat((written.text or "").strip())
    except ValueError:
        return None


def _check_references(text: bytes, number: int, signature: etree._Element) -> SignatureStatus:
    """Check the digest of each thing signed, and that the whole invoice is among them."""
    covers_all = False
    outcomes = [SignatureStatus.INTACT]
    for reference in _child(signature, "SignedInfo").iterfind(f"{DS}Reference"):
        digest_name = _DIGESTS.get(_child(reference, "DigestMethod").get("Algorithm", ""))
        if digest_name is None:
            raise _Unsupported
        written = _bytes(_child(reference, "DigestValue"))
        # A second signature changes what the first one covers; programs then leave out all of them, said or not.
        for every in (False, True):
            forms, is_whole = _select(text, number, reference, every=every)
            is_intact = any(hashlib.new(digest_name, form).digest() == written for form in forms)
            if is_intact:
                break
        covers_all = covers_all or is_whole
        outcomes.append(SignatureStatus.INTACT if is_intact else SignatureStatus.BROKEN)
    if not covers_all:
        outcomes.append(SignatureStatus.UNKNOWN)
    return worst(outcomes)


def _select(text: bytes, number: int, reference: etree._Element, *, every: bool) -> tuple[list[bytes], bool]:
    """Bytes a reference points to, its transforms applied to a fresh copy, and whether it is the whole invoice.

    Where no canonical form is named it is the inclusive one; some programs take the exclusive one, and the content
    is as intact under it.
    """
    tree = _whole(text)
    signatures = _outer_signatures(tree)
    target = _target(tree, reference.get("URI"))
    forms = [_Form(), _Form(exclusive=True)]
    for transform in reference.iterfind(f"{DS}Transforms/{DS}Transform"):
        name = transform.get("Algorithm", "")
        if name == _ENVELOPED:
            _remove(signatures if every else [signatures[number]])
        elif name in {_FILTER, _XPATH}:
            _remove(signatures if _leaves_all_out(transform) else [signatures[number]])
        else:
            forms = [_form(transform)]
    return [form.bytes_of(target.nodes) for form in forms], target.is_whole


def _target(tree: etree._ElementTree, uri: str | None) -> _Target:
    root = tree.getroot()
    if uri in {"", "#xpointer(/)"}:
        return _Target(tree, is_whole=True)
    if uri is None or not uri.startswith("#"):
        raise _Unsupported
    identifier = uri.removeprefix("#xpointer(id('").removesuffix("'))").removeprefix("#")
    found = [item for item in root.iter() for name in ("Id", "ID", "id") if item.get(name) == identifier]
    if len(found) != 1:
        raise _Unsupported
    return _Target(found[0], is_whole=found[0] is root)


def _leaves_all_out(transform: etree._Element) -> bool:
    """Tell whether a filter leaves out every signature, or this one; any other filter is not evaluated."""
    filters = list(transform.iterchildren("{*}XPath"))
    if len(filters) != 1:
        raise _Unsupported
    expression = (filters[0].text or "").strip()
    if transform.get("Algorithm") == _XPATH:
        if _NO_SIGNATURE.fullmatch(expression):
            return True
    elif filters[0].get("Filter") == "subtract":
        if _ALL_SIGNATURES.fullmatch(expression):
            return True
        if _THIS_SIGNATURE.fullmatch(expression):
            return False
    raise _Unsupported


def _remove(elements: list[etree._Element]) -> None:
    """Take elements away, leaving the text after them where it is."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (element.tail or "")
        else:
            parent.text = (parent.text or "") + (element.tail or "")
        parent.remove(element)


def _form(method: etree._Element) -> _Form:
    """Read a canonicalisation method, or a transform that is one."""
    written = method.get("Algorithm", "")
    name = written.replace("#WithComments", "#" if written.startswith(_EXCLUSIVE) else "")
    if name not in _CANONICAL:
        raise _Unsupported
    listed = method.find(_PREFIXES)
    prefixes = () if listed is None else tuple((listed.get("PrefixList") or "").split())
    return _Form(_CANONICAL[name], name != written, prefixes)


def _algorithm(uri: str) -> Algorithm:
    match = _METHOD.fullmatch(uri)
    if match is None:
        raise _Unsupported
    if match[3]:
        return Algorithm("pss", match[3], match[3])
    return Algorithm(_SCHEMES[match[1]], "sha512" if match[1] == "eddsa" else match[2])


def _child(element: etree._Element, name: str) -> etree._Element:
    found = element.find(DS + name)
    if found is None:
        raise _Unsupported
    return found


def _bytes(element: etree._Element) -> bytes:
    return binascii.a2b_base64("".join((element.text or "").split()))
