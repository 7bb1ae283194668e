# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

import pytest
from django import forms
from django.test import RequestFactory

from incas.core.choosing import SearchField, suggest, typed_text
from incas.core.models import Job
from tests.core.test_forms import Tags


class Choosing(forms.Form):
    """A form with one field chosen by typing."""

    job = SearchField(
        Job.objects.order_by("title"),
        search=lambda rows, text: rows.filter(title__icontains=text),
        url="/cerca/",
        label="Lavoro",
    )


@pytest.fixture
def jobs(make_job) -> list[Job]:
    return [make_job(title=title) for title in ("Forlì", "Forlimpopoli", "Saluzzo")]


def sent(**values: object) -> Choosing:
    return Choosing(
        {f"job{name.replace('_', '-')}" if name != "key" else "job": value for name, value in values.items()}
    )


def test_row_chosen_among_suggestions_is_taken(jobs: list[Job]):
    form = sent(key=jobs[1].pk, _text="Forlimpopoli")
    assert form.is_valid()
    assert form.cleaned_data["job"] == jobs[1]


def test_words_that_find_one_row_are_enough_without_scripts(jobs: list[Job]):
    form = sent(key="", _text="salu")
    assert form.is_valid()
    assert form.cleaned_data["job"] == jobs[2]


def test_words_that_are_exactly_a_row_choose_it_among_longer_ones(jobs: list[Job]):
    form = sent(key="", _text="forlì")
    assert form.is_valid()
    assert form.cleaned_data["job"] == jobs[0]


def test_words_that_find_several_rows_come_back_as_buttons(jobs: list[Job]):
    form = sent(key="", _text="forl")
    assert form.errors["job"] == ["Più risultati per «forl»: scegliere quello giusto qui sotto."]
    tags = Tags(form)
    picks = [attrs["value"] for _tag, attrs in tags.found if attrs.get("name") == "job-pick"]
    assert set(picks) == {str(jobs[0].pk), str(jobs[1].pk)}
    assert tags.named("job-text")["value"] == "forl"


def test_button_pressed_wins_over_the_words(jobs: list[Job]):
    form = sent(key="", _text="forl", _pick=jobs[0].pk)
    assert form.is_valid()
    assert form.cleaned_data["job"] == jobs[0]


def test_words_changed_after_a_choice_win_over_the_stale_key(jobs: list[Job]):
    form = sent(key=jobs[0].pk, _text="Saluzzo")
    assert form.is_valid()
    assert form.cleaned_data["job"] == jobs[2]


def test_words_taken_away_empty_the_field(jobs: list[Job]):
    assert sent(key=jobs[0].pk, _text="").errors["job"] == ["Questo campo è obbligatorio."]


def test_words_that_find_nothing_are_told(jobs: list[Job]):
    assert sent(key="", _text="cuneo").errors["job"] == ["Nessun risultato per «cuneo»: controllare come è scritto."]


def test_words_that_find_too_much_ask_for_more(make_job):
    for _number in range(13):
        make_job()
    assert sent(key="", _text="lavoro").errors["job"] == [
        "Troppi risultati per «lavoro»: scrivere qualche lettera in più."
    ]


def test_key_out_of_sight_is_refused(jobs: list[Job]):
    form = sent(key=jobs[0].pk, _text="Forlì")
    form.fields["job"].queryset = Job.objects.filter(title="Saluzzo")
    assert not form.is_valid()


def test_choice_already_made_is_shown_by_its_words(jobs: list[Job]):
    tags = Tags(Choosing(initial={"job": jobs[2].pk}))
    assert tags.named("job")["value"] == str(jobs[2].pk)
    assert tags.named("job-text")["value"] == "Saluzzo"
    assert tags.named("job-text")["hx-get"] == "/cerca/"


def test_choice_kept_is_not_a_change(jobs: list[Job]):
    data = {"job": jobs[2].pk, "job-text": "Saluzzo"}
    assert Choosing(data, initial={"job": jobs[2]}).changed_data == []
    assert Choosing(data, initial={"job": jobs[0].pk}).changed_data == ["job"]


def test_forms_do_not_share_what_they_found(jobs: list[Job]):
    assert not sent(key="", _text="forl").is_valid()
    assert "job-pick" not in str(Choosing())


def test_suggestions_are_options_with_their_hint(db: None):
    request = RequestFactory().get("/cerca/", {"job-text": " forl "})
    assert typed_text(request) == "forl"
    markup = suggest(request, [(7, "Forlì", "FC"), (8, "<b>", "")]).content.decode()
    tags = Tags(markup)
    assert [attrs["data-value"] for tag, attrs in tags.found if tag == "li"] == ["7", "8"]
    assert "<small>FC</small>" in markup
    assert "&lt;b&gt;" in markup
    assert "Nessun risultato" in suggest(request, []).content.decode()
