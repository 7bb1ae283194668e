# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The two addresses of every form: where its autosave sends what is typed, where its draft is thrown away."""

from django.core.exceptions import SuspiciousOperation
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incas.core.editing.drafts import DraftElsewhere, Drafts, DraftTooLarge, opened_form
from incas.core.editing.once import owner_of
from incas.core.pages import everyone, page


def form_named(request: HttpRequest) -> tuple[Drafts, str]:
    """Read which form the request is about and how it keeps drafts; one that nobody was shown is refused."""
    try:
        return opened_form(request.POST.get("modulo", ""), owner_id=owner_of(request))
    except BadSignature as error:
        message = "the name of a form was altered"
        raise SuspiciousOperation(message) from error


@require_POST
@page(allowed=everyone)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed; answer with the sentence to show."""
    now = timezone.now()
    drafts, form = form_named(request)
    try:
        draft = drafts.save(form, owner_id=owner_of(request), sent=request.POST, at=now)
    except DraftTooLarge as error:
        return JsonResponse({"message": str(error)}, status=413)
    except DraftElsewhere as error:
        return JsonResponse({"message": str(error)}, status=409)
    if draft is None:
        return HttpResponse(status=204)
    return JsonResponse({"message": _("Salvato alle %(time)s") % {"time": f"{timezone.localtime(now):%H:%M}"}})


@require_POST
@page(allowed=everyone)
def discard(request: HttpRequest) -> HttpResponse:
    """Throw a draft away and go back to its form."""
    drafts, form = form_named(request)
    drafts.drop(form, owner_id=owner_of(request))
    return redirect(form.partition("#")[0])
