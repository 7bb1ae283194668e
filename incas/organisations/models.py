# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Territories with their codes and dates, bodies, and who belongs to them with which role."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.accounts.models import User
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified
from incas.organisations.choices import (
    SEES_ALL_BODIES,
    STATE_KINDS,
    AreaKind,
    BodyKind,
    MembershipState,
    Role,
    UnitKind,
    Zone,
)
from incas.organisations.places import class_of, told_class

CONFIRMED_FOR = timedelta(days=183)
"""Six months: how long a membership holds before the administrator of the body must confirm it again."""
NOTICED_BEFORE = timedelta(days=30)
"""How long before a membership lapses those who may confirm it are told."""
INVITED_FOR = timedelta(days=7)
"""How long an invitation may be accepted."""


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Regions, provinces and Comuni, of today and of the past."""

    def visible_to(self, _user: User) -> Self:
        """Show them all to everyone: they are public."""
        return self

    def current(self, on: date) -> Self:
        """Keep the territories that exist on a day (start included, end excluded)."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        )


@classified(
    retention=Retention.REFERENCE,
    open="kind name other_name istat_code belfiore_code nuts_code zone is_capital parent population "
    "valid_from valid_until successors search_name plate unit_code unit_kind aliases former_codes",
)
class Territory(models.Model):
    """A region, a province (or equivalent unit) or a Comune, with the days it existed.

    `istat_code`: 2 digits for a region, 3 for a province, 6 for a Comune; empty where unknown (Comuni suppressed before
    ISTAT's list, or younger than it). A Comune is the same as long as its Belfiore code is: a new name, code or
    province changes the row, and the old ones go to `aliases` and `former_codes`. `unit_code` and `unit_kind` tell
    what a province is today (metropolitan city, former province…). `valid_until` is the first day it no longer existed.
    `population` is that of the last census or estimate loaded, null where unknown. `search_name` holds every name
    folded for the search (`places.folded`). Source: ISTAT, *Codici delle unità amministrative territoriali*.
    """

    kind = models.CharField(max_length=8, choices=AreaKind)
    name = models.CharField(max_length=120)
    other_name = models.CharField(max_length=120, blank=True)
    istat_code = models.CharField(max_length=6, blank=True)
    belfiore_code = models.CharField(max_length=4, blank=True)
    plate = models.CharField(max_length=2, blank=True)
    unit_code = models.CharField(max_length=3, blank=True)
    unit_kind = models.CharField(max_length=1, choices=UnitKind, blank=True)
    nuts_code = models.CharField(max_length=5, blank=True)
    zone = models.CharField(max_length=3, choices=Zone)
    is_capital = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    population = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    former_codes = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    search_name = models.TextField()

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territori")
        constraints = [
            UniqueConstraint(
                fields=["kind", "istat_code", "valid_from"],
                nulls_distinct=False,
                condition=~Q(istat_code=""),
                name="territory_code_once_a_start",
            ),
            UniqueConstraint(
                fields=["belfiore_code"], condition=~Q(belfiore_code=""), name="territory_belfiore_code_once"
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
            models.Index(fields=["kind", "search_name", "id"], include=["valid_until"], name="territory_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name in both languages where there are two: `Bolzano/Bozen`."""
        return f"{self.name}/{self.other_name}" if self.other_name else self.name

    @property
    def population_class(self) -> str:
        """The demographic class of a Comune in words; empty where the population is unknown."""
        return "" if self.population is None else told_class(class_of(self.population))

    def exists_on(self, day: date) -> bool:
        """Tell whether it existed on a day (start included, end excluded)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


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

    def open(self) -> Self:
        """Keep those that are not over."""
        return self.exclude(state=MembershipState.ENDED)

    def lapsing_by(self, day: date) -> Self:
        """Keep the active ones that lapse on a day or before it, unless they are confirmed."""
        return self.filter(state=MembershipState.ACTIVE, confirmed_on__lte=day - CONFIRMED_FOR)

    def visible_to(self, user: User) -> Self:
        """Show one's own; those of their body to administrators; every administrator's to who runs the programme."""
        seen = Q(user_id=user.pk)
        if Role.ADMINISTRATOR in user.acting_roles:
            seen |= Q(body_id=user.acting_body_id)
        if Role.COORDINATOR in user.acting_roles:
            seen |= Q(role=Role.ADMINISTRATOR)
        return self.filter(seen)


@classified(
    retention=Retention.ACCOUNT,
    open="body role state starts_on ends_on confirmed_on invited_at accepted_at invitation_hash notified_days_before",
    identifying="user granted_by",
)
class Membership(models.Model):
    """A person in a body with one role, from a day to a day (both included), granted by somebody.

    It lapses when it is not confirmed within six months. An invitation carries a one-time secret of which only the hash
    is stored. `ends_on` null: no term. `notified_days_before`: how many days before it lapses was the last notice sent
    that asks to confirm it, null when none was since it was last confirmed.
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
    invitation_hash = models.CharField(max_length=64, blank=True)
    notified_days_before = models.PositiveSmallIntegerField(null=True)

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
            CheckConstraint(
                name="membership_in_use_was_accepted",
                condition=Q(state__in=[MembershipState.INVITED, MembershipState.ENDED]) | Q(accepted_at__isnull=False),
            ),
            UniqueConstraint(
                fields=["invitation_hash"], condition=~Q(invitation_hash=""), name="membership_secret_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    @property
    def lapses_on(self) -> date:
        """The first day on which it gives nothing more, unless it is confirmed before."""
        return self.confirmed_on + CONFIRMED_FOR

    @property
    def confirm_by(self) -> date | None:
        """The last day for confirming it, before it has to be taken up again. None when there is nothing to confirm."""
        return self.lapses_on - timedelta(days=1) if self.state == MembershipState.ACTIVE else None

    @property
    def invitation_ends_at(self) -> datetime | None:
        """Until when the invitation may be accepted; None when nobody was invited."""
        return self.invited_at + INVITED_FOR if self.invited_at is not None else None

    @property
    def is_in_use(self) -> bool:
        """Active and not past its six months: what can be confirmed or suspended, not taken up again."""
        return self.state == MembershipState.ACTIVE and self.lapses_on > timezone.localdate()

    @property
    def holder(self) -> str:
        """Who it belongs to: by name once they have accepted, by the address written until then."""
        return self.user.email if self.state == MembershipState.INVITED else str(self.user)

    def standing_on(self, day: date) -> Chip:
        """Where it stands on a day, in a word."""
        state = MembershipState(self.state)
        if state == MembershipState.ACTIVE:
            return self._use_on(day)
        until = self.invitation_ends_at
        if state == MembershipState.INVITED and until is not None and timezone.localdate(until) < day:
            return Chip(_("Invito scaduto"), "warning")
        return Chip(state.label, STATE_KINDS[state])

    def _use_on(self, day: date) -> Chip:
        """Where an active membership stands: within its dates, to be confirmed, past them before the night says so."""
        if self.ends_on is not None and self.ends_on < day:
            return Chip(_("Terminata"), "neutral", "minus-circle")
        if self.lapses_on <= day:
            return Chip(MembershipState.LAPSED.label, "danger")
        if self.starts_on > day:
            return Chip(_("Non ancora iniziata"), "neutral", "calendar")
        if self.lapses_on - NOTICED_BEFORE <= day:
            return Chip(_("Da confermare"), "waiting")
        return Chip(MembershipState.ACTIVE.label, STATE_KINDS[MembershipState.ACTIVE])

    @property
    def chip(self) -> Chip:
        """Where it stands today."""
        return self.standing_on(timezone.localdate())
