# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
"""What every list is tested with."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_constant_queries(client: Client, url: str, make_row: Callable[[], object], *, files: bool = True) -> int:
    """Check that a page asks the database as many questions with three rows as with one; give their number.

    `make_row` makes one more row that the page shows. `files` checks the list's spreadsheets too.
    """
    urls = [url]
    if files:
        urls += [f"{url}{'&' if '?' in url else '?'}esporta={kind}" for kind in ("xlsx", "csv")]
    make_row()
    for each in urls:
        read(client, each)  # what is loaded once and kept does not count
    with_one = [queries_of(client, each) for each in urls]
    make_row()
    make_row()
    for each, before in zip(urls, with_one, strict=True):
        after = queries_of(client, each)
        assert len(after) == len(before), "\n".join([f"{each}: {len(before)} then {len(after)}", *after])
    return len(with_one[0])


def queries_of(client: Client, url: str) -> list[str]:
    """Read a page and give the questions it asked."""
    with CaptureQueriesContext(connection) as captured:
        read(client, url)
    return [query["sql"] for query in captured.captured_queries]


def read(client: Client, url: str) -> bytes:
    """Read a page to its end, a streamed file too."""
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return b"".join(response.streaming_content) if response.streaming else response.content
