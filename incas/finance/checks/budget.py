# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Budget: room on the line and on the item, ceilings, and nothing charged where a flat rate counts."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.finance.checks.context import ZERO, ClaimContext, Room
from incas.finance.checks.findings import Finding, Remedy
from incas.finance.checks.registry import check
from incas.finance.checks.telling import amend, section
from incas.finance.choices import Severity
from incas.programmes.choices import Section
from incas.programmes.rulebook import HUNDRED, CeilingOutcome, to_cents


def asked_by_line(context: ClaimContext) -> dict[int, Decimal]:
    """What the expenses of the context ask of each budget line."""
    asked: dict[int, Decimal] = {}
    for expense in context.expenses:
        asked[expense.budget_line_id] = asked.get(expense.budget_line_id, ZERO) + expense.amount
    return asked


def plan_of(context: ClaimContext) -> Remedy:
    """Offer to look at the budget of the project."""
    return Remedy(_("Apri l'avanzamento finanziario"), "finance:overview", context.project.pk)


@check(code="budget_room", title=gettext_lazy("Capienza del piano finanziario"))
def budget_room(context: ClaimContext) -> Iterator[Finding]:
    """Ask that expenses fit the budget: a line may be passed within its item, an item within the tolerance.

    Tolerance: the share of an item's budget that the rule set lets move to it without an amendment.
    """
    asked = asked_by_line(context)
    touched = {room.item_code for room in context.rooms if asked.get(room.line_id)}
    for code in sorted(touched):
        rooms = list(context.rooms_of(frozenset([code])))
        budget = sum((room.amount for room in rooms), ZERO)
        total = sum((room.taken + asked.get(room.line_id, ZERO) for room in rooms), ZERO)
        tolerance = to_cents(budget * context.rulebook.move_tolerance_percent / HUNDRED)
        if total > budget + tolerance:
            yield item_passed(context, code, budget=budget, tolerance=tolerance, total=total)
        elif total > budget:
            yield item_within_tolerance(context, code, budget=budget, tolerance=tolerance, total=total)
        else:
            yield from lines_passed(context, rooms, asked)


def item_passed(context: ClaimContext, code: str, *, budget: Decimal, tolerance: Decimal, total: Decimal) -> Finding:
    """Say that an item has no room left, tolerance included."""
    return Finding(
        severity=Severity.BLOCKING,
        what=_("La voce «%(item)s» arriverebbe a %(total)s, oltre i %(budget)s del piano finanziario.")
        % {
            "item": context.rulebook.item(code),
            "total": writing.euro(total),
            "budget": writing.euro(budget),
        },
        why=_("Senza una rimodulazione la voce può crescere al massimo di %(tolerance)s.")
        % {"tolerance": writing.euro(tolerance)},
        source=section(context.rulebook, Section.MOVES),
        todo=_("Togliere spese per %(excess)s, o imputarle a un'altra voce pertinente.")
        % {"excess": writing.euro(total - budget - tolerance)},
        remedy=plan_of(context),
    )


def item_within_tolerance(
    context: ClaimContext, code: str, *, budget: Decimal, tolerance: Decimal, total: Decimal
) -> Finding:
    """Say that an item goes beyond its budget, within what may move freely."""
    return Finding(
        severity=Severity.WARNING,
        what=_("La voce «%(item)s» arriverebbe a %(total)s, %(excess)s oltre il piano finanziario.")
        % {
            "item": context.rulebook.item(code),
            "total": writing.euro(total),
            "excess": writing.euro(total - budget),
        },
        why=_("È entro lo spostamento libero di %(tolerance)s, da compensare su altre voci.")
        % {"tolerance": writing.euro(tolerance)},
        source=section(context.rulebook, Section.MOVES),
        todo=_("Nulla, se un'altra voce spenderà altrettanto di meno."),
        remedy=plan_of(context),
    )


