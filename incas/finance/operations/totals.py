# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The total of a document, wrong in the first file that was taken in: raised to the one that another file states."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.finance.models import DocumentIdentity
from incas.finance.operations.hints import refresh_hints
from incas.finance.queries.documents import largest_total, stating_documents


class TotalRefused(Exception):
    """The total cannot be corrected; the message says why in Italian."""


@transaction.atomic
def correct_total(
    *, identity: DocumentIdentity, total: Decimal, reason: str, by: User, at: datetime
) -> DocumentIdentity:
    """Have the largest total that the stored files state count as the document's, for every body that holds it.

    `total` is the one that was seen and chosen. It only grows (of a credit note, falls): what is charged stays within
    it, and the constraint holds besides. Each file's document has its entry, with the reason. Called again it changes
    nothing. Raises TotalRefused.
    """
    identity = DocumentIdentity.objects.select_for_update(no_key=True).get(pk=identity.pk)
    if total == identity.total:
        return identity
    documents = stating_documents(identity)
    if len({document.currency or "EUR" for document in documents}) > 1:
        raise TotalRefused(_("I file indicano il totale in valute diverse: non si possono confrontare."))
    if total != largest_total(identity, documents):
        raise TotalRefused(_("Il maggiore dei totali che i file indicano è un altro: controllare di nuovo."))
    before, identity.total = identity.total, total
    identity.save(update_fields=["total"])
    for document in documents:
        record(
            document,
            "total_corrected",
            by=by,
            at=at,
            before={"total": str(before)},
            after={"total": str(total)},
            reason=reason,
        )
        refresh_hints(document=document, at=at)
    return identity
