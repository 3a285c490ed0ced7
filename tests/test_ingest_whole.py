"""A visit is kept whole or not at all."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from archive.errors import ArchiveError
from archive.records import Article, Ask, Fact, Found, Image, Person, Visit
from archive.runs import Opened
from archive.store import Archive
from tests.helpers import (
    DAY_1,
    bring,
    capture,
    hand_out,
    one,
    prose,
    rows,
)

URL = "http://lakeside.example/1"
STORY = Article(
    title="新渡口通航",
    body=prose(1),
    authors=(Person("章远", "记者", "记者 章远"),),
    images=(Image("http://lakeside.example/1.jpg"),),
    masthead=(Fact("issn", "1000-0000", "x"),),
)
LINK = Ask("http://lakeside.example/2", "article")


def visit(ask_id: int, article: Article = STORY) -> Visit:
    """The visit that brought the article, and a link."""
    found = Found("article", article=article, asks=(LINK,))
    return Visit(ask_id, "done", DAY_1, (capture(URL),), found)


def contents(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, also those of the search index."""
    names = rows(archive, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name: rows(archive, f'SELECT * FROM "{name}"') for (name,) in names}


def test_a_request_is_done_together_with_its_rows(archive: Archive, crawl: Opened) -> None:
    ask_id = hand_out(archive, crawl, URL)
    reader = sqlite3.connect(archive.path)
    look = (
        "SELECT (SELECT count(*) FROM frontier WHERE state = 'done'),"
        " (SELECT count(*) FROM articles), (SELECT count(*) FROM captures),"
        " (SELECT count(*) FROM frontier WHERE url LIKE '%/2')"
    )
    seen = set()
    archive.connection.set_progress_handler(
        lambda: seen.add(reader.execute(look).fetchone()) or 0, 50
    )
    outcome = archive.ingest(crawl.run_id, visit(ask_id))
    archive.connection.set_progress_handler(None, 0)
    assert seen == {(0, 0, 0, 0)}, "another reader sees nothing of it before the end"
    assert reader.execute(look).fetchone() == (1, 1, 1, 1)
    assert outcome.asked == 1
    reader.close()


@pytest.mark.parametrize(
    "event",
    ["INSERT ON captures", "INSERT ON articles", "INSERT ON revisions", "INSERT ON people",
     "INSERT ON images", "INSERT ON article_urls", "INSERT ON mastheads", "INSERT ON frontier",
     "UPDATE ON frontier", "UPDATE ON runs"],
)  # fmt: skip
def test_a_failure_anywhere_undoes_all_of_the_visit(
    archive: Archive, crawl: Opened, event: str
) -> None:
    ask_id = hand_out(archive, crawl, URL)
    before = contents(archive)
    with archive.transaction() as connection:
        connection.execute(
            f"CREATE TRIGGER broken BEFORE {event} BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    with pytest.raises(ArchiveError, match="broken"):
        archive.ingest(crawl.run_id, visit(ask_id))
    assert contents(archive) == before
    with archive.transaction() as connection:
        connection.execute("DROP TRIGGER broken")
    outcome = archive.ingest(crawl.run_id, visit(ask_id))
    assert outcome.article == "new", "asked again, it succeeds"
    assert one(archive, "SELECT count(*) FROM articles") == 1


@pytest.mark.parametrize(
    "story",
    [
        replace(STORY, body=prose(1) + "\ud800"),
        replace(STORY, keywords=(3,)),  # type: ignore[arg-type]
        replace(STORY, images=(None,)),  # type: ignore[arg-type]
    ],
)
def test_a_record_that_cannot_be_stored_undoes_all_of_the_visit(
    archive: Archive, crawl: Opened, story: Article
) -> None:
    ask_id = hand_out(archive, crawl, URL)
    before = contents(archive)
    with pytest.raises((ValueError, TypeError, AttributeError)):
        archive.ingest(crawl.run_id, visit(ask_id, story))
    assert contents(archive) == before


def test_a_revision_that_fails_leaves_the_search_as_it_was(
    archive: Archive, crawl: Opened
) -> None:
    bring(archive, crawl, URL, STORY)
    before = contents(archive)
    changed = replace(STORY, title="旧渡口停航", images=(None,))  # type: ignore[arg-type]
    ask_id = one(archive, "SELECT id FROM frontier")
    with pytest.raises(AttributeError):
        archive.ingest(crawl.run_id, visit(ask_id, changed))
    assert contents(archive) == before


def test_an_unknown_request_is_refused(archive: Archive, crawl: Opened) -> None:
    before = contents(archive)
    with pytest.raises(Exception, match=r"."):
        archive.ingest(crawl.run_id, visit(4711))
    assert contents(archive) == before
