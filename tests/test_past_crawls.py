"""Which earlier crawls of a title the watch compares a crawl with."""

from __future__ import annotations

from archive import figures
from archive.store import Archive
from crawler.clock import utc
from tests.helpers import close_crawl, open_crawl


def crawl(archive: Archive, *, issues: int, state: str = "ok") -> int:
    opened = open_crawl(archive)
    close_crawl(archive, opened)
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE runs SET outcome = 'complete', issues = ?, pages = 2 * ?, health = ?,"
            " ended_at = ? WHERE id = ?",
            (issues, issues, f'{{"state": "{state}"}}', utc(), opened.run_id),
        )
    return opened.run_id


def test_looking_for_a_late_issue_does_not_crowd_out_the_crawls_that_found_one(
    archive: Archive,
) -> None:
    for _ in range(4):
        crawl(archive, issues=1)
    for _ in range(9):
        crawl(archive, issues=0)
    empty = crawl(archive, issues=0)
    found = crawl(archive, issues=1)
    assert [one.pages for one in figures.past(archive, found, 5)] == [2] * 4
    assert [one.pages for one in figures.past(archive, empty, 10)] == [0] * 9 + [2]


def test_a_crawl_that_was_not_well_is_no_measure(archive: Archive) -> None:
    crawl(archive, issues=1)
    crawl(archive, issues=1, state="alarm")
    assert len(figures.past(archive, crawl(archive, issues=1), 5)) == 1
