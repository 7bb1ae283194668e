# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pieces that tell how things stand: alerts, checks told as sentences, tasks, steps, nothing here yet, totals."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incas.core.components.marks import KIND_ICONS, Chip
from incas.core.components.registry import Attribute, Example, register

ALERT_KINDS = ("info", "success", "warning", "danger")

TASK_STATES = {
    "todo": (_("Da iniziare"), "neutral", "minus-circle"),
    "doing": (_("In corso"), "info", "pencil"),
    "done": (_("Completa"), "success", ""),
    "fix": (_("Da correggere"), "danger", ""),
    "later": (_("Non ancora disponibile"), "neutral", "locked"),
}
"""How a section stands: its word, what its colour means, its icon."""


def _with_icon(values: dict[str, Any]) -> dict[str, Any]:
    return {"icon_name": KIND_ICONS[values["kind"]]}


def _with_task_chip(values: dict[str, Any]) -> dict[str, Any]:
    return {"chip": Chip(*TASK_STATES[values["state"]])}


def _with_steps(values: dict[str, Any]) -> dict[str, Any]:
    """Tell each step whether it is behind, here or ahead. Steps are names, or pairs of name and address."""
    steps = []
    for number, step in enumerate(values["steps"], start=1):
        label, url = step if isinstance(step, tuple) else (step, "")
        place = "done" if number < values["current"] else "here" if number == values["current"] else "ahead"
        steps.append({"number": number, "label": label, "url": url, "place": place})
    return {"steps": steps, "count": len(steps)}


register(
    "alert",
    "Un avviso dentro la pagina. Non scompare da solo.",
    attributes={
        "kind": Attribute("che cosa significa", "info", ALERT_KINDS),
        "title": Attribute("la frase che conta"),
        "text": Attribute("il resto", ""),
    },
    takes_content=True,
    prepare=_with_icon,
    examples=(
        Example(
            "Significati",
            '{% component "alert" kind="info" title="La finestra di invio apre il 1º luglio 2026." %}\n'
            '{% component "alert" kind="success" title="Domanda inviata." text="La ricevuta è la n. 2026/14." %}\n'
            '{% component "alert" kind="warning" title="La convenzione scade fra 12 giorni." %}\n'
            '{% component "alert" kind="danger" title="Il file non è una fattura elettronica." %}',
        ),
        Example(
            "Con contenuto",
            '{% block_component "alert" kind="warning" title="Tre file non sono stati accettati." %}\n'
            '  <p><a href="#">Leggere il resoconto del caricamento</a></p>\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "check",
    "Un controllo detto a parole: che cosa non va, perché conta (con la fonte), che cosa fare, il pulsante che lo fa.",
    attributes={
        "kind": Attribute(
            "blocca (danger), avvisa (warning), informa (info), è a posto (success)", "danger", ALERT_KINDS
        ),
        "what": Attribute("che cosa non va"),
        "why": Attribute("perché conta", ""),
        "source": Attribute("da dove viene la regola", ""),
        "todo": Attribute("che cosa fare", ""),
        "action_label": Attribute("verbo del pulsante", ""),
        "action_url": Attribute("dove porta", ""),
    },
    prepare=_with_icon,
    examples=(
        Example(
            "Che blocca",
            '{% component "check" what="La fattura n. 118 è stata pagata dopo la fine del periodo ammesso." '
            'why="Si ammettono i pagamenti eseguiti entro il 30 giugno 2026." '
            'source="Regole dell\'avviso, sezione «Periodi»" '
            'todo="Togliere la spesa dalla domanda: potrà entrare nella prossima." '
            'action_label="Togli la spesa" action_url="#" %}',
        ),
        Example(
            "Che avvisa, e a posto",
            '{% component "check" kind="warning" what="Manca il CUP sulla fattura n. 121." '
            'todo="Si può integrare dal portale «Fatture e corrispettivi»." %}\n'
            '{% component "check" kind="success" what="Tutte le spese hanno la quietanza." %}',
        ),
    ),
)
register(
    "notice",
    "L'esito di ciò che si è appena fatto: sta in testa alla pagina ed è annunciato.",
    attributes={"kind": Attribute("significato", "success", ALERT_KINDS), "text": Attribute("una frase")},
    prepare=_with_icon,
    examples=(Example("Salvato", '{% component "notice" kind="success" text="Spesa salvata." %}'),),
)
register(
    "task_list",
    "Le sezioni di un modulo lungo, ognuna con il suo stato. Contiene «task».",
    attributes={"label": Attribute("sezioni di che cosa")},
    takes_content=True,
    examples=(
        Example(
            "Sezioni",
            '{% block_component "task_list" label="Sezioni della domanda" %}\n'
            '  {% component "task" label="Dati del progetto" url="#" state="done" %}\n'
            '  {% component "task" label="Spese" url="#" state="fix" hint="2 spese senza pagamento" %}\n'
            '  {% component "task" label="Relazione" url="#" state="doing" %}\n'
            '  {% component "task" label="Allegati" url="#" state="todo" %}\n'
            '  {% component "task" label="Controlla e invia" state="later" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "task",
    "Una sezione.",
    attributes={
        "label": Attribute("nome della sezione"),
        "url": Attribute("dove si compila; senza, non è ancora disponibile", ""),
        "state": Attribute("come sta", "todo", tuple(TASK_STATES)),
        "hint": Attribute("una riga in più", ""),
    },
    prepare=_with_task_chip,
    examples=(),
)
register(
    "stepper",
    "A che punto si è di un percorso a passi. «steps»: nomi, o coppie di nome e indirizzo.",
    attributes={"steps": Attribute("passi"), "current": Attribute("numero del passo, da 1")},
    prepare=_with_steps,
    examples=(
        Example(
            "Al secondo passo",
            '{% component "stepper" steps=steps current=2 %}',
            {"steps": [("Spese", "#"), "Controlli", "Riepilogo", "Invio"]},
        ),
    ),
)
register(
    "empty_state",
    "Non c'è ancora nulla: che cosa ci sarebbe qui, e come cominciare.",
    attributes={
        "title": Attribute("che cosa ci sarebbe"),
        "text": Attribute("a che serve", ""),
        "icon": Attribute("icona", "inbox"),
        "action_label": Attribute("verbo", ""),
        "action_url": Attribute("dove porta", ""),
    },
    examples=(
        Example(
            "Nessuna fattura",
            '{% component "empty_state" title="Nessuna fattura caricata" icon="file-xml" action_label="Carica fatture" '
            'text="Le fatture dei fornitori si caricano in formato elettronico (XML o P7M): se ne legge tutto." '
            'action_url="#" %}',
        ),
    ),
)
register(
    "totals",
    "I totali in testa a un oggetto. Contiene «total».",
    attributes={},
    takes_content=True,
    examples=(
        Example(
            "Totali di un progetto",
            '{% block_component "totals" %}\n'
            '  {% component "total" label="Budget" value="€ 180.000,00" %}\n'
            '  {% component "total" label="Speso" value="€ 112.345,67" hint="62,4% del budget" %}\n'
            '  {% component "total" label="Chiesto" value="€ 98.000,00" %}\n'
            '  {% component "total" label="Certificato" value="€ 61.240,10" url="#" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "total",
    "Un totale.",
    attributes={
        "label": Attribute("di che cosa"),
        "value": Attribute("già scritto"),
        "hint": Attribute("una riga in più", ""),
        "url": Attribute("dove si apre", ""),
    },
    examples=(),
)
