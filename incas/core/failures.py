# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""When a form arrives from a session that is over, or with a CSRF token no longer good: nothing typed is lost.

What was typed goes back in an envelope, to be sent again after signing in: sealed, since who sees that page is nobody
yet and the text may be about a case. It opens again at the address it was for (`EnvelopesOpened`). That is done for a
form of ours alone (the browser says where it came from): for a page of somebody else it would complete their attack.
"""

import base64
import hashlib
import json
import re
import zlib
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

SECRET: Final = re.compile(r"password|passwd|secret|token|otp|recovery|credential", re.IGNORECASE)
"""Names of fields that never go back to the page."""
SIGN_IN_VIEWS: Final = ("account_", "mfa_")
"""Views whose forms hold secrets alone: their fields are never kept."""


ENVELOPE: Final = "busta"
"""The hidden field that carries what was typed."""


def is_ours(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form came from a page of this site: Origin, or else Referer."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """List what was typed, field by field, secrets left out."""
    return [(name, value) for name, values in request.POST.lists() if not SECRET.search(name) for value in values]


def envelope_of(request: HttpRequest) -> str:
    """Close what was typed in an envelope for the address it was sent to; one that comes back closed stays as it is."""
    if ENVELOPE in request.POST:
        return request.POST[ENVELOPE]
    content = json.dumps([request.path, typed_in(request)]).encode()
    return _lock().encrypt(zlib.compress(content)).decode()


def opened(token: str, *, address: str) -> QueryDict | None:
    """Give what an envelope for this address holds; None for one that is another's, altered or closed with old keys."""
    try:
        place, typed = json.loads(zlib.decompress(_lock().decrypt(token.encode())))
    except InvalidToken:
        return None
    if place != address:
        return None
    data = QueryDict(mutable=True)
    for name, value in typed:
        data.appendlist(name, value)
    data._mutable = False
    return data


def _lock() -> MultiFernet:
    """Make the lock of envelopes from the secret of the site; those of before open too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"incas.core.failures" + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether the request is for a piece of a page that stays where it is (htmx, links it follows excepted)."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers


def ask_in_place(request: HttpRequest) -> HttpResponse:
    """Tell a fragment's page that the session ended, without leaving it: what is typed there stays."""
    response = render(request, "core/session_ended.html", status=401)
    response["HX-Retarget"] = "#notices"
    response["HX-Reswap"] = "innerHTML"
    return response


@sensitive_post_parameters()
def lost_session(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature of the view)
    """Show what happened, keep what was typed, and offer to send it again."""
    if is_fragment(request):
        return ask_in_place(request)
    match = request.resolver_match
    is_sign_in = match is not None and (match.url_name or "").startswith(SIGN_IN_VIEWS)
    is_kept = is_ours(request) and not is_sign_in
    response = render(
        request,
        "core/lost_session.html",
        {
            "action": request.get_full_path(),
            "envelope": envelope_of(request) if is_kept else "",
            "files": [file.name for files in request.FILES.lists() for file in files[1]] if is_kept else [],
            "is_kept": is_kept,
            "is_sign_in": is_sign_in,
        },
        status=403,
    )
    response["Cache-Control"] = "no-store"
    return response
