# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family tree as SVG. Colour never tells alone: each box says its outcome with a sign and a word.

Words keep their size: on a narrow screen the drawing scrolls in a region of its own, which the keyboard reaches.
"""

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Final
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.cases.family_picture.lines import BOX_HEIGHT, Drawing, ParentLine, UnionLine, drawing_of
from incas.cases.family_picture.places import BOX_WIDTH, places_of, units_of
from incas.cases.family_picture.rows import rows_of
from incas.cases.family_picture.words import parents_in_words, unions_in_words
from incas.cases.kinship import Family, Kinship, Outcome, ParentKind, PersonId, UnionEnd, UnionKind
from incas.core.pictures import Picture

INK: Final = "#17324d"
TONES: Final = {
    Outcome.WITHIN: ("#e6f4ec", "#00593a", 3),
    Outcome.SPOUSE: ("#e5f0fa", "#004d99", 3),
    Outcome.TO_VERIFY: ("#fff5d6", "#7a4b00", 3),
    Outcome.BEYOND: ("#ffffff", "#4c5a67", 1),
    Outcome.NONE: ("#ffffff", "#4c5a67", 1),
}
"""Ground, ink and thickness of the border; every ink has a contrast of at least 4.5 to 1 on its ground."""

SIGNS: Final = {
    Outcome.WITHIN: "M1 6 L4.5 9.5 L11 2.5",
    Outcome.SPOUSE: "M4.5 2.5 a3.5 3.5 0 1 0 .01 0 M8.5 2.5 a3.5 3.5 0 1 0 .01 0",
    Outcome.TO_VERIFY: "M3 4 a3 3 0 1 1 3.5 3 V8.2 M6.5 10 V11.2",
    Outcome.BEYOND: "M2 2 L6 6 L2 10 M6.5 2 L10.5 6 L6.5 10",
    Outcome.NONE: "M1.5 6 H10.5",
}
"""A tick, two rings, a question mark, two arrows, a dash: drawn, twelve pixels by twelve."""

DASHES: Final = {ParentKind.BIRTH: "none", ParentKind.MINOR_ADOPTION: "7 4", ParentKind.ADULT_ADOPTION: "2 4"}
STRIKES: Final[Mapping[UnionEnd | None, tuple[tuple[int, int], ...]]] = {
    UnionEnd.DEATH: ((0, 5),),
    UnionEnd.DIVORCE: ((-3, 5), (3, 5)),
    UnionEnd.VOID: ((0, 5), (0, -5)),
}
"""The strokes across an ended union: how far from its middle, and how they lean."""
LABEL_LENGTH: Final = 15
LETTER_WIDTH: Final = 7
SIGN_WIDTH: Final = 16


def family_picture(
    *, family: Family, holder: PersonId, answers: Mapping[PersonId, Kinship], labels: Mapping[PersonId, str]
) -> Picture:
    """Draw a family around its holder, with the outcome of each person.

    `labels` says how each person is called: codes or names, as the reader may know. The table gives the same in words:
    relation, outcome, path, parents and unions.
    """
    rows = rows_of(family, holder)
    units = units_of(family)
    drawing = drawing_of(family, rows, places_of(family, rows, units), units)
    title = _("Albero della famiglia")
    description = _description(rows, labels[holder])
    return Picture(
        title=title,
        description=description,
        svg=_svg(drawing, holder, answers, labels, title, description),
        legend=_legend(family, answers, holder),
        head=(_("Persona"), _("Relazione con il titolare"), _("Esito"), _("Perché"), _("Genitori"), _("Unioni")),
        rows=tuple(
            (
                labels[person],
                answer.relation,
                "" if person == holder else answer.outcome.label,
                " ".join([f"{answer.path}.", *([answer.reason] if answer.reason else [])]),
                parents_in_words(family, person, labels),
                unions_in_words(family, person, labels),
            )
            for person, answer in answers.items()
        ),
        is_in_words=True,
    )


def _description(rows: Mapping[PersonId, int], holder: str) -> str:
    count, generations = len(rows), max(rows.values()) + 1
    return " ".join(
        [
            ngettext("%d persona", "%d persone", count) % count,
            ngettext("su %d generazione,", "su %d generazioni,", generations) % generations,
            _("dai più anziani in alto; il titolare è %s.") % holder,
        ]
    )


def _svg(
    drawing: Drawing,
    holder: PersonId,
    answers: Mapping[PersonId, Kinship],
    labels: Mapping[PersonId, str],
    title: str,
    description: str,
) -> SafeString:
    prefix = f"f{crc32(f'{drawing}{labels}'.encode()):08x}"
    parts = [
        *(_parents(line) for line in drawing.parents),
        *(_union(line) for line in drawing.unions),
        *(
            _box(x, y, labels[person], answers[person], is_holder=person == holder)
            for person, (x, y) in drawing.boxes.items()
        ),
    ]
    return format_html(
        '<div class="picture-scroll" tabindex="0" role="region" aria-label="{2}" data-centre="{6}">'
        '<svg class="picture" role="img" aria-labelledby="{0}-title {0}-desc" width="{4}" height="{5}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>{1}</svg></div>',
        prefix,
        format_html_join("", "{}", ((part,) for part in parts)),
        title,
        description,
        round(drawing.width),
        round(drawing.height),
        round(drawing.boxes[holder][0] + BOX_WIDTH / 2),
    )


def _box(x: float, y: float, label: str, answer: Kinship, *, is_holder: bool) -> SafeString:
    ground, ink, thickness = (INK, "#ffffff", 3) if is_holder else TONES[answer.outcome]
    middle = x + BOX_WIDTH / 2
    return format_html(
        '<g><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="{}" stroke="{}" '
        'stroke-width="{}"></rect>'
        '<text fill="{}" font-size="15" font-weight="600" text-anchor="middle">{}</text>{}</g>',
        label,
        answer.path,
        x,
        y,
        BOX_WIDTH,
        BOX_HEIGHT,
        ground,
        INK if is_holder else ink,
        thickness,
        ink if is_holder else INK,
        _name(middle, y, label),
        _holder_words(middle, y) if is_holder else _outcome_words(middle, y, answer, ink),
    )


def _name(middle: float, y: float, label: str) -> SafeString:
    """Write how a person is called on one line or two; what is longer still is on hover and in the table."""
    lines = wrap(label, LABEL_LENGTH, max_lines=2, placeholder="…", break_on_hyphens=False)
    first = y + (29 if len(lines) == 1 else 21)
    return format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((middle, first + 17 * place, line) for place, line in enumerate(lines))
    )


def _holder_words(middle: float, y: float) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" fill="#ffffff" font-size="14" text-anchor="middle">★ {}</text>',
        middle,
        y + 66,
        _("titolare"),
    )


def _outcome_words(middle: float, y: float, answer: Kinship, ink: str) -> SafeString:
    """Write the bond, and below it the sign and the word of the outcome."""
    bond = f"{answer.kind.label}, {answer.degree}°" if answer.degree else ""
    word = answer.outcome.short_label
    left = middle - (SIGN_WIDTH + LETTER_WIDTH * len(word)) / 2
    line = y + (75 if bond else 66)
    return format_html(
        '<text x="{}" y="{}" fill="{ink}" font-size="13" text-anchor="middle">{}</text>'
        '<g transform="translate({} {})">{}</g>'
        '<text x="{}" y="{}" fill="{ink}" font-size="13" font-weight="600">{}</text>',
        middle, y + 56, bond,
        left, line - 11, _sign(answer.outcome, ink),
        left + SIGN_WIDTH, line, word,
        ink=ink,
    )  # fmt: skip


def _sign(outcome: Outcome, ink: str) -> SafeString:
    return format_html('<path d="{}" fill="none" stroke="{}" stroke-width="2"></path>', SIGNS[outcome], ink)


def _parents(line: ParentLine) -> SafeString:
    return format_html(
        '<path d="{}" fill="none" stroke="{}" stroke-width="1.5" stroke-dasharray="{}"></path>',
        " ".join(map(_run, line.runs)),
        INK,
        DASHES[line.kind],
    )


def _union(line: UnionLine) -> SafeString:
    return format_html(
        "<g>{}{}</g>", _union_stroke(line.union.kind, line.corners), _strikes(line.union.ended, *line.middle)
    )


def _union_stroke(kind: UnionKind, corners: Iterable[tuple[float, float]]) -> SafeString:
    """Draw a double line as a thick one with a white heart; cohabitation is a line alone."""
    path = _run(corners)
    if kind is UnionKind.COHABITATION:
        return format_html('<path d="{}" fill="none" stroke="{}" stroke-width="1.5"></path>', path, INK)
    return format_html(
        '<path d="{0}" fill="none" stroke="{1}" stroke-width="6"></path>'
        '<path d="{0}" fill="none" stroke="#ffffff" stroke-width="3"></path>',
        path,
        INK,
    )


def _strikes(ended: UnionEnd | None, x: float, y: float) -> SafeString:
    strokes = " ".join(
        f"M{x + aside - lean} {y + 9} L{x + aside + lean} {y - 9}" for aside, lean in STRIKES.get(ended, ())
    )
    return format_html('<path d="{}" stroke="#a3243b" stroke-width="2"></path>', strokes) if strokes else SafeString()


def _run(corners: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in corners)


def _legend(
    family: Family, answers: Mapping[PersonId, Kinship], holder: PersonId
) -> tuple[tuple[str, SafeString], ...]:
    """Explain the signs and lines that the drawing has, and no others."""
    outcomes = {answer.outcome for person, answer in answers.items() if person != holder}
    kinds = {link.kind for link in family.parents}
    unions = {union.kind for union in family.unions}
    ends = {union.ended for union in family.unions}
    return (
        *((each.label, _swatch(_sign(each, TONES[each][1]), 12)) for each in Outcome if each in outcomes),
        *((label, _line_swatch(kind)) for kind, label in _parent_labels() if kind in kinds),
        *((label, _union_swatch(like[0], None)) for like, label in _union_labels() if unions.intersection(like)),
        *((label, _union_swatch(UnionKind.MARRIAGE, end)) for end, label in _end_labels() if end in ends),
    )


def _parent_labels() -> tuple[tuple[ParentKind, str], ...]:
    return (
        (ParentKind.BIRTH, _("figlio o figlia per nascita")),
        (ParentKind.MINOR_ADOPTION, _("per adozione di minore")),
        (ParentKind.ADULT_ADOPTION, _("per adozione di maggiorenne")),
    )


def _union_labels() -> tuple[tuple[tuple[UnionKind, ...], str], ...]:
    return (
        ((UnionKind.MARRIAGE, UnionKind.CIVIL_UNION), _("matrimonio o unione civile")),
        ((UnionKind.COHABITATION,), _("convivenza di fatto")),
    )


def _end_labels() -> tuple[tuple[UnionEnd, str], ...]:
    return (
        (UnionEnd.DEATH, _("finita con la morte")),
        (UnionEnd.DIVORCE, _("finita con il divorzio")),
        (UnionEnd.VOID, _("dichiarata nulla")),
    )


def _line_swatch(kind: ParentKind) -> SafeString:
    return _swatch(_parents(ParentLine(kind, (((0, 6), (32, 6)),))), 32)


def _union_swatch(kind: UnionKind, ended: UnionEnd | None) -> SafeString:
    return _swatch(format_html("{}{}", _union_stroke(kind, ((0, 6), (32, 6))), _strikes(ended, 16, 6)), 32)


def _swatch(drawn: SafeString, width: int) -> SafeString:
    return format_html(
        '<svg class="swatch" width="{}" height="16" aria-hidden="true" focusable="false">'
        '<g transform="translate(0 2)">{}</g></svg>',
        width,
        drawn,
    )
