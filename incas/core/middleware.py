# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What happens before and after every view.

Sign-in is required everywhere, but on pages that say otherwise (`public_page`) and on a short list of views.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from incas.core.failures import ENVELOPE, ask_in_place, is_fragment, lost_session, opened

OPEN_VIEWS: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
"""Views of allauth that serve people who are not signed in yet."""

NUL: Final = "\x00"
REDIRECTIONS: Final = frozenset({301, 302, 303})


class BeforeViews:
    """What is done before a view, once it is known which (`process_view`). The view answers unless this does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Leave the answer to the view."""
        return self.get_response(request)


class SignInRequired(BeforeViews):
    """Sends who is not signed in to sign in, and back afterwards. What they had typed is kept."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of the view when sign-in is missing."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN_VIEWS:
            return None
        if is_fragment(request):
            return ask_in_place(request)
        if request.method not in {"GET", "HEAD"}:
            return lost_session(request)
        return redirect(sign_in_url(request.get_full_path()))


class AddressesWithoutNul(BeforeViews):
    """Tells that an address with a NUL is of no page: no code and no word has one, and the database takes none."""

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> None:
        """Raise Http404 in place of the view."""
        if NUL in request.path_info:
            raise Http404


class EnvelopesOpened(BeforeViews):
    """Gives the view what was typed before the session ended: it comes back in an envelope (`core.failures`)."""

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> None:
        """Open the envelope for the view. Raises BadRequest for one that does not open here."""
        if request.method != "POST" or ENVELOPE not in request.POST:
            return
        data = opened(request.POST[ENVELOPE], address=request.path)
        if data is None:
            raise BadRequest
        request.POST = data  # type: ignore[assignment]  # the stubs know only that of a request as it came


class WholePageAfterSending:
    """Has the browser load the next page as a whole when a form sent in the background leads elsewhere.

    Otherwise htmx would put the body of the next page under the head of this one, without its own style and scripts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Turn a redirection of such a form into an instruction to htmx."""
        response = self.get_response(request)
        is_sent = request.method == "POST" and "HX-Boosted" in request.headers
        if not is_sent or response.status_code not in REDIRECTIONS:
            return response
        instruction = HttpResponse(headers={"HX-Redirect": response["Location"]})
        instruction.cookies = response.cookies
        return instruction


def sign_in_url(after: str) -> str:
    """Address of the sign-in page that leads to `after`."""
    return f"{reverse('account_login')}?{urlencode({'next': after})}"
