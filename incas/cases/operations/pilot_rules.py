# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the pilot: a version is added from a day, and closes the one before; what was in force is not erased."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.pilot import MAY_BE_EMPTY, YES_OR_NO, LawRule
from incas.cases.models import PilotRule
from incas.cases.refusals import Refused
from incas.core.writing import long_day

LEAST_THRESHOLD = 3


class RuleRefused(Refused):
    """The version cannot be so; the message says why and what to do, in Italian."""


@transaction.atomic
def add_rule_version(
    *,
    rule: LawRule,
    values: Sequence[int],
    valid_from: date,
    source: str,
    is_verified: bool,
    note: str = "",
    by: User,
    at: datetime,
) -> PilotRule:
    """Add a version of a rule from a day, which closes the one in force before it. The same again: the same one.

    Raises RuleRefused for values that the rule cannot have, and for a day not after that of the last version: the past
    is corrected by a version from a later day, or by taking away one that has not begun.
    """
    versions = list(PilotRule.objects.select_for_update().filter(rule=rule).order_by("valid_from"))
    last = versions[-1] if versions else None
    if last is not None and (last.valid_from, last.values, last.source) == (valid_from, list(values), source.strip()):
        return last
    _require_values(rule, values)
    if last is not None and valid_from <= last.valid_from:
        said = _("C'è già una versione %(day)s: la nuova comincia dopo.") % {"day": long_day(last.valid_from, "dal")}
        raise RuleRefused(said, "valid_from")
    if last is not None and last.valid_until is None:
        last.valid_until = valid_from
        last.save(update_fields=["valid_until"])
    version = PilotRule.objects.create(
        rule=rule,
        values=list(values),
        valid_from=valid_from,
        source=source.strip(),
        is_verified=is_verified,
        note=note.strip(),
    )
    record(version, "rule_added", by=by, at=at, after={"values": list(values), "valid_from": valid_from.isoformat()})
    return version


@transaction.atomic
def withdraw_rule_version(*, version: PilotRule, by: User, at: datetime) -> None:
    """Take away a version whose day has not come: the one before goes on. Raises RuleRefused once it has."""
    versions = list(PilotRule.objects.select_for_update().filter(rule=version.rule).order_by("valid_from"))
    if version.pk not in {one.pk for one in versions}:
        return
    if version.valid_from <= timezone.localdate(at):
        raise RuleRefused(_("Il suo giorno è venuto: si corregge con una nuova versione."))
    record(version, "rule_withdrawn", by=by, at=at, before={"valid_from": version.valid_from.isoformat()})
    version.delete()
    for one in versions:
        if one.valid_until == version.valid_from:
            one.valid_until = version.valid_until
            one.save(update_fields=["valid_until"])


def _require_values(rule: LawRule, values: Sequence[int]) -> None:
    """Raise RuleRefused for values that the rule cannot have."""
    if not values and rule in MAY_BE_EMPTY:
        return
    if not values:
        raise RuleRefused(_("La regola ha bisogno di un valore."), "values")
    if rule != LawRule.ALERT_DAYS and len(values) != 1:
        raise RuleRefused(_("La regola ha un solo valore."), "values")
    if rule in YES_OR_NO:
        if set(values) - {0, 1}:
            raise RuleRefused(_("Scrivere 1 per sì, 0 per no."), "values")
    elif rule == LawRule.CELL_THRESHOLD and min(values) < LEAST_THRESHOLD:
        raise RuleRefused(_("La soglia non può essere inferiore a 3 (regole deontologiche Sistan, art. 5)."), "values")
    elif min(values) < 1:
        raise RuleRefused(_("Scrivere un numero maggiore di zero."), "values")
