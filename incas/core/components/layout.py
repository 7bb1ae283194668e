# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pieces that hold a page together: breadcrumb, head of the page, menus, tabs, cards, paging."""

from incas.core.components.marks import Chip
from incas.core.components.registry import Attribute, Example, register

register(
    "breadcrumb",
    "Il percorso. Contiene «crumb»; l'ultimo, senza indirizzo, è la pagina.",
    attributes={},
    takes_content=True,
    examples=(
        Example(
            "Percorso",
            '{% block_component "breadcrumb" %}\n'
            '  {% component "crumb" label="Scrivania" url="#" %}\n'
            '  {% component "crumb" label="Progetti" url="#" %}\n'
            '  {% component "crumb" label="Lavoro sicuro" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "crumb",
    "Un passo del percorso.",
    attributes={"label": Attribute("nome della pagina"), "url": Attribute("indirizzo; senza, è questa pagina", "")},
    examples=(),
)
register(
    "page_head",
    "La testa della pagina: titolo, stato, azione principale a destra. Il contenuto sono le azioni.",
    attributes={
        "title": Attribute("titolo"),
        "kicker": Attribute("che cosa è, sopra il titolo", ""),
        "chip": Attribute("stato", None),
        "lead": Attribute("una frase sotto il titolo", ""),
        "level": Attribute("livello del titolo: 1 in ogni pagina", 1),
    },
    takes_content=True,
    examples=(
        Example(
            "Con azione principale e altre azioni",
            '{% block_component "page_head" title="Domanda di rimborso n. 3" kicker="Lavoro sicuro" chip=state '
            'lead="Spese dal 1º aprile al 30 giugno 2026" level=2 %}\n'
            '  {% component "button" label="Invia" icon="upload" url="#" %}\n'
            '  {% block_component "menu" label="Altre azioni" %}\n'
            '    {% component "menu_link" label="Scarica in PDF" icon="file-pdf" url="#" %}\n'
            '    {% component "menu_post" label="Elimina la bozza" icon="delete" url="#" %}\n'
            "  {% endblock_component %}\n"
            "{% endblock_component %}",
            lambda: {"state": Chip("In preparazione", "neutral", "pencil")},
        ),
        Example("Senza azioni", '{% component "page_head" title="Progetti" level=2 %}'),
    ),
)
register(
    "menu",
    "Un menu che si apre senza JavaScript. Contiene «menu_link» e «menu_post».",
    attributes={"label": Attribute("nome del menu"), "icon": Attribute("icona", "")},
    takes_content=True,
    examples=(
        Example(
            "Altre azioni",
            '{% block_component "menu" label="Altre azioni" %}\n'
            '  {% component "menu_link" label="Duplica" icon="copy" url="#" %}\n'
            '  {% component "menu_link" label="Stampa" icon="print" url="#" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "menu_link",
    "Una voce di menu che porta altrove.",
    attributes={"label": Attribute("verbo"), "url": Attribute("indirizzo"), "icon": Attribute("icona", "")},
    examples=(),
)
register(
    "menu_post",
    "Una voce di menu che fa qualcosa: un piccolo modulo POST.",
    attributes={"label": Attribute("verbo"), "url": Attribute("indirizzo"), "icon": Attribute("icona", "")},
    examples=(),
)
register(
    "tabs",
    "Le parti di un solo oggetto. Sono collegamenti: ogni parte ha il suo indirizzo. Contiene «tab».",
    attributes={"label": Attribute("parti di che cosa")},
    takes_content=True,
    examples=(
        Example(
            "Parti di un progetto",
            '{% block_component "tabs" label="Parti del progetto" %}\n'
            '  {% component "tab" label="Quadro" url="#" is_current=True %}\n'
            '  {% component "tab" label="Spese" url="#" count=128 %}\n'
            '  {% component "tab" label="Domande di rimborso" url="#" count=3 %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "tab",
    "Una parte.",
    attributes={
        "label": Attribute("nome della parte"),
        "url": Attribute("indirizzo"),
        "is_current": Attribute("è questa", default=False),
        "count": Attribute("quante voci contiene", None),
    },
    examples=(),
)
register(
    "card",
    "Un riquadro con un titolo.",
    attributes={
        "title": Attribute("titolo"),
        "url": Attribute("dove porta il titolo", ""),
        "level": Attribute("livello del titolo", 2),
    },
    takes_content=True,
    examples=(
        Example(
            "Riquadro",
            '{% block_component "card" title="Referente territoriale" level=3 %}\n'
            "  <p>Giulia Ferri, Cittalia</p>\n"
            "{% endblock_component %}",
        ),
    ),
)
register(
    "pager",
    "Avanti e indietro in un elenco lungo.",
    attributes={
        "previous_url": Attribute("pagina precedente, o vuoto", ""),
        "next_url": Attribute("pagina successiva, o vuoto", ""),
        "text": Attribute("dove ci si trova: «60 di 1.204»", ""),
    },
    examples=(
        Example("In mezzo", '{% component "pager" previous_url="#" next_url="#" text="Spese 61–120 di 1.204" %}'),
    ),
)
