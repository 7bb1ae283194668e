# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""Papers: attached to an expense as evidence, or typed as a document of spending that is no electronic invoice."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.core.fields import DayField, EuroField, FiscalCodeField
from incas.core.uploading import DropInput, FilesField
from incas.documents.media_types import is_paper
from incas.finance.checks.papers import AskedPaper
from incas.finance.choices import DocumentKind
from incas.finance.operations.evidence import NewPaper
from incas.finance.operations.papers import TypedPaper
from incas.programmes.choices import EvidenceKind
from incas.programmes.rulebook import CENT

HEAD = 1024
"""How many bytes of a file tell what it is."""


def holds_paper(file: "UploadedFile[Any]") -> bool:
    """Tell whether a file is of a kind that an office keeps: no program, no note. Leaves it rewound."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return is_paper(head, file.content_type or "")


def no_paper(names: Iterable[str | None]) -> str:
    """Say that files are no papers, and what to take instead."""
    said = _(
        "%(names)s: non è un documento. Allegare un PDF, un'immagine, un P7M, un messaggio EML, un testo o un foglio "
        "di calcolo di un programma d'ufficio."
    )
    return said % {"names": ", ".join(f"«{name}»" for name in names)}


class EvidenceForm(forms.Form):
    """Papers of one kind, many at once; to the other shares of the same document too, when there are."""

    uploads = FilesField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Anche molti insieme: PDF, immagini, P7M, messaggi EML, testi e fogli di calcolo. Al massimo 50 MB "
            "ciascuno."
        ),
        most=50,
    )
    with_siblings = forms.BooleanField(
        label=gettext_lazy("Allega anche alle altre spese che dividono lo stesso documento"), required=False
    )

    def __init__(self, *args: Any, asked: Iterable[AskedPaper], has_siblings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = list(asked)
        missing = [one.paper.kind for one in papers if not one.is_there]
        others = [kind for kind in EvidenceKind if kind not in missing]
        choices: list[tuple[str, Any]] = [(kind.value, kind.label) for kind in others]
        if missing:
            choices = [(_("Mancano"), [(kind.value, kind.label) for kind in missing]), (_("Altri"), choices)]
        self.fields["kind"] = forms.ChoiceField(label=_("Che cosa sono"), choices=choices)
        self.order_fields(("kind", "uploads", "with_siblings"))
        if not has_siblings:
            del self.fields["with_siblings"]

    def clean_uploads(self) -> "list[UploadedFile[Any]]":
        """Take what is a paper: the rest is left out and named (`left_out`), and never stops what is."""
        given: list[UploadedFile[Any]] = self.cleaned_data["uploads"]
        taken = [file for file in given if holds_paper(file)]
        self.left_out = [file.name for file in given if file not in taken]
        if not taken:
            raise forms.ValidationError(no_paper(self.left_out))
        return taken

    def papers(self) -> list[NewPaper]:
        """Give the papers, rewound."""
        found = []
        for file in self.cleaned_data["uploads"]:
            file.seek(0)
            kind = EvidenceKind(self.cleaned_data["kind"])
            found.append(NewPaper(kind, file.name or "", file, file.content_type or "application/octet-stream"))
        return found


class PaperForm(forms.Form):
    """A paper that is no electronic invoice."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Tipo"),
        choices=[(kind.value, kind.label) for kind in (DocumentKind.PAYSLIP, DocumentKind.OTHER)],
        widget=forms.RadioSelect,
        initial=DocumentKind.PAYSLIP,
    )
    payee = forms.CharField(label=gettext_lazy("A chi è intestato"), max_length=250)
    payee_tax_code = FiscalCodeField(label=gettext_lazy("Codice fiscale"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Numero"),
        max_length=40,
        help_text=gettext_lazy("Per un cedolino, il mese: 2026-03."),
    )
    issued_on = DayField(label=gettext_lazy("Data"))
    total = EuroField(
        label=gettext_lazy("Costo per l'ente"),
        min_value=CENT,
        help_text=gettext_lazy("Per un cedolino: la retribuzione lorda più gli oneri a carico dell'ente."),
    )
    payable = EuroField(
        label=gettext_lazy("Netto da pagare"),
        min_value=Decimal(0),
        required=False,
        help_text=gettext_lazy("Se è diverso dal costo, per ritenute e oneri versati ad altri."),
    )
    file = forms.FileField(label=gettext_lazy("File"), widget=DropInput(accept=".pdf,.p7m,.jpg,.jpeg,.png"))

    def clean_file(self) -> "UploadedFile[Any]":
        """Take a paper, and nothing else that was chosen by mistake."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        if not holds_paper(file):
            raise forms.ValidationError(no_paper([file.name]))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask that the net stay within the cost."""
        data = super().clean() or self.cleaned_data
        total, payable = data.get("total"), data.get("payable")
        if total is not None and payable is not None and payable > total:
            self.add_error("payable", _("Il netto non può superare il costo."))
        return data

    def paper(self) -> TypedPaper:
        """Give what was typed."""
        data = self.cleaned_data
        return TypedPaper(
            kind=DocumentKind(data["kind"]),
            payee=data["payee"],
            payee_tax_code=data["payee_tax_code"],
            number=data["number"],
            issued_on=data["issued_on"],
            total=data["total"],
            payable=data["payable"] if data["payable"] is not None else data["total"],
        )
