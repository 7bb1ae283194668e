# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the platform does by itself about days that come: permits expire, alerts go out, supervisors get a summary.

Contracts whose day of verification has come are to be looked at. Each permit and each case is a transaction of its own
and leaves a mark: killed and run again, nothing is told twice and nothing is skipped.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from incas.cases.choices.cases import Phase
from incas.cases.choices.permits import ReviewReason
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.messages import tell_of_expiry, tell_summary
from incas.cases.models import Case, Engagement, ExpiryAlert, Permit, PilotService
from incas.cases.operations.permits import expire_permit, lock_permit
from incas.cases.operations.reviews import open_review
from incas.cases.tenancy import whole_platform


def expire_permits(*, at: datetime) -> int:
    """Note that the permits whose last day has passed are expired; give how many were looked at."""
    with whole_platform(reason="permits whose last day has passed"):
        over = Permit.objects.unscoped(reason="terms").filter(
            due_on__lt=timezone.localdate(at), renewal_requested_on__isnull=True
        )
        keys = list(over.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with whole_platform(reason="one permit whose last day has passed"):
            expire_permit(permit=_permit(key), at=at)
    return len(keys)


def open_work_checks(*, at: datetime) -> int:
    """Ask that contracts whose day of verification has come are verified; give how many cases were looked at.

    Once for each day that comes: a review that was settled without verifying is not asked for again.
    """
    today = timezone.localdate(at)
    with whole_platform(reason="contracts whose day of verification has come"):
        due = Engagement.objects.unscoped(reason="terms").filter(verified_on__isnull=True, verify_on__lte=today)
        by_case = due.exclude(case__phase=Phase.CLOSED).values("case").annotate(last=Max("verify_on"))
        cases = [(row["case"], row["last"]) for row in by_case.order_by("case")]
    for key, last in cases:
        with whole_platform(reason="a contract whose day of verification has come"):
            case = Case.objects.unscoped(reason="terms").select_for_update(no_key=True).get(pk=key)
            if not case.reviews.filter(reason=ReviewReason.WORK_CHECK, due_on__gte=last).exists():
                open_review(case=case, reason=ReviewReason.WORK_CHECK, by=None, at=at)
    return len(cases)


def send_alerts(*, at: datetime) -> int:
    """Tell who can act that a permit is about to expire, at each of the days before that the rules name, once.

    A permit that comes to be known late gets the nearest alert alone. One whose renewal was requested gets none, nor
    one of a case that is closed. Give how many permits were told of.
    """
    today = timezone.localdate(at)
    days = pilot_rules(today).all_of(LawRule.ALERT_DAYS)
    with whole_platform(reason="permits about to expire"):
        near = Permit.objects.unscoped(reason="terms").filter(
            renewal_requested_on__isnull=True,
            due_on__gte=today,
            due_on__lte=today + timedelta(days=max(days)),
        )
        keys = list(near.exclude(case__phase=Phase.CLOSED).order_by("pk").values_list("pk", flat=True))
    return sum(_alert(key, days=days, today=today, at=at) for key in keys)


def send_summaries(*, at: datetime) -> int:
    """Tell the supervisors of each service that the summary of the month is there; give how many services were told."""
    services = PilotService.objects.select_related("body").order_by("pk")
    return sum(tell_summary(service, at=at) for service in services)


def _alert(key: int, *, days: tuple[int, ...], today: date, at: datetime) -> bool:
    """Send the alert of a permit that is due, if one is, and mark it with those before it."""
    with whole_platform(reason="one permit about to expire"), transaction.atomic():
        permit = lock_permit(_permit(key))
        if permit.expires_on is None:
            return False
        left = (permit.expires_on - today).days
        due = {day for day in days if left <= day} - set(permit.alerts.values_list("days_before", flat=True))
        if not due:
            return False
        ExpiryAlert.objects.scoped().bulk_create(
            ExpiryAlert(case=permit.case, body_id=permit.body_id, permit=permit, days_before=day, sent_at=at)
            for day in sorted(due)
        )
        tell_of_expiry(permit, days=left, at=at)
        return True


def _permit(key: int) -> Permit:
    return Permit.objects.unscoped(reason="terms").select_related("case__service").get(pk=key)
