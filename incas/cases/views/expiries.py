# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The calendar of what falls due in the cases, and the monthly summary of a service."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import pilot_page
from incas.cases.models import Expiry
from incas.cases.models.expiries import ExpiryQuerySet
from incas.cases.pictures import month_picture
from incas.cases.queries.expiries import Month, counts_of, day_of_the, summary_of
from incas.cases.tables.expiries import EXPIRIES
from incas.core import writing
from incas.core.lists.shown import counted

FIRST_YEAR, LAST_YEAR = 2020, 2100
MOST_PAST = 1_000


@pilot_page(allowed=rules.see_cases, part=Part.LIST)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """Show this month."""
    today = timezone.localdate()
    return _month_page(request, Month(today.year, today.month))


@pilot_page(allowed=rules.see_cases, part=Part.LIST)
@require_safe
def month(request: SignedInRequest, year: int, number: int) -> HttpResponseBase:
    """Show another month."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and number in range(1, 13)):
        raise Http404
    return _month_page(request, Month(year, number))


@pilot_page(allowed=rules.see_cases, part=Part.LIST)
@require_safe
def past(request: SignedInRequest) -> HttpResponseBase:
    """Show what has passed and is still to be dealt with."""
    found = Expiry.objects.visible_to(request.user).filter(due_on__lt=timezone.localdate())
    return EXPIRIES.respond(request, found, template="cases/expiries.html", context={"month": None})


@pilot_page(allowed=rules.read_summary, part=Part.LIST)
@require_safe
def summary(request: SignedInRequest) -> HttpResponse:
    """Show the summary of the service: counts and codes, no names."""
    today = timezone.localdate()
    return render(request, "cases/summary.html", {"summary": summary_of(request.user, today), "today": today})


def _month_page(request: SignedInRequest, shown: Month) -> HttpResponseBase:
    visible = Expiry.objects.visible_to(request.user)
    found = visible.between(shown.first, shown.last)
    by_day = counts_of(found)
    if not request.GET:  # the first page: of a month of thousands, the days it needs
        found = found.filter(due_on__lte=day_of_the(EXPIRIES.page_size + 1, by_day))
    context: dict[str, Any] = {
        "month": shown,
        "month_name": f"{writing.MONTHS[shown.number - 1]} {shown.year}",
        "previous_url": _url_of(shown.shifted(-1)),
        "next_url": _url_of(shown.shifted(1)),
        "picture": month_picture(shown, by_day, timezone.localdate()),
        "past": _past_of(visible),
    }
    count = sum(sum(counts.values()) for counts in by_day.values())
    return EXPIRIES.respond(request, found, template="cases/expiries.html", context=context, count=count)


def _past_of(visible: ExpiryQuerySet) -> str:
    """Say how much has passed and is still to be dealt with, exactly as far as it is counted; nothing where nothing."""
    many = counted(visible.filter(due_on__lt=timezone.localdate()), MOST_PAST)
    if many > MOST_PAST:
        return _("più di %(many)s già passate") % {"many": writing.whole(MOST_PAST)}
    return writing.count(many, "già passata,già passate") if many else ""


def _url_of(shown: Month) -> str:
    return reverse("cases:expiries_month", args=[shown.year, shown.number])
