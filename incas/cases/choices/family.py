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


class FamilyChange(models.TextChoices):
    """What was changed of a family, as its history tells: never of whom."""

    PERSON_ADDED = "person_added", _("una persona aggiunta")
    PERSON_BOUND = "person_bound", _("una persona legata alle altre")
    PERSON_CHANGED = "person_changed", _("i dati di una persona")
    PERSON_REMOVED = "person_removed", _("una persona tolta")
    PARENT_ADDED = "parent_added", _("un genitore indicato")
    PARENT_CHANGED = "parent_changed", _("una filiazione corretta")
    PARENT_REMOVED = "parent_removed", _("una filiazione tolta")
    UNION_ADDED = "union_added", _("un'unione indicata")
    UNION_CHANGED = "union_changed", _("un'unione corretta")
    UNION_REMOVED = "union_removed", _("un'unione tolta")
    LEFT = "left", _("una persona uscita: non ne faceva parte")
    JOINED = "joined", _("unita alla famiglia del titolare")
    UNDONE = "undone", _("l'ultima modifica annullata")


class Binding(models.TextChoices):
    """How a person is asked to be bound to another, in words that cannot be mistaken. Never a bare *nipote*."""

    CHILD = "child", _("È figlio o figlia di…")
    PARENT = "parent", _("È padre o madre di…")
    PARTNER = "partner", _("È il coniuge, la parte di unione civile o il convivente di…")
    SIBLING = "sibling", _("È fratello o sorella di…")
    GRANDCHILD = "grandchild", _("È nipote, figlio o figlia di un figlio o di una figlia, di…")
    NEPHEW = "nephew", _("È nipote, figlio o figlia di un fratello o di una sorella, di…")
    GRANDPARENT = "grandparent", _("È nonno o nonna di…")
    UNCLE = "uncle", _("È zio o zia, fratello o sorella di un genitore, di…")
    PARENT_OF_SPOUSE = "parent_of_spouse", _("È suocero o suocera, padre o madre del coniuge, di…")
    SPOUSE_OF_CHILD = "spouse_of_child", _("È genero o nuora, coniuge di un figlio o di una figlia, di…")
    CHILD_OF_SPOUSE = "child_of_spouse", _("È figlio o figlia del coniuge, e non suo, di…")
    SPOUSE_OF_PARENT = "spouse_of_parent", _("È coniuge di un genitore, e non suo genitore, di…")
    SIBLING_OF_SPOUSE = "sibling_of_spouse", _("È cognato o cognata, fratello o sorella del coniuge, di…")
    SPOUSE_OF_SIBLING = "spouse_of_sibling", _("È cognato o cognata, coniuge di un fratello o di una sorella, di…")


COMPOSED: dict[Binding, tuple[Binding, Binding]] = {
    Binding.GRANDCHILD: (Binding.CHILD, Binding.CHILD),
    Binding.NEPHEW: (Binding.SIBLING, Binding.CHILD),
    Binding.GRANDPARENT: (Binding.PARENT, Binding.PARENT),
    Binding.UNCLE: (Binding.PARENT, Binding.SIBLING),
    Binding.PARENT_OF_SPOUSE: (Binding.PARTNER, Binding.PARENT),
    Binding.SPOUSE_OF_CHILD: (Binding.CHILD, Binding.PARTNER),
    Binding.CHILD_OF_SPOUSE: (Binding.PARTNER, Binding.CHILD),
    Binding.SPOUSE_OF_PARENT: (Binding.PARENT, Binding.PARTNER),
    Binding.SIBLING_OF_SPOUSE: (Binding.PARTNER, Binding.SIBLING),
    Binding.SPOUSE_OF_SIBLING: (Binding.SIBLING, Binding.PARTNER),
}
"""Bonds that go through somebody: what that person is to the one asked about, then what the person is to them."""
