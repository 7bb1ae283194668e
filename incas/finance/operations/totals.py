# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The total of a document: told in euro where it is in another currency; corrected by the coordination.

Corrected is what was wrong in the first file that was taken in, raised to the total that another file states, and a
total in euro that a claim which was sent stands on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incas.accounts.models import User
from incas.audit.operations import record
from incas.core import writing
from incas.finance.choices import EuroSource
from incas.finance.models import DocumentIdentity, SpendingDocument
from incas.finance.operations.hints import refresh_hints
from incas.finance.queries.documents import is_settled, largest_total, stating_documents

MOST_FOR_ONE: Final = 10
"""Euro for one unit of another currency, beyond which a total was mistyped: none in circulation is worth half of it."""


class TotalRefused(Exception):
    """The total cannot be corrected; the message says why in Italian."""


class EuroTotalRefused(Exception):
    """A total in euro cannot be this one; the message says why in Italian, `field` beside what."""

    def __init__(self, message: str, *, field: str = "euro_total") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class EuroTotal:
    """What a document in another currency costs in euro, as somebody tells it: above zero, of credit notes too.

    `on` is the day of the debit or of the rate it comes from.
    """

    amount: Decimal
    source: EuroSource
    on: date


@transaction.atomic
def tell_euro_total(*, document: SpendingDocument, told: EuroTotal, by: User, at: datetime) -> DocumentIdentity:
    """Say what a document in another currency costs in euro, for every body that holds it, or correct what was said.

    Never under what is charged in the whole platform; the constraint holds it besides. Once a claim that was sent holds
    an expense on the document only the coordination corrects it (`correct_total`). The trail is left on the document of
    who tells it alone: other bodies are not told who holds it too. Called again it changes nothing. Raises
    EuroTotalRefused.
    """
    identity = DocumentIdentity.objects.select_for_update(no_key=True).get(pk=document.identity_id)
    before = stated(identity)
    put_in_euro(identity, told, at=at)
    after = stated(identity)
    if after == before:
        return identity
    if is_settled(identity):
        raise EuroTotalRefused(
            _(
                "Il documento è già in una domanda inviata: se il totale in euro è sbagliato, chiedere al "
                "coordinamento di progetto di correggerlo, indicando il riferimento %(reference)s."
            )
            % {"reference": identity.reference}
        )
    identity.save(update_fields=["euro_total", "euro_source", "euro_on"])
    told_before, told_now = changes(before, after)
    record(document, "euro_total_told", by=by, at=at, before=told_before, after=told_now)
    for one in identity.documents.defer("content", "search_text", "search_plain"):
        refresh_hints(document=one, at=at)
    return identity


@transaction.atomic
def correct_total(
    *,
    identity: DocumentIdentity,
    total: Decimal,
    reason: str,
    by: User,
    at: datetime,
    told: EuroTotal | None = None,
) -> DocumentIdentity:
    """Have the largest total that the stored files state count as the document's, for every body that holds it.

    `total` is the one that was seen and chosen. It only grows (of a credit note, falls). Of a document in another
    currency `told` corrects the total in euro too, even once a claim that was sent stands on it; it never goes under
    what is charged, and the constraint holds that besides. Each file's document has its entry, with the reason. Called
    again it changes nothing. Raises TotalRefused, EuroTotalRefused.
    """
    identity = DocumentIdentity.objects.select_for_update(no_key=True).get(pk=identity.pk)
    before, documents = stated(identity), stating_documents(identity)
    if total != identity.total:
        _require_largest(identity, total, documents)
        identity.total = total
    if identity.is_in_euro:
        identity.euro_total = total
    elif told is not None:
        put_in_euro(identity, told, at=at)
    after = stated(identity)
    if after == before:
        return identity
    identity.save(update_fields=["total", "euro_total", "euro_source", "euro_on"])
    corrected, correct = changes(before, after)
    for document in documents:
        record(document, "total_corrected", by=by, at=at, before=corrected, after=correct, reason=reason)
        refresh_hints(document=document, at=at)
    return identity


def _require_largest(identity: DocumentIdentity, total: Decimal, documents: list[SpendingDocument]) -> None:
    """Refuse a total that is not the largest the files state, and files that do not compare."""
    if len({document.currency or identity.currency for document in documents} | {identity.currency}) > 1:
        raise TotalRefused(_("I file indicano il totale in valute diverse: non si possono confrontare."))
    if total != largest_total(identity, documents):
        raise TotalRefused(_("Il maggiore dei totali che i file indicano è un altro: controllare di nuovo."))


def put_in_euro(identity: DocumentIdentity, told: EuroTotal, *, at: datetime) -> None:
    """Put on an identity, not saved yet, what its total is in euro, with its sign. EuroTotalRefused: it cannot be."""
    if identity.is_in_euro:
        raise EuroTotalRefused(_("Il documento è in euro: il suo totale non si converte."))
    if told.amount <= 0:
        raise EuroTotalRefused(_("Scrivere un importo maggiore di zero."))
    if told.amount > MOST_FOR_ONE * abs(identity.total):
        raise EuroTotalRefused(
            _("È oltre dieci volte la cifra del documento, che è di %(total)s: controllare l'importo.")
            % {"total": writing.money(identity.total, identity.currency)}
        )
    if told.amount < abs(identity.charged):
        raise EuroTotalRefused(
            _("Del documento sono già imputati %(charged)s: il totale in euro non può essere inferiore.")
            % {"charged": writing.euro(identity.charged)}
        )
    if told.on > timezone.localdate(at):
        raise EuroTotalRefused(_("Il giorno dell'addebito o del cambio non può essere futuro."), field="euro_on")
    identity.euro_total = -told.amount if identity.total < 0 else told.amount
    identity.euro_source, identity.euro_on = told.source, told.on


def stated(identity: DocumentIdentity) -> dict[str, str | None]:
    """What the trail tells of the totals of a document. The total in euro of one that is in euro is its total."""
    is_apart = not identity.is_in_euro and identity.euro_total is not None
    return {
        "total": str(identity.total),
        "euro_total": str(identity.euro_total) if is_apart else None,
        "euro_source": str(identity.euro_source) if is_apart else None,
        "euro_on": identity.euro_on.isoformat() if is_apart and identity.euro_on else None,
    }


def changes(
    before: dict[str, str | None], after: dict[str, str | None]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Keep of two states what differs."""
    differing = [name for name in after if after[name] != before[name]]
    return {name: before[name] for name in differing}, {name: after[name] for name in differing}
