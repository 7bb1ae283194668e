# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Kinship and affinity by arts 74-78 of the civil code: no Django, no database.

    family = Family(
        persons=[Person("anna", Sex.FEMALE), Person("bruno"), Person("carla")],
        parents=[ParentLink("carla", "bruno")],
        unions=[Union("anna", "bruno")],
    )
    kinship_of(family, "anna")["carla"]   # suocero/a (genitore del coniuge): affinity, 1st degree, within

A family that contradicts itself raises FamilyRefused, whose `reason` is Italian.
"""

from incas.cases.kinship.computing import kinship_of
from incas.cases.kinship.family import (
    Family,
    ParentKind,
    ParentLink,
    Person,
    Sex,
    Union,
    UnionEnd,
    UnionKind,
)
from incas.cases.kinship.outcomes import Kind, Kinship, Line, Outcome
from incas.cases.kinship.refusals import FamilyRefused, PersonId

__all__ = [
    "Family",
    "FamilyRefused",
    "Kind",
    "Kinship",
    "Line",
    "Outcome",
    "ParentKind",
    "ParentLink",
    "Person",
    "PersonId",
    "Sex",
    "Union",
    "UnionEnd",
    "UnionKind",
    "kinship_of",
]
