# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How two persons of a family are bound. Degree and line are never asked: they are computed (`incas.cases.kinship`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ParentKind(models.TextChoices):
    """How a person became the parent of another. Keys are those of the kinship engine."""

    BIRTH = "birth", _("per nascita")
    MINOR_ADOPTION = "minor_adoption", _("per adozione di minore")
    ADULT_ADOPTION = "adult_adoption", _("per adozione di maggiorenne")


class UnionKind(models.TextChoices):
    """What binds a couple. Keys are those of the kinship engine."""

    MARRIAGE = "marriage", _("matrimonio")
    CIVIL_UNION = "civil_union", _("unione civile")
    COHABITATION = "cohabitation", _("convivenza di fatto")


class UnionEnd(models.TextChoices):
    """How a union ended; empty while it lasts. Keys are those of the kinship engine."""

    DEATH = "death", _("morte")
    DIVORCE = "divorce", _("divorzio o scioglimento")
    VOID = "void", _("nullità")
