# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pieces that tell an object: its data, its history, its deadlines, its files, its pictures."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incas.core import writing
from incas.core.components.marks import Chip
from incas.core.components.registry import Attribute, Example, register
from incas.core.pictures import Bar, Series, stacked_bars

SOON = timedelta(days=7)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""How the trail keeps a day."""


def how_far(due_on: date, today: date) -> Chip:
    """Say how far a deadline is: late is danger, within a week is warning, the rest is neutral."""
    days = (due_on - today).days
    if days < 0:
        late = ngettext("In ritardo di %(days)d giorno", "In ritardo di %(days)d giorni", -days) % {"days": -days}
        return Chip(late, "danger")
    if days == 0:
        return Chip(_("Scade oggi"), "warning")
    left = ngettext("Tra %(days)d giorno", "Tra %(days)d giorni", days) % {"days": days}
    return Chip(left, "warning" if due_on - today <= SOON else "neutral", "clock")


def _with_distances(values: dict[str, Any]) -> dict[str, Any]:
    today = values["today"] or timezone.localdate()
    return {"deadlines": [{"item": item, "chip": how_far(item.due_on, today)} for item in values["items"]]}


def changes_of(entry: Any, fields: Mapping[str, str], values: Mapping[str, str]) -> list[dict[str, str]]:
    """Read what an entry of the trail changed: field, from, to. Only fields named in `fields` are told."""
    told = []
    for name, label in fields.items():
        if name in entry.before or name in entry.after:
            old, new = (_read(side.get(name), values) for side in (entry.before, entry.after))
            if old or new:
                told.append({"label": label, "old": old, "new": new})
    return told


def _read(value: Any, values: Mapping[str, str]) -> str:
    """Read a stored value: the word it has, a day as days are written."""
    read = "" if value is None else str(values.get(str(value), value))
    return writing.long_day(date.fromisoformat(read)) if DAY.fullmatch(read) else read


def _with_changes(values: dict[str, Any]) -> dict[str, Any]:
    fields, names = values["fields"] or {}, dict(values["values"] or {})
    entries: Iterable[Any] = values["entries"]
    return {"rows": [{"entry": entry, "changes": changes_of(entry, fields, names)} for entry in entries]}


def _example_history() -> dict[str, Any]:
    at = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
    common = {"reason": "", "before": {}, "after": {}}
    return {
        "states": {"draft": "In preparazione", "submitted": "Inviata"},
        "fields": {"state": "Stato"},
        "entries": [
            SimpleNamespace(
                **common | {"before": {"state": "draft"}, "after": {"state": "submitted"}},
                at=at,
                actor_name="Anna Conti",
                reading="ha inviato",
            ),
            SimpleNamespace(
                **common | {"reason": "Mancava la quietanza della fattura n. 118."},
                at=at - timedelta(days=1),
                actor_name="Paolo Riva",
                reading="ha restituito",
            ),
            SimpleNamespace(**common, at=at - timedelta(days=4), actor_name="", reading="ha creato"),
        ],
    }


def _example_deadlines() -> dict[str, Any]:
    today = date(2026, 11, 23)
    names = (("Integrare la domanda n. 2", -3), ("Inviare la scheda trimestrale", 0), ("Domanda di rimborso n. 3", 37))
    items = [SimpleNamespace(label=name, due_on=today + timedelta(days=days), url="#") for name, days in names]
    return {"items": items, "today": today}


def _example_files() -> dict[str, Any]:
    at = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
    print_of = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    names = (("IT01234567890_00118.xml.p7m", 48_213), ("quietanza-118.pdf", 1_204_882))
    files = [SimpleNamespace(name=name, size=size, sha256=print_of, url="#", uploaded_at=at) for name, size in names]
    return {"files": files}


def _example_picture() -> dict[str, Any]:
    picture = stacked_bars(
        title="Avanzamento per voce di costo",
        description="Per ogni voce: certificato, chiesto, speso e ancora disponibile.",
        series=(Series("Certificato", "solid"), Series("Chiesto", "striped"), Series("Disponibile", "empty")),
        bars=(
            Bar("Personale", (42_000, 18_000, 30_000)),
            Bar("Servizi e forniture", (15_500, 9_250, 20_250)),
            Bar("Destinatari", (3_740, 9_510, 31_750)),
        ),
    )
    return {"picture": picture}


register(
    "summary_list",
    "I dati di un oggetto: etichetta e valore. Contiene «summary_row».",
    attributes={"title": Attribute("titolo del gruppo", ""), "level": Attribute("livello del titolo", 2)},
    takes_content=True,
    examples=(
        Example(
            "Dati",
            '{% block_component "summary_list" title="Progetto" level=3 %}\n'
            '  {% component "summary_row" label="Titolo" value="Lavoro sicuro" change_url="#" %}\n'
            '  {% component "summary_row" label="CUP" value="H19G22000350001" %}\n'
            '  {% component "summary_row" label="Convenzione" value="" empty="Non ancora caricata" change_url="#" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "summary_row",
    "Un dato. Il valore è anche il contenuto, quando è più di una parola.",
    attributes={
        "label": Attribute("etichetta"),
        "value": Attribute("valore", ""),
        "empty": Attribute("che cosa si legge se manca", "–"),
        "change_url": Attribute("dove si modifica", ""),
        "change_label": Attribute("verbo del collegamento", ""),
    },
    takes_content=True,
    examples=(),
)
register(
    "history",
    "La storia di un oggetto: chi, che cosa, quando, da quale stato a quale. Vuole le voci della traccia.",
    attributes={
        "entries": Attribute("voci, dalla più recente"),
        "fields": Attribute("nome del campo → etichetta, per i campi di cui dire il prima e il dopo", None),
        "values": Attribute("valore conservato → parola", None),
        "title": Attribute("titolo", "Storia"),
        "level": Attribute("livello del titolo", 2),
        "more_url": Attribute("dove si legge tutta", ""),
    },
    prepare=_with_changes,
    examples=(
        Example(
            "Storia di una domanda",
            '{% component "history" entries=entries fields=fields values=states level=3 more_url="#" %}',
            _example_history,
        ),
    ),
)
register(
    "deadline_list",
    "Le scadenze di un oggetto o di una persona, ognuna con quanto manca. Le voci hanno «label», «due_on», «url».",
    attributes={
        "items": Attribute("scadenze, dalla più vicina"),
        "today": Attribute("il giorno da cui si conta (oggi)", None),
        "empty": Attribute("che cosa si legge se non ce ne sono", "Nessuna scadenza."),
    },
    prepare=_with_distances,
    examples=(Example("Scadenze", '{% component "deadline_list" items=items today=today %}', _example_deadlines),),
)
register(
    "file_list",
    "File con la loro impronta. Le voci hanno «name», «size», «sha256», «url», «uploaded_at».",
    attributes={"files": Attribute("file"), "empty": Attribute("che cosa si legge se non ce ne sono", "Nessun file.")},
    examples=(Example("File", '{% component "file_list" files=files %}', _example_files),),
)
register(
    "figure",
    "Un'immagine disegnata dal server, con titolo, descrizione e la tabella dei suoi dati.",
    attributes={
        "picture": Attribute("un «Picture» di incas.core.pictures"),
        "download_url": Attribute("dove si scaricano i dati", ""),
        "level": Attribute("livello del titolo", 2),
    },
    examples=(Example("Barre", '{% component "figure" picture=picture download_url="#" level=3 %}', _example_picture),),
)
