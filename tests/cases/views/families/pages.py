# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What tests of the pages of a family share: addresses, buttons pressed, what is told beside a field."""

from django.urls import reverse

from incas.cases.kinship import kinship_of
from incas.cases.models import Case, Person
from tests.cases.families import person_of, rows
from tests.cases.views.test_cases import said
from tests.forms import send


def page(case: Case) -> str:
    return reverse("cases:family", args=[case.code])


def at(url_name: str, case: Case, *codes: str) -> str:
    return reverse(f"cases:{url_name}", args=[case.code, *codes])


def holder(case: Case) -> Person:
    return person_of(case)


def add_url(case: Case, binding: str, of: Person | None = None) -> str:
    return at("family_add", case, binding, (of or holder(case)).code)


def relations(case: Case) -> list[str]:
    """What each person but the holder is, in words."""
    family, code = rows(case).engine(), holder(case).code
    return [answer.relation for person, answer in kinship_of(family, code).items() if person != code]


def refusal(response, field: str) -> str:
    """What a page says beside a field."""
    text = said(response)
    start = text.index(f'id="id_{field}_error"')
    return text[start : start + 400]


def parent(client, case, parent_code, child_code, kind="birth"):
    return send(client, at("parent_new", case), parent=parent_code, child=child_code, parent_kind=kind)


def undo(client, case: Case) -> str:
    """Press the button that undoes; give the address it had."""
    text = said(client.get(page(case)))
    start = text.index(f"{page(case)}annulla/")
    url = text[start : text.index('"', start)]
    assert client.post(url).status_code == 302
    return url
