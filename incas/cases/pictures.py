# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pictures of the pilot, drawn on the server with the table of what they show: life cycles, a month of terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incas.cases.choices.expiries import ExpiryKind
from incas.cases.choices.permits import PERMIT_GRANTED, PERMIT_PENDING
from incas.cases.choices.programmes import ProgrammeState
from incas.cases.models import Admission, Permit, Programme
from incas.cases.queries.expiries import Month
from incas.cases.queries.life_cycles import LifeCycles
from incas.core import writing
from incas.core.pictures import Picture
from incas.programmes.periods import months_after

LANE_HEIGHT: Final = 54
BAR_TOP: Final = 24
BAR_HEIGHT: Final = 18
AXIS_HEIGHT: Final = 26
MOST_TICKS: Final = 6
LAST_NAMED: Final = 84
"""Beyond this place, in hundredths, the name of a month would run out of a phone."""
FILLS: Final = {"held": "#0066cc", "waiting": "#cce0f5", "over": "#d9dadb"}
"""In force, on its way, over: each is said in the table and on hover too."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts: from a day to a day (None: no end known), how it stands, in one of FILLS."""

    label: str
    first: date
    last: date | None
    state: str
    fill: str


def life_cycles_picture(cycles: LifeCycles, today: date) -> Picture | None:
    """Draw permit, admission and programme of a case one above the other, on the same days; None without any."""
    lanes = (
        (_("Permesso"), [span for story in reversed(cycles.permits) for span in _of_permit(story.permit)]),
        (_("Ammissione"), [span for admission in reversed(cycles.admissions) for span in _of_admission(admission)]),
        (_("Programma"), [_of_programme(programme) for programme in reversed(cycles.programmes)]),
    )
    spans = [span for _label, found in lanes for span in found]
    if not spans:
        return None
    window = _window(spans, today)
    drawn = [_lane(label, found, row, window) for row, (label, found) in enumerate(lanes)]
    height = LANE_HEIGHT * len(lanes) + AXIS_HEIGHT
    description = _("Tre linee sullo stesso tempo: permesso, ammissione, programma. La riga tratteggiata è oggi.")
    return Picture(
        title=_("I tre percorsi nel tempo"),
        description=description,
        svg=format_html(
            '<svg class="picture" role="img" aria-labelledby="cycles-title cycles-desc" width="100%" height="{}">'
            '<title id="cycles-title">{}</title><desc id="cycles-desc">{}</desc>{}{}{}</svg>',
            height,
            _("I tre percorsi nel tempo"),
            description,
            _axis(window, height),
            format_html_join("", "{}", ((lane,) for lane in drawn)),
            _today_line(window, today, height),
        ),
        legend=(
            (_("in vigore"), _swatch("held")),
            (_("in corso di rilascio o di avvio"), _swatch("waiting")),
            (_("concluso"), _swatch("over")),
        ),
        head=(_("Percorso"), _("Che cosa"), _("Dal"), _("Al"), _("Stato")),
        rows=tuple(
            (label, span.label, writing.day(span.first), writing.day(span.last), span.state)
            for label, found in lanes
            for span in found
        ),
    )


def _of_permit(permit: Permit) -> Iterator[Span]:
    """Give the spans of a permit: its way to the issue, then the days it is held."""
    label, state = str(permit.get_kind_display()), str(permit.get_state_display())
    known = [permit.reported_on, permit.proposed_on, permit.opinion_on, permit.requested_on]
    begun = min((day for day in known if day is not None), default=None)
    if begun is not None and permit.previous_id is None and begun != permit.issued_on:
        last = permit.issued_on or permit.ended_on
        is_pending = permit.state in PERMIT_PENDING
        yield Span(_("%(kind)s: verso il rilascio") % {"kind": label}, begun, last, state, _fill(is_pending, "waiting"))
    if permit.issued_on is not None and permit.state in PERMIT_GRANTED:
        yield Span(label, permit.issued_on, permit.last_held_day, state, _fill(not permit.ended_on, "held"))


def _of_admission(admission: Admission) -> Iterator[Span]:
    """Give the spans of an admission: proposed, then in force."""
    state = str(admission.get_state_display())
    begun = admission.admitted_on
    is_over = admission.ended_on is not None
    if begun != admission.proposed_on:
        until = begun or admission.ended_on
        yield Span(_("Proposta"), admission.proposed_on, until, state, _fill(begun is None and not is_over, "waiting"))
    if begun is not None:
        yield Span(_("Ammissione"), begun, admission.ended_on, state, _fill(not is_over, "held"))


def _of_programme(programme: Programme) -> Span:
    """Give the span of a programme."""
    label = _("Programma, versione %(number)s") % {"number": programme.version}
    fill = "held" if programme.state in {ProgrammeState.ACTIVE, ProgrammeState.IN_REVIEW} else "waiting"
    if programme.state == ProgrammeState.CLOSED:
        fill = "over"
    last = programme.closed_on or programme.ends_on
    return Span(label, programme.starts_on, max(last, programme.starts_on), str(programme.get_state_display()), fill)


def _fill(is_so: bool, fill: str) -> str:  # noqa: FBT001 (what it tells is the argument)
    return fill if is_so else "over"


@dataclass(frozen=True, slots=True)
class _Window:
    """The days that the picture shows."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Give where a day falls, in hundredths of the width."""
        return 100 * (min(max(day, self.first), self.last) - self.first).days / (self.last - self.first).days


def _window(spans: Sequence[Span], today: date) -> _Window:
    """Take in every day, with today, from the first of a month to the first of another."""
    days = [today, *(span.first for span in spans), *(span.last for span in spans if span.last is not None)]
    return _Window(min(days).replace(day=1), months_after(max(days).replace(day=1), 1))


