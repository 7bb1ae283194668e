# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the pilot: published once for each quarter, taken away as a file with an entry in the trail."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.models import PublishedFigures
from incas.cases.refusals import Refused
from incas.cases.statistics import compute_figures
from incas.privacy.safe_tables import CannotProtect


class FiguresRefused(Refused):
    """The figures cannot be published; the message says why, in Italian."""


@transaction.atomic
def publish_figures(*, until: date, by: User | None, at: datetime) -> PublishedFigures:
    """Compute the figures of the cases opened by a day, protect them, keep them for good.

    Published already they are given as they are. `by` None: the platform, by the clock. Raises FiguresRefused where no
    way to protect them was found: then nothing is published.
    """
    known = PublishedFigures.objects.filter(until=until).first()
    if known is not None:
        return known
    earlier = PublishedFigures.objects.order_by("until").values_list("content", flat=True)
    try:
        content = compute_figures(until, earlier=earlier)
    except CannotProtect:
        raise FiguresRefused(_("Non si è trovato modo di proteggere queste cifre: non si pubblicano.")) from None
    figures, is_new = PublishedFigures.objects.get_or_create(
        until=until, defaults={"computed_at": at, "threshold": content["threshold"], "content": content}
    )
    if is_new:
        record(figures, "figures_published", by=by, at=at, after={"until": until.isoformat()})
    return figures


@transaction.atomic
def note_figures_taken(*, figures: PublishedFigures, kind: str, by: User, at: datetime) -> None:
    """Write that a person takes published figures away as a file."""
    record(figures, "exported", by=by, at=at, after={"format": kind})
