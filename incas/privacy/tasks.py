# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for keys, finishing rotations and taking up those left unfinished, and for sealed drafts."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incas.core.jobs import Progress, background, periodic
from incas.core.models import Job
from incas.organisations.models import Body
from incas.privacy.keyfiles import KeyDestroyed, KeysMissing, bodies_with_keys
from incas.privacy.keys import has_old_keys
from incas.privacy.models import SealedDraft
from incas.privacy.operations import RESEAL, finish_body_rotation, reseal_later
from incas.privacy.resealing import count_stale

DRAFTS_KEPT: Final = timedelta(days=7)


@background(RESEAL, title=_("Rinnovo delle chiavi dei dati riservati"), explains=(KeyDestroyed, KeysMissing))
def reseal_body(_job: Job, progress: Progress, *, body_id: int) -> dict[str, Any]:
    """Seal a body's rows under its current key and retire the older ones. Resumable at any row."""
    body = Body.objects.get(pk=body_id)
    progress.expect(count_stale(body_id))
    return asdict(finish_body_rotation(body=body, by=None, at=timezone.now(), step=progress.advance))


@periodic(cron="25 * * * *")
def take_up_rotations(at: datetime) -> None:
    """Each hour, go on with the rotations that are not finished."""
    for body in Body.objects.filter(pk__in=[key for key in bodies_with_keys() if has_old_keys(key)]):
        reseal_later(body=body, at=at)


@periodic(cron="45 2 * * *")
def forget_old_drafts(at: datetime) -> None:
    """Forget sealed drafts after seven days: what was typed of a person stays out of its case as little as it can."""
    SealedDraft.objects.filter(saved_at__lt=at - DRAFTS_KEPT).delete()
