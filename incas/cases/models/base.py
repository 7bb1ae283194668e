# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every table of the pilot is made of: a body, an opaque code, a manager that fails closed.

`Model.objects.all()` raises when it is read: ask `.visible_to(user)`, or `.unscoped(reason=…)` in work that no person
does. What hangs from an object already obtained (`case.measures.all()`) is read freely, since the object was obtained
by one of the two. Row-level security (`tenancy`) holds underneath, whatever is asked.
"""

import secrets
from collections.abc import Iterator
from typing import Any, Final, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from incas.accounts.models import User
from incas.cases.models.services import served_by
from incas.core.labels import Labelled
from incas.organisations.choices import Role
from incas.organisations.models import Body

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or figure that is mistaken for another, and no vowel but E and A, so that no word is written by chance."""
CODE_LENGTH: Final = 10

RecordT = TypeVar("RecordT", bound="BodyRecord")


class Unscoped(Exception):  # a mistake of the programmer, never shown to a person
    """Rows of cases were read without saying for whom."""


def new_code() -> str:
    """Make an opaque code: 49 random bits, which tell nothing and cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class CaseRecordQuerySet(models.QuerySet[RecordT]):
    """Rows of the pilot, which are read only for somebody or for a reason."""

    _is_scoped = False
    _hints: dict[str, Any]  # Django's own: of rows that hang from an object, the object

    to_case = "case"

    def visible_to(self, user: User) -> Self:
        """Show to a worker the rows of the cases they may open, to a supervisor the service's, to a specialist all.

        Everyone else sees none. A row is of the body of its case (a trigger refuses another), so those of a service are
        found by their own body, without asking for the cases.
        """
        bodies, found = served_by(user), self.scoped()
        if bodies and Role.CASE_SUPERVISOR in user.acting_roles:
            return found.filter(body_id__in=bodies)
        if bodies:
            return found.filter(self.is_granted(user), body_id__in=bodies)
        return found if Role.SPECIALIST in user.acting_roles else found.none()

    def is_granted(self, user: User) -> Exists:
        """Ask of each row whether the person holds a grant in force on its case."""
        from incas.cases.models.access import Grant  # noqa: PLC0415 (grants are rows of this kind too)

        grants = Grant.objects.scoped().in_force(timezone.now())
        return Exists(grants.filter(case=OuterRef(self.to_case), user=user.pk))

    def unscoped(self, *, reason: str) -> Self:
        """Read without a person: terms, figures, retention. `reason` says why, beside the call."""
        if not reason:
            message = "rows of cases are read without a person for a reason"
            raise Unscoped(message)
        return self.scoped()

    def scoped(self) -> Self:
        """Mark these rows as narrowed to whom they are for."""
        found = self.all()
        found._is_scoped = True
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()
        clone._is_scoped = self._is_scoped
        return clone

    def _require_scope(self) -> None:
        if not self._is_scoped and "instance" not in self._hints:
            message = f"{self.model.__name__}: ask visible_to(user) or unscoped(reason=…)"
            raise Unscoped(message)

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """Read rows one by one, if it was said for whom."""
        self._require_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        """Count rows, if it was said for whom."""
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        """Tell whether there are rows, if it was said for whom."""
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add rows up, if it was said for whom."""
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change rows, if it was said for whom."""
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows, if it was said for whom."""
        self._require_scope()
        return super().delete()


class ServiceRecordQuerySet(CaseRecordQuerySet[RecordT]):
    """Rows that only the service of the case reads: the specialists, who see the case, do not."""

    def visible_to(self, user: User) -> Self:
        """Keep the rows of the cases that the person may see, of the service they work for."""
        return super().visible_to(user).filter(body_id__in=served_by(user))


class BodyRecord(Labelled):
    """A row of the pilot. `body` is the Comune that answers for it: row-level security goes by it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()  # each model names its own; one that forgets fails closed too

    class Meta:
        abstract = True


class CaseRecord(BodyRecord):
    """A row that pages open and texts are sealed for: `code` is what addresses and sealed texts call it."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code
