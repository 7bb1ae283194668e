# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""BER made definite: what signing programs write in pieces of unknown length, as one piece of known length.

Source: ITU-T X.690, clauses 8.1.3 (lengths) and 8.7.3 (octet strings in segments).
"""

from typing import Final

MAX_DEPTH: Final = 60
"""Levels of a signed file are about 20."""
MAX_ELEMENTS: Final = 500_000
MAX_LENGTH_BYTES: Final = 8

_CONSTRUCTED: Final = 0x20
_LONG_TAG: Final = 0x1F
_INDEFINITE: Final = 0x80
_OCTET_STRING: Final = 0x04
_SEGMENTED_OCTETS: Final = _OCTET_STRING | _CONSTRUCTED
_END: Final = b"\x00\x00"


class BerMalformed(ValueError):
    """The bytes are not BER, or pass the bounds."""


class BerTruncated(BerMalformed):
    """The bytes end before what they announce."""


def to_definite(data: bytes) -> bytes:
    """Write again the first element of `data` with definite lengths and octet strings in one segment.

    What already is DER comes back as it was; what follows the first element is left out. Raises BerMalformed.
    """
    return _Reading(data).element(0, len(data), 0)[0]


class _Reading:
    """One walk over the bytes, counting its elements."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.elements = 0

    def element(self, start: int, limit: int, depth: int) -> tuple[bytes, int]:
        """Give the element at `start` made definite, and where the next one begins."""
        self.elements += 1
        if depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise BerMalformed
        position = self._after_tag(start, limit)
        tag = self.data[start:position]
        length, position = self._length(position, limit)
        is_constructed = bool(tag[0] & _CONSTRUCTED)
        if length is None:
            if not is_constructed:
                raise BerMalformed
            parts, position = self._until_end(position, limit, depth)
        else:
            if length > limit - position:
                raise BerTruncated
            end = position + length
            if not is_constructed:
                return _encoded(tag, self.data[position:end]), end
            parts, position = self._within(position, end, depth)
        if tag[0] == _SEGMENTED_OCTETS:
            return _encoded(bytes((_OCTET_STRING,)), b"".join(_octets(part) for part in parts)), position
        return _encoded(tag, b"".join(parts)), position

    def _after_tag(self, start: int, limit: int) -> int:
        if start >= limit:
            raise BerTruncated
        position = start + 1
        if self.data[start] & _LONG_TAG == _LONG_TAG:
            while position < limit and self.data[position] & 0x80 and position - start < MAX_LENGTH_BYTES:
                position += 1
            position += 1
        return position

    def _length(self, position: int, limit: int) -> tuple[int | None, int]:
        if position >= limit:
            raise BerTruncated
        first = self.data[position]
        position += 1
        if first < _INDEFINITE:
            return first, position
        if first == _INDEFINITE:
            return None, position
        size = first & 0x7F
        if size > MAX_LENGTH_BYTES:
            raise BerMalformed
        if position + size > limit:
            raise BerTruncated
        return int.from_bytes(self.data[position : position + size], "big"), position + size

    def _until_end(self, position: int, limit: int, depth: int) -> tuple[list[bytes], int]:
        parts = []
        while self.data[position : position + 2] != _END:
            part, position = self.element(position, limit, depth + 1)
            parts.append(part)
        return parts, position + 2

    def _within(self, position: int, end: int, depth: int) -> tuple[list[bytes], int]:
        parts = []
        while position < end:
            part, position = self.element(position, end, depth + 1)
            parts.append(part)
        return parts, position


def _octets(part: bytes) -> bytes:
    """Content of a segment, which must be an octet string itself."""
    if part[0] != _OCTET_STRING:
        raise BerMalformed
    if part[1] < _INDEFINITE:
        return part[2:]
    return part[2 + (part[1] & 0x7F) :]


def _encoded(tag: bytes, content: bytes) -> bytes:
    size = len(content)
    if size < _INDEFINITE:
        return tag + bytes((size,)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes((_INDEFINITE | len(length),)) + length + content
