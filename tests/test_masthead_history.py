"""Facts of mastheads as periods."""

from __future__ import annotations

import pytest

from archive.errors import ArchiveError
from archive.masthead_history import Span, history
from archive.records import Article, Fact
from archive.store import Archive
from tests.helpers import bring, open_crawl, prose

OLD, NEW = "湘ICP备00000001号", "湘ICP备00000002号"


def day(number: int) -> str:
    return f"2026-01-{number:02d}T06:30:00.000Z"


def crawl(archive: Archive, number: int, *values: str, kind: str = "icp") -> None:
    """A crawl on a day, of which one page shows these values."""
    at = day(number)
    opened = open_crawl(archive, at=at, since=at[:10], until=at[:10])
    facts = tuple(Fact(kind, value, value) for value in values)
    story = Article(title="渡口", body=prose(number), masthead=facts)
    bring(archive, opened, f"http://lakeside.example/{number}", story, at=at)


def short(span: Span) -> tuple[str, int, int, str, str]:
    first, last = int(span.first_seen[8:10]), int(span.last_seen[8:10])
    return span.value, first, last, span.state, span.replaced_by


def spans(archive: Archive) -> list[tuple[str, int, int, str, str]]:
    return [short(span) for span in history(archive, "lakeside")]


def test_a_fact_that_every_crawl_shows_is_one_period(archive: Archive) -> None:
    for number in (5, 6, 7):
        crawl(archive, number, OLD)
    assert spans(archive) == [(OLD, 5, 7, "current", "")]
    (span,) = history(archive, "lakeside")
    captures = [row["id"] for row in archive.query("SELECT id FROM captures ORDER BY id")]
    assert (span.first_capture, span.last_capture) == (captures[0], captures[-1])


def test_a_fact_that_changed_has_a_successor(archive: Archive) -> None:
    for number, value in ((5, OLD), (6, OLD), (7, NEW), (8, NEW)):
        crawl(archive, number, value)
    assert spans(archive) == [(OLD, 5, 6, "ended", NEW), (NEW, 7, 8, "current", "")]


def test_a_value_that_comes_back_is_a_second_period(archive: Archive) -> None:
    for number, value in ((5, OLD), (6, NEW), (7, OLD)):
        crawl(archive, number, value)
    assert spans(archive) == [
        (OLD, 5, 5, "ended", NEW),
        (NEW, 6, 6, "ended", OLD),
        (OLD, 7, 7, "current", ""),
    ]


def test_a_crawl_that_shows_nothing_of_a_kind_ends_nothing(archive: Archive) -> None:
    crawl(archive, 5, OLD)
    crawl(archive, 6)
    crawl(archive, 7, "0731-00000000", kind="telephone")
    crawl(archive, 8, OLD)
    assert spans(archive)[0] == (OLD, 5, 8, "current", "")


def test_several_values_of_a_kind_hold_at_once(archive: Archive) -> None:
    crawl(archive, 5, "湖滨日报社", "湖滨市文联", kind="organiser")
    crawl(archive, 6, "湖滨日报社", kind="organiser")
    assert spans(archive) == [
        ("湖滨市文联", 5, 5, "ended", ""),
        ("湖滨日报社", 5, 6, "current", ""),
    ]


def test_a_change_inside_one_crawl(archive: Archive) -> None:
    crawl(archive, 5, OLD)
    opened = open_crawl(archive, at=day(6))
    for minute, value in ((31, OLD), (59, NEW)):
        at = day(6).replace(":30:", f":{minute}:")
        story = Article(title="渡口", body=prose(minute), masthead=(Fact("icp", value, value),))
        bring(archive, opened, f"http://lakeside.example/m{minute}", story, at=at)
    crawl(archive, 7, NEW)
    assert spans(archive) == [(OLD, 5, 6, "ended", NEW), (NEW, 6, 7, "current", "")]


def test_facts_of_an_older_archive_have_one_period(archive: Archive) -> None:
    crawl(archive, 5, OLD)
    crawl(archive, 6, OLD)
    with archive.transaction() as connection:
        connection.execute("DELETE FROM masthead_crawls")
    assert spans(archive) == [(OLD, 5, 6, "current", "")]
    crawl(archive, 7, NEW)
    assert spans(archive) == [(OLD, 5, 6, "ended", NEW), (NEW, 7, 7, "current", "")]


def test_a_fact_of_an_older_archive_that_is_seen_again_keeps_its_first_day(
    archive: Archive,
) -> None:
    crawl(archive, 5, OLD)
    with archive.transaction() as connection:
        connection.execute("DELETE FROM masthead_crawls")
    crawl(archive, 7, OLD)
    assert spans(archive) == [(OLD, 5, 7, "current", "")]


def test_a_title_that_is_not_archived(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no title 'riverside'"):
        history(archive, "riverside")
