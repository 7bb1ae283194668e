# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Signed envelopes (.p7m, CAdES): what is inside, who signed it, and whether it is what they signed.

Source: RFC 5652, sections 5.1 to 5.6. The chain of trust, validity and revocation of certificates are not verified.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from asn1crypto import cms, core, tsp, x509

from incas.finance.fatturapa.ber import BerMalformed, BerTruncated, to_definite
from incas.finance.fatturapa.keys import HASHES, Algorithm, Scheme, check_value
from incas.finance.fatturapa.refusals import InvoiceRefused, SignatureStatus
from incas.finance.fatturapa.signatures import Signer, Unsealed, worst

MAX_SIGNERS: Final = 50
MAX_CERTIFICATES: Final = 200
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
"""Identifier that a signed envelope begins with."""
_HEAD_BYTES: Final = 40
_SET_TAG: Final = b"\x31"
_EC_PUBLIC_KEY: Final = "1.2.840.10045.2.1"
_SCHEMES: Final[dict[str, Scheme]] = {
    "rsassa_pkcs1v15": "pkcs1",
    "rsassa_pss": "pss",
    "ecdsa": "ecdsa",
    "dsa": "dsa",
    "ed25519": "eddsa",
    "ed448": "eddsa",
}


def open_envelope(data: bytes) -> Unsealed:
    """Open a CMS file in BER or DER. Raises InvoiceRefused when it is none, or holds nothing that can be read."""
    try:
        info = cms.ContentInfo.load(to_definite(data))
        kind = info["content_type"].native
        if kind == "signed_data":
            return _open_signed(info["content"])
        if kind == "data":
            return Unsealed(info["content"].contents, SignatureStatus.NONE, ())
        if kind == "timestamped_data":
            return Unsealed(
                tsp.TimeStampedData.load(info["content"].dump())["content"].contents, SignatureStatus.NONE, ()
            )
    except BerTruncated:
        reason = "Il file firmato è incompleto: scaricarlo di nuovo dall'origine."
        raise InvoiceRefused(reason, signature=SignatureStatus.UNKNOWN) from None
    except (BerMalformed, ValueError, TypeError, KeyError, AttributeError):
        if _SIGNED_DATA in data[:_HEAD_BYTES]:
            reason = (
                "La busta della firma è danneggiata: il file è stato modificato dopo la firma, o copiato male. "
                "Richiedere al fornitore il file originale."
            )
            raise InvoiceRefused(reason, signature=SignatureStatus.BROKEN) from None
        reason = (
            "Il file non è una fattura elettronica leggibile: non è un XML né una busta di firma (.p7m) valida. "
            "Richiedere al fornitore il file originale."
        )
        raise InvoiceRefused(reason) from None
    if kind in {"enveloped_data", "encrypted_data", "signed_and_enveloped_data", "authenticated_enveloped_data"}:
        reason = "Il file è cifrato: richiedere al fornitore il file in chiaro."
    else:
        reason = "La busta del file non è una firma digitale (.p7m): caricare il file XML della fattura."
    raise InvoiceRefused(reason)


def _open_signed(signed: cms.SignedData) -> Unsealed:
    content = signed["encap_content_info"]["content"]
    if isinstance(content, core.Void) or not content.contents:
        reason = (
            "Il file contiene solo la firma, separata dalla fattura: caricare il file XML o quello firmato con essa."
        )
        raise InvoiceRefused(reason, signature=SignatureStatus.UNKNOWN)
    signer_infos = signed["signer_infos"]
    if len(signer_infos) > MAX_SIGNERS or len(signed["certificates"]) > MAX_CERTIFICATES:
        reason = "Il file porta troppe firme o troppi certificati: richiedere al fornitore il file originale."
        raise InvoiceRefused(reason, signature=SignatureStatus.UNKNOWN)
    certificates = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    outcomes = [_judge(info, content.contents, certificates) for info in signer_infos]
    status = worst([status for status, _ in outcomes]) if outcomes else SignatureStatus.UNKNOWN
    return Unsealed(content.contents, status, tuple(signer for _, signer in outcomes if signer))


def _judge(
    info: cms.SignerInfo, content: bytes, certificates: list[x509.Certificate]
) -> tuple[SignatureStatus, Signer | None]:
    """Evaluate one signature; what cannot be read of it makes it unknown, not the file unreadable."""
    try:
        return _evaluate(info, content, certificates)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return SignatureStatus.UNKNOWN, None


