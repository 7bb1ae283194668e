# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The sections that are one form each."""

from decimal import Decimal
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from incas.core.fields import PercentField
from incas.organisations.choices import Role
from incas.programmes.choices import (
    CONTROL_ROLES,
    PhaseKind,
    Requirement,
    Section,
    Silence,
    TrancheKind,
    VatRule,
)
from incas.programmes.models import RuleSet
from incas.programmes.rulebook import PhaseRule, Rulebook, TrancheRule

MOST_DAYS = 3_650
MOST_TRANCHES = 20
SPARE_TRANCHES = 2


def days_field(label: Any, help_text: Any = "", *, least: int = 0) -> forms.IntegerField:
    """Ask for a number of calendar days."""
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=MOST_DAYS)


class SourceForm(forms.Form):
    """Where the rules come from."""

    note = forms.CharField(
        label=_("Fonte e note"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Estremi dell'avviso, della convenzione o delle linee guida, e quanto serve per leggere le regole."
        ),
    )


class PeriodForm(forms.Form):
    """Within which days a document and a payment must fall."""

    document_days_before_start = days_field(
        _("Documenti: giorni prima dell'inizio"),
        _("Quanti giorni prima dell'inizio del progetto può essere datato un documento. Zero: dal primo giorno."),
    )
    document_days_after_end = days_field(
        _("Documenti: giorni dopo la fine"),
        _("Quanti giorni dopo la fine del progetto può essere datato un documento. Zero: fino all'ultimo giorno."),
    )
    payment_days_after_end = days_field(
        _("Pagamenti: giorni dopo la fine"), _("Entro quanti giorni dalla fine del progetto va pagata una spesa.")
    )


class CadenceForm(forms.Form):
    """How often claims are sent, and by when."""

    cadence_months = forms.IntegerField(
        label=_("Una domanda ogni (mesi)"),
        min_value=1,
        max_value=24,
        help_text=_("I periodi si contano dall'inizio di ciascun progetto: 3 vuol dire ogni trimestre."),
    )
    claim_days = days_field(_("Giorni per inviare una domanda"), _("Dalla fine del suo periodo."))
    final_claim_days = days_field(_("Giorni per inviare l'ultima"), _("Dalla fine del progetto."))


class CodesForm(forms.Form):
    """What an invoice must bear, and when VAT is a cost."""

    cup_rule = forms.ChoiceField(
        label=_("CUP sulla fattura"), choices=Requirement.choices, widget=forms.RadioSelect,
        help_text=_("Sanabile: se manca, la spesa non si respinge e si può integrare."),
    )  # fmt: skip
    cig_rule = forms.ChoiceField(label=_("CIG sulla fattura"), choices=Requirement.choices, widget=forms.RadioSelect)
    vat_rule = forms.ChoiceField(label=_("IVA"), choices=VatRule.choices, widget=forms.RadioSelect)


class MovesForm(forms.Form):
    """How much may move between items without asking."""

    move_tolerance_percent = PercentField(
        label=_("Spostamenti liberi tra voci"),
        help_text=_("Quota di una voce che può passare a un'altra senza autorizzazione. Zero: va autorizzato tutto."),
    )


PLAIN_FORMS: dict[Section, type[forms.Form]] = {
    Section.SOURCE: SourceForm,
    Section.PERIOD: PeriodForm,
    Section.CADENCE: CadenceForm,
    Section.CODES: CodesForm,
    Section.MOVES: MovesForm,
}


def plain_values(form_class: type[forms.Form], rule_set: RuleSet) -> dict[str, Any]:
    """Read what a plain section is shown with: its fields bear the names of the rule set's."""
    return {name: getattr(rule_set, name) for name in form_class.base_fields}


class TrancheFields(TypedDict):
    """The fields of one tranche, as the table of the page shows them."""

    number: int
    kind: forms.BoundField
    percent: forms.BoundField
    spent: forms.BoundField
    note: forms.BoundField


