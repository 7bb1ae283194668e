# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a published table may hold: a value, or nothing at all."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Generic, TypeVar

Value_co = TypeVar("Value_co", int, Decimal, covariant=True)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Value_co]):
    """A value that may be read by anybody."""

    value: Value_co


class Suppressed(Enum):
    """A value that is not shown. There is one, so that two hidden cells never differ, however they are looked at."""

    SUPPRESSED = "suppressed"


SUPPRESSED: Final = Suppressed.SUPPRESSED

Count = Shown[int] | Suppressed
Figure = Shown[Decimal] | Suppressed
