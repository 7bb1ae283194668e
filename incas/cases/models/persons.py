# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Families as persons, parents and unions; and, apart from everything else, who those persons are."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.cases.choices.cases import Sex
from incas.cases.choices.family import ParentKind, UnionEnd, UnionKind
from incas.cases.models.base import CaseRecord, CaseRecordQuerySet, RecordT
from incas.cases.models.cases import Case
from incas.core.privacy import Retention, classified
from incas.privacy.fields import BlindIndexField, SealedJSONField


class FamilyRecordQuerySet(CaseRecordQuerySet[RecordT]):
    """Rows of families, which are seen through the cases of their persons."""

    to_family = "family"

    def visible_to(self, user: User) -> Self:
        """Keep those of a family one of whose persons is a case that the person may see."""
        cases = Case.objects.visible_to(user).values("pk")
        families = Person.objects.scoped().filter(case__in=cases).values("family")
        return self.scoped().filter(**{f"{self.to_family}__in": families})


class FamilyQuerySet(FamilyRecordQuerySet["Family"]):
    """Families."""

    to_family = "pk"


@classified(retention=Retention.CASE, open="body code")
class Family(CaseRecord):
    """Persons bound by parenthood and unions, around one holder of the permit."""

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("famiglia")
        verbose_name_plural = _("famiglie")


@classified(
    retention=Retention.CASE,
    open="body code family case is_holder",
    special="sex is_deceased verified_outcome verified_reason",
    identifying="verified_by",
)
class Person(CaseRecord):
    """A person of a family, taken charge of (`case`) or only a link in the kinship. One holder a family.

    `verified_outcome` is what a person decided where the computed outcome is `to_verify` (contested cases).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="persons")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, null=True, related_name="person")
    is_holder = models.BooleanField(_("titolare del permesso"), default=False)
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    is_deceased = models.BooleanField(_("deceduta"), default=False)
    verified_outcome = models.CharField(max_length=10, blank=True)
    verified_reason = models.TextField(blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FamilyRecordQuerySet["Person"].as_manager()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("persone")
        constraints = [
            UniqueConstraint(fields=["family"], condition=Q(is_holder=True), name="one_holder_a_family"),
            CheckConstraint(
                name="person_verified_by_somebody",
                condition=Q(verified_outcome="", verified_by__isnull=True)
                | ~Q(verified_outcome="") & Q(verified_by__isnull=False) & ~Q(verified_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["family", "id"], name="person_of_family")]


@classified(retention=Retention.CASE, open="body code family", special="parent child kind")
class ParentLink(CaseRecord):
    """One person is the parent of another (artt. 74–77 c.c.)."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("come"), max_length=16, choices=ParentKind, default=ParentKind.BIRTH)

    objects = FamilyRecordQuerySet["ParentLink"].as_manager()

    class Meta:
        verbose_name = _("filiazione")
        verbose_name_plural = _("filiazioni")
        constraints = [
            UniqueConstraint(fields=["parent", "child"], name="parent_once_a_child"),
            CheckConstraint(name="nobody_is_their_own_parent", condition=~Q(parent=F("child"))),
        ]


@classified(retention=Retention.CASE, open="body code family", special="one other kind started_on ended ended_on")
class Union(CaseRecord):
    """A marriage, civil union or cohabitation of two persons, since when, and how and when it ended."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="unions")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("tipo"), max_length=14, choices=UnionKind, default=UnionKind.MARRIAGE)
    started_on = models.DateField(_("dal"), null=True)
    ended = models.CharField(_("come è finita"), max_length=8, choices=UnionEnd, blank=True)
    ended_on = models.DateField(_("finita il"), null=True)

    objects = FamilyRecordQuerySet["Union"].as_manager()

    class Meta:
        verbose_name = _("unione")
        verbose_name_plural = _("unioni")
        constraints = [
            CheckConstraint(name="nobody_is_united_to_themselves", condition=~Q(one=F("other"))),
            CheckConstraint(
                name="union_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
            CheckConstraint(name="union_that_ended_says_how", condition=Q(ended_on__isnull=True) | ~Q(ended="")),
        ]


class IdentityQuerySet(CaseRecordQuerySet["Identity"]):
    """Identities."""

    def visible_to(self, user: User) -> Self:
        """Show the identities of families in which the person may open a case; to the specialist never."""
        opened = Case.objects.opened_by(user).filter(anonymised_at__isnull=True).values("pk")
        families = Person.objects.scoped().filter(case__in=opened).values("family")
        return self.scoped().filter(person__family__in=families)


@classified(
    retention=Retention.CASE,
    open="body code person updated_at",
    identifying="sealed name_index token_index tax_code_index",
)
class Identity(CaseRecord):
    """Who a person is: the one row that says it, encrypted with the Comune's own key, apart from every other table.

    `sealed` holds name, surname, date and place of birth, citizenship, fiscal code, documents and contacts
    (`identities.IdentityContent`). The indexes are HMACs under another key of the Comune: they find an exact name or
    fiscal code and tell nothing by themselves.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    sealed = SealedJSONField()
    name_index = BlindIndexField(null=True)
    tax_code_index = BlindIndexField(null=True)
    token_index = ArrayField(models.BinaryField(), default=list)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("identità")
        verbose_name_plural = _("identità")
        indexes = [
            models.Index(fields=["body", "name_index"], name="identity_by_name"),
            models.Index(fields=["body", "tax_code_index"], name="identity_by_tax_code"),
            GinIndex(fields=["token_index"], name="identity_by_token"),
        ]
