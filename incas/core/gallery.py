# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The gallery: every component in every variation, a form with every field. Never in production (see config/urls)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from incas.core.components import REGISTRY, Component, Example
from incas.core.fields import (
    CigField,
    CupField,
    DayField,
    EuroField,
    FiscalCodeField,
    IbanField,
    PercentField,
    VatField,
)
from incas.core.pages import public_page
from incas.core.uploading import FilesField

NATURES = (("goods", "Beni"), ("services", "Servizi"), ("staff", "Personale"))


class SampleForm(forms.Form):
    """One of each field, to look at."""

    title = forms.CharField(label="Titolo", help_text="Come nella convenzione.")
    cup = CupField(label="CUP (codice unico di progetto)")
    cig = CigField(label="CIG (codice identificativo di gara)", required=False)
    fiscal_code = FiscalCodeField(label="Codice fiscale", required=False)
    vat = VatField(label="Partita IVA", required=False)
    iban = IbanField(label="IBAN", required=False)
    amount = EuroField(label="Importo", help_text="Al lordo dell'IVA.")
    share = PercentField(label="Quota imputata al progetto")
    paid_on = DayField(label="Data del pagamento")
    nature = forms.ChoiceField(label="Natura della spesa", choices=NATURES)
    evidence = forms.MultipleChoiceField(
        label="Documenti allegati", choices=NATURES, widget=forms.CheckboxSelectMultiple, required=False
    )
    kind = forms.ChoiceField(label="Tipo", choices=NATURES, widget=forms.RadioSelect)
    note = forms.CharField(label="Nota", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    papers = FilesField(label="Documenti", accept=".pdf,.xml,.p7m", required=False, help_text="PDF, XML o P7M.")
    is_final = forms.BooleanField(label="È l'ultima spesa di questa fattura", required=False)


SAMPLE: dict[str, Any] = {
    "title": "Lavoro sicuro",
    "cup": "H19G22000350001",
    "amount": Decimal("12345.67"),
    "share": Decimal(50),
    "paid_on": date(2026, 4, 17),
    "nature": "services",
    "kind": "services",
}


def drawn(example: Example, request: HttpRequest) -> SafeString:
    """Draw an example as a page would."""
    template = engines["django"].from_string(example.source)
    return SafeString(template.render(example.values(), request))


def shown(component: Component, request: HttpRequest) -> dict[str, Any]:
    """Gather what the gallery shows of a component."""
    return {
        "component": component,
        "attributes": component.attributes.items(),
        "examples": [(example, drawn(example, request)) for example in component.examples],
    }


@public_page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show every component; the form can be sent, and saves nothing."""
    form = SampleForm(request.POST or None, request.FILES or None, initial=SAMPLE)
    components = [shown(REGISTRY[name], request) for name in sorted(REGISTRY)]
    return render(request, "core/gallery.html", {"components": components, "form": form})
