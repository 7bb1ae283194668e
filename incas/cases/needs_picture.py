# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""How each need stood before and stands after, drawn on the server, with the same as a table."""

from typing import Final
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incas.cases.choices.cases import Need, Score
from incas.cases.queries.assessment import Weighing
from incas.core import writing
from incas.core.pictures import Picture

HEAD: Final = 22
ROW: Final = 44
LINE: Final = 30
FIRST: Final = 4
"""Where the score 1 stands, in hundredths of the width; 5 stands as far from the other side."""
BEFORE: Final = '<circle cx="{}%" cy="{}" r="7" fill="#ffffff" stroke="#17324d" stroke-width="2"></circle>'
AFTER: Final = '<circle cx="{}%" cy="{}" r="{}" fill="#0066cc" stroke="#17324d"></circle>'


def needs_picture(before: Weighing, after: Weighing) -> Picture:
    """Draw each domain on the scale from 1 to 5: a ring where it stood, a disc where it stands, a line between."""
    title = _("Prima e dopo, ambito per ambito")
    said = _("%(before)s (%(first)s) a confronto con %(after)s (%(last)s), da 1 (emergenza) a 5 (autonomia).")
    description = said % {
        "before": before.moment.label,
        "first": writing.long_day(before.weighed_on),
        "after": str(after.moment.label).lower(),
        "last": writing.long_day(after.weighed_on),
    }
    height = HEAD + ROW * len(Need)
    prefix = f"n{crc32(description.encode()):08x}"
    pairs = [(need, _score(before, need), _score(after, need)) for need in Need]
    svg = format_html(
        '<svg class="picture" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>{4}{5}</svg>',
        prefix,
        height,
        title,
        description,
        _scale(height),
        format_html_join("", "{}", ((_row(*pair, place),) for place, pair in enumerate(pairs))),
    )
    return Picture(
        title=title,
        description=description,
        svg=svg,
        legend=((str(before.moment.label), _mark(BEFORE, 8, 8)), (str(after.moment.label), _mark(AFTER, 8, 8, 6))),
        head=(_("Ambito"), str(before.moment.label), str(after.moment.label), _("Differenza")),
        rows=tuple((str(need.label), _told(one), _told(other), _change(one, other)) for need, one, other in pairs),
    )


def _score(weighing: Weighing, need: Need) -> int | None:
    row = weighing.scores.get(need)
    return row.score if row is not None else None


def _place(score: int) -> str:
    """Give where a score stands, in hundredths of the width."""
    return f"{FIRST + (score - 1) * (100 - 2 * FIRST) / (len(Score) - 1):.2f}"


def _scale(height: int) -> SafeString:
    """Draw the line of each score, with its figure."""
    lines = ((_place(score), _place(score), height, _place(score), score.value) for score in Score)
    return format_html_join(
        "",
        '<line x1="{}%" y1="18" x2="{}%" y2="{}" stroke="#d9dadb"></line>'
        '<text x="{}%" y="12" text-anchor="middle" class="picture-tick">{}</text>',
        lines,
    )


def _row(need: Need, before: int | None, after: int | None, place: int) -> SafeString:
    """Draw one domain: its name, where it stood, where it stands."""
    top = HEAD + place * ROW
    middle = top + LINE
    marks = []
    if before is not None and after is not None and before != after:
        line = '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="#17324d" stroke-width="3"></line>'
        marks.append(format_html(line, _place(before), middle, _place(after), middle))
    if before is not None:
        marks.append(format_html(BEFORE, _place(before), middle))
    if after is not None:
        marks.append(format_html(AFTER, _place(after), middle, 4 if after == before else 7))
    said = format_html("{}: {} → {}", need.label, _told(before), _told(after))
    return format_html(
        '<g><title>{}</title><text x="0" y="{}" class="picture-label picture-on-line">{}</text>{}</g>',
        said, top + 14, need.label, format_html_join("", "{}", ((mark,) for mark in marks)),
    )  # fmt: skip


def _mark(shape: str, x: int, y: int, *radius: int) -> SafeString:
    """Draw a mark of the legend."""
    drawn = format_html(shape.replace("%", ""), x, y, *radius)
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">{}</svg>', drawn
    )


def _told(score: int | None) -> str:
    return str(score) if score is not None else _("non valutato")


def _change(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "–"
    return f"{after - before:+d}" if after != before else "0"
