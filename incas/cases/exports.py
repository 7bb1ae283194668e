# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What leaves the platform as a file that a passphrase opens (AES-256), who took it and when on every page.

A PDF, with the same data for machines attached inside it, or a workbook (docs/adr/0017-encrypted-workbooks.md). The
passphrase is shown before, once, and kept nowhere. Nothing of it is ever written to the disk.
"""

import io
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import pikepdf
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msoffcrypto.format.ooxml import OOXMLFile

from incas.accounts.models import User
from incas.cases.choices.access import PARTS_TO_HAND_OVER
from incas.cases.contents import (
    EVENT,
    MEASURE,
    OBJECTIVE,
    PERMIT,
    PROGRAMME,
    REVIEW,
    ROWS,
    contents_of,
    with_what_hangs,
)
from incas.cases.identities import IdentityContent
from incas.cases.models import Case, Identity
from incas.cases.models.base import ALPHABET
from incas.core.exports import Field, Sheet, xlsx_in_memory
from incas.core.kinds import Kind, print_instant
from incas.core.writing import long_day
from incas.documents.pdf import render

GROUPS: Final = 5
GROUP: Final = 4
PASSPHRASE: Final = re.compile(rf"[{ALPHABET}]{{{GROUP}}}(-[{ALPHABET}]{{{GROUP}}}){{{GROUPS - 1}}}")
"""98 random bits, in groups that a person can copy."""
FACTS: Final = ("phase", "opened_on", "closed_on", "outcome", "source", "sex", "age_band", "area", "sector", "language")
WIDE_VALUE: Final = Field(gettext_lazy("Valore"), width=80)
IDENTITY: Final = {
    "first_name": gettext_lazy("Nome"),
    "last_name": gettext_lazy("Cognome"),
    "birth_date": gettext_lazy("Data di nascita"),
    "birth_year": gettext_lazy("Anno di nascita"),
    "birth_place": gettext_lazy("Luogo di nascita"),
    "country": gettext_lazy("Cittadinanza"),
    "tax_code": gettext_lazy("Codice fiscale"),
    "document": gettext_lazy("Documento"),
    "phone": gettext_lazy("Telefono"),
    "contact": gettext_lazy("Come contattare la persona"),
    "address": gettext_lazy("Dove vive"),
}


def new_passphrase() -> str:
    """Make a passphrase to be copied by hand."""
    groups = ("".join(secrets.choice(ALPHABET) for _mark in range(GROUP)) for _group in range(GROUPS))
    return "-".join(groups)


def is_passphrase(text: str) -> bool:
    """Tell whether a text is a passphrase of ours, as strong as it was made."""
    return PASSPHRASE.fullmatch(text) is not None


def case_document(case: Case, *, passphrase: str, by: User, at: datetime) -> bytes:
    """Make the encrypted document of everything a case holds, readable, with the same as JSON inside."""
    sections = [_section(_("Il caso"), [(case, FACTS)]), _identity_section(case), *_sections(case)]
    data = {
        "title": _("Caso %(code)s") % {"code": case.code},
        "sections": [section for section in sections if section["rows"]],
        "table": None,
    }
    content = json.dumps(contents_of(case, PARTS_TO_HAND_OVER), ensure_ascii=False, indent=1).encode()
    return _closed(data, {f"caso-{case.code}.json": content}, passphrase=passphrase, by=by, at=at)


def list_document(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, passphrase: str, by: User, at: datetime
) -> bytes:
    """Make the encrypted document of a list of cases."""
    data = {"title": title, "sections": [], "table": {"head": list(head), "rows": [list(row) for row in rows]}}
    return _closed(data, {}, passphrase=passphrase, by=by, at=at)


def _closed(data: dict[str, Any], inside: dict[str, bytes], *, passphrase: str, by: User, at: datetime) -> bytes:
    """Print, mark each page with who takes it and when, attach, encrypt."""
    closed = io.BytesIO()
    with pikepdf.open(io.BytesIO(render("cases/export", data | {"foot": mark_of(by, at)}, at=at))) as pdf:
        for name, content in inside.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(  # type: ignore[call-arg]  # the rest is optional when it runs
                pdf, content, filename=name, mime_type="application/json"
            )
        pdf.save(closed, encryption=pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, metadata=True))
    return closed.getvalue()


def case_workbook(case: Case, *, passphrase: str, by: User, at: datetime) -> bytes:
    """Make the encrypted workbook of everything a case holds: a line for each field that says something."""
    sections = [_section(_("Il caso"), [(case, FACTS)]), _identity_section(case), *_sections(case)]
    rows = [
        (section["title"], number, label, text)
        for section in sections
        for number, lines in enumerate(section["rows"], start=1)
        for label, text in lines
    ]
    fields = (Field(_("Parte"), width=32), Field(_("Riga"), Kind.INTEGER), Field(_("Campo"), width=32), WIDE_VALUE)
    return _closed_book(Sheet(_("Caso %(code)s") % {"code": case.code}, fields, rows), passphrase, by, at)


def list_workbook(
    title: str, head: Sequence[Field], rows: Iterable[Sequence[Any]], *, passphrase: str, by: User, at: datetime
) -> bytes:
    """Make the encrypted workbook of a list of cases."""
    return _closed_book(Sheet(title, head, rows), passphrase, by, at)


def _closed_book(sheet: Sheet, passphrase: str, by: User, at: datetime) -> bytes:
    """Write the workbook, with a sheet that says who takes it and when, and encrypt it."""
    told = ((_("Estratto da"), by.get_full_name()), (_("Quando"), print_instant(at)), (_("Che cosa"), sheet.title))
    cover = Sheet(_("Riservato"), (Field(_("Riservato"), width=16), WIDE_VALUE), told)
    plain, closed = io.BytesIO(xlsx_in_memory([cover, sheet], mark=mark_of(by, at))), io.BytesIO()
    OOXMLFile(plain).encrypt(passphrase, closed)
    return closed.getvalue()


def mark_of(by: User, at: datetime) -> str:
    """Say that it is reserved, who takes it and when."""
    return _("Riservato. Estratto da %(who)s, %(when)s") % {"who": by.get_full_name(), "when": print_instant(at)}


def _identity_section(case: Case) -> dict[str, Any]:
    identity = Identity.objects.scoped().filter(person__case=case).first()
    content = IdentityContent.opened(identity.sealed) if identity else None
    lines = [(str(label), _printed(getattr(content, name, None))) for name, label in IDENTITY.items()]
    return {"title": _("Identità"), "rows": [[line for line in lines if line[1]]] if content else []}


def _sections(case: Case) -> list[dict[str, Any]]:
    """Print each part of the case, one block a row."""
    sections = []
    for kinds in ROWS.values():
        for kind in kinds:
            manager = getattr(case, kind.name)
            rows = [(row, [name for name in kind.fields if not name.endswith("_id")]) for row in manager.order_by("pk")]
            sections.append(_section(manager.model._meta.verbose_name_plural, rows))
    sections.append(_section(_("permessi di soggiorno"), [(row, PERMIT) for row in case.permits.order_by("pk")]))
    events = case.permit_events.order_by("permit", "pk")
    sections.append(_section(_("passi del permesso"), [(event, EVENT) for event in events]))
    programmes = list(with_what_hangs(case.programmes.order_by("version")))
    sections.append(_section(_("programmi individuali"), [(row, PROGRAMME) for row in programmes]))
    hanging: tuple[tuple[str, str, Sequence[str]], ...] = (
        (_("obiettivi"), "objectives", OBJECTIVE),
        (_("misure"), "measures", ("kind", *MEASURE)),
        (_("verifiche del programma"), "reviews", [name for name in REVIEW if not name.endswith("_id")]),
    )
    for label, name, fields in hanging:
        hung = [(row, fields) for programme in programmes for row in getattr(programme, name).all()]
        sections.append(_section(label, hung))
    return sections


def _section(title: Any, rows: Iterable[tuple[models.Model, Sequence[str]]]) -> dict[str, Any]:
    words = str(title)
    return {"title": words[:1].upper() + words[1:], "rows": [_lines(row, names) for row, names in rows]}


def _lines(row: models.Model, names: Sequence[str]) -> list[tuple[str, str]]:
    """Print the fields of a row that say something, in words."""
    lines = []
    for name in names:
        label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # own fields alone
        choice = getattr(row, f"get_{name}_display", None)
        text = _printed(choice() if choice else getattr(row, name))
        if text:
            lines.append((label[:1].upper() + label[1:], text))
    return lines


def _printed(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, datetime):
        return str(print_instant(timezone.localtime(value)))
    return long_day(value) if isinstance(value, date) else str(value)
