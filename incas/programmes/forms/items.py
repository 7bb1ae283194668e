# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Cost items and the rules that name them: ceilings, flat rates, papers."""

from typing import Any, ClassVar, TypedDict, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.core.fields import PercentField
from incas.programmes.choices import EvidenceKind
from incas.programmes.models import CostItem
from incas.programmes.rulebook import CeilingRule, Item, Paper, Rulebook

NOT_ASKED, REQUIRED, DUE = "no", "required", "due"


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A cost item."""

    class Meta:
        model = CostItem
        fields = ("code", "name", "description")
        help_texts: ClassVar[dict[str, Any]] = {
            "code": _("Breve e unico: A, A.1, B. Le altre regole la richiamano così."),
            "description": _("Che cosa vi rientra e che cosa no: lo leggono i Comuni mentre imputano le spese."),
        }
        widgets: ClassVar[dict[str, Any]] = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_code(self) -> str:
        """Keep codes to what can be read aloud and cited: no spaces."""
        return "".join(str(self.cleaned_data["code"]).split())

    def validate_constraints(self) -> None:
        """Leave what other rows forbid to the operation, which holds the lock."""


def item_choices(book: Rulebook, items: tuple[Item, ...] | None = None) -> list[tuple[str, str]]:
    """List items by code, each as deep in the list as in the tree."""
    return [(item.code, f"{'– ' * item.depth}{item}") for item in (book.items if items is None else items)]


class CeilingForm(forms.Form):
    """A ceiling: of which item, how much, of what, according to whom."""

    item = forms.ChoiceField(label=_("Voce"))
    percent = PercentField(label=_("Al massimo"))
    base = forms.MultipleChoiceField(
        label=_("Di quali voci"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nessuna scelta: del totale. Una voce comprende quelle che contiene."),
    )
    note = forms.CharField(
        label=_("Fonte"), max_length=250, required=False, help_text=_("Per esempio: avviso, art. 7, comma 2.")
    )

    def __init__(self, *args: Any, book: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["item"]).choices = item_choices(book)
        cast("forms.ChoiceField", self.fields["base"]).choices = item_choices(book)

    def clean_percent(self) -> Any:
        """Refuse a ceiling of nothing: it would forbid the item."""
        percent = self.cleaned_data["percent"]
        if percent == 0:
            raise forms.ValidationError(_("Un massimale dello 0% vieta la voce: toglierla dall'albero."))
        return percent

    def rule(self) -> CeilingRule:
        """Give the ceiling as it was written."""
        data = self.cleaned_data
        return CeilingRule(data["item"], data["percent"], tuple(data["base"]), data["note"])


class FlatRateForm(forms.Form):
    """A flat rate: of which item, how much, of what. The item is asked when the rate is added."""

    code = forms.ChoiceField(label=_("Voce"), help_text=_("Solo voci che non ne contengono altre."))
    percent = PercentField(label=_("Tasso"))
    base = forms.MultipleChoiceField(
        label=_("Calcolato su"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nessuna scelta: su tutti i costi reali. Una voce comprende quelle che contiene."),
    )

    def __init__(self, *args: Any, book: Rulebook, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code:
            del self.fields["code"]
        else:
            leaves = tuple(leaf for leaf in book.leaves if not leaf.is_flat_rate)
            cast("forms.ChoiceField", self.fields["code"]).choices = [(leaf.code, str(leaf)) for leaf in leaves]
        others = tuple(item for item in book.items if item.code != code)
        cast("forms.ChoiceField", self.fields["base"]).choices = item_choices(book, others)

    def clean_percent(self) -> Any:
        """Refuse a rate of nothing."""
        percent = self.cleaned_data["percent"]
        if percent == 0:
            raise forms.ValidationError(_("Un tasso dello 0% non dà nulla: togliere il tasso."))
        return percent


class PaperRow(TypedDict):
    """A paper in the form of an item: its name, who else asks for it, its two fields."""

    label: str
    inherited: str
    choice: forms.BoundField
    note: forms.BoundField


class EvidenceForm(forms.Form):
    """The papers an item asks for: each not asked, required, or asked where due."""

    CHOICES = ((NOT_ASKED, _("Non richiesto qui")), (REQUIRED, _("Obbligatorio")), (DUE, _("Se dovuto")))

    def __init__(self, *args: Any, book: Rulebook, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = book.line_of(code)[:-1]
        self.inherited = {paper.kind: paper for above in line for paper in book.papers if paper.asked_by == above.code}
        for kind in EvidenceKind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=self.CHOICES)
            self.fields[f"{kind.value}_note"] = forms.CharField(
                label=_("Precisazioni: %(paper)s") % {"paper": kind.label}, max_length=250, required=False
            )

    def rows(self) -> list[PaperRow]:
        """Give the papers with their fields, as the table of the page shows them."""
        return [
            {
                "label": str(kind.label),
                "inherited": self._told(kind),
                "choice": self[kind.value],
                "note": self[f"{kind.value}_note"],
            }
            for kind in EvidenceKind
        ]

    def _told(self, kind: EvidenceKind) -> str:
        paper = self.inherited.get(kind)
        if paper is None:
            return ""
        asked = _("Obbligatorio") if paper.is_required else _("Se dovuto")
        return str(_("%(asked)s per la voce %(code)s") % {"asked": asked, "code": paper.asked_by})

    def papers(self) -> list[Paper]:
        """Give the papers that are asked for."""
        return [
            Paper(
                kind=kind,
                is_required=self.cleaned_data[kind.value] == REQUIRED,
                note=self.cleaned_data[f"{kind.value}_note"],
                asked_by="",
            )
            for kind in EvidenceKind
            if self.cleaned_data[kind.value] != NOT_ASKED
        ]


def evidence_values(book: Rulebook, code: str) -> dict[str, Any]:
    """Read what the form of an item's papers is shown with."""
    own = {paper.kind: paper for paper in book.papers if paper.asked_by == code}
    values: dict[str, Any] = {}
    for kind in EvidenceKind:
        paper = own.get(kind)
        values[kind.value] = NOT_ASKED if paper is None else REQUIRED if paper.is_required else DUE
        values[f"{kind.value}_note"] = paper.note if paper else ""
    return values
