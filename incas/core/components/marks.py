# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Small marks drawn many times a page: icons, chips, amounts. Written by Python, not by templates, for speed."""

from decimal import Decimal
from functools import lru_cache
from typing import Final, Self

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from incas.core import writing
from incas.core.components.registry import Attribute, Example, register

KINDS: Final = ("neutral", "info", "waiting", "success", "warning", "danger")
"""What a colour may mean: nothing, under way, waiting for someone, well, to be looked at, wrong or urgent."""

KIND_ICONS: Final = {
    "neutral": "minus-circle",
    "info": "info-circle",
    "waiting": "clock",
    "success": "check-circle",
    "warning": "warning-circle",
    "danger": "error",
}
ICON_SIZES: Final = ("xs", "sm", "md", "lg")


@lru_cache(maxsize=512)
def icon(name: str, size: str = "sm", title: str = "") -> SafeString:
    """Draw an icon of Bootstrap Italia. With a title it is read aloud; without one it is decoration."""
    sprite = static("bi/svg/sprites.svg")
    said = format_html(' role="img" aria-label="{}"', title) if title else mark_safe(' aria-hidden="true"')
    return format_html(
        '<svg class="icon icon-{}"{} focusable="false"><use href="{}#it-{}"></use></svg>', size, said, sprite, name
    )


@lru_cache(maxsize=1024)
def _chip(label: str, kind: str, icon_name: str) -> SafeString:
    return format_html(
        '<span class="tag-state tag-{}">{}<span>{}</span></span>',
        kind,
        icon(icon_name or KIND_ICONS[kind], "xs"),
        label,
    )


class Chip(SafeString):
    """A state as a value: models give it (`claim.chip`), templates and lists print it. Exports take its `label`."""

    label: str
    kind: str

    def __new__(cls, label: object, kind: str = "neutral", icon: str = "") -> Self:
        """Draw it once; the word and its meaning stay at hand."""
        drawn = super().__new__(cls, _chip(str(label), kind, icon))
        drawn.label, drawn.kind = str(label), kind
        return drawn


def money(amount: object, emphasis: bool = False) -> SafeString:  # noqa: FBT001, FBT002 (an attribute of the component)
    """Draw an amount in euro, with the plain number beside it for machines."""
    css = "money money-strong" if emphasis else "money"
    if amount is None:
        return format_html('<span class="{}">{}</span>', css, writing.NOTHING)
    return format_html('<data class="{}" value="{}">{}</data>', css, f"{amount:.2f}", writing.euro(amount))  # type: ignore[arg-type]


def progress(label: str, percent: int, note: str = "") -> SafeString:
    """Draw a bar with its percentage beside it."""
    said = escape(note or f"{percent}%")
    return format_html(
        '<div class="meter"><span class="meter-label">{}</span>'
        '<progress class="meter-bar" max="100" value="{}" aria-label="{}">{}%</progress>'
        '<span class="meter-note">{}</span></div>',
        label, percent, label, percent, said,
    )  # fmt: skip


register(
    "icon",
    "Un'icona di Bootstrap Italia. Con «title» viene letta, senza è ornamento.",
    attributes={
        "name": Attribute("nome nello sprite, senza «it-»"),
        "size": Attribute("grandezza", "sm", ICON_SIZES),
        "title": Attribute("che cosa significa, se non c'è una parola accanto", ""),
    },
    draw=icon,
    examples=(
        Example("Grandezze", "\n".join(f'{{% component "icon" name="file" size="{size}" %}}' for size in ICON_SIZES)),
        Example("Che si legge", '{% component "icon" name="locked" title="Riservato" %}'),
    ),
)
register(
    "chip",
    "Lo stato di un oggetto: parola, icona e colore con significato. Dai modelli arriva come «Chip» e si scrive da sé.",
    attributes={
        "label": Attribute("la parola"),
        "kind": Attribute("che cosa significa il colore", "neutral", KINDS),
        "icon": Attribute("un'altra icona", ""),
    },
    draw=Chip,
    examples=(
        Example(
            "Significati",
            '{% component "chip" label="In preparazione" kind="neutral" icon="pencil" %}\n'
            '{% component "chip" label="Inviata" kind="info" %}\n'
            '{% component "chip" label="In verifica" kind="waiting" %}\n'
            '{% component "chip" label="Certificata" kind="success" %}\n'
            '{% component "chip" label="Da integrare" kind="warning" %}\n'
            '{% component "chip" label="Esclusa" kind="danger" %}',
        ),
        Example("Da un modello", "{{ state }}", lambda: {"state": Chip("Certificata", "success")}),
    ),
)
register(
    "money",
    "Un importo in euro, con cifre allineate. Nelle tabelle lunghe basta il filtro «euro».",
    attributes={"amount": Attribute("Decimal, oppure None"), "emphasis": Attribute("in evidenza", default=False)},
    draw=money,
    examples=(
        Example(
            "Importi",
            '{% component "money" amount=total %} {% component "money" amount=deducted %} '
            '{% component "money" amount=total emphasis=True %} {% component "money" amount=None %}',
            lambda: {"total": Decimal("12345.67"), "deducted": Decimal(-250)},
        ),
    ),
)
register(
    "progress",
    "Una barra di avanzamento. Se si muove da sola, la pagina dell'elaborazione la ridisegna con htmx.",
    attributes={
        "label": Attribute("che cosa avanza"),
        "percent": Attribute("da 0 a 100"),
        "note": Attribute("al posto della percentuale: «1.204 file su 2.000»", ""),
    },
    draw=progress,
    examples=(
        Example("Percentuale", '{% component "progress" label="Budget speso" percent=62 %}'),
        Example("Con le quantità", '{% component "progress" label="Lettura" percent=60 note="1.204 file su 2.000" %}'),
    ),
)
