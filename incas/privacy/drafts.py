# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Drafts of the forms that may name a person: sealed under the key of a body, for one person and one form.

edit = Editing(request, DiaryForm, drafts=sealed_drafts(case.body_id))
"""

from typing import Any, Final

from incas.core.editing import Drafts, register_drafts
from incas.core.models import DraftRow
from incas.privacy.models import SealedDraft
from incas.privacy.sealing import KeyDestroyed, KeysMissing, SealBroken

KIND: Final = "sealed"


class SealedDrafts(Drafts):
    """Drafts sealed under the key of a body. A rotation of its keys seals them again, as any sealed field."""

    model = SealedDraft

    def __init__(self, body_id: int) -> None:
        self.body_id = body_id
        self.reference = f"{KIND}:{body_id}"

    def named(self, form: str, *, owner_id: int) -> dict[str, Any]:
        """One per person, form and body; `code` is what the seal is bound to."""
        return {"owner_id": owner_id, "form": form, "body_id": self.body_id, "code": f"{owner_id}:{form}"}

    def is_readable(self, draft: DraftRow) -> bool:
        """Tell whether it opens: neither altered nor sealed under a key that is gone."""
        try:
            return bool(draft.data)
        except (KeyDestroyed, KeysMissing, SealBroken):
            return False


def sealed_drafts(body_id: int) -> SealedDrafts:
    """Keep the drafts of a form sealed under the key of this body."""
    return SealedDrafts(body_id)


register_drafts(KIND, lambda rest: sealed_drafts(int(rest)))
