# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The page of the ministry about communications of permits."""

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incas.accounts.requests import SignedInRequest
from incas.cases import rules
from incas.cases.choices.pilot import LawRule
from incas.cases.law import pilot_rules
from incas.cases.pilot import register_pilot_part
from incas.cases.statistics.communications import communications
from incas.cases.tables.communications import COMMUNICATIONS
from incas.core.pages import page

register_pilot_part(
    _("Comunicazioni dei permessi"),
    _("I permessi rilasciati e la loro comunicazione al Ministero, senza casi né persone."),
    "cases:communications",
    rule=rules.read_communications,
    order=90,
)


@page(allowed=rules.read_communications)
@never_cache
@require_safe
def index(request: SignedInRequest) -> HttpResponseBase:
    """List the communications of permits: Comune, days, reference."""
    today = timezone.localdate()
    context = {"days": pilot_rules(today).term(LawRule.COMMUNICATION_DAYS)}
    with communications(today) as rows:
        response = COMMUNICATIONS.respond(request, rows, template="cases/communications.html", context=context)
        return _read_whole(response)


def _read_whole(response: HttpResponseBase) -> HttpResponseBase:
    """Read a file that is streamed row by row while the door is open: sent later, it would find no rows."""
    if not isinstance(response, StreamingHttpResponse) or isinstance(response, FileResponse):
        return response
    return HttpResponse(b"".join(response), headers=dict(response.items()))
