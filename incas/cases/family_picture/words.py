# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the lines of a family tree say, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from incas.cases.kinship import Family, ParentKind, PersonId, UnionEnd, UnionKind


def parents_in_words(family: Family, person: PersonId, labels: Mapping[PersonId, str]) -> str:
    """Name the parents of a person, and who is so by adoption."""
    kinds = {
        ParentKind.BIRTH: "",
        ParentKind.MINOR_ADOPTION: _(" (adozione di minore)"),
        ParentKind.ADULT_ADOPTION: _(" (adozione di maggiorenne)"),
    }
    return ", ".join(labels[link.parent] + kinds[link.kind] for link in family.parents_of(person)) or "–"


def unions_in_words(family: Family, person: PersonId, labels: Mapping[PersonId, str]) -> str:
    """Say with whom a person is or was united, in which way, and how it ended."""
    kinds = {
        UnionKind.MARRIAGE: _("matrimonio"),
        UnionKind.CIVIL_UNION: _("unione civile"),
        UnionKind.COHABITATION: _("convivenza di fatto"),
    }
    ends = {
        None: "",
        UnionEnd.DEATH: _(", finita con la morte"),
        UnionEnd.DIVORCE: _(", finita con il divorzio"),
        UnionEnd.VOID: _(", dichiarata nulla"),
    }
    return (
        "; ".join(
            f"{labels[union.other(person)]} ({kinds[union.kind]}{ends[union.ended]})"
            for union in family.unions_of(person)
        )
        or "–"
    )
