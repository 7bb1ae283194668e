# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""One signature value against one public key. Nothing is said of whom the key belongs to."""

from dataclasses import dataclass
from typing import Final, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from incas.finance.fatturapa.refusals import SignatureStatus

Scheme = Literal["pkcs1", "pss", "ecdsa", "ecdsa-plain", "dsa", "dsa-plain", "eddsa"]

HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    # MD5 and SHA-1 are weak, yet old invoices bear them: the question here is only whether the content is intact.
    "md5": hashes.MD5(),  # noqa: S303 - see above
    "sha1": hashes.SHA1(),  # noqa: S303 - see above
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}
_DIGEST_OIDS: Final = {
    "sha1": bytes.fromhex("06052b0e03021a"),
    "sha256": bytes.fromhex("0609608648016503040201"),
    "sha384": bytes.fromhex("0609608648016503040202"),
    "sha512": bytes.fromhex("0609608648016503040203"),
}


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How a value was made: scheme, hash, and for PSS the hash of its mask and the length of its salt."""

    scheme: Scheme
    hash: str
    mask_hash: str | None = None
    salt_length: int | None = None


def check_value(public_key: bytes, value: bytes, signed: bytes, algorithm: Algorithm) -> SignatureStatus:
    """Say whether `value` is the signature of `signed` by the key, given as SubjectPublicKeyInfo.

    Unknown when the key or the algorithm is not one that can be evaluated here.
    """
    hash_algorithm = HASHES.get(algorithm.hash)
    if hash_algorithm is None:
        return SignatureStatus.UNKNOWN
    try:
        key = load_der_public_key(public_key)
        return _check(key, value, signed, algorithm, hash_algorithm)
    except InvalidSignature:
        return SignatureStatus.BROKEN
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return SignatureStatus.UNKNOWN


def _check(
    key: object, value: bytes, signed: bytes, algorithm: Algorithm, hash_algorithm: hashes.HashAlgorithm
) -> SignatureStatus:
    scheme = algorithm.scheme
    if isinstance(key, rsa.RSAPublicKey) and scheme == "pkcs1":
        _check_pkcs1(key, value, signed, algorithm.hash)
    elif isinstance(key, rsa.RSAPublicKey) and scheme == "pss":
        mask = padding.MGF1(HASHES[algorithm.mask_hash or algorithm.hash])
        salt = hash_algorithm.digest_size if algorithm.salt_length is None else algorithm.salt_length
        key.verify(value, signed, padding.PSS(mask, salt), hash_algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey) and scheme in {"ecdsa", "ecdsa-plain"}:
        key.verify(_pair(value) if scheme == "ecdsa-plain" else value, signed, ec.ECDSA(hash_algorithm))
    elif isinstance(key, dsa.DSAPublicKey) and scheme in {"dsa", "dsa-plain"}:
        key.verify(_pair(value) if scheme == "dsa-plain" else value, signed, hash_algorithm)
    elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey) and scheme == "eddsa":
        key.verify(value, signed)
    else:
        return SignatureStatus.UNKNOWN
    return SignatureStatus.INTACT


def _check_pkcs1(key: rsa.RSAPublicKey, value: bytes, signed: bytes, hash_name: str) -> None:
    """PKCS #1 v1.5. Some smart cards leave out the NULL of the digest's parameters (RFC 8017, A.2.4, allows it)."""
    try:
        key.verify(value, signed, padding.PKCS1v15(), HASHES[hash_name])
    except InvalidSignature:
        identifier = _DIGEST_OIDS.get(hash_name)
        if identifier is None:
            raise
        hashing = hashes.Hash(HASHES[hash_name])
        hashing.update(signed)
        digest = hashing.finalize()
        named = b"\x30" + bytes((len(identifier),)) + identifier
        content = named + b"\x04" + bytes((len(digest),)) + digest
        if (
            key.recover_data_from_signature(value, padding.PKCS1v15(), None)
            != b"\x30" + bytes((len(content),)) + content
        ):
            raise


def _pair(value: bytes) -> bytes:
    """XML signatures write the two numbers one after the other (RFC 4050), the library wants them in DER."""
    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
