# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a person has typed and not sent: kept while typing, offered when the form is opened again, dropped when sent."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core import signing
from django.db import models, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from incas.core.editing.once import KEY
from incas.core.models import Draft, DraftRow, Submission

LARGEST = 200_000
AT_MOST = 50
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "modulo"})


class DraftTooLarge(Exception):
    """What was typed exceeds what a draft holds; the message says so in Italian."""


class DraftElsewhere(Exception):
    """Another draft of the same form is there, begun in another page; the message says what to do in Italian."""


class Drafts:
    """Where the drafts of a form are kept, and how: in clear, here.

    An app that must keep them otherwise gives a form its own (`Editing(..., drafts=…)`) and registers how one is found
    again by its `reference` (`register_drafts`): the page's form carries that, signed, so that what is typed in a form
    is kept as the form says and never as the browser asks.
    """

    reference: str = ""
    model: type[DraftRow] = Draft

    def rows(self) -> models.QuerySet[Any]:
        """The drafts of this kind, of everybody."""
        return models.QuerySet(self.model)

    def named(self, form: str, *, owner_id: int) -> dict[str, Any]:
        """What tells the draft that a person has of a form from any other, as the fields of its row."""
        return {"owner_id": owner_id, "form": form}

    def is_readable(self, draft: DraftRow) -> bool:  # noqa: ARG002 (other drafts may not be)
        """Tell whether a draft can still be read."""
        return True

    def save(self, form: str, *, owner_id: int, sent: QueryDict, at: datetime) -> DraftRow | None:
        """Keep what is typed in a form, in place of what was kept before.

        Nothing is kept (None) when the form has been sent meanwhile: a late autosave must not bring a draft back.
        Raises DraftTooLarge beyond 200,000 characters, DraftElsewhere when what was kept was begun in another page: it
        is not replaced unseen, unless nobody can read it. The key of the form tells; one that resumes a draft takes
        its key. A person keeps at most 50 drafts: the oldest go.
        """
        data = {name: values for name, values in sent.lists() if name not in NEVER_KEPT}
        if len(json.dumps(data)) > LARGEST:
            raise DraftTooLarge(_("Testo troppo lungo per la bozza: salvare il modulo."))
        with transaction.atomic():
            if is_sent(sent.get(KEY, "")):
                return None
            draft: DraftRow
            draft, is_new = (
                self.rows()
                .select_for_update()
                .get_or_create(**self.named(form, owner_id=owner_id), defaults={"data": data, "saved_at": at})
            )
            if not is_new:
                if self.is_readable(draft) and draft.data.get(KEY) != data.get(KEY):
                    raise DraftElsewhere(
                        _("Non si salva da sé: c'è già una bozza di questo modulo, da riprendere o scartare.")
                    )
                draft.data, draft.saved_at = data, at
                draft.save()
            kept = self.rows().filter(owner_id=owner_id).order_by("-saved_at").values("pk")[:AT_MOST]
            self.rows().filter(owner_id=owner_id).exclude(pk__in=kept).delete()
        return draft

    def find(self, form: str, *, owner_id: int) -> DraftRow | None:
        """The draft a person has of a form; one that nobody can read any more is none."""
        draft: DraftRow | None = self.rows().filter(**self.named(form, owner_id=owner_id)).first()
        return draft if draft is not None and self.is_readable(draft) else None

    def drop(self, form: str, *, owner_id: int) -> None:
        """Forget the draft of a form."""
        self.rows().filter(**self.named(form, owner_id=owner_id)).delete()


IN_CLEAR: Final = Drafts()
_REGISTERED: dict[str, Callable[[str], Drafts]] = {}


def register_drafts(kind: str, found: Callable[[str], Drafts]) -> None:
    """Register how the drafts with the reference `kind:rest` are found again: a function of the rest."""
    _REGISTERED[kind] = found


def signed_form(form: str, *, owner_id: int, drafts: Drafts) -> str:
    """Sign the name of a form for the page, so that drafts are kept only for forms that exist, and as they say."""
    return _signer(owner_id).sign(f"{drafts.reference} {form}")


def opened_form(token: str, *, owner_id: int) -> tuple[Drafts, str]:
    """Read back the name of a form and how it keeps drafts.

    Raises BadSignature when it was altered, made for somebody else, or kept in a way no longer known.
    """
    reference, _blank, form = _signer(owner_id).unsign(token).partition(" ")
    if not reference:
        return IN_CLEAR, form
    kind, _colon, rest = reference.partition(":")
    if kind not in _REGISTERED:
        raise signing.BadSignature(kind)
    return _REGISTERED[kind](rest), form


def _signer(owner_id: int) -> signing.Signer:
    return signing.Signer(salt=f"incas.core.editing.drafts:{owner_id}")


def is_sent(key: str) -> bool:
    """Tell whether the form with this key has been sent."""
    try:
        return Submission.objects.filter(key=UUID(key)).exists()
    except ValueError:
        return False


def key_of(draft: DraftRow) -> UUID | None:
    """The key of the form a draft was begun in."""
    kept = draft.data.get(KEY)
    return UUID(kept[0]) if kept else None


def drafted(draft: DraftRow) -> QueryDict:
    """Give a draft back as a form sends it."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data
