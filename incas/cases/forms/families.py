# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The family as it is typed: how a person is bound, who they are, parents and unions, the decision on a bond."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incas.accounts.models import User
from incas.cases.choices.cases import Sex
from incas.cases.choices.family import COMPOSED, Binding, ParentKind, UnionEnd, UnionKind
from incas.cases.forms.cases import FactsFields, ReportFields
from incas.cases.forms.persons import UNKEPT, IdentityFields, MatchedForm
from incas.cases.identities import IdentityContent, words_of
from incas.cases.kinship import Outcome
from incas.cases.models import Case
from incas.cases.operations.families.bonds import Bond, UnionFacts
from incas.cases.operations.families.persons import PersonFacts
from incas.cases.queries.members import Asked
from incas.core.fields import DayField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

THROUGH: "dict[Binding, tuple[StrOrPromise, StrOrPromise]]" = {
    Binding.CHILD: (gettext_lazy("Di quale figlio o figlia"), gettext_lazy("di uno che non è ancora nella famiglia")),
    Binding.SIBLING: (
        gettext_lazy("Di quale fratello o sorella"),
        gettext_lazy("di uno che non è ancora nella famiglia"),
    ),
    Binding.PARENT: (gettext_lazy("Di quale genitore"), gettext_lazy("di uno che non è ancora nella famiglia")),
    Binding.PARTNER: (gettext_lazy("Di quale coniuge"), gettext_lazy("di uno che non è ancora nella famiglia")),
}
"""Of the person in between: the question, and the answer that makes them. By what they are to the one asked about."""

ADDED_THROUGH = gettext_lazy("Chi sta in mezzo si aggiunge da sé, come legame: si potrà dire dopo chi è.")


LASTS = "lasts"
NEW = "new"


class ChooseBondForm(forms.Form):
    """Who is bound to whom, and how, in words that cannot be mistaken."""

    who = forms.ChoiceField(label=gettext_lazy("Quale persona"))
    binding = forms.ChoiceField(
        label=gettext_lazy("Come è legata"),
        choices=Binding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dire come è legata.")},
    )
    of = forms.ChoiceField(label=gettext_lazy("Di chi"))

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "who", [(NEW, _("una persona che non è ancora nella famiglia")), *persons])
        offer(self, "of", persons)

    def clean(self) -> dict[str, Any]:
        """Refuse a person bound to themselves."""
        data = super().clean() or self.cleaned_data
        if data.get("who") and data.get("who") == data.get("of"):
            self.add_error("of", _("È la stessa persona: sceglierne un'altra."))
        return data


def offer(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Put choices in a field."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices


class UnionFields(forms.Form):
    """A union: which, since when, how and when it ended."""

    union_kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa li unisce"), choices=UnionKind.choices, widget=forms.RadioSelect
    )
    started_on = DayField(label=gettext_lazy("Dal"), required=False, help_text=gettext_lazy("Se il giorno è noto."))
    ended = forms.ChoiceField(
        label=gettext_lazy("È finita"),
        choices=[(LASTS, gettext_lazy("no, è in corso")), *UnionEnd.choices],
        initial=LASTS,
        widget=forms.RadioSelect,
    )
    ended_on = DayField(label=gettext_lazy("Finita il"), required=False)

    def union(self) -> UnionFacts:
        """Give what was typed."""
        data = self.cleaned_data
        if "union_kind" not in self.fields:
            return UnionFacts()
        ended = None if data["ended"] == LASTS else UnionEnd(data["ended"])
        return UnionFacts(UnionKind(data["union_kind"]), data["started_on"], ended, data["ended_on"])


