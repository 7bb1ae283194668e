# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from html.parser import HTMLParser

from django import forms
from django.http import QueryDict

from incas.core.fields import DayField, EuroField
from incas.core.forms import RowFormSet, conditional


class Expense(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label="Titolo", help_text="Come nella <b>fattura</b>.")
    amount = EuroField(label="Importo")
    paid_on = DayField(label="Data", required=False)
    kind = forms.ChoiceField(label="Tipo", choices=[("a", "Beni"), ("b", "Servizi")], widget=forms.RadioSelect)
    is_last = forms.BooleanField(label="Ultima", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k1")

    def clean(self) -> dict[str, object]:
        """Refuse one title, as a rule over the whole form would."""
        data = super().clean()
        if data.get("title") == "vietato":
            raise forms.ValidationError("La spesa è già in un'altra domanda.")
        return data


class Tags(HTMLParser):
    """Every tag of a piece of markup, with its attributes."""

    def __init__(self, markup: object) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(markup))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> dict[str, str | None]:
        """Attributes of the first field of this name."""
        return next(attrs for _tag, attrs in self.found if attrs.get("name") == name)

    def ids(self) -> list[str]:
        """Every id."""
        return [attrs["id"] or "" for _tag, attrs in self.found if "id" in attrs]


def test_form_drawn_alone_has_a_label_for_every_field_and_no_id_twice():
    tags = Tags(Expense())
    labels = {attrs["for"] for tag, attrs in tags.found if tag == "label"}
    assert labels == {"id_title", "id_amount", "id_paid_on", "id_kind_0", "id_kind_1", "id_is_last"}
    assert len(tags.ids()) == len(set(tags.ids()))
    assert tags.named("key")["type"] == "hidden"


def test_hint_and_error_are_tied_to_their_field():
    tags = Tags(Expense({"title": "", "amount": "dodici"}))
    described = (tags.named("title")["aria-describedby"] or "").split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert set(described) <= set(tags.ids())
    assert tags.named("amount")["aria-invalid"] == "true"
    assert tags.named("amount")["aria-describedby"] == "id_amount_error"


def test_help_text_is_escaped_like_any_other_text():
    assert "&lt;b&gt;fattura" in str(Expense())


def test_only_fields_that_may_be_empty_say_so():
    markup = " ".join(str(Expense()).split())
    assert markup.count("(facoltativo)") == 1
    assert 'Data <span class="optional">(facoltativo)</span>' in markup


def test_field_that_another_makes_needed_never_says_it_may_be_empty():
    class Decision(forms.Form):
        reason = conditional(forms.CharField(label="Motivo, se esclusa", required=False))

    assert "(facoltativo)" not in str(Decision())
    assert Decision({}).is_valid()


def test_error_summary_comes_first_takes_the_focus_and_leads_to_each_field():
    form = Expense({"title": "", "amount": "dodici", "key": "k1"})
    markup = str(form)
    tags = Tags(markup)
    assert markup.lstrip().startswith('<div class="error-summary" role="alert" tabindex="-1" autofocus')
    leads = [attrs["href"] for tag, attrs in tags.found if tag == "a"]
    assert leads == ["#id_title", "#id_amount", "#id_kind_0"]
    assert {lead.removeprefix("#") for lead in leads if lead} <= set(tags.ids())
    assert "Ci sono 3 errori da correggere" in markup


def test_error_of_the_whole_form_is_told_in_the_summary():
    form = Expense({"title": "vietato", "amount": "12", "kind": "a", "key": "k1"})
    markup = str(form)
    assert "C&#x27;è 1 errore da correggere" in markup or "C'è 1 errore da correggere" in markup
    assert "La spesa è già in un&#x27;altra domanda." in markup


def test_error_of_a_hidden_field_is_told_without_leading_anywhere():
    markup = str(Expense({"title": "x", "amount": "12", "kind": "a"}))
    assert "Key: Questo campo è obbligatorio." in markup
    assert "#id_key" not in markup


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Expense())


def test_radio_group_is_a_fieldset_described_by_its_error():
    tags = Tags(Expense({"title": "x"}))
    fieldset = next(attrs for tag, attrs in tags.found if tag == "fieldset")
    assert fieldset["aria-describedby"] == "id_kind_error"


def test_required_fields_say_so_to_screen_readers():
    tags = Tags(Expense())
    assert "required" in tags.named("title")
    assert "required" not in tags.named("paid_on")


class Row(forms.Form):
    """One row."""

    name = forms.CharField(label="Nome")


Rows = forms.formset_factory(Row, formset=RowFormSet, extra=1)


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **values})
    return data


def test_button_that_adds_a_row_keeps_what_was_typed_and_shows_no_error():
    rows = Rows(posted(**{"form-0-name": "Uno", "form-add": "1"}))
    assert not rows.is_valid()
    markup = str(rows)
    tags = Tags(markup)
    assert tags.named("form-0-name")["value"] == "Uno"
    assert tags.named("form-1-name").get("value") is None
    assert tags.named("form-TOTAL_FORMS")["value"] == "2"
    assert ["autofocus" in tags.named(f"form-{number}-name") for number in range(2)] == [False, True]
    assert "error" not in markup


def test_rows_sent_without_adding_are_checked():
    assert Rows(posted(**{"form-0-name": "Uno"})).is_valid()
    wrong = Rows(posted(**{"form-0-name": ""}), form_kwargs={"empty_permitted": False})
    assert not wrong.is_valid()
    assert "Nome: Questo campo è obbligatorio." in str(wrong)


def test_errors_of_several_rows_say_which_row():
    data = posted(**{"form-TOTAL_FORMS": "2", "form-0-name": "Uno", "form-1-name": ""})
    wrong = Rows(data, form_kwargs={"empty_permitted": False})
    assert not wrong.is_valid()
    assert "Riga 2, Nome: Questo campo è obbligatorio." in str(wrong)


def test_adding_rows_stops_at_the_limit():
    rows = Rows(posted(**{"form-TOTAL_FORMS": "99999", "form-add": "1"}))
    assert rows.total_form_count() == rows.absolute_max
