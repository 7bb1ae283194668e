# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The budget of a project as a table of cost items by work packages, and what the rules say of it. Pure.

Amounts are euro, exact. A flat-rate item is budgeted like the others, within what its rate comes to on the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from incas.core.writing import euro
from incas.programmes.choices import Severity
from incas.programmes.rulebook import CeilingOutcome, Item, Rulebook
from incas.programmes.wording import ceiling_sentence, flat_rate_sentence, item_names
from incas.projects.choices import ProjectSection

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Package:
    """A work package: a column of the table."""

    pk: int
    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing or wrong in a project: where, how grave, what, why, from which rule, what to do."""

    section: ProjectSection
    severity: Severity
    what: str
    why: str = ""
    source: str = ""
    todo: str = ""

    @property
    def stops(self) -> bool:
        """Whether the project cannot start with it."""
        return self.severity != Severity.DOUBT


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the table: its cells in the order of the packages, its total, its share of the whole in per cent."""

    item: Item
    cells: tuple[Decimal, ...]
    total: Decimal
    share: Decimal
    packages: tuple[Package, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[Package, Decimal], ...]:
        """The cells, each with its package."""
        return tuple(zip(self.packages, self.cells, strict=True))


@dataclass(frozen=True)
class Budget:
    """The amounts of a project by key of cost item and of work package; what has no amount counts zero."""

    book: Rulebook
    packages: tuple[Package, ...]
    amounts: Mapping[tuple[int, int], Decimal]

    @cached_property
    def by_item(self) -> dict[str, Decimal]:
        """What each leaf of the tree comes to, by its code."""
        sums: dict[str, Decimal] = {leaf.code: ZERO for leaf in self.book.leaves}
        for (item, _package), amount in self.amounts.items():
            sums[self.book.by_pk[item].code] += amount
        return sums

    @cached_property
    def by_package(self) -> dict[int, Decimal]:
        """What each work package comes to, by its key."""
        sums = {package.pk: ZERO for package in self.packages}
        for (_item, package), amount in self.amounts.items():
            sums[package] += amount
        return sums

    @cached_property
    def total(self) -> Decimal:
        """The whole budget."""
        return sum(self.amounts.values(), ZERO)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table in reading order; an item that contains others sums what is under it."""
        return tuple(self._row(item) for item in self.book.items)

    def _row(self, item: Item) -> Row:
        leaves = [self.book.item(code).pk for code in self.book.leaves_under([item.code])]
        cells = tuple(
            sum((self.amounts.get((leaf, package.pk), ZERO) for leaf in leaves), ZERO) for package in self.packages
        )
        total = sum(cells, ZERO)
        share = 100 * total / self.total if self.total else Decimal(0)
        return Row(item, cells, total, share, self.packages)

    @property
    def footer(self) -> tuple[tuple[Package, Decimal], ...]:
        """The totals of the columns, each with its package."""
        return tuple((package, self.by_package[package.pk]) for package in self.packages)

    def findings(self) -> tuple[Finding, ...]:
        """Find what is missing in the budget or breaks the rules."""
        return (*self._missing(), *self._over_ceilings(), *self._over_flat_rates())

    def _missing(self) -> Iterator[Finding]:
        if not self.total:
            yield Finding(
                ProjectSection.BUDGET,
                Severity.MISSING,
                _("Il piano finanziario è vuoto."),
                _("Le spese si imputano alle sue righe."),
                todo=_("Scrivere gli importi per voce di costo e pacchetto di lavoro."),
            )
            return
        for package in self.packages:
            if not self.by_package[package.pk]:
                yield Finding(
                    ProjectSection.BUDGET,
                    Severity.DOUBT,
                    _("Il pacchetto %(package)s non ha nessun importo.") % {"package": package},
                    todo=_("Scrivere i suoi importi, oppure togliere il pacchetto."),
                )

    def _over_ceilings(self) -> Iterator[Finding]:
        for outcome in self.book.ceiling_outcomes(self.by_item):
            if outcome.excess:
                yield self._over_ceiling(outcome)

    def _over_ceiling(self, outcome: CeilingOutcome) -> Finding:
        words = {
            "item": item_names(self.book, [outcome.rule.item]),
            "amount": euro(outcome.amount),
            "allowed": euro(outcome.allowed),
            "excess": euro(outcome.to_take_away),
        }
        return Finding(
            ProjectSection.BUDGET,
            Severity.WRONG,
            _("La voce %(item)s è a %(amount)s e il suo massimale è %(allowed)s.") % words,
            ceiling_sentence(self.book, outcome.rule),
            outcome.rule.note or source_of(self.book),
            _("Togliere %(excess)s dalla voce, o aumentare le altre.") % words,
        )

    def _over_flat_rates(self) -> Iterator[Finding]:
        for item in self.book.leaves:
            if not item.is_flat_rate:
                continue
            most = self.book.flat_rate_amount(item.code, self.by_item)
            if self.by_item[item.code] <= most:
                continue
            words = {
                "item": item_names(self.book, [item.code]),
                "amount": euro(self.by_item[item.code]),
                "most": euro(most),
                "excess": euro(self.by_item[item.code] - most),
            }
            yield Finding(
                ProjectSection.BUDGET,
                Severity.WRONG,
                _("La voce %(item)s è a %(amount)s e il suo tasso forfettario arriva a %(most)s.") % words,
                flat_rate_sentence(self.book, item),
                source_of(self.book),
                _("Togliere %(excess)s dalla voce.") % words,
            )


def source_of(book: Rulebook) -> str:
    """Name the rules a finding comes from."""
    return _("Regole dell'avviso %(call)s, versione %(version)s") % {"call": book.call_code, "version": book.version}
