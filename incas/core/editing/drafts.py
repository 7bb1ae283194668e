# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a person has typed and not sent: kept while typing, offered when the form is opened again, dropped when sent."""

import json
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from incas.core.editing.once import KEY
from incas.core.models import Draft, Submission

LARGEST = 200_000
AT_MOST = 50
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "modulo"})


class DraftTooLarge(Exception):
    """What was typed exceeds what a draft holds; the message says so in Italian."""


class DraftElsewhere(Exception):
    """Another draft of the same form is there, begun in another page; the message says what to do in Italian."""


def signed_form(form: str, *, owner_id: int) -> str:
    """Sign the name of a form for the page, so that drafts are kept only for forms that exist."""
    return signing.Signer(salt=f"incas.core.editing.drafts:{owner_id}").sign(form)


def opened_form(token: str, *, owner_id: int) -> str:
    """Read the name of a form back. Raises BadSignature when it was altered or made for somebody else."""
    return signing.Signer(salt=f"incas.core.editing.drafts:{owner_id}").unsign(token)


def save_draft(*, form: str, owner_id: int, sent: QueryDict, at: datetime) -> Draft | None:
    """Keep what is typed in a form, in place of what was kept before.

    Nothing is kept (None) when the form has been sent meanwhile: a late autosave must not bring a draft back. Raises
    DraftTooLarge beyond 200,000 characters, DraftElsewhere when what was kept was begun in another page: it is not
    replaced unseen. The key of the form tells; one that resumes a draft takes its key. A person keeps at most 50
    drafts: the oldest go.
    """
    data = {name: values for name, values in sent.lists() if name not in NEVER_KEPT}
    if len(json.dumps(data)) > LARGEST:
        raise DraftTooLarge(_("Testo troppo lungo per la bozza: salvare il modulo."))
    with transaction.atomic():
        if is_sent(sent.get(KEY, "")):
            return None
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            owner_id=owner_id, form=form, defaults={"data": data, "saved_at": at}
        )
        if not is_new:
            if draft.data.get(KEY) != data.get(KEY):
                raise DraftElsewhere(
                    _("Non si salva da sé: c'è già una bozza di questo modulo, da riprendere o scartare.")
                )
            draft.data, draft.saved_at = data, at
            draft.save()
        kept = Draft.objects.filter(owner_id=owner_id).order_by("-saved_at").values("pk")[:AT_MOST]
        Draft.objects.filter(owner_id=owner_id).exclude(pk__in=kept).delete()
    return draft


def is_sent(key: str) -> bool:
    """Tell whether the form with this key has been sent."""
    try:
        return Submission.objects.filter(key=UUID(key)).exists()
    except ValueError:
        return False


def draft_of(form: str, *, owner_id: int) -> Draft | None:
    """The draft a person has of a form."""
    return Draft.objects.filter(owner_id=owner_id, form=form).first()


def key_of(draft: Draft) -> UUID | None:
    """The key of the form a draft was begun in."""
    kept = draft.data.get(KEY)
    return UUID(kept[0]) if kept else None


def drop_draft(form: str, *, owner_id: int) -> None:
    """Forget the draft of a form."""
    Draft.objects.filter(owner_id=owner_id, form=form).delete()


def drafted(draft: Draft) -> QueryDict:
    """Give a draft back as a form sends it."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data
