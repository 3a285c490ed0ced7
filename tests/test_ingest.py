"""What the archive decides about an article that a visit brought."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from archive.records import Article, Image, Person
from archive.runs import Opened
from archive.store import Archive
from tests.helpers import (
    DAY_1,
    DAY_2,
    DAY_3,
    DAY_4,
    bring,
    close_crawl,
    one,
    open_crawl,
    prose,
    rows,
)

URL = "http://lakeside.example/html/2024-03/02/content_1.htm"
STORY = Article(
    title="新渡口通航",
    body=prose(1),
    published="2024-03-02",
    source="湖滨晚报",
    authors=(Person("章远", "记者", "记者 章远"),),
    images=(Image("http://lakeside.example/1.jpg", "渡口"),),
)


def next_crawl(archive: Archive, crawl: Opened, at: str) -> Opened:
    """Close a crawl whatever it has left, and open the title's next one."""
    with archive.transaction() as connection:
        connection.execute("UPDATE frontier SET state = 'done' WHERE state = 'in flight'")
    close_crawl(archive, crawl)
    again = open_crawl(archive, at=at)
    assert not again.resumed
    return again


def test_an_article_and_its_parts_are_kept(archive: Archive, crawl: Opened) -> None:
    outcome = bring(archive, crawl, URL, STORY)
    assert outcome.article == "new"
    assert rows(archive, "SELECT id, title, body, revision, status FROM articles") == [
        (outcome.article_id, STORY.title, STORY.body, 1, "live")
    ]
    assert rows(archive, "SELECT name, role, raw FROM people") == [("章远", "记者", "记者 章远")]
    assert rows(archive, "SELECT url, caption FROM images") == [
        ("http://lakeside.example/1.jpg", "渡口")
    ]
    assert rows(archive, "SELECT state, verdict, article_id FROM frontier") == [
        ("done", "article", outcome.article_id)
    ]
    (figures,) = rows(archive, "SELECT responses, new, same FROM runs")
    assert figures == (1, 1, 0)


def test_the_same_address_again_is_the_same(archive: Archive, crawl: Opened) -> None:
    bring(archive, crawl, URL, STORY)
    assert bring(archive, crawl, URL, STORY, at=DAY_2).article == "same"
    spaced = replace(STORY, body=STORY.body.replace("\n", " \n\n"))
    assert bring(archive, crawl, URL, spaced, at=DAY_3).article == "same", "white space"
    assert rows(archive, "SELECT first_seen, last_seen, revision FROM articles") == [
        (DAY_1, DAY_3, 1)
    ]
    assert one(archive, "SELECT body FROM articles") == STORY.body


@pytest.mark.parametrize(
    "form",
    [
        URL.replace("http:", "https:"),
        URL + "?div=-1",
        URL + "?utm_source=chat",
        URL.replace(".example/", ".example:80/") + "#top",
        URL.upper().replace("/HTML/", "/html/").replace("/CONTENT_1.HTM", "/content_1.htm"),
    ],
)
def test_another_form_of_the_address_is_the_same(
    archive: Archive, crawl: Opened, form: str
) -> None:
    bring(archive, crawl, URL, STORY)
    assert bring(archive, crawl, form, STORY).article == "same"
    assert one(archive, "SELECT count(*) FROM articles") == 1
    assert one(archive, "SELECT count(*) FROM article_urls") == 1


def test_a_folder_and_its_index_page_are_the_same(archive: Archive, crawl: Opened) -> None:
    bring(archive, crawl, "http://lakeside.example/story/", STORY)
    again = bring(archive, crawl, "http://lakeside.example/story/index.html", STORY)
    assert again.article == "same"


def test_the_same_text_on_two_pages_is_a_duplicate(archive: Archive, crawl: Opened) -> None:
    first = bring(archive, crawl, URL, STORY)
    other = URL.replace("content_1", "content_2")
    again = bring(archive, crawl, other, replace(STORY, published="2024-03-02T08:00+08:00"))
    assert (again.article, again.article_id) == ("duplicate", first.article_id)
    assert one(archive, "SELECT count(*) FROM articles") == 1
    assert one(archive, "SELECT count(*) FROM revisions") == 1
    assert [u for (u,) in rows(archive, "SELECT url FROM article_urls ORDER BY rowid")] == [
        URL, other]  # fmt: skip
    assert bring(archive, crawl, other, STORY).article == "same", "the address is known now"


@pytest.mark.parametrize(
    "other",
    [
        replace(STORY, title="天气"),
        replace(STORY, published="2024-03-03"),
        replace(STORY, published=None),
        replace(STORY, body=prose(2)),
    ],
)
def test_not_a_duplicate(archive: Archive, crawl: Opened, other: Article) -> None:
    bring(archive, crawl, URL, STORY)
    assert bring(archive, crawl, "http://lakeside.example/2", other).article == "new"


def test_short_texts_may_be_alike_by_chance(archive: Archive, crawl: Opened) -> None:
    weather = Article(title="今日天气", body="晴，东风三级。", published="2024-03-02")
    bring(archive, crawl, URL, weather)
    assert bring(archive, crawl, "http://lakeside.example/2", weather).article == "new"


