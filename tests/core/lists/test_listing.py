# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models.functions import Upper
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from incas.accounts.models import User
from incas.core.lists import Column
from incas.core.lists.paging import is_nullable
from incas.core.models import Job
from tests.core.site import WORKS
from tests.lists import assert_constant_queries

MakeJob = Callable[..., Job]


def titles(client: Client, url: str) -> list[str]:
    return [row.heading for row in client.get(url).context["listing"].rows]


def test_list_asks_as_many_questions_with_one_row_as_with_three(site: Client, make_job: MakeJob):
    assert_constant_queries(site, "/lavori/", make_job)


def test_list_searches_every_word_whatever_case_and_accents(site: Client, make_job: MakeJob):
    make_job(title="Fatture di Forlì")
    make_job(title="Fatture di Cefalù")
    make_job(title="Spese di Forlì")
    assert titles(site, "/lavori/?cerca=forli+FATT") == ["Fatture di Forlì"]


def test_list_search_takes_marks_of_patterns_as_they_are(site: Client, make_job: MakeJob):
    make_job(title="Quota 50%")
    make_job(title="Quota 500")
    assert titles(site, "/lavori/?cerca=50%25") == ["Quota 50%"]
    assert titles(site, "/lavori/?cerca=%00_") == []


def test_list_shows_active_filters_as_chips_that_can_be_taken_away(site: Client, make_job: MakeJob):
    make_job(created_at=datetime(2026, 2, 17, 9, tzinfo=UTC))
    listing = site.get(
        "/lavori/?stato=&state=waiting&created_da=2026-02-17&created_a=2026-02-18&cerca=lavoro&ordine=-title"
    ).context["listing"]
    assert [(chip.label, chip.value, chip.url) for chip in listing.chips] == [
        (
            "Ricerca",
            "lavoro",
            "/lavori/?state=waiting&created_da=2026-02-17&created_a=2026-02-18&ordine=-title",
        ),
        (
            "Stato",
            "In attesa",
            "/lavori/?created_da=2026-02-17&created_a=2026-02-18&cerca=lavoro&ordine=-title",
        ),
        ("Avviata", "da 17/02/2026 a 18/02/2026", "/lavori/?state=waiting&cerca=lavoro&ordine=-title"),
    ]
    assert listing.clear_url == "/lavori/?ordine=-title"
    assert len(listing.rows) == 1


def test_list_with_a_filter_that_makes_no_sense_shows_its_error_and_no_rows(site: Client, make_job: MakeJob):
    make_job()
    response = site.get("/lavori/?state=inventato")
    assert response.context["listing"].rows == []
    assert response.context["listing"].filters.form.errors.keys() == {"state"}
    assert "Nessun risultato" in response.content.decode()


def test_empty_list_says_what_would_be_here_and_how_to_begin(site: Client):
    page = site.get("/lavori/").content.decode()
    assert "Nessun lavoro" in page
    assert 'href="/lavori/nuovo/"' in page
    assert "0 risultati" not in page


def test_list_emptied_by_its_filters_offers_to_take_them_away(site: Client, make_job: MakeJob):
    make_job()
    page = site.get("/lavori/?cerca=nulla").content.decode()
    assert "Nessun lavoro" not in page
    assert "Togli tutti i filtri" in page
    assert "0 risultati" in page


def test_list_counts_exactly_up_to_ten_thousand(site: Client, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch):
    for _ in range(7):
        make_job()
    assert site.get("/lavori/").context["listing"].count_text == "7 risultati"
    monkeypatch.setattr("incas.core.lists.listing.COUNTED_TO", 6)
    assert site.get("/lavori/").context["listing"].count_text == "più di 6 risultati"


@pytest.mark.parametrize("query", ["cerca=lavoro", "state=waiting"])
def test_list_counts_what_a_search_or_a_filter_finds_as_far_as_it_is_cheap(
    site: Client, make_job: MakeJob, monkeypatch: pytest.MonkeyPatch, query: str
):
    for number in range(7):
        make_job(title=f"Lavoro {number}")
    assert site.get(f"/lavori/?{query}").context["listing"].count_text == "7 risultati"
    monkeypatch.setattr("incas.core.lists.listing.NARROWED_COUNTED_TO", 6)
    assert site.get(f"/lavori/?{query}").context["listing"].count_text == "più di 6 risultati"
    assert site.get("/lavori/").context["listing"].count_text == "7 risultati"


