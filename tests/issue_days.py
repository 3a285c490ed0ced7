"""Titles with invented issues, pages and entries, written into an archive day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from archive import issues, queue
from archive.records import Ask, Entry, Issue, Page
from archive.runs import Opened
from archive.store import Archive
from tests.helpers import DAY_1, open_crawl

HOST = "http://lakeside.example"


def span(since: str, until: str) -> list[date]:
    """Every day, both ends included."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def on(days: Iterable[date], *weekdays: int) -> list[date]:
    """Those days that are on these ISO weekdays."""
    return [day for day in days if day.isoweekday() in weekdays]


def labels(count: int) -> list[str]:
    """01, 02 …"""
    return [f"{n:02d}" for n in range(1, count + 1)]


def put(
    archive: Archive,
    opened: Opened,
    day: date | str,
    pages: Sequence[str] = ("01",),
    *,
    label: str = "",
    entries: Mapping[str, Sequence[Entry]] | None = None,
) -> None:
    """An issue with these pages; `entries` are what a page lists."""
    url = f"{HOST}/{day}{label}/node_1.htm"
    with archive.transaction() as connection:
        issue = Issue(str(day), url, label)
        issue_id = issues.put_issue(connection, opened.title_id, issue, DAY_1)
        for number, name in enumerate(pages, 1):
            address = f"{HOST}/{day}{label}/node_{number}.htm"
            page = Page(name, address, entries=tuple((entries or {}).get(name, ())))
            issues.put_page(connection, opened.title_id, issue_id, page, None)


def put_absent(archive: Archive, opened: Opened, days: Iterable[date]) -> None:
    """Days for which the site said 404."""
    with archive.transaction() as connection:
        for day in days:
            absent = Issue(day.isoformat(), f"{HOST}/{day}/node_1.htm", exists=False)
            issues.put_issue(connection, opened.title_id, absent, DAY_1)


def newspaper(
    archive: Archive, days: Iterable[date], pages: Sequence[str] = ("01",), rhythm: str = ""
) -> Opened:
    """A title with an issue on each of these days."""
    opened = open_crawl(archive)
    set_rhythm(archive, opened, rhythm)
    for day in days:
        put(archive, opened, day, pages)
    return opened


def set_rhythm(archive: Archive, opened: Opened, rhythm: str) -> None:
    """As a crawl of a record that declares it would."""
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE titles SET rhythm = ? WHERE id = ?", (rhythm, opened.title_id)
        )  # fmt: skip


def settle(archive: Archive, opened: Opened, ask: Ask, state: str, reason: str = "") -> None:
    """A request that ended so."""
    with archive.transaction() as connection:
        queue.add(connection, opened.crawl_id, [ask])
        connection.execute(
            "UPDATE frontier SET state = ?, reason = ? WHERE crawl_id = ? AND url = ?",
            (state, reason, opened.crawl_id, ask.url),
        )
