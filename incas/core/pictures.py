# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pictures drawn on the server as SVG, each with the table of its data. No script, no style attribute, no fixed width.

Widths are percentages of the space at hand and heights are pixels, so that words keep their size on a phone. Parts
are told apart by pattern and figure as well as by colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from incas.core import writing

Amount = Decimal | int

ROW_HEIGHT: Final = 58
BAR_TOP: Final = 24
BAR_HEIGHT: Final = 24
WIDE_ENOUGH: Final = 18
"""Per cent of the width from which a part can bear its figure inside, down to 340 pixels."""

TONES: Final = {
    "solid": ("#0066cc", "#ffffff"),
    "dark": ("#003366", "#ffffff"),
    "light": ("#cce0f5", "#17324d"),
    "striped": ("url(#{prefix}-striped)", "#17324d"),
    "dotted": ("url(#{prefix}-dotted)", "#17324d"),
    "empty": ("#ffffff", "#17324d"),
}
"""Fill and ink of each tone; every pair has a contrast of at least 4.5 to 1."""

_PATTERNS = mark_safe(
    '<pattern id="{0}-striped" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#e5f0fa"></rect><rect width="3" height="8" fill="#80b3e6"></rect></pattern>'
    '<pattern id="{0}-dotted" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#f2f6fa"></rect><circle cx="4" cy="4" r="1.6" fill="#6aa3db"></circle></pattern>'
)


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of part, the same in every bar."""

    label: str
    tone: str = "solid"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a label and an amount for each series, none of them negative."""

    label: str
    amounts: Sequence[Amount]

    @property
    def total(self) -> Amount:
        """Sum of the parts."""
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it shows in words and figures: `head` and `rows` are the table, written in Italian.

    No rows: the page has the same table beside the drawing, for everybody to read.
    """

    title: str
    description: str
    svg: SafeString
    legend: tuple[tuple[str, SafeString], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_in_words: bool = False
    """Whether the table holds sentences, read from the left, instead of figures."""


def stacked_bars(
    *, title: str, description: str, series: Sequence[Series], bars: Sequence[Bar], total_label: str = "Totale"
) -> Picture:
    """Draw one horizontal bar for each row, cut in parts, all on the same scale. Amounts are in euro.

    Raises ValueError when an amount is negative or a row has not one amount for each series.
    """
    for bar in bars:
        if len(bar.amounts) != len(series) or min(bar.amounts, default=0) < 0:
            message = f"bar {bar.label!r} needs {len(series)} amounts, none negative"
            raise ValueError(message)
    prefix = f"p{crc32(f'{title}{bars}'.encode()):08x}"
    longest = max((bar.total for bar in bars), default=0)
    drawn = [_bar(bar, series, row, longest, prefix) for row, bar in enumerate(bars)]
    svg = format_html(
        '<svg class="picture" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc><defs>{4}</defs>{5}</svg>',
        prefix,
        ROW_HEIGHT * len(bars),
        title,
        description,
        format_html(_PATTERNS, prefix),
        format_html_join("", "{}", ((part,) for part in drawn)),
    )
    rows = [(bar.label, *(writing.euro(amount) for amount in bar.amounts), writing.euro(bar.total)) for bar in bars]
    if len(bars) > 1:
        sums = [sum((bar.amounts[at] for bar in bars), Decimal(0)) for at in range(len(series))]
        rows.append((total_label, *(writing.euro(amount) for amount in sums), writing.euro(sum(sums, Decimal(0)))))
    return Picture(
        title=title,
        description=description,
        svg=svg,
        legend=tuple((one.label, _swatch(one.tone, prefix)) for one in series),
        head=("Voce", *(one.label for one in series), total_label),
        rows=tuple(rows),
    )


def _bar(bar: Bar, series: Sequence[Series], row: int, longest: Amount, prefix: str) -> SafeString:
    """Draw the label, the total and the parts of one bar."""
    top = row * ROW_HEIGHT
    parts, start = [], Decimal(0)
    for one, amount in zip(series, bar.amounts, strict=True):
        if amount:
            width = Decimal(100) * amount / longest
            parts.append(_part(one, amount, start, width, top + BAR_TOP, prefix))
            start += width
    return format_html(
        '<text x="0" y="{}" class="picture-label">{}</text><text x="100%" y="{}" class="picture-total">{}</text>{}',
        top + BAR_TOP - 7,
        bar.label,
        top + BAR_TOP - 7,
        writing.euro(bar.total),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _part(one: Series, amount: Amount, start: Decimal, width: Decimal, top: int, prefix: str) -> SafeString:
    """Draw one part; its figure goes inside when there is room, and always in the words shown on hover."""
    fill, ink = TONES[one.tone]
    said = format_html("{}: {}", one.label, writing.euro(amount))
    figure = ""
    if width >= WIDE_ENOUGH:
        figure = format_html(
            '<text x="{}%" y="{}" fill="{}" class="picture-figure picture-on-{}">{}</text>',
            f"{start + width / 2:.3f}",
            top + BAR_HEIGHT // 2 + 5,
            ink,
            one.tone,
            writing.euro(amount).removesuffix(",00"),
        )
    return format_html(
        '<g><title>{}</title><rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="#17324d" '
        'stroke-width="1"></rect>{}</g>',
        said, f"{start:.3f}", top, f"{width:.3f}", BAR_HEIGHT, fill.format(prefix=prefix), figure,
    )  # fmt: skip


def _swatch(tone: str, prefix: str) -> SafeString:
    """Draw the little square of the legend."""
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true" focusable="false">'
        '<rect x="0.5" y="0.5" width="15" height="15" fill="{}" stroke="#17324d"></rect></svg>',
        TONES[tone][0].format(prefix=prefix),
    )
