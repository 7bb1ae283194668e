# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Charging a document over one or more lines, correcting an expense."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core import writing
from incas.core.fields import DayField, EuroField, PercentField
from incas.core.forms import RowFormSet, conditional
from incas.finance.forms.totals import EuroTotalForm
from incas.finance.models import Expense, SpendingDocument
from incas.finance.operations.expenses import Payment, Share
from incas.finance.queries.expenses import ChargeableLine
from incas.programmes.rulebook import HUNDRED, to_cents
from incas.projects.models import BudgetLine

RECKON = "ricalcola"
"""Name of the button that only asks for the sums, for who has no scripts."""
SAID_WORDS = 12
"""How many words of the first line of a document name its share at first."""
ROWS = 50
"""How many shares one page may make of a document."""


def line_choices(lines: Iterable[ChargeableLine]) -> list[tuple[str, Any]]:
    """Offer budget lines grouped by project, each with what is left of it."""
    choices: list[tuple[str, Any]] = [("", _("Scegliere la voce di costo"))]
    for project, group in groupby(lines, key=lambda line: line.project):
        left = _("%(line)s (disponibili %(left)s)")
        choices.append(
            (project, [(str(row.key), left % {"line": row.label, "left": writing.euro(row.left)}) for row in group])
        )
    return choices