def _lane(label: str, spans: Iterable[Span], row: int, window: _Window) -> SafeString:
    """Draw the name of a life cycle and its spans."""
    top = row * LANE_HEIGHT
    bars = ((_bar(span, top + BAR_TOP, window),) for span in spans)
    return format_html(
        '<text x="0" y="{}" class="picture-label">{}</text>{}',
        top + BAR_TOP - 8,
        label,
        format_html_join("", "{}", bars),
    )


def _bar(span: Span, top: int, window: _Window) -> SafeString:
    """Draw a span: one without an end goes on to the edge."""
    start = window.place(span.first)
    end = 100.0 if span.last is None else window.place(span.last + timedelta(days=1))
    return format_html(
        '<g><title>{}</title><rect x="{}%" y="{}" width="{}%" height="{}" rx="3" fill="{}" stroke="#17324d"></rect>'
        "</g>",
        f"{span.label}: {writing.day(span.first)} – {writing.day(span.last)}, {span.state}",
        f"{start:.2f}",
        top,
        f"{max(end - start, 0.6):.2f}",
        BAR_HEIGHT,
        FILLS[span.fill],
    )


def _axis(window: _Window, height: int) -> SafeString:
    """Draw the months, a few of them; one at the right end is not named, since its name would be cut."""
    months = (window.last.year - window.first.year) * 12 + window.last.month - window.first.month
    step = -(-months // MOST_TICKS)
    ticks = [months_after(window.first, number) for number in range(0, months, step)]
    return format_html_join(
        "",
        '<line x1="{0}%" x2="{0}%" y1="0" y2="{1}" stroke="#d9dadb"></line>'
        '<text x="{0}%" y="{2}" dx="3" class="picture-tick">{3}</text>',
        ((f"{window.place(tick):.2f}", height - 16, height - 4, _short_month(tick, window)) for tick in ticks),
    )


def _short_month(month: date, window: _Window) -> str:
    return f"{writing.MONTHS[month.month - 1][:3]} {month.year}" if window.place(month) < LAST_NAMED else ""


def _today_line(window: _Window, today: date, height: int) -> SafeString:
    return format_html(
        '<line x1="{0}%" x2="{0}%" y1="0" y2="{1}" stroke="#17324d" stroke-width="2" stroke-dasharray="4 4"></line>',
        f"{window.place(today):.2f}",
        height - 16,
    )


CELL_HEIGHT: Final = 54
HEAD_HEIGHT: Final = 22
WEEK: Final = 7
DAYS: Final = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")


def month_picture(month: Month, counts: Mapping[date, Mapping[ExpiryKind, int]], today: date) -> Picture:
    """Draw a month as a calendar: in each day how much falls due, of which kinds on hover and in the table."""
    name = f"{writing.MONTHS[month.number - 1]} {month.year}"
    days = [month.first + timedelta(days=number) for number in range((month.last - month.first).days + 1)]
    start = month.first.weekday()
    height = HEAD_HEIGHT + CELL_HEIGHT * -(-(start + len(days)) // WEEK)
    title = _("Le scadenze di %(month)s") % {"month": name}
    description = _("Un calendario: in ogni giorno il numero di ciò che scade.")
    cells = ((_cell(day, start + number, counts.get(day, {}), today),) for number, day in enumerate(days))
    heads = ((f"{100 * place / WEEK + 1:.2f}", HEAD_HEIGHT - 7, day) for place, day in enumerate(DAYS))
    return Picture(
        title=title,
        description=description,
        svg=format_html(
            '<svg class="picture" role="img" aria-labelledby="month-title month-desc" width="100%" height="{}">'
            '<title id="month-title">{}</title><desc id="month-desc">{}</desc>{}{}</svg>',
            height,
            title,
            description,
            format_html_join("", '<text x="{}%" y="{}" class="picture-tick">{}</text>', heads),
            format_html_join("", "{}", cells),
        ),
        legend=(),
        head=(_("Giorno"), _("Che cosa"), _("Quante")),
        rows=tuple(
            (writing.long_day(day), str(kind.label), writing.whole(many))
            for day, kinds in counts.items()
            for kind, many in kinds.items()
        ),
    )


def _cell(day: date, place: int, kinds: Mapping[ExpiryKind, int], today: date) -> SafeString:
    """Draw a day: its number, and how much falls due if anything does."""
    column, row = place % WEEK, place // WEEK
    left, top = 100 * column / WEEK, HEAD_HEIGHT + CELL_HEIGHT * row
    total = sum(kinds.values())
    said = [writing.long_day(day), *(f"{kind.label}: {many}" for kind, many in kinds.items())]
    return format_html(
        '<g><title>{}</title><rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="{}" stroke-width="{}">'
        '</rect><text x="{}%" y="{}" class="picture-tick">{}</text>{}</g>',
        ". ".join(said),
        f"{left:.2f}",
        top,
        f"{100 / WEEK:.2f}",
        CELL_HEIGHT,
        "#e5f0fa" if total else "#ffffff",
        "#17324d" if day == today else "#c5ced6",
        2 if day == today else 1,
        f"{left + 1:.2f}",
        top + 17,
        day.day,
        _figure(total, left + 100 / WEEK / 2, top + 40),
    )


def _figure(total: int, x: float, y: int) -> SafeString:
    if not total:
        return SafeString()
    return format_html(
        '<text x="{}%" y="{}" fill="#17324d" class="picture-figure">{}</text>', f"{x:.2f}", y, writing.whole(total)
    )


def _swatch(fill: str) -> SafeString:
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">'
        '<rect x="0.5" y="0.5" width="15" height="15" fill="{}" stroke="#17324d"></rect></svg>',
        FILLS[fill],
    )
