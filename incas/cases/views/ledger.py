# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Who read what of the cases of a service, for who supervises it; and the review of it."""

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.access import Part
from incas.cases.doors import case_page, pilot_page
from incas.cases.forms.ledger import ReviewForm
from incas.cases.models import Case, LedgerReview, PilotService, Reading, served_by
from incas.cases.operations.ledger import ReviewRefused, review_ledger
from incas.cases.pilot import register_pilot_part
from incas.cases.queries.ledger import looked_at_since, reviewed, unusual_readings
from incas.cases.tables.ledger import LEDGER
from incas.cases.tabs import frame_of
from incas.core.editing import Editing
from incas.privacy.drafts import sealed_drafts

register_pilot_part(
    gettext_lazy("Registro delle letture"),
    gettext_lazy("Chi ha letto che cosa dei casi del servizio; che cosa è insolito; gli esami fatti."),
    "cases:ledger",
    rule=rules.supervise_service,
    order=82,
)


@pilot_page(allowed=rules.supervise_service, part=Part.ACCESS)
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """Show the ledger of the service, what in it is unusual, up to when it was reviewed."""
    readings, now = Reading.objects.visible_to(request.user), timezone.now()
    told = reviewed(PilotService.objects.all(), served_by(request.user))
    since = looked_at_since(told, at=now)
    context = {"reviewed": told, "unusual": unusual_readings(readings, since=since), "since": since}
    return LEDGER.respond(request, readings, template="cases/ledger.html", context=context)


@case_page(Case, allowed=rules.supervise_case, part=Part.ACCESS)
@require_safe
def of_case(request: SignedInRequest, case: Case) -> HttpResponseBase:
    """Show who read what of one case."""
    readings = Reading.objects.visible_to(request.user).filter(case_code=case.code)
    context = frame_of(case, request.user, current="cases:access")
    return LEDGER.respond(request, readings, template="cases/case_ledger.html", context=context)


@pilot_page(allowed=rules.supervise_service, part=Part.ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest) -> HttpResponse:
    """Write that the ledger was looked at, and what was found."""
    services = PilotService.objects.filter(body_id__in=served_by(request.user))
    edit = Editing(
        request,
        ReviewForm,
        initial={"until": timezone.localdate(), "service": services.first()},
        options={"services": services},
        refusals=(ReviewRefused,),
        drafts=sealed_drafts(min(served_by(request.user))),
    )
    past = LedgerReview.objects.visible_to(request.user).select_related("reviewed_by").order_by("-reviewed_until")
    return edit.save_with(
        lambda form: review_ledger(by=request.user, at=timezone.now(), **form.cleaned_data),
        outcome=reverse("cases:ledger"),
        message=_("Esame del registro annotato."),
    ) or edit.render("cases/ledger_review.html", {"past": past[:12]})
