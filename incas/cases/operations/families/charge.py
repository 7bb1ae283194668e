# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Taking charge of a person of a family as a relative or in-law of the holder."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.cases.identities import IdentityContent
from incas.cases.kinship import FamilyRefused
from incas.cases.law import pilot_rules
from incas.cases.models import Case, Family, Identity, Person, PilotService
from incas.cases.operations.cases import CaseFacts, NewReport, open_case
from incas.cases.queries.families import HolderBond, bonds_of, rows_of
from incas.cases.queries.members import charge_obstacle
from incas.cases.refusals import Refused


class ChargeRefused(Refused):
    """The person cannot be taken charge of as a relative; the message says why, in Italian."""


@transaction.atomic
def take_charge(
    *,
    person: Person,
    service: PilotService,
    report: NewReport,
    facts: CaseFacts,
    others: Collection[str] = (),
    by: User,
    at: datetime,
) -> Case:
    """Open the case of a person who is in the family of a holder: who they are is already written.

    Taken charge of already, it gives that case. Raises ChargeRefused unless the bond entitles (D.L. 145/2024 art. 6:
    relatives and in-laws within the degree of the rules; the spouse by a rule of their own; a contested bond once it
    was verified), and whatever `open_case` raises.
    """
    family = Family.objects.scoped().select_for_update(no_key=True).get(pk=person.family_id)
    found = Person.objects.scoped().select_related("case", "family").filter(pk=person.pk).first()
    if found is None:
        raise ChargeRefused(_("Nel frattempo la persona è stata tolta dalla famiglia."))
    if found.case is not None:
        return found.case
    identity = Identity.objects.scoped().filter(person=found).first()
    obstacle = charge_obstacle(found, _bond(family, found, at=at), has_identity=identity is not None)
    if obstacle or identity is None:
        raise ChargeRefused(obstacle)
    return open_case(
        service=service,
        report=report,
        facts=facts,
        identity=IdentityContent.opened(identity.sealed),
        relative=found,
        others=others,
        by=by,
        at=at,
    )


def _bond(family: Family, person: Person, *, at: datetime) -> HolderBond | None:
    try:
        return bonds_of(rows_of(family), pilot_rules(timezone.localdate(at))).get(person.pk)
    except FamilyRefused as refusal:
        raise ChargeRefused(_("La famiglia si contraddice: correggerla prima.")) from refusal