class TranchesForm(forms.Form):
    """The parts in which the grant is paid, a row each; a row without percentage is no part."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.get("righe", "") if self.is_bound else ""
        self.count = min(int(sent), MOST_TRANCHES) if str(sent).isdecimal() else rows
        for number in range(1, self.count + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Quota %(number)s: tipo") % {"number": number}, choices=TrancheKind.choices
            )
            self.fields[f"percent_{number}"] = PercentField(
                label=_("Quota %(number)s: percentuale del finanziamento") % {"number": number}, required=False
            )
            self.fields[f"spent_{number}"] = PercentField(
                label=_("Quota %(number)s: spesa richiesta sul già ricevuto") % {"number": number}, required=False
            )
            self.fields[f"note_{number}"] = forms.CharField(
                label=_("Quota %(number)s: condizioni") % {"number": number}, max_length=250, required=False
            )

    def table(self) -> list[TrancheFields]:
        """Give the rows with their fields."""
        return [
            {
                "number": number,
                "kind": self[f"kind_{number}"],
                "percent": self[f"percent_{number}"],
                "spent": self[f"spent_{number}"],
                "note": self[f"note_{number}"],
            }
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the percentage of a row in which something else was written."""
        cleaned = super().clean() or {}
        for number in range(1, self.count + 1):
            percent = cleaned.get(f"percent_{number}")
            has_more = cleaned.get(f"note_{number}") or cleaned.get(f"spent_{number}")
            if not percent and has_more and f"percent_{number}" not in self.errors:
                self.add_error(f"percent_{number}", _("Scrivere la percentuale, o svuotare la riga."))
        return cleaned

    def tranches(self) -> list[TrancheRule]:
        """Give the tranches that were written, in order."""
        data = self.cleaned_data
        return [
            TrancheRule(
                TrancheKind(data[f"kind_{number}"]),
                data[f"percent_{number}"],
                data[f"spent_{number}"] or Decimal(0),
                data[f"note_{number}"],
            )
            for number in range(1, self.count + 1)
            if data[f"percent_{number}"]
        ]


def tranche_values(book: Rulebook) -> dict[str, Any]:
    """Read what the form of the tranches is shown with, some spare rows included."""
    values: dict[str, Any] = {}
    usual = (TrancheKind.ADVANCE, TrancheKind.INTERIM, TrancheKind.BALANCE)
    for number in range(1, tranche_rows(book) + 1):
        row = book.tranches[number - 1] if number <= len(book.tranches) else None
        kind = row.kind if row else usual[min(number, len(usual)) - 1]
        values |= {
            f"kind_{number}": kind,
            f"percent_{number}": row.percent if row else None,
            f"spent_{number}": row.spent_percent if row else None,
            f"note_{number}": row.note if row else "",
        }
    return values


def tranche_rows(book: Rulebook) -> int:
    """Count the rows to show: those there are, and some spare ones."""
    return min(max(len(book.tranches) + SPARE_TRANCHES, 3), MOST_TRANCHES)


class PhaseFields(TypedDict):
    """The fields of one phase."""

    label: str
    role: forms.BoundField
    days: forms.BoundField
    silence: forms.BoundField


class PhasesForm(forms.Form):
    """The phases of the control, always the same three: who, in how many days, what silence means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in CONTROL_ROLES]
        for kind in PhaseKind:
            words = {"phase": kind.label}
            self.fields[f"{kind}_role"] = forms.ChoiceField(label=_("%(phase)s: a cura di") % words, choices=roles)
            self.fields[f"{kind}_days"] = days_field(_("%(phase)s: giorni") % words, least=1)
            self.fields[f"{kind}_silence"] = forms.ChoiceField(
                label=_("%(phase)s: se il termine passa") % words, choices=Silence.choices
            )

    def table(self) -> list[PhaseFields]:
        """Give the phases with their fields."""
        return [
            {
                "label": str(kind.label),
                "role": self[f"{kind}_role"],
                "days": self[f"{kind}_days"],
                "silence": self[f"{kind}_silence"],
            }
            for kind in PhaseKind
        ]

    def phases(self) -> list[PhaseRule]:
        """Give the phases as they were written."""
        data = self.cleaned_data
        return [
            PhaseRule(kind, Role(data[f"{kind}_role"]), data[f"{kind}_days"], Silence(data[f"{kind}_silence"]))
            for kind in PhaseKind
        ]


USUAL_ROLES = {PhaseKind.FIRST_CHECK: Role.TUTOR}


def phase_values(book: Rulebook) -> dict[str, Any]:
    """Read what the form of the phases is shown with; a phase that is not there yet is proposed as usual."""
    values: dict[str, Any] = {}
    for kind in PhaseKind:
        phase = book.phase(kind)
        values |= {
            f"{kind}_role": phase.role if phase else USUAL_ROLES.get(kind, Role.MINISTRY_OFFICER),
            f"{kind}_days": phase.days if phase else None,
            f"{kind}_silence": phase.silence if phase else Silence.NOTHING,
        }
    return values