def _evaluate(
    info: cms.SignerInfo, content: bytes, certificates: list[x509.Certificate]
) -> tuple[SignatureStatus, Signer | None]:
    """The digest of the content first, then the value over the signed attributes, then the certificate they name."""
    named = [certificate for certificate in certificates if _is_named_by(info["sid"], certificate)]
    attributes = {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}
    signer = _signer(named[0], attributes) if named else None
    digest_name = info["digest_algorithm"]["algorithm"].native
    if digest_name not in HASHES:
        return SignatureStatus.UNKNOWN, signer
    if attributes and not _has_digest(attributes, hashlib.new(digest_name, content).digest()):
        return SignatureStatus.BROKEN, signer
    algorithm = _algorithm(info["signature_algorithm"], digest_name)
    if algorithm is None:
        return SignatureStatus.UNKNOWN, signer
    outcome = SignatureStatus.UNKNOWN
    for certificate in named or certificates:
        key = certificate["tbs_certificate"]["subject_public_key_info"].dump()
        for signed in _signed_bytes(info, content):
            status = check_value(key, info["signature"].native, signed, algorithm)
            if status == SignatureStatus.INTACT:
                if not _is_the_one_signed(attributes, certificate):
                    return SignatureStatus.BROKEN, None
                return status, signer or _signer(certificate, attributes)
            if named and outcome != SignatureStatus.BROKEN:
                outcome = status
    return outcome, signer


def _is_named_by(identifier: cms.SignerIdentifier, certificate: x509.Certificate) -> bool:
    chosen = identifier.chosen
    if identifier.name == "subject_key_identifier":
        return bool(certificate.key_identifier == chosen.native)
    same_number = certificate.serial_number == chosen["serial_number"].native
    return bool(same_number and certificate.issuer.dump() == chosen["issuer"].dump())


def _is_the_one_signed(attributes: dict[str, Any], certificate: x509.Certificate) -> bool:
    """CAdES signs the fingerprint of the certificate too (RFC 5035), so that another one cannot take its place."""
    for name in ("signing_certificate_v2", "signing_certificate"):
        for value in attributes.get(name, ()):
            identifier = value["certs"][0]
            hash_name = identifier["hash_algorithm"]["algorithm"].native if name.endswith("v2") else "sha1"
            if hash_name in HASHES:
                return bool(identifier["cert_hash"].native == hashlib.new(hash_name, certificate.dump()).digest())
    return True


def _has_digest(attributes: dict[str, Any], digest: bytes) -> bool:
    written = attributes.get("message_digest")
    return written is not None and all(value.native == digest for value in written) and len(written) > 0


def _signed_bytes(info: cms.SignerInfo, content: bytes) -> Iterator[bytes]:
    """What the value was made over: the content, or the signed attributes as a DER set (RFC 5652, 5.4).

    Attributes are tried in the order they are written and in the order of DER, since programs do either.
    """
    attributes = info["signed_attrs"]
    if not len(attributes):
        yield content
        return
    written = attributes.dump()
    yield _SET_TAG + written[1:]
    header = len(written) - len(attributes.contents)
    ordered = b"".join(sorted(attribute.dump() for attribute in attributes))
    if ordered != attributes.contents:
        yield _SET_TAG + written[1:header] + ordered


def _algorithm(written: Any, digest_name: str) -> Algorithm | None:
    if written["algorithm"].dotted == _EC_PUBLIC_KEY:
        return Algorithm("ecdsa", digest_name)
    try:
        scheme = _SCHEMES.get(written.signature_algo)
    except ValueError:
        return None
    if scheme is None:
        return None
    if scheme == "pss":
        parameters = written["parameters"]
        mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
        hash_name = parameters["hash_algorithm"]["algorithm"].native
        return Algorithm(scheme, hash_name, mask, parameters["salt_length"].native)
    try:
        return Algorithm(scheme, written.hash_algo)
    except ValueError:
        return Algorithm(scheme, digest_name)


def _signer(certificate: x509.Certificate, attributes: dict[str, Any]) -> Signer:
    signed_at = attributes["signing_time"][0].native if attributes.get("signing_time") else None
    return describe(certificate, signed_at)


def describe(certificate: x509.Certificate, signed_at: Any) -> Signer:
    """Say whom a certificate names."""
    return Signer(
        name=_name(certificate.subject, "common_name") or _name(certificate.subject, "organization_name"),
        identifier=_name(certificate.subject, "serial_number"),
        issuer=_name(certificate.issuer, "common_name") or _name(certificate.issuer, "organization_name"),
        serial=f"{certificate.serial_number:x}",
        signed_at=signed_at,
    )


def _name(name: x509.Name, part: str) -> str | None:
    value = name.native.get(part)
    if isinstance(value, list):
        value = value[0]
    return "".join(mark for mark in str(value) if mark.isprintable()) or None if value else None