class BudgetLineField(forms.TypedChoiceField):
    """A line of the budget among those one may charge; cleans to its key."""

    size = "full"

    def __init__(self, *, lines: Iterable[ChargeableLine], **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Voce di costo"))
        super().__init__(choices=line_choices(lines), coerce=int, empty_value=None, **kwargs)


class PaymentFields(forms.Form):
    """The payment order: whole, or absent."""

    payment_order = forms.CharField(
        label=gettext_lazy("Numero del mandato"), max_length=40, required=False, widget=forms.TextInput({"size": 20})
    )
    paid_on = DayField(label=gettext_lazy("Pagato il"), required=False)
    paid_amount = EuroField(
        label=gettext_lazy("Importo pagato"),
        required=False,
        help_text=gettext_lazy("Quanto il mandato ha pagato per questa spesa, senza l'IVA in scissione e le ritenute."),
    )

    def payment(self) -> Payment | None:
        """Give the payment; an error on the missing part when it is not whole."""
        data = self.cleaned_data
        parts = {name: data.get(name) for name in ("payment_order", "paid_on", "paid_amount")}
        given = {name for name, value in parts.items() if value not in {None, ""}}
        if not given:
            return None
        for name in parts.keys() - given - set(self.errors):
            self.add_error(name, _("Il pagamento va scritto per intero: numero, data e importo."))
        if self.errors:
            return None
        return Payment(str(parts["payment_order"]), data["paid_on"], data["paid_amount"])


class ShareRow(forms.Form):
    """One share: a line, and an amount in euro or a percentage of `whole`, what the document costs in euro."""

    description = forms.CharField(label=gettext_lazy("Descrizione"), max_length=250)
    amount = conditional(EuroField(label=gettext_lazy("Importo"), required=False))
    percent = conditional(PercentField(label=gettext_lazy("oppure percentuale"), required=False))

    field_order = ("budget_line", "description", "amount", "percent")

    def __init__(
        self,
        *args: Any,
        document: SpendingDocument,
        whole: Decimal,
        lines: list[ChargeableLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.whole = document, whole
        self.fields["budget_line"] = BudgetLineField(lines=lines)
        if not document.is_in_euro:
            self.fields["amount"].label = _("Importo in euro")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Turn a percentage into an amount, and give it the sign of the document. One of the two is needed."""
        data = super().clean() or self.cleaned_data
        amount, percent = data.get("amount"), data.get("percent")
        if {"amount", "percent"} & set(self.errors):
            return data
        if amount is None and percent is None:
            self.add_error("amount", _("Scrivere un importo o una percentuale."))
        elif amount is not None and percent is not None:
            self.add_error("percent", _("Scrivere l'importo o la percentuale, non entrambi."))
        else:
            share = abs(amount) if amount is not None else abs(to_cents(self.whole * (percent or 0) / HUNDRED))
            data["amount"] = signed(share, self.document)
        return data


def signed(amount: Decimal, document: SpendingDocument) -> Decimal:
    """Give an amount the sign of a document: those of a credit note are negative however typed."""
    return -abs(amount) if document.total < 0 else abs(amount)


def proposed_share(document: SpendingDocument) -> dict[str, Any]:
    """Propose a share: what is left of the document (all of it, until told in euro), called as its first line is."""
    lines = document.content.get("lines") or [{}]
    said = " ".join(str(lines[0].get("description") or "").split())
    is_known = document.identity.euro_total is not None
    left: dict[str, Any] = {"amount": abs(document.identity.left)} if is_known else {"percent": HUNDRED}
    return {"description": Truncator(said).words(SAID_WORDS), **left}


class ShareRows(RowFormSet):
    """The shares of a document."""

    row_label = "Quota"
    add_label = "Aggiungi una quota"


class ChargeForm(EuroTotalForm, PaymentFields):
    """A document charged over one or more lines, with its payment; `rows` are the shares.

    Of a document in another currency it asks what that is in euro, until somebody has told it; who was typing it
    meanwhile is still asked, and then told.
    """

    is_vat_unrecoverable = forms.BooleanField(
        label=gettext_lazy("L'ente non può recuperare l'IVA di questo documento"), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        document: SpendingDocument,
        lines: list[ChargeableLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.document, self.lines = document, lines
        if document.identity.euro_total is not None and "euro_total" not in self.data:
            self.ask_no_euro()
        if not document.vat:
            del self.fields["is_vat_unrecoverable"]
        self.fields["paid_amount"].help_text = _(
            "Per tutte le quote insieme. Se si lascia vuoto, quanto spetta al fornitore per le quote imputate."
        )
        rows_of = forms.formset_factory(
            ShareRow, formset=ShareRows, extra=0, min_num=1, validate_min=True, max_num=ROWS
        )
        self.rows = cast(
            "ShareRows",
            rows_of(
                data,
                prefix="share",
                initial=[proposed_share(document)],
                form_kwargs={"document": document, "whole": self.whole, "lines": lines},
            ),
        )

    @cached_property
    def typed_total(self) -> Decimal | None:
        """What the document costs in euro as it is being typed here, with its sign; None when it is not."""
        field = self.fields.get("euro_total")
        try:
            typed = field.clean(self.data.get("euro_total")) if field and self.is_bound else None
        except forms.ValidationError:
            return None
        return None if typed is None else signed(typed, self.document)

    @property
    def whole(self) -> Decimal:
        """What percentages of the document are taken of, in euro: zero until that is told."""
        if self.typed_total is not None:
            return self.typed_total
        return self.document.in_euro(self.document.total)

    @property
    def left(self) -> Decimal | None:
        """What is left of the document in euro, before these shares; None until its total in euro is told."""
        identity = self.document.identity
        total = self.typed_total if self.typed_total is not None else identity.euro_total
        return None if total is None else total - identity.charged

    def leave_unchecked(self) -> None:
        """Show what was typed without judging it: a draft taken up again, a row being added, sums asked for."""
        self.rows.is_adding = True

    def full_clean(self) -> None:
        """Check nothing while nobody has finished typing."""
        if self.data.get(RECKON):
            self.leave_unchecked()
        super().full_clean()
        if self.rows.is_adding:
            self._errors = forms.utils.ErrorDict(renderer=self.renderer)

    def is_valid(self) -> bool:
        """Tell whether the payment and every share are right."""
        return all([super().is_valid(), self.rows.is_valid()])

    @property
    def parts(self) -> list[forms.BaseForm | ShareRows]:
        """The shares and what is asked with them, as the page asks them: what the errors are summed up of."""
        return [self, self.rows] if self.asks_euro else [self.rows, self]

    @property
    def amounts(self) -> list[Decimal]:
        """The shares as far as they make sense, complete or not: what the live remainder counts."""
        if not self.is_bound:
            return [self.document.identity.left]
        found = []
        for row in self.rows.forms:
            row.is_valid()
            amount = getattr(row, "cleaned_data", {}).get("amount")
            if amount is not None:
                found.append(amount if amount * self.document.total >= 0 else -amount)
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for a whole payment order; the amount follows from what the supplier is owed when it is left empty."""
        data = super().clean() or self.cleaned_data
        has_one = bool(data.get("payment_order")) or data.get("paid_on") is not None
        if has_one or data.get("paid_amount") is not None:
            for name in ("payment_order", "paid_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Il pagamento va scritto per intero: numero e data del mandato."))
        return data

    def shares(self, budget_lines: dict[int, BudgetLine]) -> list[Share]:
        """Give the shares, each with its part of the payment; the last one takes what rounding leaves."""
        data = self.cleaned_data
        rows = [row.cleaned_data for row in self.rows.forms if row.cleaned_data.get("budget_line")]
        payments = self.payments([row["amount"] for row in rows])
        return [
            Share(
                budget_line=budget_lines[row["budget_line"]],
                amount=row["amount"],
                description=row["description"],
                is_vat_unrecoverable=bool(data.get("is_vat_unrecoverable")),
                payment=payment,
            )
            for row, payment in zip(rows, payments, strict=True)
        ]

    def payments(self, amounts: list[Decimal]) -> list[Payment | None]:
        """Split the payment order over the shares, in proportion to them."""
        data = self.cleaned_data
        if not data.get("payment_order"):
            return [None] * len(amounts)
        document, charged = self.document, sum(amounts, Decimal(0))
        owed = to_cents(charged * document.payable / document.total) if document.total else charged
        paid = data["paid_amount"] if data.get("paid_amount") is not None else owed
        paid = -abs(paid) if document.total < 0 else paid
        parts = [to_cents(paid * amount / charged) if charged else Decimal(0) for amount in amounts]
        parts[-1] += paid - sum(parts, Decimal(0))
        return [Payment(data["payment_order"], data["paid_on"], part) for part in parts]


class ExpenseForm(PaymentFields):
    """An expense being corrected."""

    description = forms.CharField(label=gettext_lazy("Descrizione"), max_length=250)
    amount = EuroField(label=gettext_lazy("Importo imputato"))
    is_vat_unrecoverable = forms.BooleanField(
        label=gettext_lazy("L'ente non può recuperare l'IVA di questo documento"), required=False
    )

    field_order = (
        "budget_line",
        "description",
        "amount",
        "is_vat_unrecoverable",
        "payment_order",
        "paid_on",
        "paid_amount",
    )

    def __init__(self, *args: Any, lines: list[ChargeableLine], document: SpendingDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget_line"] = BudgetLineField(lines=lines)
        self.order_fields(self.field_order)
        if not document.vat:
            del self.fields["is_vat_unrecoverable"]

    def clean(self) -> dict[str, Any]:
        """Ask for a whole payment."""
        data = super().clean() or self.cleaned_data
        data["payment"] = self.payment()
        return data

    def share(self, budget_line: BudgetLine) -> Share:
        """Give the expense as it is to be."""
        data = self.cleaned_data
        return Share(
            budget_line=budget_line,
            amount=data["amount"],
            description=data["description"],
            is_vat_unrecoverable=bool(data.get("is_vat_unrecoverable")),
            payment=data["payment"],
        )


def values_of(expense: Expense) -> dict[str, Any]:
    """Give what the form of an expense is shown with."""
    return {
        "budget_line": expense.budget_line_id,
        "description": expense.description,
        "amount": expense.amount,
        "is_vat_unrecoverable": expense.is_vat_unrecoverable,
        "payment_order": expense.payment_order,
        "paid_on": expense.paid_on,
        "paid_amount": expense.paid_amount,
    }
