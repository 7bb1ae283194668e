# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""A receipt as people keep it: the printed sheet, and the snapshot it speaks of."""

from collections.abc import Iterable

from django.http import FileResponse
from django.utils.translation import gettext as _

from incas.core.writing import instant
from incas.documents import media_types
from incas.documents.models import Receipt
from incas.documents.pdf import render
from incas.documents.responses import bytes_response, file_response
from incas.organisations.models import Body

SHORT = 16
"""How many digits of the fingerprint are repeated at the foot of each page."""


def receipt_pdf(receipt: Receipt, *, facts: Iterable[tuple[str, str]] = ()) -> bytes:
    """Print a receipt; `facts` are further lines the app wants on it (label, value), such as the total sent.

    The same receipt gives the same bytes: the date in the file is that of issue.
    """
    body = Body.objects.filter(pk=receipt.body_id).values_list("name", flat=True).first() if receipt.body_id else None
    rows = [
        (_("Numero"), receipt.number),
        (_("Data e ora"), _("%(instant)s (ora italiana)") % {"instant": instant(receipt.issued_at)}),
        (_("Che cosa"), receipt.what),
        (_("Riguarda"), receipt.subject_label),
        *([(_("Ente"), body)] if body else []),
        (_("Inviata da"), receipt.sender_name),
        *facts,
    ]
    title = _("Ricevuta n. %(number)s") % {"number": receipt.number}
    data = {
        "title": title,
        "foot": _("%(title)s – impronta %(start)s…") % {"title": title, "start": receipt.sha256[:SHORT]},
        "facts": [[str(label), str(value)] for label, value in rows],
        "sha256": receipt.sha256,
        "explanation": _(
            "È l’impronta SHA-256 dei dati inviati, nello stato in cui erano al momento dell’invio. "
            "Se anche un solo carattere fosse diverso, l’impronta sarebbe un’altra."
        ),
        "verification": _(
            "Dalla pagina della ricevuta si scarica il file «%(name)s» con i dati inviati. La sua impronta si calcola "
            "con qualsiasi strumento (per esempio: sha256sum %(name)s) e deve essere uguale a quella scritta qui sopra."
        )
        % {"name": snapshot_name(receipt)},
    }
    return render("documents/receipt", data, at=receipt.issued_at)


def receipt_response(receipt: Receipt, *, facts: Iterable[tuple[str, str]] = ()) -> FileResponse:
    """Answer with the printed receipt. Who may have it is for the view to tell."""
    name = f"ricevuta-{receipt.year}-{receipt.serial:06d}.pdf"
    return bytes_response(receipt_pdf(receipt, facts=facts), name=name, media_type=media_types.PDF)


def snapshot_response(receipt: Receipt) -> FileResponse:
    """Answer with the snapshot whose fingerprint the receipt bears."""
    return file_response(receipt.snapshot, name=snapshot_name(receipt))


def snapshot_name(receipt: Receipt) -> str:
    """Name the file of the snapshot."""
    return f"ricevuta-{receipt.year}-{receipt.serial:06d}.json"
