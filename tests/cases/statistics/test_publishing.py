# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What is published of cases: no small count, none told by sums or by two publications, kept for good."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from incas.audit.models import Entry
from incas.cases.choices.cases import Outcome, Phase
from incas.cases.models import MeasureKind, PilotService, PublishedFigures
from incas.cases.operations.figures import publish_figures
from incas.cases.statistics import compute_figures, figures_for, kinds_for
from incas.cases.statistics.comparing import before_and_after
from incas.cases.statistics.indicators import ValueKind
from incas.cases.statistics.periods import last_settled_quarter, next_publication
from incas.cases.tenancy import current_scope
from tests.cases.factories import CaseFactory, MeasureFactory, PilotServiceFactory

UNTIL = date(2026, 9, 30)
SMALL = range(1, 5)


@pytest.fixture
def services(db: None) -> list[PilotService]:
    """Three Comuni: of three, of twelve and of fourteen cases."""
    made = [PilotServiceFactory() for _each in range(3)]
    for service, (open_ones, closed) in zip(made, ((3, 0), (7, 5), (13, 1)), strict=True):
        CaseFactory.create_batch(open_ones, service=service, person=False)
        ended = {"phase": Phase.CLOSED, "closed_on": date(2026, 5, 4), "outcome": Outcome.AUTONOMY}
        CaseFactory.create_batch(closed, service=service, person=False, **ended)
    return made


def numbers(content: Any) -> Iterator[int]:
    """Walk every whole number of what is published, wherever it is."""
    if isinstance(content, dict):
        for value in content.values():
            yield from numbers(value)
    elif isinstance(content, list):
        for value in content:
            yield from numbers(value)
    elif isinstance(content, int):
        yield content


def test_no_small_count_is_published_anywhere(services):
    content = compute_figures(UNTIL)
    assert [count for count in numbers(content["tables"]) if count in SMALL] == []


def test_a_comune_of_three_cases_has_no_number_but_zeros(services):
    row = str(services[0].body_id)
    shown = {
        count for told in compute_figures(UNTIL)["tables"].values() for count in told["rows"].get(row, []) if count
    }
    assert shown == set()


def test_no_sum_gives_a_hidden_count_back(services):
    for slug, told in compute_figures(UNTIL)["tables"].items():
        rows = told["rows"]
        for cells in rows.values():
            assert cells.count(None) != 1, slug
        if len(rows) > 1:
            for column in zip(*rows.values(), strict=True):
                assert column.count(None) != 1, slug


def test_large_counts_are_published(services):
    rows = compute_figures(UNTIL)["tables"]["sector"]["rows"]
    assert rows[""][-1] == 29


def test_what_moved_by_few_since_it_was_shown_is_hidden(services):
    first = compute_figures(UNTIL)
    assert first["tables"]["sector"]["rows"][""][-1] == 29
    CaseFactory.create_batch(2, service=services[2], person=False)
    assert compute_figures(UNTIL)["tables"]["sector"]["rows"][""][-1] == 31
    second = compute_figures(UNTIL, earlier=[first])
    assert second["tables"]["sector"]["rows"][""][-1] is None
    CaseFactory.create_batch(3, service=services[2], person=False)
    assert compute_figures(UNTIL, earlier=[first, second])["tables"]["sector"]["rows"][""][-1] == 34


def kinds_of(content: Any, area: str) -> dict[str, int | None]:
    """How many had each kind of measure of an area, as published."""
    return {kind["slug"]: kind["cells"][0] for kind in content["kinds"] if kind["area"] == area}


def give_measures(services, **persons: int) -> None:
    """Give so many persons of the largest service a measure of each kind of work, each person of one kind."""
    cases = iter(CaseFactory.create_batch(sum(persons.values()), service=services[2], in_programme=True, person=False))
    for slug, count in persons.items():
        for _each in range(count):
            kind = MeasureKind.objects.get(slug=slug.replace("_", "-"))
            MeasureFactory(case=next(cases), state="running", kind=kind)


