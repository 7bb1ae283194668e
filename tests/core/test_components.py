# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings

from incas.core import gallery
from incas.core.components import REGISTRY, Chip, Example, render

EXAMPLES = [
    pytest.param(example, id=f"{component.name}-{number}")
    for component in REGISTRY.values()
    for number, example in enumerate(component.examples)
]


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_gallery_draws_itself_in_italian_markup_without_inline_style(example: Example):
    markup = str(gallery.drawn(example, RequestFactory().get("/galleria/")))
    assert markup.strip()
    assert " style=" not in markup
    assert "{%" not in markup


def test_attribute_that_is_not_declared_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="component 'chip': 'colour' is not declared"):
        Template('{% component "chip" label="Inviata" colour="red" %}')


def test_attribute_that_is_needed_and_missing_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="component 'chip': 'label' is missing"):
        Template('{% component "chip" kind="info" %}')


def test_component_that_does_not_exist_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="there is no component 'chipp'"):
        Template('{% component "chipp" label="Inviata" %}')


def test_component_without_a_quoted_name_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="needs the name of a component in quotes"):
        Template("{% component chip %}")


def test_attribute_without_a_name_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="is not key=value"):
        Template('{% component "chip" "Inviata" %}')


def test_content_in_a_component_that_takes_none_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="takes no content"):
        Template('{% block_component "chip" label="Inviata" %}x{% endblock_component %}')


def test_value_outside_its_list_stops_the_template_from_compiling():
    with pytest.raises(TemplateSyntaxError, match="kind='red' is not one of neutral, info"):
        Template('{% component "chip" label="Inviata" kind="red" %}')


def test_value_outside_its_list_is_refused_when_it_comes_from_a_variable():
    with pytest.raises(TemplateSyntaxError, match="kind='red' is not one of"):
        drawn('{% component "chip" label="Inviata" kind=kind %}', kind="red")


def test_component_sees_its_attributes_and_nothing_else_of_the_page():
    assert "altrui" not in drawn('{% component "alert" title="Mio" %}', text="altrui", content="altrui")


def test_component_escapes_what_it_is_given():
    markup = drawn('{% component "chip" label=label %}{% component "alert" title=label %}', label="<script>x</script>")
    assert "<script>" not in markup
    assert markup.count("&lt;script&gt;") == 2


def test_component_kept_under_a_name_is_handed_to_another():
    source = '{% component "chip" label="Inviata" as state %}{% component "page_head" title="Domanda" chip=state %}'
    assert drawn(source).count("tag-state") == 1


def test_component_drawn_from_python_is_checked_like_the_tag():
    assert render("chip", label="Inviata", kind="info") == Chip("Inviata", "info")
    with pytest.raises(TemplateSyntaxError, match="'kin' is not declared"):
        render("chip", label="Inviata", kin="info")


def test_chip_prints_itself_in_a_template_and_keeps_its_word():
    state = Chip("Certificata", "success")
    assert drawn("{{ state }}", state=state) == str(state)
    assert (state.label, state.kind) == ("Certificata", "success")
    assert "tag-success" in state


def test_money_that_is_not_there_is_a_dash_and_not_zero():
    assert drawn('{% component "money" amount=amount %}', amount=None) == '<span class="money">–</span>'
    assert drawn('{% component "money" amount=amount %}', amount=Decimal(0)) == (
        '<data class="money" value="0.00">€\u00a00,00</data>'
    )


def test_button_with_an_address_is_a_link_and_says_what_it_is_about():
    markup = drawn('{% component "button" label="Apri" url="/x/" about="la fattura n. 118" %}')
    assert '<a class="btn btn-primary" href="/x/">' in markup
    assert '<span class="visually-hidden">: la fattura n. 118</span>' in markup


def test_post_button_carries_the_token_of_the_page():
    markup = drawn('{% component "post_button" label="Riprova" url="/x/" %}', csrf_token="abc")
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in markup


def test_history_tells_from_which_state_to_which():
    example = REGISTRY["history"].examples[0]
    markup = " ".join(Template(example.source).render(Context(example.values())).split())
    assert "Stato: da «In preparazione» a «Inviata»" in markup
    assert "23 novembre 2026, ore 10:42" in markup
    assert "La piattaforma" in markup


def test_history_tells_what_was_taken_away():
    entry = SimpleNamespace(
        reason="",
        before={"version": 1},
        after={"version": ""},
        at=datetime(2026, 2, 17, 11, tzinfo=UTC),
        actor_name="Anna Conti",
        reading="ha scartato",
    )
    source = '{% component "history" entries=entries fields=fields %}'
    markup = " ".join(drawn(source, entries=[entry], fields={"version": "Versione"}).split())
    assert "Versione: tolto «1»" in markup


def test_history_writes_days_as_days_are_written_and_leaves_out_what_was_and_is_empty():
    entry = SimpleNamespace(
        reason="",
        before={},
        after={"opens_on": "2026-02-01", "closes_on": None},
        at=datetime(2026, 2, 17, 11, tzinfo=UTC),
        actor_name="Anna Conti",
        reading="ha aperto",
    )
    fields = {"opens_on": "Attivo dal", "closes_on": "Attivo fino al"}
    markup = " ".join(
        drawn('{% component "history" entries=entries fields=fields %}', entries=[entry], fields=fields).split()
    )
    assert "Attivo dal: «1º febbraio 2026»" in markup
    assert "Attivo fino al" not in markup


def test_page_head_without_actions_leaves_no_room_for_them():
    source = '{% block_component "page_head" title="Casi" %}\n  {% if nothing %}…{% endif %}\n{% endblock_component %}'
    assert "page-actions" not in drawn(source, nothing=False)


def test_deadline_says_how_far_it_is():
    example = REGISTRY["deadline_list"].examples[0]
    markup = Template(example.source).render(Context(example.values()))
    words = [word for word in ("In ritardo di 3 giorni", "Scade oggi", "Tra 37 giorni") if word in markup]
    assert words == ["In ritardo di 3 giorni", "Scade oggi", "Tra 37 giorni"]


def test_stepper_marks_the_step_one_is_at():
    markup = drawn('{% component "stepper" steps=steps current=2 %}', steps=["Spese", "Controlli", "Invio"])
    assert markup.count('aria-current="step"') == 1
    assert "Passo 2 di 3" in " ".join(markup.split())


def test_figure_gives_its_data_as_a_table():
    example = REGISTRY["figure"].examples[0]
    markup = Template(example.source).render(Context(example.values()))
    assert "Mostra i dati" in markup
    assert markup.count('<th scope="row">') == 4


@override_settings(DEMO=True)
def test_gallery_shows_every_component(client, db):
    markup = client.get("/galleria/").content.decode()
    assert [name for name in REGISTRY if f'id="component-{name}"' not in markup] == []
