# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Links on the page of a call that apps above add: what stands under the call (its projects)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incas.accounts.models import User
from incas.programmes.models import Call

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class CallLink:
    """A link: its words, where it leads for a call, who sees it."""

    label: "StrOrPromise"
    address: Callable[[Call], str]
    rule: Callable[[User], bool]


CALL_LINKS: list[CallLink] = []


def register_call_link(label: "StrOrPromise", address: Callable[[Call], str], *, rule: Callable[[User], bool]) -> None:
    """Add a link to the page of every call, in `AppConfig.ready` or in a `navigation` module."""
    CALL_LINKS.append(CallLink(label, address, rule))


def links_of(call: Call, user: User) -> list[tuple[str, str]]:
    """Give the links a person sees on the page of a call: words and address."""
    return [(str(link.label), link.address(call)) for link in CALL_LINKS if link.rule(user)]
