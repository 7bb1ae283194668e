# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Bodies: made and corrected by who runs the programme."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.organisations.choices import BodyKind
from incas.organisations.models import Body, Territory

FIELDS = ("kind", "name", "tax_code", "certified_email")


class BodyRefused(Exception):
    """The body cannot be made or changed like this; the message says why, in Italian."""


@transaction.atomic
def create_body(
    *,
    kind: BodyKind,
    name: str,
    tax_code: str,
    certified_email: str,
    territory: Territory | None,
    by: User | None,
    at: datetime,
    is_demo: bool = False,
) -> Body:
    """Make a body. Raises BodyRefused when another one has its fiscal code."""
    body = Body(
        kind=kind,
        name=name,
        tax_code=tax_code,
        certified_email=certified_email,
        territory=territory,
        is_demo=is_demo,
    )
    _save(body)
    record(body, "created", by=by, at=at, after=_told(body))
    return body


@transaction.atomic
def change_body(
    *,
    body: Body,
    name: str,
    tax_code: str,
    certified_email: str,
    territory: Territory | None,
    by: User,
    at: datetime,
) -> Body:
    """Correct a body. Its kind stays: the roles granted in it depend on it. Raises BodyRefused as above."""
    body = Body.objects.select_for_update(of=("self",)).select_related("territory").get(pk=body.pk)
    before = _told(body)
    body.name, body.tax_code, body.certified_email, body.territory = name, tax_code, certified_email, territory
    _save(body)
    after = _told(body)
    if before != after:
        changed = [field for field in after if before[field] != after[field]]
        record(
            body,
            "changed",
            by=by,
            at=at,
            before={field: before[field] for field in changed},
            after={field: after[field] for field in changed},
        )
    return body


def _save(body: Body) -> None:
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        if "body_tax_code_once" in str(error):
            raise BodyRefused(_("Un altro ente ha già questo codice fiscale: cercarlo nell'elenco.")) from None
        raise


def _told(body: Body) -> dict[str, str]:
    return {
        **{field: str(getattr(body, field)) for field in FIELDS},
        "territory": body.territory.name if body.territory else "",
    }
