# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A rule set laid out for a spreadsheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from incas.core.exports import Field, Sheet
from incas.core.kinds import Kind
from incas.programmes.comparison import SCALARS
from incas.programmes.rulebook import Rulebook
from incas.programmes.wording import item_names


def to_sheets(book: Rulebook) -> Sequence[Sheet]:
    """Lay a rulebook out as tables, one a subject, in words a person reads."""
    return (
        plain_sheet(book),
        items_sheet(book),
        ceilings_sheet(book),
        tranches_sheet(book),
        evidence_sheet(book),
        phases_sheet(book),
    )


def plain_sheet(book: Rulebook) -> Sheet:
    """Lay out the plain values, by section."""
    return Sheet(
        _("Regole"),
        [Field(_("Sezione"), width=30), Field(_("Regola"), width=45), Field(_("Valore"), width=60)],
        [(str(section.label), what, read(book)) for section, tell in SCALARS.items() for what, read in tell()],
    )


def items_sheet(book: Rulebook) -> Sheet:
    """Lay out the tree of cost items, with the flat rates."""
    fields = [
        Field(_("Codice"), width=12),
        Field(_("Voce"), width=45),
        Field(_("Sotto"), width=12),
        Field(_("Come si rendiconta"), width=20),
        Field(_("Tasso"), Kind.PERCENT),
        Field(_("Calcolato su"), width=30),
        Field(_("Che cosa comprende"), width=60),
    ]
    rows = [
        (
            item.code,
            item.name,
            item.parent,
            str(item.kind.label),
            item.percent,
            (item_names(book, item.base) or _("tutti i costi reali")) if item.is_flat_rate else "",
            item.description,
        )
        for item in book.items
    ]
    return Sheet(_("Voci di costo"), fields, rows)


def ceilings_sheet(book: Rulebook) -> Sheet:
    """Lay out the ceilings."""
    return Sheet(
        _("Massimali"),
        [Field(_("Voce"), width=45), Field(_("Al massimo"), Kind.PERCENT), Field(_("Di")), Field(_("Fonte"))],
        [
            (str(book.item(rule.item)), rule.percent, item_names(book, rule.base) or _("totale"), rule.note)
            for rule in book.ceilings
        ],
    )


def tranches_sheet(book: Rulebook) -> Sheet:
    """Lay out the parts in which the grant is paid."""
    fields = [
        Field(_("Quota")),
        Field(_("Del finanziamento"), Kind.PERCENT, 18),
        Field(_("Già speso"), Kind.PERCENT, 12),
        Field(_("Condizioni"), width=60),
    ]
    rows = [(str(row.kind.label), row.percent, row.spent_percent, row.note) for row in book.tranches]
    return Sheet(_("Quote"), fields, rows)


def evidence_sheet(book: Rulebook) -> Sheet:
    """Lay out the papers each leaf needs, those asked by the items above included."""
    fields = [
        Field(_("Voce"), width=45),
        Field(_("Documento"), width=40),
        Field(_("Obbligatorio"), Kind.BOOLEAN, 14),
        Field(_("Precisazioni"), width=60),
    ]
    rows = [
        (str(leaf), str(paper.kind.label), paper.is_required, paper.note)
        for leaf in book.leaves
        for paper in book.evidence_for(leaf.code)
    ]
    return Sheet(_("Documenti richiesti"), fields, rows)


def phases_sheet(book: Rulebook) -> Sheet:
    """Lay out the phases of the control."""
    fields = [
        Field(_("Fase")),
        Field(_("A cura di"), width=40),
        Field(_("Giorni"), Kind.INTEGER),
        Field(_("Se il termine passa"), width=40),
    ]
    rows = [(str(row.kind.label), str(row.role.label), row.days, str(row.silence.label)) for row in book.phases]
    return Sheet(_("Controlli"), fields, rows)