class BondFields(UnionFields):
    """How a person is bound to another: what is asked depends on the bond."""

    through = forms.ChoiceField(required=False, help_text=ADDED_THROUGH)
    parent_kind = forms.ChoiceField(
        label=gettext_lazy("Come è genitore"),
        choices=ParentKind.choices,
        initial=ParentKind.BIRTH,
        widget=forms.RadioSelect,
    )
    other_parent = forms.ChoiceField(
        label=gettext_lazy("L'altro genitore"),
        required=False,
        help_text=gettext_lazy("Se è nella famiglia. È genitore allo stesso modo."),
    )
    shared = forms.MultipleChoiceField(
        label=gettext_lazy("Genitori in comune"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Senza indicarne nessuno si aggiunge un genitore di cui ancora non si sa chi è."),
    )
    field_order: tuple[str, ...] = ("through", "parent_kind", "other_parent", "shared", *UnionFields.base_fields)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        first, last = COMPOSED.get(asked.binding, (None, asked.binding))
        self._keep("through", when=first is not None)
        self._keep("parent_kind", when=last in {Binding.CHILD, Binding.PARENT})
        self._keep("other_parent", when=last == Binding.CHILD)
        self._keep("shared", when=asked.binding == Binding.SIBLING and bool(asked.parents))
        self._keep("union_kind", "started_on", "ended", "ended_on", when=last == Binding.PARTNER)
        self._offer(first)

    def _keep(self, *names: str, when: bool) -> None:
        if not when:
            for name in names:
                del self.fields[name]

    def _offer(self, first: Binding | None) -> None:
        """Put the persons of the family among the answers."""
        offered = self.asked.named
        if first is not None:
            self.fields["through"].label, made = THROUGH[first]
            offer(self, "through", [*offered(self.asked.through), ("", str(made))])
            if not self.is_bound and self.asked.through:
                self.initial.setdefault("through", self.asked.through[0].code)
        if "other_parent" in self.fields:
            offer(self, "other_parent", [("", _("Non indicato")), *offered(self.asked.parents)])
        if "shared" in self.fields:
            offer(self, "shared", offered(self.asked.parents))
            self.initial.setdefault("shared", [person.code for person in self.asked.parents])

    def bond(self) -> Bond:
        """Give the bond that was told."""
        data, asked = self.cleaned_data, self.asked
        codes = {*data.get("shared", ()), data.get("other_parent", "")}
        return Bond(
            binding=asked.binding,
            of=asked.of,
            through=next((person for person in asked.through if person.code == data.get("through")), None),
            parent_kind=ParentKind(data.get("parent_kind", ParentKind.BIRTH)),
            parents=[person for person in asked.parents if person.code in codes],
            union=self.union(),
        )


class BindForm(BondFields):
    """A person of the family being bound to another."""


class RelativeFields(IdentityFields):
    """A person of a family, who may be known by nothing."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Sesso"), choices=Sex.choices, initial=Sex.UNKNOWN, widget=forms.RadioSelect
    )
    is_deceased = forms.BooleanField(label=gettext_lazy("È deceduta"), required=False)
    first_name = forms.CharField(
        label=gettext_lazy("Nome o pseudonimo"),
        max_length=100,
        required=False,
        widget=forms.TextInput({**UNKEPT, "size": 30}),
        help_text=gettext_lazy("Se non si sa chi è, si lascia vuoto: la persona resta un legame fra le altre."),
    )
    field_order: tuple[str, ...] = ("sex", "is_deceased")

    def clean_first_name(self) -> str:
        """Refuse a name without a letter: it would never be found again."""
        name = str(self.cleaned_data["first_name"])
        if name and not words_of(name):
            raise forms.ValidationError(_("Scrivere almeno una lettera."))
        return name

    def clean(self) -> dict[str, Any]:
        """Ask for a name where anything else is known."""
        data = super().clean()
        if not self.errors and not data["first_name"] and self.identity() != IdentityContent(""):
            self.add_error("first_name", _("Scrivere un nome, anche uno pseudonimo: gli altri dati sono di qualcuno."))
        return data

    def known_sex(self) -> Sex:
        """The sex typed above."""
        return Sex(self.cleaned_data.get("sex", Sex.UNKNOWN))

    def person(self) -> PersonFacts:
        """Give what was typed."""
        content = self.identity()
        return PersonFacts(
            content=content if content.first_name else None,
            sex=self.known_sex(),
            is_deceased=self.cleaned_data["is_deceased"],
        )


class AddPersonForm(BondFields, RelativeFields):
    """A person being added to a family: how they are bound, then who they are."""

    field_order = (*BondFields.field_order, *RelativeFields.field_order)


class PersonForm(RelativeFields):
    """A person of a family being corrected."""


class ParentForm(forms.Form):
    """One person of the family is the parent of another."""

    parent = forms.ChoiceField(label=gettext_lazy("Genitore"))
    child = forms.ChoiceField(label=gettext_lazy("Figlio o figlia"))
    parent_kind = forms.ChoiceField(
        label=gettext_lazy("Come è genitore"),
        choices=ParentKind.choices,
        initial=ParentKind.BIRTH,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("parent", "child"):
            offer(self, name, [("", _("Scegliere la persona")), *persons])


class ParentKindForm(forms.Form):
    """How one became the parent of another, being corrected."""

    parent_kind = forms.ChoiceField(
        label=gettext_lazy("Come è genitore"), choices=ParentKind.choices, widget=forms.RadioSelect
    )


class UnionForm(UnionFields):
    """Two persons of the family are, or were, united."""

    one = forms.ChoiceField(label=gettext_lazy("Una persona"))
    other = forms.ChoiceField(label=gettext_lazy("L'altra"))
    field_order = ("one", "other")

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            offer(self, name, [("", _("Scegliere la persona")), *persons])


class UnionFactsForm(UnionFields):
    """A union being corrected."""


class VerifyForm(forms.Form):
    """The decision on a contested bond."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Il legame è"),
        choices=[
            (Outcome.WITHIN, gettext_lazy("entro il grado: la persona può essere presa in carico")),
            (Outcome.BEYOND, gettext_lazy("oltre il grado: la persona non può essere presa in carico come familiare")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Perché"),
        max_length=2000,
        widget=forms.Textarea({**UNKEPT, "rows": 4}),
        help_text=gettext_lazy("Senza nomi: lo legge anche il coordinamento specialistico. Citare atti e fonti."),
    )


class ChargeForm(ReportFields, FactsFields, MatchedForm):
    """A person of the family being taken charge of."""


class PlaceForm(forms.Form):
    """Whether the person of a case is a holder or a relative of one."""

    place = forms.ChoiceField(
        label=gettext_lazy("La persona è"),
        choices=[
            ("holder", gettext_lazy("titolare: la parentela si conta da lei")),
            ("relative", gettext_lazy("familiare di un titolare")),
        ],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Give the answer as what it is."""
        data = super().clean() or self.cleaned_data
        return {"is_relative": data["place"] == "relative"} if "place" in data else data


class JoinForm(forms.Form):
    """The case of the holder whose family a relative's family enters."""

    holder = forms.CharField(
        label=gettext_lazy("Codice del caso del titolare"),
        max_length=12,
        widget=forms.TextInput({**UNKEPT, "size": 14}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_holder(self) -> Case:
        """Find the case among those the person may open."""
        code = str(self.cleaned_data["holder"]).strip().upper()
        case = Case.objects.opened_by(self.user).filter(code=code).first()
        if case is None:
            raise forms.ValidationError(_("Nessun caso con questo codice fra quelli che si possono aprire."))
        return case
