# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Signatures of invented people around invented invoices: CAdES in DER, BER and Base64, XAdES."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, parser, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from lxml import etree

HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}  # noqa: S303 - old invoices bear it
SIGNED_AT = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Who signs: a name, a key, a certificate of their own making."""

    name: str
    key: Any
    certificate: x509.Certificate


@cache
def person(name: str = "PROVA INVENTATA", *, curve: bool = False) -> Person:
    """Make somebody with an RSA key, or one on a curve; the same for the same name."""
    key: Any = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    subject = certificates.Name(
        [
            certificates.NameAttribute(NameOID.COUNTRY_NAME, "IT"),
            certificates.NameAttribute(NameOID.SERIAL_NUMBER, "TINIT-NVNPRV80A01H501X"),
            certificates.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    made = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(0x1234ABCD)
        .not_valid_before(SIGNED_AT - timedelta(days=1))
        .not_valid_after(SIGNED_AT + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return Person(name, key, x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)))


@dataclass
class Envelope:
    """How a CMS file is made; what is left alone makes an ordinary CAdES."""

    digest: str = "sha256"
    pss: bool = False
    has_attributes: bool = True
    has_fingerprint_of_certificate: bool = True
    has_certificates: bool = True
    has_content: bool = True
    signers: list[Person] = field(default_factory=lambda: [person()])
    digest_identifier: str | None = None

    def around(self, content: bytes) -> bytes:
        """Sign, and give the file in DER."""
        signed = cms.SignedData(
            {
                "version": "v1",
                "digest_algorithms": [{"algorithm": self.digest}],
                "encap_content_info": {"content_type": "data", "content": content if self.has_content else None},
                "certificates": [signer.certificate for signer in self.signers] if self.has_certificates else None,
                "signer_infos": [self._signer_info(signer, content) for signer in self.signers],
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())

    def _signer_info(self, signer: Person, content: bytes) -> cms.SignerInfo:
        attributes = self._attributes(signer, content) if self.has_attributes else None
        signed = content if attributes is None else attributes.dump()
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": {
                    "issuer_and_serial_number": {
                        "issuer": signer.certificate.issuer,
                        "serial_number": signer.certificate.serial_number,
                    }
                },
                "digest_algorithm": {"algorithm": self.digest_identifier or self.digest},
                "signed_attrs": attributes,
                "signature_algorithm": self._algorithm(signer),
                "signature": self._value(signer, signed),
            }
        )

    def _attributes(self, signer: Person, content: bytes) -> cms.CMSAttributes:
        attributes = [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time(name="utc_time", value=SIGNED_AT)]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.new(self.digest, content).digest()]}),
        ]
        if self.has_fingerprint_of_certificate:
            fingerprint = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(signer.certificate.dump()).digest()})
            written = tsp.SigningCertificateV2({"certs": [fingerprint]})
            attributes.append(cms.CMSAttribute({"type": "signing_certificate_v2", "values": [written]}))
        return cms.CMSAttributes(attributes)

    def _algorithm(self, signer: Person) -> dict[str, Any]:
        if isinstance(signer.key, ec.EllipticCurvePrivateKey):
            return {"algorithm": f"{self.digest}_ecdsa"}
        if self.pss:
            mask = {"algorithm": "mgf1", "parameters": {"algorithm": self.digest}}
            salt = HASHES[self.digest].digest_size
            parameters = {"hash_algorithm": {"algorithm": self.digest}, "mask_gen_algorithm": mask, "salt_length": salt}
            return {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}
        return {"algorithm": "rsassa_pkcs1v15"}

    def _value(self, signer: Person, signed: bytes) -> bytes:
        used = HASHES[self.digest]
        if isinstance(signer.key, ec.EllipticCurvePrivateKey):
            return signer.key.sign(signed, ec.ECDSA(used))
        scheme = padding.PSS(padding.MGF1(used), used.digest_size) if self.pss else padding.PKCS1v15()
        return bytes(signer.key.sign(signed, scheme, used))


def in_pieces(der: bytes, *, size: int = 1000) -> bytes:
    """Write DER again as streaming programs do: indefinite lengths, long octet strings in segments."""
    return b"".join(_in_pieces(der, size))


def _in_pieces(der: bytes, size: int) -> list[bytes]:
    written = []
    position = 0
    while position < len(der):
        _, method, _, header, content, _ = parser.parse(der[position:])
        position += len(header) + len(content)
        if header[0] == 0x04 and len(content) > size:
            parts = [core.OctetString(content[at : at + size]).dump() for at in range(0, len(content), size)]
            written.append(b"\x24\x80" + b"".join(parts) + b"\x00\x00")
        elif method:
            written.append(header[:1] + b"\x80" + b"".join(_in_pieces(content, size)) + b"\x00\x00")
        else:
            written.append(header + content)
    return written


def in_base64(data: bytes, *, line_end: bytes = b"") -> bytes:
    """Write Base64 on one line, or on lines of 76 characters with the given end."""
    encoded = base64.b64encode(data)
    if not line_end:
        return encoded
    return b"".join(encoded[at : at + 76] + line_end for at in range(0, len(encoded), 76))


def armoured(data: bytes, *, name: str = "PKCS7") -> bytes:
    """Write PEM."""
    return f"-----BEGIN {name}-----\n".encode() + in_base64(data, line_end=b"\n") + f"-----END {name}-----\n".encode()


DS = "http://www.w3.org/2000/09/xmldsig#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f'<ds:Transform Algorithm="{DS}enveloped-signature"/>'
FILTERED = (
    '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">'
    '<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/descendant::ds:Signature</f:XPath>'
    "</ds:Transform>"
)
BY_XPATH = (
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>"
)


def enveloped(
    xml: bytes,
    *,
    signer: Person | None = None,
    transforms: str = ENVELOPED,
    form: str = INCLUSIVE,
    uri: str = "",
    has_certificate: bool = True,
    method: str | None = None,
    identifier: str = "proprieta",
    over: etree._Element | None = None,
) -> bytes:
    """Put a signature over the whole document inside it, before its end, with properties signed too (XAdES)."""
    who = signer or person()
    is_curve = isinstance(who.key, ec.EllipticCurvePrivateKey)
    method = method or f"http://www.w3.org/2001/04/xmldsig-more#{'ecdsa' if is_curve else 'rsa'}-sha256"
    digest = _digest(etree.fromstring(xml).getroottree() if over is None else over, form)
    certificate = base64.b64encode(who.certificate.dump()).decode() if has_certificate else ""
    sign = (
        (
            f'<ds:Signature xmlns:ds="{DS}" Id="firma"><ds:SignedInfo>'
            f'<ds:CanonicalizationMethod Algorithm="{form}"/><ds:SignatureMethod Algorithm="{method}"/>'
            f'<ds:Reference URI="{uri}"><ds:Transforms>{transforms}<ds:Transform Algorithm="{form}"/></ds:Transforms>'
            f'<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{digest}</ds:DigestValue>'
            '</ds:Reference><ds:Reference URI="#PROPRIETA"><ds:Transforms>'
            f'<ds:Transform Algorithm="{form}"/></ds:Transforms>'
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>DA-SCRIVERE</ds:DigestValue>'
            "</ds:Reference></ds:SignedInfo><ds:SignatureValue>DA-FIRMARE</ds:SignatureValue>"
            f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            '<ds:Object><x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Target="#firma">'
            '<x:SignedProperties Id="PROPRIETA"><x:SigningTime>2026-04-02T09:30:00Z</x:SigningTime>'
            "</x:SignedProperties>"
            "</x:QualifyingProperties></ds:Object></ds:Signature>"
        )
        .replace("<ds:X509Certificate></ds:X509Certificate>", "")
        .replace("PROPRIETA", identifier)
    )
    at = xml.rindex(b"</")
    signed = xml[:at] + sign.encode() + xml[at:]
    properties = etree.fromstring(signed).findall(".//{*}SignedProperties")[-1]
    signed = signed.replace(b"DA-SCRIVERE", _digest(properties, form).encode())
    info = etree.fromstring(signed).findall(f".//{{{DS}}}SignedInfo")[-1]
    return signed.replace(b"DA-FIRMARE", base64.b64encode(_xml_value(who, _canonical(info, form))))


def _canonical(node: Any, form: str) -> bytes:
    return bytes(etree.tostring(node, method="c14n", exclusive=form == EXCLUSIVE, with_comments=False))


def _digest(node: Any, form: str) -> str:
    return base64.b64encode(hashlib.sha256(_canonical(node, form)).digest()).decode()


def _xml_value(who: Person, signed: bytes) -> bytes:
    if isinstance(who.key, ec.EllipticCurvePrivateKey):
        first, second = decode_dss_signature(who.key.sign(signed, ec.ECDSA(hashes.SHA256())))
        return first.to_bytes(32, "big") + second.to_bytes(32, "big")
    return bytes(who.key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))
