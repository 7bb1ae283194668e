# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of messages, as people switch them off by e-mail. Each app registers its own, beside what sends them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: dict[str, "StrOrPromise"] = {}


def register_kinds(kinds: "dict[str, StrOrPromise]") -> None:
    """Add the kinds of an app: `{"claim_submitted": _("Domanda di rimborso inviata")}`."""
    KINDS.update(kinds)


def told_kind(kind: str) -> str:
    """Say a kind in words; one that no app registers any more is an old message of some kind."""
    return str(KINDS.get(kind) or _("Altro avviso"))
