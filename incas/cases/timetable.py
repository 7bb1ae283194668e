# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The measures of a programme along time, drawn on the server; the page has the same as a table under it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incas.cases.choices.programmes import MeasureState
from incas.cases.models import Measure, Programme
from incas.core import writing
from incas.core.pictures import Picture
from incas.programmes.periods import months_after

HEAD: Final = 24
ROW: Final = 44
BAR_TOP: Final = 20
BAR: Final = 14
MOST_MONTHS_NAMED: Final = 6
LAST_NAMED: Final = 84
"""Beyond this place, in hundredths, the name of a month would run out of a phone."""
FILLS: Final = {
    MeasureState.PLANNED: ("#ffffff", "4 3"),
    MeasureState.RUNNING: ("#80b3e6", "0"),
    MeasureState.DONE: ("#0066cc", "0"),
    MeasureState.INTERRUPTED: ("#d9dadb", "2 2"),
}
"""Fill and dashes of the outline: each state is told by both, and in words beside the bar."""


def measures_picture(programme: Programme, measures: Sequence[Measure], *, today: date) -> Picture:
    """Draw each measure as a bar between the days of the programme; the line of today crosses them.

    The label is the common kind of the measure: nothing here is said of who provides it.
    """
    first, last = programme.starts_on, programme.ends_on
    prefix = f"t{crc32(programme.code.encode()):08x}"
    description = _("%(first)s %(last)s, una riga per misura.") % {
        "first": writing.long_day(first, "Dal"),
        "last": writing.long_day(last, "al"),
    }
    height = HEAD + ROW * len(measures)
    svg = format_html(
        '<svg class="picture" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>{4}{5}{6}{7}</svg>',
        prefix,
        height,
        _("Misure nel tempo"),
        description,
        _months(first, last, height),
        format_html_join("", "{}", ((_bar(one, place, first, last),) for place, one in enumerate(measures))),
        _line_of(today, first, last, height),
        format_html_join("", "{}", ((_label(one, place),) for place, one in enumerate(measures))),
    )
    return Picture(_("Misure nel tempo"), description, svg, (), (), ())


def _place(day: date, first: date, last: date) -> float:
    """Give where a day stands, in hundredths of the width; the last day ends at 100."""
    return 100 * (day - first).days / ((last - first).days + 1)


def _months(first: date, last: date, height: int) -> SafeString:
    """Draw a line at the beginning of each month, named where there is room."""
    months, day = [], months_after(first.replace(day=1), 1)
    while day <= last:
        months.append(day)
        day = months_after(day, 1)
    step = len(months) // MOST_MONTHS_NAMED + 1
    lines = []
    for number, month in enumerate(months):
        place = _place(month, first, last)
        is_named = number % step == 0 and place < LAST_NAMED
        name = f"{writing.MONTHS[month.month - 1][:3]} {month.year}" if is_named else ""
        at = f"{place:.3f}"
        lines.append((at, at, height, at, name))
    return format_html_join(
        "",
        '<line x1="{}%" y1="18" x2="{}%" y2="{}" stroke="#d9dadb"></line>'
        '<text x="{}%" y="12" class="picture-tick">{}</text>',
        lines,
    )


def _label(measure: Measure, place: int) -> SafeString:
    """Write what a measure is and how it stands, above its bar and over the lines."""
    label = f"{measure.kind.name} · {measure.get_state_display()}"
    baseline = HEAD + place * ROW + BAR_TOP - 6
    return format_html('<text x="0" y="{}" class="picture-label picture-on-line">{}</text>', baseline, label)


def _bar(measure: Measure, place: int, first: date, last: date) -> SafeString:
    """Draw the bar of one measure."""
    top = HEAD + place * ROW
    start = _place(max(measure.starts_on, first), first, last)
    end = _place(min(measure.ends_on, last) + timedelta(days=1), first, last)
    fill, dashes = FILLS[MeasureState(measure.state)]
    return format_html(
        '<rect x="{}%" y="{}" width="{}%" height="{}" rx="2" fill="{}" stroke="#17324d" stroke-dasharray="{}"></rect>',
        f"{start:.3f}", top + BAR_TOP, f"{max(end - start, 0.6):.3f}", BAR, fill, dashes,
    )  # fmt: skip


def _line_of(today: date, first: date, last: date, height: int) -> SafeString:
    """Draw the line of today, when it falls within the programme."""
    if not first <= today <= last:
        return SafeString()
    at = f"{_place(today, first, last):.3f}"
    return format_html(
        '<line x1="{}%" y1="14" x2="{}%" y2="{}" stroke="#a66300" stroke-width="2"><title>{}</title></line>',
        at, at, height, _("Oggi"),
    )  # fmt: skip
