# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The tree of cost items of a draft: added, renamed, moved, removed. Codes are names that other rules use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.programmes.choices import DEEPEST, CostKind, Section
from incas.programmes.models import CostItem, RuleSet
from incas.programmes.operations.changes import apply_changes
from incas.programmes.operations.rule_sets import open_draft
from incas.programmes.operations.sections import RuleRefused
from incas.programmes.queries import rulebook_of

MOST_ITEMS = 300


@transaction.atomic
def add_item(
    *, rule_set: RuleSet, parent: CostItem | None, code: str, name: str, description: str, by: User, at: datetime
) -> CostItem:
    """Add an item at the end of those under another, or at the top.

    Raises RuleSetPublished; RuleRefused when the code is taken, the one above is a flat rate or gone, or the tree would
    be too deep or too large.
    """
    rule_set = open_draft(rule_set)
    book = rulebook_of(rule_set)
    if len(book.items) >= MOST_ITEMS:
        raise RuleRefused(_("Ci sono già %(most)s voci: non se ne possono aggiungere altre.") % {"most": MOST_ITEMS})
    _require_free(rule_set, code)
    above = book.by_pk.get(parent.pk) if parent else None
    if parent and above is None:
        raise RuleRefused(_("La voce che la contiene non c'è più."))
    if above and above.is_flat_rate:
        raise RuleRefused(_("Sotto una voce a tasso forfettario non si aggiungono voci: togliere prima il tasso."))
    if above and above.depth + 1 >= DEEPEST:
        raise RuleRefused(_("L'albero arriva al quarto livello: aggiungere la voce più in alto."))
    last = rule_set.cost_items.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
    item = CostItem.objects.create(
        rule_set=rule_set, parent=parent, code=code, name=name, description=description, position=last + 1
    )
    _leave_trail(rule_set, by=by, at=at, after=_told(item, above.code if above else ""))
    return item


@transaction.atomic
def change_item(*, item: CostItem, code: str, name: str, description: str, by: User, at: datetime) -> CostItem:
    """Rename or describe an item. A new code is written wherever other rules use the old one.

    Raises RuleSetPublished; RuleRefused when the code is another item's.
    """
    rule_set = open_draft(item.rule_set)
    item = _find(rule_set, item)
    if code != item.code:
        _require_free(rule_set, code)
        _rename_in_bases(rule_set, item.code, code)
    before, after = apply_changes(item, {"code": code, "name": name, "description": description})
    if before:
        _leave_trail(rule_set, by=by, at=at, before=_item_keys(before), after=_item_keys(after) | {"item": str(item)})
    return item


@transaction.atomic
def move_item(*, item: CostItem, direction: Literal["up", "down"], by: User, at: datetime) -> CostItem:
    """Move an item one place among those under the same one.

    At the end of its way it stays. Raises RuleSetPublished.
    """
    rule_set = open_draft(item.rule_set)
    item = _find(rule_set, item)
    beside = list(rule_set.cost_items.filter(parent=item.parent_id).order_by("position", "code"))
    place = next(place for place, one in enumerate(beside) if one.pk == item.pk)
    target = place - 1 if direction == "up" else place + 1
    if not 0 <= target < len(beside):
        return item
    beside[place], beside[target] = beside[target], beside[place]
    for position, one in enumerate(beside, start=1):
        one.position = position
    CostItem.objects.bulk_update(beside, ["position"])
    _leave_trail(rule_set, by=by, at=at, after={"item": str(item), "place": target + 1})
    return beside[target]


@transaction.atomic
def remove_item(*, item: CostItem, by: User, at: datetime) -> RuleSet:
    """Remove an item, what is under it, its ceilings and its papers. Called again it changes nothing.

    Where other rules use its code in a base, the base keeps it and the check of the rules tells: dropping it silently
    would change a sum nobody looked at. Raises RuleSetPublished.
    """
    rule_set = open_draft(item.rule_set)
    found = rule_set.cost_items.filter(pk=item.pk).first()
    if found is not None:
        found.delete()
        _leave_trail(rule_set, by=by, at=at, after={"removed": str(found)})
    return rule_set


def _find(rule_set: RuleSet, item: CostItem) -> CostItem:
    found = rule_set.cost_items.select_for_update().filter(pk=item.pk).first()
    if found is None:
        raise RuleRefused(_("La voce non c'è più: qualcuno l'ha tolta."))
    return found


def _require_free(rule_set: RuleSet, code: str) -> None:
    if rule_set.cost_items.filter(code=code).exists():
        raise RuleRefused(_("Il codice %(code)s è già di un'altra voce.") % {"code": code})


def _rename_in_bases(rule_set: RuleSet, old: str, new: str) -> None:
    """Write a new code in the bases of flat rates and ceilings that use the old one."""
    for item in rule_set.cost_items.filter(kind=CostKind.FLAT_RATE, flat_rate_base__contains=[old]):
        item.flat_rate_base = [new if code == old else code for code in item.flat_rate_base]
        item.save(update_fields=["flat_rate_base"])
    for ceiling in rule_set.ceilings.filter(base__contains=[old]):
        ceiling.base = [new if code == old else code for code in ceiling.base]
        ceiling.save(update_fields=["base"])


def _told(item: CostItem, above: str) -> dict[str, str]:
    return {"item": str(item)} | ({"parent": above} if above else {})


def _item_keys(values: dict[str, object]) -> dict[str, object]:
    """Name the fields of an item as the trail of the rules does: a rule set has a note, an item a description."""
    return {f"item_{name}": value for name, value in values.items()}


def _leave_trail(
    rule_set: RuleSet,
    *,
    by: User,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    rule_set.save(update_fields=["updated_at"])
    record(
        rule_set,
        "written",
        by=by,
        at=at,
        before=dict(before or {}),
        after={"section": Section.ITEMS.value} | dict(after or {}),
    )
