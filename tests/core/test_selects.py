# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
from django import forms

HOSTILE = '"><script>alert(1)</script>'


class Choices(forms.Form):
    """A choice of each kind."""

    kind = forms.ChoiceField(choices=[("", "---------"), (1234, "Mille & più"), ("b", HOSTILE)], initial=1234)
    grouped = forms.MultipleChoiceField(choices=[("Nord", [("a", "Aosta"), ("b", "Belluno")]), ("z", "Zara")])
    known = forms.NullBooleanField()


def test_a_select_marks_what_is_chosen_and_writes_keys_bare():
    assert str(Choices(auto_id=False)["kind"]) == (
        '<select name="kind" class="form-select" required><option value="">Scegliere…</option>'
        '<option value="1234" selected>Mille &amp; più</option>'
        '<option value="b">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</option></select>'
    )


def test_a_select_keeps_groups_and_several_choices():
    drawn = str(Choices({"grouped": ["a", "z"]}, auto_id=False)["grouped"])
    assert '<optgroup label="Nord"><option value="a" selected>Aosta</option><option value="b">Belluno</option>' in drawn
    assert '<option value="z" selected>Zara</option></select>' in drawn
    assert " multiple" in drawn


def test_a_select_of_yes_and_no_has_three_options():
    assert str(Choices(auto_id=False)["known"]).count("<option") == 3


def test_a_select_carries_its_own_attributes_escaped():
    field = forms.ChoiceField(choices=[("a", "A")], widget=forms.Select({"hx-get": "/x?a=1&b=2", "data-x": HOSTILE}))
    form = type("Form", (forms.Form,), {"field": field})(auto_id="id_%s")
    drawn = str(form["field"])
    assert 'hx-get="/x?a=1&amp;b=2"' in drawn
    assert 'id="id_field"' in drawn
    assert "<script>" not in drawn
