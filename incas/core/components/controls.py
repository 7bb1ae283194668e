# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Pieces one presses or fills: buttons, small forms, the foot of a form, error summary, confirmation, upload."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from incas.core.components.marks import icon as draw_icon
from incas.core.components.registry import Attribute, Example, register

BUTTON_KINDS = ("primary", "secondary", "quiet", "danger")
BUTTON_CLASSES = {
    "primary": "btn btn-primary",
    "secondary": "btn btn-outline-primary",
    "quiet": "btn btn-quiet",
    "danger": "btn btn-danger",
}


def button(
    label: object,
    url: str = "",
    kind: str = "primary",
    icon: str = "",
    small: bool = False,  # noqa: FBT001, FBT002 (an attribute of the component)
    name: str = "",
    value: object = "",
    form: str = "",
    about: object = "",
) -> SafeString:
    """Draw a button, or a link that looks like one: rows of tables have one each, so it is written here."""
    css = f"{BUTTON_CLASSES[kind]} btn-xs" if small else BUTTON_CLASSES[kind]
    said = format_html('<span class="visually-hidden">: {}</span>', about) if about else ""
    inside = format_html("{}<span>{}{}</span>", draw_icon(icon) if icon else "", label, said)
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, inside)
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    elsewhere = format_html(' form="{}"', form) if form else ""
    return format_html('<button type="submit" class="{}"{}{}>{}</button>', css, sent, elsewhere, inside)


def _errors_of(form: Any) -> list[dict[str, str]]:
    """List the errors of a form with the control each is about; those of the whole form come first, without one."""
    found = [{"text": str(error), "target": ""} for error in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            bound = form[name]
            target = "" if bound.is_hidden else bound.summary_target
            found += [{"text": f"{bound.label}: {error}", "target": target} for error in errors]
    return found


def _errors_of_row(rows: Any, number: int, row: Any) -> list[dict[str, str]]:
    """List the errors of a row, each saying which row where there are more."""
    errors = _errors_of(row)
    if rows.total_form_count() == 1:
        return errors
    label = getattr(rows, "row_label", "")
    return [error | {"text": f"{label} {number}, {error['text']}".strip()} for error in errors]


def _with_errors(values: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, str]] = []
    for form in values["forms"] or [values["form"]]:
        if isinstance(form, forms.BaseFormSet):
            found += [{"text": str(error), "target": ""} for error in form.non_form_errors()]
            found += [error for number, row in enumerate(form.forms, 1) for error in _errors_of_row(form, number, row)]
        elif form is not None:
            found += _errors_of(form)
    return {"found": found}


def _example_form() -> dict[str, Any]:
    class Sample(forms.Form):
        title = forms.CharField(label="Titolo del progetto")
        amount = forms.DecimalField(label="Importo")

    return {"form": Sample({"title": "", "amount": "dodici"}, prefix="sample")}


SAVE: "Promise" = _("Salva")

register(
    "button",
    "Un pulsante, o un collegamento che ne ha l'aspetto quando ha un indirizzo. Una sola azione «primary» per pagina.",
    attributes={
        "label": Attribute("un verbo"),
        "url": Attribute("indirizzo: allora è un collegamento", ""),
        "kind": Attribute("peso", "primary", BUTTON_KINDS),
        "icon": Attribute("icona", ""),
        "small": Attribute("piccolo, per le righe di una tabella", default=False),
        "name": Attribute("nome inviato con il modulo", ""),
        "value": Attribute("valore inviato con il modulo", ""),
        "form": Attribute("id del modulo, se è fuori", ""),
        "about": Attribute("di che cosa: letto dopo il verbo da chi non vede la riga", ""),
    },
    draw=button,
    examples=(
        Example(
            "Pesi",
            '{% component "button" label="Invia la domanda" %}\n'
            '{% component "button" label="Aggiungi una spesa" kind="secondary" icon="plus" %}\n'
            '{% component "button" label="Annulla" kind="quiet" %}\n'
            '{% component "button" label="Elimina" kind="danger" icon="delete" %}',
        ),
        Example(
            "Collegamento, piccolo, con il suo oggetto",
            '{% component "button" label="Apri" url="#" kind="secondary" small=True about="la fattura n. 118" %}',
        ),
    ),
)
register(
    "post_button",
    "Un pulsante che da solo fa qualcosa: un piccolo modulo, che non ha altri campi.",
    attributes={
        "label": Attribute("un verbo"),
        "url": Attribute("indirizzo a cui si invia"),
        "kind": Attribute("peso", "secondary", BUTTON_KINDS),
        "icon": Attribute("icona", ""),
        "small": Attribute("piccolo", default=False),
        "name": Attribute("nome inviato", ""),
        "value": Attribute("valore inviato", ""),
        "about": Attribute("di che cosa", ""),
    },
    examples=(
        Example("Riprova", '{% component "post_button" label="Riprova" url="#" icon="refresh" about="la lettura" %}'),
    ),
)
register(
    "actions",
    "Il piede di un modulo: il pulsante che invia, l'uscita, altri pulsanti come contenuto. Sul telefono resta vicino.",
    attributes={
        "submit": Attribute("verbo del pulsante", SAVE),
        "cancel_url": Attribute("dove porta «Annulla»", ""),
        "kind": Attribute("peso del pulsante", "primary", ("primary", "danger")),
        "name": Attribute("nome inviato", ""),
        "value": Attribute("valore inviato", ""),
    },
    takes_content=True,
    examples=(
        Example("Salva o annulla", '{% component "actions" submit="Salva la spesa" cancel_url="#" %}'),
        Example(
            "Con un'altra via",
            '{% block_component "actions" submit="Salva e continua" %}\n'
            '  {% component "button" label="Salva ed esci" kind="secondary" name="exit" value="1" %}\n'
            "{% endblock_component %}",
        ),
    ),
)
register(
    "error_summary",
    "Gli errori di un modulo, in testa e con il fuoco: ognuno porta al suo campo. «{{ form }}» lo disegna già.",
    attributes={
        "form": Attribute("un modulo o un insieme di righe", None),
        "forms": Attribute("più moduli della stessa pagina", None),
        "focus": Attribute("prende il fuoco", default=True),
    },
    prepare=_with_errors,
    examples=(Example("Due errori", '{% component "error_summary" form=form focus=False %}', _example_form),),
)
register(
    "confirm",
    "La pagina che chiede conferma di ciò che non si può annullare. Il contenuto dice le conseguenze (o i campi).",
    attributes={
        "title": Attribute("la domanda"),
        "submit": Attribute("il verbo"),
        "cancel_url": Attribute("dove si torna"),
        "kind": Attribute("peso", "danger", ("primary", "danger")),
        "level": Attribute("livello del titolo", 1),
    },
    takes_content=True,
    examples=(
        Example(
            "Eliminare",
            '{% block_component "confirm" title="Eliminare la bozza della domanda n. 3?" submit="Elimina la bozza" '
            'cancel_url="#" level=2 %}\n'
            "  <p>Le 12 spese restano e potranno entrare in un'altra domanda.</p>\n"
            "{% endblock_component %}",
        ),
    ),
)