def test_list_loads_what_rows_show_and_counts_without(rf: RequestFactory, make_job: MakeJob):
    for number in range(7):
        make_job(title=f"Lavoro {number}")
    loading = replace(WORKS, load=lambda jobs: jobs.annotate(shown=Upper("title")))
    with CaptureQueriesContext(connection) as captured:
        page = loading.page(rf.get("/lavori/"), Job.objects.all())
    rows, count = [query["sql"] for query in captured.captured_queries]
    assert (page.stretch.rows[0].shown, page.count) == ("LAVORO 0", 7)
    assert ("UPPER" in rows, "UPPER" in count) == (True, False)


def test_list_exports_rows_as_they_are_loaded(rf: RequestFactory, make_job: MakeJob):
    make_job(title="a")
    loading = replace(WORKS, columns=(Column("shown", "Titolo", sort="shown"),), default_sort="shown", on_export=None)
    shouted = replace(loading, load=lambda jobs: jobs.annotate(shown=Upper("title")))
    response = shouted.export(rf.get("/lavori/"), Job.objects.all(), "csv")
    assert b"".join(response.streaming_content).decode("utf-8-sig").split() == ["Titolo", "A"]


def test_list_sort_is_announced_and_offered_the_other_way(site: Client, make_job: MakeJob):
    make_job(title="A", done=1)
    make_job(title="B", done=2)
    page = site.get("/lavori/?ordine=-done")
    assert [row.heading for row in page.context["listing"].rows] == ["B", "A"]
    head = next(head for head in page.context["listing"].heads if head.key == "done")
    assert (head.sorted_as, head.url) == ("descending", "/lavori/?ordine=done")
    assert 'aria-sort="descending"' in page.content.decode()


def test_list_sort_that_does_not_exist_is_the_default(site: Client, make_job: MakeJob):
    make_job(title="B")
    make_job(title="A")
    assert titles(site, "/lavori/?ordine=password") == ["A", "B"]


