# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The individual programme and its measures, as people write them."""

from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incas.cases.choices.cases import Language, Need
from incas.cases.choices.programmes import MeasureOutcome, ServiceArea
from incas.cases.models import LocalMeasure, MeasureKind, Objective, Programme
from incas.cases.operations.measures import MeasureContent
from incas.cases.operations.programmes import ObjectiveRow
from incas.core.fields import DayField, EuroField, to_choose
from incas.core.forms import RowFormSet

REACHED = [("attesa", _("Non ancora valutato")), ("si", _("Raggiunto")), ("no", _("Non raggiunto"))]
IS_REACHED = {"attesa": None, "si": True, "no": False}


class ProgrammeForm(forms.Form):
    """When a programme runs, in which language it will be shared, what it is in short."""

    starts_on = DayField(label=_("Inizio"))
    ends_on = DayField(label=_("Fine"), help_text=_("Mai oltre la scadenza del permesso."))
    language = forms.ChoiceField(label=_("Lingua in cui sarà condiviso"), choices=Language.choices)
    summary = forms.CharField(
        label=_("In breve"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Che cosa si vuole raggiungere insieme, in parole semplici."),
    )


class ObjectiveForm(forms.Form):
    """One objective."""

    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=10)
    need = forms.ChoiceField(label=_("Ambito"), choices=Need.choices)
    text = forms.CharField(
        label=_("Obiettivo"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectiveFormSet(RowFormSet):
    """The objectives of a programme: rows left without words do not count."""

    row_label = _("Obiettivo")  # type: ignore[assignment]  # read in Italian when shown
    add_label = _("Aggiungi un obiettivo")  # type: ignore[assignment]  # read in Italian when shown


Objectives = forms.formset_factory(ObjectiveForm, formset=ObjectiveFormSet, extra=1)


class WrittenProgrammeForm(ProgrammeForm):
    """A draft with its objectives."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    @cached_property
    def rows(self) -> ObjectiveFormSet:
        """The objectives as rows."""
        initial = [{"code": row.code, "need": row.need, "text": row.text} for row in self.programme.objectives.all()]
        return cast(
            "ObjectiveFormSet", Objectives(self.data if self.is_bound else None, initial=initial, prefix="obiettivi")
        )

    def is_valid(self) -> bool:
        """Tell whether both the data and the objectives may be saved."""
        is_right = self.rows.is_valid()
        return super().is_valid() and is_right

    @property
    def parts(self) -> list[forms.BaseForm | ObjectiveFormSet]:
        """The data and the objectives, as the page asks them: what the errors are summed up of."""
        return [self, self.rows]

    @property
    def objectives(self) -> list[ObjectiveRow]:
        """The objectives written."""
        return [
            ObjectiveRow(row["code"], row["need"], row["text"]) for row in self.rows.cleaned_data if row.get("text")
        ]


def described(programme: Programme) -> dict[str, Any]:
    """Give what the form of a programme is shown with."""
    return {
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "language": programme.language,
        "summary": programme.summary,
    }


class EndForm(forms.Form):
    """The last day of a programme that runs."""

    ends_on = DayField(label=_("Fine"), help_text=_("Mai oltre la scadenza del permesso, né prima delle sue misure."))


class ReachedForm(forms.Form):
    """How each objective of a programme went."""

    def __init__(self, *args: Any, objectives: list[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for objective in objectives:
            self.fields[objective.code] = forms.ChoiceField(
                label=objective.text,
                choices=REACHED,
                widget=forms.RadioSelect,
                help_text=objective.get_need_display(),
            )

    def clean(self) -> dict[str, Any]:
        """Give what was said of each objective, by its code."""
        data = super().clean() or self.cleaned_data
        return {"reached": {code: IS_REACHED[said] for code, said in data.items()}}


def reached(programme: Programme) -> dict[str, str]:
    """Give what the form about the objectives is shown with."""
    said = {is_reached: word for word, is_reached in IS_REACHED.items()}
    return {objective.code: said[objective.is_reached] for objective in programme.objectives.all()}


class ShareForm(forms.Form):
    """The programme was explained to the person, and signed."""

    language = forms.ChoiceField(label=_("Lingua in cui è stato spiegato"), choices=Language.choices)
    shared_on = DayField(label=_("Condiviso il"))
    signed_on = DayField(label=_("Firmato il"), help_text=_("La copia firmata resta agli atti del servizio."))


class ApproveForm(forms.Form):
    """The supervisor's approval; `seen` is when the programme that they read was last written."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    next_review_on = DayField(label=_("Prima verifica"), required=False)


class ReviewForm(forms.Form):
    """A review with the person."""

    reviewed_on = DayField(label=_("Data della verifica"))
    outcome = forms.ChoiceField(label=_("Come va"), choices=to_choose(MeasureOutcome.choices))
    note = forms.CharField(
        label=_("Che cosa si è visto"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    next_on = DayField(label=_("Prossima verifica"), required=False)


class CloseForm(forms.Form):
    """The end of a programme."""

    closed_on = DayField(label=_("Chiuso il"))
    outcome = forms.ChoiceField(label=_("Esito"), choices=to_choose(MeasureOutcome.choices))


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A kind of measure, told with its area."""

    def label_from_instance(self, kind: MeasureKind) -> str:
        """Write the area before the kind."""
        return f"{ServiceArea(kind.area).label} – {kind.name}"


class ObjectiveField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """An objective of the programme, told by its words."""

    def label_from_instance(self, objective: Objective) -> str:
        """Write its domain and its words."""
        return f"{objective.get_need_display()}: {objective.text[:80]}"


class MeasureForm(forms.Form):
    """A measure."""

    kind = KindField(MeasureKind.objects.none(), label=_("Tipo di misura"), empty_label=_("Scegliere…"))
    local_name = forms.ModelChoiceField(
        LocalMeasure.objects.none(),
        label=_("Nome usato nel Comune"),
        required=False,
        empty_label=_("Nessuno"),
        help_text=_("I nomi del Comune si collegano ai tipi comuni nella pagina delle misure."),
    )
    objective = ObjectiveField(Objective.objects.none(), label=_("Obiettivo"), required=False, empty_label=_("Nessuno"))
    provider = forms.CharField(label=_("Chi la eroga"), required=False, max_length=200)
    starts_on = DayField(label=_("Inizio"))
    ends_on = DayField(label=_("Fine"))
    hours_a_week = forms.IntegerField(label=_("Ore a settimana"), required=False, min_value=1, max_value=168)
    cost = EuroField(label=_("Costo"), required=False, min_value=0, max_digits=9)
    note = forms.CharField(
        label=_("Annotazioni"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        kinds: QuerySet[MeasureKind],
        local_names: QuerySet[LocalMeasure],
        objectives: QuerySet[Objective],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {"kind": kinds, "local_name": local_names, "objective": objectives}
        for name, rows in choices.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    @property
    def content(self) -> MeasureContent:
        """What was written."""
        return MeasureContent(**self.cleaned_data)


class EndMeasureForm(forms.Form):
    """The end of a measure."""

    ended_on = DayField(label=_("Finita il"))
    outcome = forms.ChoiceField(label=_("Esito"), choices=to_choose(MeasureOutcome.choices))
    is_interrupted = forms.BooleanField(label=_("Interrotta prima della fine prevista"), required=False)


class KindForm(forms.Form):
    """A kind of measure of the common taxonomy."""

    area = forms.ChoiceField(label=_("Area"), choices=ServiceArea.choices)
    name = forms.CharField(label=_("Nome"), max_length=160)
    description = forms.CharField(
        label=_("Che cosa comprende"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_retired = forms.BooleanField(
        label=_("Non più in uso"), required=False, help_text=_("Resta dove è già usata, non si sceglie più.")
    )


class LocalNameForm(forms.Form):
    """What a Comune calls a measure."""

    name = forms.CharField(label=_("Nome usato nel Comune"), max_length=160)
    kind = KindField(MeasureKind.objects.none(), label=_("Tipo comune"), empty_label=_("Scegliere…"))

    def __init__(self, *args: Any, kinds: QuerySet[MeasureKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("KindField", self.fields["kind"]).queryset = kinds
