# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The review of the ledger of readings by who supervises the service."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.models import LedgerReview, PilotService, Reading
from incas.cases.refusals import Refused


class ReviewRefused(Refused):
    """The review cannot be written so; the message says why and what to do, in Italian."""


@transaction.atomic
def review_ledger(*, service: PilotService, until: date, note: str, by: User, at: datetime) -> LedgerReview:
    """Write that the ledger of a service was looked at up to a day (included; today: up to now), and what was found.

    Raises ReviewRefused for a future day, or one already reviewed.
    """
    service = PilotService.objects.select_for_update(no_key=True).get(pk=service.pk)
    today = timezone.localdate(at)
    if until > today:
        raise ReviewRefused(_("Il giorno è nel futuro: si esamina quello che è già stato letto."), "until")
    limit = at if until == today else timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    reviews = LedgerReview.objects.scoped().filter(body_id=service.body_id)
    last = reviews.order_by("-reviewed_until").values_list("reviewed_until", flat=True).first()
    if last is not None and limit <= last:
        raise ReviewRefused(_("Il registro è già stato esaminato fino a questo giorno: sceglierne uno dopo."), "until")
    readings = Reading.objects.scoped().filter(body_id=service.body_id, at__lte=limit)
    if last is not None:
        readings = readings.filter(at__gt=last)
    review = LedgerReview(
        body_id=service.body_id, reviewed_until=limit, reviewed_at=at, reviewed_by=by, readings=readings.count()
    )
    review.note = note
    review.save()
    record(review, "ledger_reviewed", by=by, at=at, after={"until": until.isoformat(), "readings": review.readings})
    return review
