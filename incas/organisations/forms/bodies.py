# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What who runs the programme writes about a body."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incas.core.choosing import SearchField
from incas.core.codes import is_vat_number
from incas.core.fields import CodeField
from incas.organisations.choices import AreaKind, BodyKind
from incas.organisations.models import Body, Territory
from incas.organisations.queries.territories import search_territories, told_territory

PLACES: dict[str, AreaKind] = {BodyKind.COMUNE: AreaKind.COMUNE, BodyKind.REGIONE: AreaKind.REGION}
"""The kind of territory a body of a place must have."""


BODY_CODE_LENGTH = 11


class BodyCodeField(CodeField):
    """The *codice fiscale* of a body: eleven figures, the last of which checks the others."""

    is_right = staticmethod(lambda code: len(code) == BODY_CODE_LENGTH and is_vat_number(code))
    default_error_messages: ClassVar[dict[str, Any]] = {
        "wrong": _("Il codice fiscale dell'ente non è corretto: ha 11 cifre, e l'ultima controlla le altre."),
    }


class TerritoryField(SearchField):
    """A Comune, a province or a region, by name; two of the same name are told apart by their province."""

    def label_from_instance(self, territory: Territory) -> str:
        """Write name and province: `Forlì (FC)`."""
        return told_territory(territory)


def found_territories(_rows: "QuerySet[Territory]", text: str) -> list[Territory]:
    """Search territories of every kind."""
    return search_territories(text)


class BodyForm(forms.Form):
    """A body. Its kind is asked once, when it is made."""

    kind = forms.ChoiceField(label=_("Tipo di ente"), choices=BodyKind.choices)
    name = forms.CharField(
        label=_("Denominazione"), max_length=200, help_text=_("Per intero: «Comune di Saluzzo», «Regione Piemonte».")
    )
    tax_code = BodyCodeField(
        label=_("Codice fiscale"),
        help_text=_("Le 11 cifre dell'ente: con esse si riconosce il destinatario delle fatture."),
    )
    certified_email = forms.EmailField(
        label=_("PEC (posta elettronica certificata)"),
        max_length=254,
        required=False,
    )
    territory = TerritoryField(
        Territory.objects.select_related("parent"),
        search=found_territories,  # type: ignore[arg-type]  # a list is cut short as well as a query
        url=reverse_lazy("organisations:suggest_territories"),
        label=_("Territorio"),
        required=False,
        help_text=_("Per un Comune o una Regione è necessario."),
    )

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        if body is not None:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """Check that a Comune has a Comune for territory, a Regione a region."""
        cleaned = super().clean() or {}
        kind = self.body.kind if self.body is not None else cleaned.get("kind")
        if kind in PLACES and "territory" not in self.errors:
            territory = cleaned.get("territory")
            if territory is None:
                self.add_error("territory", _("Scegliere il territorio dell'ente."))
            elif territory.kind != PLACES[kind]:
                wanted = PLACES[kind].label
                message = _("Per questo tipo di ente il territorio è di tipo «%(wanted)s».")
                self.add_error("territory", ValidationError(message, params={"wanted": wanted}))
        return cleaned


def values_of(body: Body) -> dict[str, Any]:
    """Read what the form of a body is shown with."""
    return {
        "name": body.name,
        "tax_code": body.tax_code,
        "certified_email": body.certified_email,
        "territory": body.territory_id,
    }
