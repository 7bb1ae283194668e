# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What changed between two versions of the rules, thing by thing. Pure: a rulebook has no idea of being stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from incas.core.writing import percentage
from incas.programmes.choices import Section
from incas.programmes.rulebook import CeilingRule, Item, Paper, PhaseRule, Rulebook, TrancheRule
from incas.programmes.wording import days, flat_rate_sentence, item_names, months

ThingT = TypeVar("ThingT")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: what, how it read before (empty: it was added), how it reads after (empty: removed)."""

    section: Section
    what: str
    before: str
    after: str


def differences(old: Rulebook, new: Rulebook) -> tuple[Difference, ...]:
    """List what changed from one rulebook to another, section by section.

    Order alone is not a change, but of tranches.
    """
    return tuple(difference for section, compare in COMPARERS.items() for difference in compare(old, new, section))


def _compared(
    section: Section,
    old: Mapping[object, ThingT],
    new: Mapping[object, ThingT],
    name: Callable[[ThingT], str],
    tell: Callable[[ThingT, bool], str],
) -> Iterator[Difference]:
    """Compare things by key; `tell` reads one of them, told whether it is the old."""
    for key in [*old, *(key for key in new if key not in old)]:
        before = tell(old[key], True) if key in old else ""
        after = tell(new[key], False) if key in new else ""
        if before != after:
            yield Difference(section, name(new[key] if key in new else old[key]), before, after)


def compare_scalars(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare the plain values of a section."""
    for what, read in SCALARS[section]():
        if read(old) != read(new):
            yield Difference(section, what, read(old), read(new))


def compare_items(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare items by code: name, place in the tree, what they comprise."""

    def tell(item: Item, _is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        under = _(" (sotto %(parent)s)") % {"parent": item.parent} if item.parent else ""
        return f"{item.name}{under}. {item.description}".strip(" .")

    yield from _compared(
        section,
        {item.code: item for item in old.items},
        {item.code: item for item in new.items},
        lambda item: _("Voce %(code)s") % {"code": item.code},
        tell,
    )


def compare_ceilings(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare ceilings by item and base."""

    def tell(rule: CeilingRule, is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        base = item_names(old if is_old else new, rule.base) if rule.base else _("totale")
        text = _("%(percent)s di %(base)s") % {"percent": percentage(rule.percent), "base": base}
        return f"{text} ({rule.note})" if rule.note else text

    yield from _compared(
        section,
        {(rule.item, frozenset(rule.base)): rule for rule in old.ceilings},
        {(rule.item, frozenset(rule.base)): rule for rule in new.ceilings},
        lambda rule: _("Massimale sulla voce %(code)s") % {"code": rule.item},
        tell,
    )


def compare_flat_rates(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare flat rates by item."""

    def tell(item: Item, is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        return flat_rate_sentence(old if is_old else new, item)

    yield from _compared(
        section,
        {item.code: item for item in old.items if item.is_flat_rate},
        {item.code: item for item in new.items if item.is_flat_rate},
        lambda item: _("Tasso della voce %(code)s") % {"code": item.code},
        tell,
    )


def compare_tranches(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare tranches by place."""

    def tell(tranche: TrancheRule, _is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        words = {
            "kind": tranche.kind.label,
            "percent": percentage(tranche.percent),
            "spent": percentage(tranche.spent_percent),
        }
        text = _("%(kind)s, %(percent)s del finanziamento, con %(spent)s già speso") % words
        return f"{text} ({tranche.note})" if tranche.note else text

    places = {id(tranche): place for book in (old, new) for place, tranche in enumerate(book.tranches, start=1)}
    yield from _compared(
        section,
        dict(enumerate(old.tranches)),
        dict(enumerate(new.tranches)),
        lambda tranche: _("Quota %(place)s") % {"place": places[id(tranche)]},
        tell,
    )


def compare_evidence(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare the papers asked for, by item and kind."""

    def tell(paper: Paper, _is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        text = _("obbligatorio") if paper.is_required else _("se dovuto")
        return f"{text} ({paper.note})" if paper.note else text

    yield from _compared(
        section,
        {(paper.asked_by, paper.kind): paper for paper in old.papers},
        {(paper.asked_by, paper.kind): paper for paper in new.papers},
        lambda paper: _("Voce %(code)s: %(paper)s") % {"code": paper.asked_by, "paper": paper.kind.label},
        tell,
    )


def compare_phases(old: Rulebook, new: Rulebook, section: Section) -> Iterator[Difference]:
    """Compare the phases of the control, by kind."""

    def tell(phase: PhaseRule, _is_old: bool) -> str:  # noqa: FBT001 (which of the two)
        return f"{phase.role.label}, {days(phase.days)}. {phase.silence.label}"

    yield from _compared(
        section,
        {phase.kind: phase for phase in old.phases},
        {phase.kind: phase for phase in new.phases},
        lambda phase: str(phase.kind.label),
        tell,
    )


Reading = tuple[str, Callable[[Rulebook], str]]


def _source() -> Iterable[Reading]:
    yield _("Fonte e note"), lambda book: book.note


def _period() -> Iterable[Reading]:
    yield _("Documenti: giorni prima dell'inizio"), lambda book: days(book.document_days_before_start)
    yield _("Documenti: giorni dopo la fine"), lambda book: days(book.document_days_after_end)
    yield _("Pagamenti: giorni dopo la fine"), lambda book: days(book.payment_days_after_end)


def _cadence() -> Iterable[Reading]:
    yield _("Una domanda ogni"), lambda book: months(book.cadence_months)
    yield _("Termine per inviare una domanda"), lambda book: days(book.claim_days)
    yield _("Termine per inviare l'ultima"), lambda book: days(book.final_claim_days)


def _codes() -> Iterable[Reading]:
    yield _("CUP sulla fattura"), lambda book: str(book.cup_rule.label)
    yield _("CIG sulla fattura"), lambda book: str(book.cig_rule.label)
    yield _("IVA"), lambda book: str(book.vat_rule.label)


def _moves() -> Iterable[Reading]:
    yield _("Spostamenti liberi tra voci"), lambda book: percentage(book.move_tolerance_percent)


SCALARS: dict[Section, Callable[[], Iterable[Reading]]] = {
    Section.SOURCE: _source,
    Section.PERIOD: _period,
    Section.CADENCE: _cadence,
    Section.CODES: _codes,
    Section.MOVES: _moves,
}

COMPARERS: dict[Section, Callable[[Rulebook, Rulebook, Section], Iterator[Difference]]] = {
    Section.SOURCE: compare_scalars,
    Section.ITEMS: compare_items,
    Section.CEILINGS: compare_ceilings,
    Section.FLAT_RATES: compare_flat_rates,
    Section.PERIOD: compare_scalars,
    Section.TRANCHES: compare_tranches,
    Section.CADENCE: compare_scalars,
    Section.EVIDENCE: compare_evidence,
    Section.CODES: compare_scalars,
    Section.MOVES: compare_scalars,
    Section.PHASES: compare_phases,
}
