# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""People who sign in. What they may do comes from their memberships (`organisations`), never from here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from incas.accounts import devices
from incas.accounts.choices import OUTCOME_KINDS, SignInMethod, SignInOutcome
from incas.core.components.marks import Chip
from incas.core.privacy import Retention, classified


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def active(self) -> Self:
        """Keep those who may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"]):
    """Makes people; e-mail addresses are kept in lower case."""

    def get_queryset(self) -> UserQuerySet:
        """Give the people with their adjectives."""
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person; without a password they cannot sign in until they choose one through an invitation."""
        user = User(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail address, whatever its case."""
        return User.objects.get(email=(username or "").strip().lower())


@classified(
    retention=Retention.ACCOUNT,
    open="password last_login is_active joined_at last_seen_at is_demo",
    identifying="email first_name last_name",
)
class User(AbstractBaseUser):
    """A person. `acting_*` are not stored: the body and roles under which they act now (fail closed: none)."""

    email = models.EmailField(_("indirizzo e-mail"), unique=True)
    first_name = models.CharField(_("nome"), max_length=100)
    last_name = models.CharField(_("cognome"), max_length=100)
    is_active = models.BooleanField(_("attivo"), default=True)
    is_demo = models.BooleanField(_("persona inventata per la demo"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True)

    acting_body_id: int | None = None
    acting_body_name: str = ""
    acting_roles: frozenset[str] = frozenset()
    bodies: Mapping[int, str] = MappingProxyType({})

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("persone")
        ordering = ("last_name", "first_name")
        constraints = [UniqueConstraint(Lower("email"), name="user_email_once_whatever_case")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Name and surname as they are read aloud."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_awaited(self) -> bool:
        """Invited, and not yet arrived: nobody has chosen a password for this address."""
        return not self.is_active and not self.has_usable_password()


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Attempts to sign in."""

    def visible_to(self, user: User) -> Self:
        """Show one's own alone."""
        return self.filter(user_id=user.pk)


@classified(retention=Retention.TRAIL, open="at outcome method", identifying="user address device")
class SignIn(models.Model):
    """An attempt to sign in as a person, successful or not, from a network address and a browser.

    Attempts for addresses that belong to nobody are not kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=SignInOutcome)
    method = models.CharField(max_length=14, choices=SignInMethod)
    address = models.GenericIPAddressField()
    device = models.CharField(max_length=200, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("accesso")
        verbose_name_plural = _("accessi")
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_of_user")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def chip(self) -> Chip:
        """The outcome, as it is shown."""
        return Chip(self.get_outcome_display(), OUTCOME_KINDS[SignInOutcome(self.outcome)])

    @property
    def device_told(self) -> str:
        """Browser and system in words."""
        return devices.told(self.device)
