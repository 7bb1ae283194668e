# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What a person must look at again in a case: opened by what happens, settled in words, never by itself."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.cases.choices.permits import ReviewReason
from incas.cases.messages import tell_of_review
from incas.cases.models import Case, CaseReview
from incas.cases.queries.families import bonds_to_verify
from incas.cases.refusals import Refused


class ReviewRefused(Refused):
    """The review cannot be settled so; the message says what to do, in Italian."""


@transaction.atomic
def open_review(*, case: Case, reason: ReviewReason, by: User | None, at: datetime) -> CaseReview:
    """Ask that somebody looks at a case again, at once: the law gives no term. Who can act is told.

    While one for the same reason is open it changes nothing. `by` None: the platform, for a day that passed.
    """
    review, is_new = CaseReview.objects.scoped().get_or_create(
        case=case,
        reason=reason,
        settled_at=None,
        defaults={"body_id": case.body_id, "opened_at": at, "due_on": timezone.localdate(at)},
    )
    if is_new:
        record(case, "review_opened", by=by, at=at, after={"review": review.code, "reason": reason})
        transaction.on_commit(partial(tell_of_review, review.pk, at=at))
    return review


@transaction.atomic
def settle_review(*, review: CaseReview, decision: str, by: User, at: datetime) -> CaseReview:
    """Settle a review with what was decided, in words. Settled already, it changes nothing.

    Raises ReviewRefused without a decision, and for a bond to verify while nobody has verified it. The trail says that
    it was settled, not the words.
    """
    review = CaseReview.objects.scoped().select_for_update(of=("self",)).select_related("case").get(pk=review.pk)
    if review.settled_at is not None:
        return review
    if not decision.strip():
        raise ReviewRefused(_("Scrivere che cosa si è deciso."), "decision")
    if waits_for_a_bond(review, at=at):
        raise ReviewRefused(_("Il legame si verifica nella famiglia, persona per persona: lì si decide entro o oltre."))
    review.decision, review.settled_at, review.settled_by = decision.strip(), at, by
    review.save(update_fields=["decision", "settled_at", "settled_by"])
    record(review.case, "review_settled", by=by, at=at, after={"review": review.code, "reason": review.reason})
    return review


def waits_for_a_bond(review: CaseReview, *, at: datetime) -> bool:
    """Tell whether a review ends by itself once a bond is verified: words alone would leave the bond undecided."""
    if review.reason != ReviewReason.KINSHIP_TO_VERIFY:
        return False
    return bool(bonds_to_verify(review.case, timezone.localdate(at)))
