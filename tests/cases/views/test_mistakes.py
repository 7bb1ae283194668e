# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""The pages that take away what was written by mistake; training and work corrected where they are."""

from datetime import date

import pytest
from django.urls import reverse

from incas.cases.choices.programmes import WorkKind
from incas.cases.models import DiaryEntry, Engagement, Post
from incas.cases.tenancy import whole_platform
from tests.cases.factories import (
    CaseFactory,
    ConsentFactory,
    DiaryEntryFactory,
    MeasureFactory,
    PermitFactory,
    PostFactory,
)
from tests.forms import send
from tests.pages import text_of
from tests.personas import client_of


def test_contact_of_another_case_is_taken_away_and_the_case_tells_it(case, case_worker):
    entry = DiaryEntryFactory(case=case, text="Parole di un'altra persona")
    url = reverse("cases:mistake_contatto", args=[entry.code])
    client = client_of(case_worker)
    assert url in client.get(reverse("cases:diary", args=[case.code])).content.decode()
    asked = text_of(client.get(url))
    assert "voce del diario, 20 aprile 2026" in asked
    assert "altra persona" not in asked
    assert send(client, url).context["form"].errors.keys() == {"why"}
    assert send(client, url, why="elsewhere").status_code == 302
    assert client.post(url, {"why": "elsewhere"}).status_code == 404
    with whole_platform(reason="a test"):
        assert DiaryEntry.objects.scoped().count() == 0
    told = text_of(client.get(reverse("cases:case", args=[case.code])))
    assert "ha tolto ciò che era sbagliato" in told
    assert "voce del diario, 20 aprile 2026" in told
    assert "Era di un altro caso" in told


@pytest.mark.parametrize(
    ("page", "word", "maker"),
    [
        ("consents", "consenso", ConsentFactory),
        ("permits", "permesso", PermitFactory),
        ("programme", "misura", MeasureFactory),
    ],
)
def test_who_may_not_open_the_case_takes_nothing_away(page, word, maker, case, case_worker, case_supervisor):
    row = maker(case=case)
    url = reverse(f"cases:mistake_{word}", args=[row.code])
    seen = reverse(f"cases:{page}", args=[case.code])
    assert url in client_of(case_worker).get(seen).content.decode()
    assert url not in client_of(case_supervisor).get(seen).content.decode()
    assert client_of(case_supervisor).post(url, {"why": "twice"}).status_code == 403


def test_specialist_takes_away_what_they_wrote_and_nothing_else(case, specialist):
    own = PostFactory(case=case, author=specialist, is_from_service=False)
    other = PostFactory(case=case, thread=own.thread)
    client = client_of(specialist)
    shown = client.get(reverse("cases:thread", args=[own.thread.code])).content.decode()
    urls = [reverse("cases:mistake_messaggio", args=[post.code]) for post in (own, other)]
    assert [url in shown for url in urls] == [True, False]
    assert [send(client, url, why="wrong").status_code for url in urls] == [302, 200]
    with whole_platform(reason="a test"):
        assert list(Post.objects.scoped()) == [other]


def test_contract_is_corrected_and_its_end_written(case, case_worker):
    with whole_platform(reason="a test"):
        contract = Engagement.objects.create(
            case=case,
            body_id=case.body_id,
            kind=WorkKind.TRAINING,
            starts_on=date(2026, 4, 1),
            employer="Prova",
        )
    client = client_of(case_worker)
    url = reverse("cases:progress_work_edit", args=[contract.code])
    assert url in client.get(reverse("cases:progress", args=[case.code])).content.decode()
    wrong = send(client, url, ends_on="2026-03-01")
    assert wrong.context["form"].errors.keys() == {"ends_on"}
    assert send(client, url, kind="permanent", ends_on="2026-05-04").status_code == 302
    with whole_platform(reason="a test"):
        contract.refresh_from_db()
    told = (contract.kind, contract.ends_on, contract.employer, contract.verify_on)
    assert told == ("permanent", date(2026, 5, 4), "Prova", date(2026, 10, 1))


def test_place_in_a_family_is_corrected_from_its_page(service, case_worker, case_supervisor):
    case = CaseFactory(service=service, team=[case_worker])
    client = client_of(case_worker)
    page, place = (reverse(f"cases:{name}", args=[case.code]) for name in ("family", "family_place"))
    assert place in client.get(page).content.decode()
    assert send(client, place, place="relative").status_code == 302
    assert "In carico come" in text_of(client.get(reverse("cases:case", args=[case.code])))
    leave = reverse("cases:family_leave", args=[case.code])
    assert send(client, leave).status_code == 302
    for url in (place, leave):
        assert client_of(case_supervisor).get(url).status_code == 403