def lines_passed(context: ClaimContext, rooms: list[Room], asked: dict[int, Decimal]) -> Iterator[Finding]:
    """Say which lines go beyond their own amount while their item has room."""
    for room in rooms:
        total = room.taken + asked.get(room.line_id, ZERO)
        if asked.get(room.line_id) and total > room.amount:
            yield Finding(
                severity=Severity.INFO,
                what=_("La riga «%(line)s» arriverebbe a %(total)s sui %(budget)s previsti.")
                % {"line": room.label, "total": writing.euro(total), "budget": writing.euro(room.amount)},
                why=_("La voce nel suo insieme ha capienza: cambia soltanto la parte tra i pacchetti di lavoro."),
                source=section(context.rulebook, Section.MOVES),
                todo=_("Nulla, o imputare la spesa al pacchetto di lavoro giusto."),
                remedy=plan_of(context),
            )


@check(code="ceilings", title=gettext_lazy("Massimali"))
def ceilings(context: ClaimContext) -> Iterator[Finding]:
    """Ask that each ceiling hold on everything claimed so far, this claim included.

    Beyond the share of the whole budget it can never hold again, so it blocks; beyond the share of what is claimed so
    far it may still come right, so it is told, and blocks only the claim that closes the project.
    """
    if context.claim is None or not context.expenses:
        return
    asked = asked_by_line(context)
    budget: dict[str, Decimal] = {}
    claimed: dict[str, Decimal] = {}
    for room in context.rooms:
        budget[room.item_code] = budget.get(room.item_code, ZERO) + room.amount
        claimed[room.item_code] = claimed.get(room.item_code, ZERO) + room.taken + asked.get(room.line_id, ZERO)
    is_final = context.claim.period_until >= context.project.ends_on
    for rule in context.rulebook.ceilings:
        planned = context.rulebook.ceiling_outcome(rule, budget)
        so_far = context.rulebook.ceiling_outcome(rule, claimed)
        if so_far.amount > planned.allowed:
            excess = so_far.amount - planned.allowed
            yield ceiling_passed(context, so_far, planned.allowed, excess, is_grave=True)
        elif so_far.excess:
            yield ceiling_passed(context, so_far, so_far.allowed, so_far.to_take_away, is_grave=is_final)


def ceiling_passed(
    context: ClaimContext, outcome: CeilingOutcome, allowed: Decimal, excess: Decimal, *, is_grave: bool
) -> Finding:
    """Say that a ceiling does not hold: for good (`is_grave`), or for now."""
    rule = outcome.rule
    base = ", ".join(str(context.rulebook.find(code) or code) for code in rule.base) or _("totale")
    return Finding(
        severity=Severity.BLOCKING if is_grave else Severity.WARNING,
        what=_("La voce «%(item)s» arriverebbe a %(amount)s, oltre il massimale di %(allowed)s.")
        % {
            "item": context.rulebook.item(rule.item),
            "amount": writing.euro(outcome.amount),
            "allowed": writing.euro(allowed),
        },
        why=_("Può arrivare al massimo al %(percent)s di: %(base)s.")
        % {"percent": writing.percentage(rule.percent), "base": base},
        source=rule.note or section(context.rulebook, Section.CEILINGS),
        todo=_("Togliere spese per %(excess)s da questa voce.") % {"excess": writing.euro(excess)}
        if is_grave
        else _("Nulla per ora: il massimale deve tornare con le domande successive, al più tardi con l'ultima."),
        remedy=plan_of(context),
    )


@check(code="flat_rate", title=gettext_lazy("Tassi forfettari"))
def flat_rate(context: ClaimContext) -> Iterator[Finding]:
    """Ask that no document be charged to an item shown at a flat rate: the platform computes its share by itself."""
    for expense in context.expenses:
        item = context.item_of(expense)
        if item.is_flat_rate:
            yield Finding(
                severity=Severity.BLOCKING,
                what=_("La voce «%(item)s» è a tasso forfettario: non vi si imputano documenti.") % {"item": item},
                why=_("La sua quota si calcola da sé, come %(percent)s delle voci su cui si basa.")
                % {"percent": writing.percentage(item.percent)},
                source=section(context.rulebook, Section.FLAT_RATES),
                todo=_("Imputare la spesa a una voce a costi reali, o toglierla."),
                expense_id=expense.pk,
                remedy=amend(expense),
            )
