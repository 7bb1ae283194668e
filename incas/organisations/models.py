# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Territories with their codes and dates, bodies, and who belongs to them with which role."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.privacy import Retention, classified
from incas.organisations.choices import SEES_ALL_BODIES, AreaKind, BodyKind, MembershipState, Role, Zone

CONFIRMED_FOR = timedelta(days=183)
"""Six months: how long a membership holds before the administrator of the body must confirm it again."""


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Regions, provinces and Comuni, of today and of the past."""

    def current(self, on: date) -> Self:
        """Keep the territories that exist on a day (start included, end excluded)."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        )


@classified(
    retention=Retention.REFERENCE,
    open="kind name other_name istat_code belfiore_code nuts_code zone is_capital parent population "
    "valid_from valid_until successors search_name plate",
)
class Territory(models.Model):
    """A region, a province (or equivalent unit) or a Comune, with the days it existed.

    `istat_code`: 2 digits for a region, 3 for a province, 6 for a Comune. `valid_until` is the first day it no longer
    existed. `population` is that of the last census or estimate loaded, null where unknown. `search_name` is the name
    without accents, apostrophes and capitals. Source: ISTAT, *Codici delle unità amministrative territoriali*.
    """

    kind = models.CharField(max_length=8, choices=AreaKind)
    name = models.CharField(max_length=120)
    other_name = models.CharField(max_length=120, blank=True)
    istat_code = models.CharField(max_length=6)
    belfiore_code = models.CharField(max_length=4, blank=True)
    plate = models.CharField(max_length=2, blank=True)
    nuts_code = models.CharField(max_length=5, blank=True)
    zone = models.CharField(max_length=3, choices=Zone)
    is_capital = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    population = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")
    search_name = models.CharField(max_length=250)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territori")
        constraints = [
            UniqueConstraint(
                fields=["kind", "istat_code", "valid_from"], nulls_distinct=False, name="territory_code_once_a_start"
            ),
            CheckConstraint(
                name="territory_region_alone_has_no_parent",
                condition=Q(kind=AreaKind.REGION, parent__isnull=True)
                | ~Q(kind=AreaKind.REGION) & Q(parent__isnull=False),
            ),
            CheckConstraint(
                name="territory_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]
        indexes = [
            GinIndex(OpClass("search_name", "gin_trgm_ops"), name="territory_search"),
            models.Index(fields=["belfiore_code"], name="territory_belfiore"),
        ]

    def __str__(self) -> str:
        return self.name


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies."""

    def visible_to(self, user: User) -> Self:
        """Show one's own body; to who runs the programme and to the ministry, all of them."""
        if user.acting_roles & SEES_ALL_BODIES:
            return self
        return self.filter(pk=user.acting_body_id)


@classified(retention=Retention.REFERENCE, open="kind name tax_code territory certified_email is_demo created_at")
class Body(models.Model):
    """A body that takes part: Comune, Regione, ministry, ANCI, Cittalia, implementing body or other.

    `tax_code` is the fiscal code of the body (11 digits), by which an invoice's addressee is recognised.
    """

    kind = models.CharField(_("tipo"), max_length=12, choices=BodyKind)
    name = models.CharField(_("denominazione"), max_length=200)
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    certified_email = models.EmailField(_("PEC"), blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ente")
        verbose_name_plural = _("enti")
        ordering = ("name",)
        constraints = [
            UniqueConstraint(fields=["tax_code"], condition=~Q(tax_code=""), name="body_tax_code_once"),
            CheckConstraint(
                name="body_of_a_place_has_territory",
                condition=~Q(kind__in=[BodyKind.COMUNE, BodyKind.REGIONE]) | Q(territory__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs to which body, as what."""

    def in_force(self, on: date) -> Self:
        """Keep those that give their role on a day: active, begun, not ended, confirmed within six months."""
        return self.filter(state=MembershipState.ACTIVE, starts_on__lte=on, confirmed_on__gt=on - CONFIRMED_FOR).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )

    def visible_to(self, user: User) -> Self:
        """Show the memberships of one's own body to its administrator, one's own to each."""
        if Role.ADMINISTRATOR in user.acting_roles:
            return self.filter(Q(body_id=user.acting_body_id) | Q(user_id=user.pk))
        return self.filter(user_id=user.pk)


@classified(
    retention=Retention.ACCOUNT,
    open="body role state starts_on ends_on confirmed_on invited_at accepted_at invitation_hash",
    identifying="user granted_by",
)
class Membership(models.Model):
    """A person in a body with one role, from a day to a day (both included), granted by somebody.

    It lapses when it is not confirmed within six months. An invitation carries a one-time secret of which only the hash
    is stored. `ends_on` null: no term.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("ruolo"), max_length=20, choices=Role)
    state = models.CharField(_("stato"), max_length=10, choices=MembershipState, default=MembershipState.INVITED)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("fino al"), null=True, blank=True)
    confirmed_on = models.DateField(_("confermata il"))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    invitation_hash = models.CharField(max_length=64, blank=True, db_index=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenenza")
        verbose_name_plural = _("appartenenze")
        constraints = [
            UniqueConstraint(
                fields=["user", "body", "role"],
                condition=~Q(state=MembershipState.ENDED),
                name="membership_once_while_open",
            ),
            CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            CheckConstraint(
                name="membership_invited_has_secret",
                condition=~Q(state=MembershipState.INVITED) | (~Q(invitation_hash="") & Q(invited_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.body_id}"
