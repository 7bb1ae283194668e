# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What each verb of the trail reads like in Italian. Each app registers its own, beside its states."""

from django.utils.functional import Promise

VERBS: dict[str, "str | Promise"] = {}


def register_verbs(verbs: "dict[str, str | Promise]") -> None:
    """Add the verbs of an app: `{"submitted": _("ha inviato")}`, third person singular with its object left out.

    The same verb must read the same everywhere: a second meaning raises ValueError at import.
    """
    for verb, reading in verbs.items():
        if str(VERBS.setdefault(verb, reading)) != str(reading):
            message = f"verb {verb!r} already reads {VERBS[verb]!r}"
            raise ValueError(message)