def test_measures_are_told_by_kind_over_the_whole_pilot(services):
    give_measures(services, work_1=9, work_2=8)
    content = compute_figures(UNTIL)
    assert kinds_of(content, "work") == {"work-1": 9, "work-2": 8, "work-3": 0, "work-4": 0, "work-5": 0}
    (table,) = [each for each in kinds_for(content, overall="Tutto") if each.keys[0] == "kind_work-1"]
    assert [(row.name, row.cells, row.total) for row in table.rows] == [("Tutto", (9, 8, 0, 0, 0), 46)]


def test_no_small_count_of_a_kind_nor_its_complement_is_published(services):
    give_measures(services, work_1=12, work_2=3, work_3=2)
    content = compute_figures(UNTIL)
    assert [count for count in numbers(content["kinds"]) if count in SMALL] == []
    assert kinds_of(content, "work")["work-2"] is None


def test_one_kind_is_never_hidden_alone_in_its_area(services):
    give_measures(services, work_1=12, work_2=6, work_3=2)
    hidden = [slug for slug, count in kinds_of(compute_figures(UNTIL), "work").items() if count is None]
    assert hidden == ["work-2", "work-3"]


def test_a_kind_that_moved_by_few_since_it_was_shown_is_hidden(services):
    give_measures(services, work_1=9, work_2=8)
    first = compute_figures(UNTIL)
    give_measures(services, work_1=2, work_2=6)
    assert kinds_of(compute_figures(UNTIL, earlier=[first]), "work")["work-1"] is None


def test_figures_are_published_once_and_stay(services, coordinator, noon):
    figures = publish_figures(until=UNTIL, by=coordinator, at=noon)
    CaseFactory.create_batch(20, service=services[1], person=False)
    assert publish_figures(until=UNTIL, by=None, at=noon) == figures
    assert PublishedFigures.objects.get().content == figures.content
    assert Entry.objects.about(figures).get().verb == "figures_published"
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedFigures.objects.update(content={})


def test_means_and_costs_are_not_told_of_few(services):
    values = [value for told in compute_figures(UNTIL)["tables"].values() for value in told["values"].values()]
    assert {number for by_row in values for number in by_row.values()} == {None}


def test_a_pilot_without_services_has_no_tables(db):
    assert compute_figures(UNTIL)["tables"] == {}


def test_a_reader_opens_the_rows_followed_and_the_whole(services, noon):
    content = compute_figures(UNTIL)
    body = services[2].body_id
    table = figures_for(content, names={body: "Comune mio"}, overall="Tutto")["outcome"]
    assert [(row.name, row.is_overall) for row in table.rows] == [("Tutto", True), ("Comune mio", False)]


def test_shares_are_told_where_both_counts_are(services):
    for table in figures_for(compute_figures(UNTIL), names={}, overall="Tutto").values():
        for row in table.rows:
            for cell, share in zip(row.cells, row.per_hundred, strict=True):
                assert (share is None) == (cell is None or not row.total)


def test_figures_are_computed_outside_any_scope_and_leave_none(services):
    assert compute_figures(UNTIL)["tables"]
    assert current_scope().level == ""


@pytest.mark.parametrize(
    ("today", "settled", "following"),
    [
        (date(2026, 10, 14), date(2026, 6, 30), date(2026, 10, 15)),
        (date(2026, 10, 15), date(2026, 9, 30), date(2027, 1, 15)),
        (date(2027, 1, 1), date(2026, 9, 30), date(2027, 1, 15)),
        (date(2027, 1, 15), date(2026, 12, 31), date(2027, 4, 15)),
    ],
)
def test_a_quarter_is_published_fifteen_days_after_its_end(today, settled, following):
    assert (last_settled_quarter(today), next_publication(today)) == (settled, following)


def test_means_are_read_in_the_order_of_their_indicator_whatever_the_order_they_were_kept_in():
    kept = {"mean_after": {"": "3.1"}, "mean_before": {"": "1.8"}}  # the database sorts the keys of JSON its own way
    told = {"categories": ["measured"], "rows": {"": [20, 20]}, "values": kept}
    table = figures_for({"tables": {"need_work": told}}, names={}, overall="Tutto")["need_work"]
    assert [(value.kind, value.number) for value in table.rows[0].values] == [
        (ValueKind.MEAN_BEFORE, Decimal("1.8")), (ValueKind.MEAN_AFTER, Decimal("3.1")),
    ]  # fmt: skip
    assert [need.change for need in before_and_after({"need_work": table})] == [Decimal("1.3")]
