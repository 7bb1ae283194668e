# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Correct who a person is. Only who opens the case gets here; the trail says that it was written, never what."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.countries import area_of
from incas.cases.identities import IdentityContent, age_band, write_content
from incas.cases.models import Case, Identity
from incas.cases.operations.cases import ProbableDuplicates
from incas.cases.operations.families.changes import require_births_in_order
from incas.cases.queries.families import rows_of
from incas.cases.queries.members import contents_of
from incas.cases.queries.persons import probable_matches


class IdentityGone(Exception):
    """The identity was erased, or the case made anonymous: there is nothing to correct. Said in Italian."""


@transaction.atomic
def write_identity(
    *, case: Case, content: IdentityContent, others: Collection[str] = (), by: User, at: datetime
) -> Identity:
    """Write who the person of a case is; band of age (on the day the case was opened) and area follow.

    Written again as it is, it changes nothing. Raises IdentityGone, and ProbableDuplicates where the correction makes
    the person like somebody else whom nobody said to be another (`others`: codes of persons), FamilyChangeRefused where
    a child would be born before a parent.
    """
    case = Case.objects.unscoped(reason="locked by its own operation").select_for_update(no_key=True).get(pk=case.pk)
    found = Identity.objects.scoped().select_for_update(no_key=True).select_related("person")
    identity = found.filter(person__case=case).first()
    if identity is None or case.anonymised_at is not None:
        raise IdentityGone(_("L'identità non c'è più: è stata cancellata o il caso è stato reso anonimo."))
    before = IdentityContent.opened(identity.sealed)
    if before == content:
        return identity
    fingerprints = content.fingerprints(body_id=case.body_id)
    if fingerprints != before.fingerprints(body_id=case.body_id):
        matches = probable_matches(fingerprints, body_id=case.body_id, by=by, besides=identity.person)
        if {match.code for match in matches} - set(others):
            raise ProbableDuplicates(matches)
    write_content(identity, content)
    identity.save()
    family = identity.person.family
    require_births_in_order(rows_of(family), contents_of(family, by))
    case.age_band, case.area = age_band(content, on=case.opened_on), area_of(content.citizenship)
    case.save(update_fields=["age_band", "area", "updated_at"])
    record(case, "identity_written", by=by, at=at)
    return identity