def test_two_addresses_of_one_article_do_not_revise_each_other(
    archive: Archive, crawl: Opened
) -> None:
    other = "http://lakeside.example/rolling/1"
    there = replace(STORY, column="滚动", source=None)
    bring(archive, crawl, URL, STORY)
    assert bring(archive, crawl, other, there).article == "duplicate"
    for at in (DAY_2, DAY_3, DAY_4):
        assert bring(archive, crawl, URL, STORY, at=at).article == "same"
        assert bring(archive, crawl, other, there, at=at, payload=at.encode()).article == "same"
    corrected = replace(there, body=prose(8))
    assert bring(archive, crawl, other, corrected, at=DAY_4).article == "revised"
    assert bring(archive, crawl, other, corrected, at=DAY_4).article == "same"


@pytest.mark.parametrize(
    "changed",
    [
        replace(STORY, body=prose(1) + "\n更正：船名有误。"),
        replace(STORY, title="新渡口昨日通航"),
        replace(STORY, authors=(Person("章远", "记者", "x"), Person("李简", "通讯员", "x"))),
        replace(STORY, authors=()),
        replace(STORY, published="2024-03-03"),
        replace(STORY, kicker="春运"),
        replace(STORY, source=None),
    ],
)
def test_changed_print_is_a_revision_and_the_old_text_stays(
    archive: Archive, crawl: Opened, changed: Article
) -> None:
    bring(archive, crawl, URL, STORY)
    crawl = next_crawl(archive, crawl, DAY_2)
    outcome = bring(archive, crawl, URL, changed, at=DAY_2)
    assert outcome.article == "revised"
    assert rows(archive, "SELECT title, body, revision, first_seen, last_seen FROM articles") == [
        (changed.title, changed.body, 2, DAY_1, DAY_2)
    ]
    kept = rows(archive, "SELECT number, seen_at, title, body, record FROM revisions ORDER BY 1")
    assert [row[:4] for row in kept] == [
        (1, DAY_1, STORY.title, STORY.body),
        (2, DAY_2, changed.title, changed.body),
    ]
    assert [json.loads(row[4])["authors"] for row in kept] == [
        json.loads(json.dumps(a.as_dict()))["authors"] for a in (STORY, changed)
    ]
    names = [p.name for p in changed.authors]
    assert [n for (n,) in rows(archive, "SELECT name FROM people ORDER BY position")] == names
    assert bring(archive, crawl, URL, changed, at=DAY_3).article == "same"
    assert bring(archive, crawl, URL, STORY, at=DAY_4).article == "revised", "and back again"


def test_the_same_bytes_read_by_a_newer_reader_are_the_same(
    archive: Archive, crawl: Opened
) -> None:
    bring(archive, crawl, URL, STORY, payload=b"<html>1")
    better = replace(STORY, subtitle="首日运送千人")
    assert bring(archive, crawl, URL, better, payload=b"<html>1").article == "same"
    assert bring(archive, crawl, URL, better, payload=b"<html>2").article == "revised"


def test_gone_is_missing_then_vanished_then_back(archive: Archive, crawl: Opened) -> None:
    def status() -> tuple[str, str | None]:
        ((now, since),) = rows(archive, "SELECT status, missing_since FROM articles")
        return now, since

    bring(archive, crawl, URL, STORY)
    crawl = next_crawl(archive, crawl, DAY_2)
    bring(archive, crawl, URL, None, state="gone", at=DAY_2, reason="HTTP 404")
    bring(archive, crawl, URL, None, state="gone", at=DAY_2)
    assert status() == ("missing", DAY_2), "twice in one crawl is one sighting"
    crawl = next_crawl(archive, crawl, DAY_3)
    bring(archive, crawl, URL, None, state="gone", at=DAY_3)
    assert status() == ("vanished", DAY_2)
    crawl = next_crawl(archive, crawl, DAY_4)
    assert bring(archive, crawl, URL, STORY, at=DAY_4).article == "same"
    assert status() == ("live", None)
    assert one(archive, "SELECT body FROM articles") == STORY.body
    assert [n for (n,) in rows(archive, "SELECT gone FROM runs ORDER BY id")] == [0, 2, 1, 0]


def test_an_article_that_lives_at_another_address_is_not_missing(
    archive: Archive, crawl: Opened
) -> None:
    other = "http://lakeside.example/2"
    bring(archive, crawl, URL, STORY)
    bring(archive, crawl, other, STORY)
    crawl = next_crawl(archive, crawl, DAY_2)
    bring(archive, crawl, other, STORY, at=DAY_2)
    bring(archive, crawl, URL, None, state="gone", at=DAY_3)
    assert one(archive, "SELECT status FROM articles") == "live"


def test_gone_says_nothing_about_other_articles(archive: Archive, crawl: Opened) -> None:
    bring(archive, crawl, URL, STORY)
    bring(archive, crawl, "http://lakeside.example/none", None, state="gone")
    assert one(archive, "SELECT status FROM articles") == "live"