def test_list_escapes_what_it_prints(site: Client, make_job: MakeJob):
    make_job(title="<script>x</script>")
    page = site.get("/lavori/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def test_list_answers_htmx_with_its_fragment_and_the_address_to_show(site: Client, make_job: MakeJob):
    make_job()
    response = site.get(
        "/lavori/?cerca=&ordine=-done&state=", headers={"HX-Request": "true", "HX-Target": "list-lavori"}
    )
    assert response.content.decode().lstrip().startswith("<section")
    assert response["HX-Push-Url"] == "/lavori/?ordine=-done"
    assert "HX-Target" in response["Vary"]


def test_list_reached_by_a_boosted_link_is_the_whole_page(site: Client, make_job: MakeJob):
    make_job()
    response = site.get("/lavori/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert response.content.decode().startswith("<!DOCTYPE html>")


def test_selected_rows_are_the_ticked_ones(site: Client, make_job: MakeJob):
    first, _second = make_job(title="A"), make_job(title="B")
    assert site.post("/lavori/elimina/", {"selected": [first.pk, "x", "9" * 30]}).content == b"A"


def test_selected_rows_are_all_that_was_found_when_asked(site: Client, make_job: MakeJob):
    for number in range(7):
        make_job(title=f"Sì {number}")
    make_job(title="No")
    listing = site.get("/lavori/?cerca=si").context["listing"]
    assert site.post(listing.bulk[0][1], {"tutti": "1"}).content.decode() == ",".join(f"Sì {n}" for n in range(7))


def test_list_page_is_reached_again_by_its_address(site: Client, make_job: MakeJob):
    for _ in range(12):
        make_job()
    second = site.get("/lavori/").context["listing"].next_url
    assert titles(site, second) == [f"Lavoro {n:02d}" for n in range(6, 11)]
    assert "Lavoro" not in second


@pytest.mark.parametrize("sort", ["title", "-title", "kind", "-kind", "started", "-started", "done", "-done"])
def test_pages_follow_each_other_forward_and_back_without_gap_or_repetition(site: Client, make_job: MakeJob, sort: str):
    start = datetime(2026, 2, 17, 9, tzinfo=UTC)
    for number in range(23):
        make_job(
            kind=f"k{number % 3}",
            done=number % 4,
            started_at=None if number % 3 == 0 else start + timedelta(microseconds=number // 2),
        )
    listing = site.get(f"/lavori/?ordine={sort}").context["listing"]
    forward = [listing]
    while listing.next_url:
        listing = site.get(listing.next_url).context["listing"]
        forward.append(listing)
    backward = [listing]
    while listing.previous_url:
        listing = site.get(listing.previous_url).context["listing"]
        backward.append(listing)
    seen = [row.key for page in forward for row in page.rows]
    key = WORKS.sortable[sort.removeprefix("-")].sort_fields[0]
    falling = sort.startswith("-")
    values = [getattr(job, key) for pk in seen for job in [Job.objects.get(pk=pk)]]
    filled = [value for value in values if value is not None]
    assert len(seen) == len(set(seen)) == 23
    assert filled == sorted(filled, reverse=falling)
    assert values == filled + [None] * (23 - len(filled))
    assert [row.key for page in reversed(backward) for row in page.rows] == seen


def test_names_sort_as_in_a_dictionary_through_a_transform(site: Client, make_job: MakeJob):
    for title in ("Zeta", "èra", "Esse", "eco", "alfa", "Beta", "zeta"):
        make_job(title=title)
    first = site.get("/lavori/?ordine=name").context["listing"]
    second = site.get(first.next_url).context["listing"]
    assert [row.heading for row in (*first.rows, *second.rows)] == [
        "alfa",
        "Beta",
        "eco",
        "èra",
        "Esse",
        "Zeta",
        "zeta",
    ]
    assert [row.key for row in site.get(second.previous_url).context["listing"].rows] == [row.key for row in first.rows]


@pytest.mark.parametrize("path", ["nothing", "title__nothing"])
def test_sort_by_what_is_no_field_is_refused(path: str):
    with pytest.raises(ImproperlyConfigured):
        is_nullable(Job, path)


def test_sort_through_many_rows_is_refused():
    with pytest.raises(ImproperlyConfigured, match="many rows"):
        is_nullable(User, "memberships__role")


def test_pages_skip_nothing_when_rows_are_added_before_the_place(site: Client, make_job: MakeJob):
    for number in range(8):
        make_job(title=f"M{number}")
    second = site.get("/lavori/").context["listing"].next_url
    make_job(title="A")
    assert titles(site, second) == ["M5", "M6", "M7"]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "é" * 50, "A" * 4000])
def test_altered_cursor_gives_the_first_page(site: Client, make_job: MakeJob, cursor: str):
    for number in range(8):
        make_job(title=f"M{number}")
    for name in ("dopo", "prima"):
        assert titles(site, f"/lavori/?{name}={cursor}") == [f"M{n}" for n in range(5)]


def test_cursor_of_another_sort_gives_the_first_page(site: Client, make_job: MakeJob):
    for number in range(8):
        make_job(title=f"M{number}")
    second = site.get("/lavori/").context["listing"].next_url
    assert titles(site, second.replace("?dopo", "?ordine=-title&dopo")) == [f"M{n}" for n in range(7, 2, -1)]


def test_going_back_to_a_list_that_has_shrunk_shows_a_full_first_page(site: Client, make_job: MakeJob):
    for number in range(12):
        make_job(title=f"M{number:02d}")
    second = site.get("/lavori/").context["listing"].next_url
    previous = site.get(second).context["listing"].previous_url
    Job.objects.filter(title__in=["M00", "M01"]).delete()
    assert titles(site, previous) == ["M02", "M03", "M04", "M05", "M06"]
