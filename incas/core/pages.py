# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The doors from a URL to a view. A page without a declared rule fails at import; the tests walk PAGES.

Invisible is 404, forbidden is 403, signed out is the sign-in page. A view behind `object_page` gets the object; one
behind `page` gets the request alone; `public_page` is open to everyone and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

View = Callable[..., HttpResponseBase]
Rule = Callable[..., bool]
ModelT = TypeVar("ModelT", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a view: the rule that guards it, the model it opens (None: no object) and by which field."""

    rule: Rule
    model: type[models.Model] | None = None
    key: str = "pk"
    is_public: bool = False


PAGES: dict[str, Page] = {}


def everyone(*_: object) -> bool:
    """Tell that no role is asked for: sign-in (or nothing, for a public page) is enough."""
    return True


def page(*, allowed: Rule) -> Callable[[View], View]:
    """Guard a view that opens no single object: 403 unless `allowed(user)`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        PAGES[name_of(view)] = Page(rule=allowed)
        return guarded

    return decorate


def object_page(
    model: type[ModelT],
    *,
    allowed: Rule,
    key: str = "pk",
    related: tuple[str, ...] = (),
    deferred: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Give the view the object its address names: 404 unless visible to the person, 403 unless `allowed(user, object)`.

    `key` is the field the address carries (`pk`, or an opaque code); `related` is handed to select_related,
    `deferred` to defer.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            visible = model._default_manager.all().visible_to(request.user)  # type: ignore[attr-defined]
            if related:  # asked for nothing, select_related gives every relation there is
                visible = visible.select_related(*related)
            item = get_object_or_404(visible.defer(*deferred), **{key: kwargs.pop(key)})
            if not allowed(request.user, item):
                raise PermissionDenied
            return view(request, item, *args, **kwargs)

        PAGES[name_of(view)] = Page(rule=allowed, model=model, key=key)
        return guarded

    return decorate


def public_page(view: View) -> View:
    """Open a view to everyone, signed in or not. Each use is a decision: the tests keep the list of them."""
    PAGES[name_of(view)] = Page(rule=everyone, is_public=True)
    view.login_required = False  # type: ignore[attr-defined]
    return view


def name_of(view: View) -> str:
    """Name a view as PAGES does: module and qualified name."""
    return f"{view.__module__}.{view.__qualname__}"
