"""Mastheads, issues, pages and the places of articles on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import Article, Entry, Fact, Found, Issue, Page
from archive.runs import Opened
from archive.store import Archive
from tests.helpers import DAY_2, DAY_3, DAY_4, bring, one, prose, rows

URL = "http://lakeside.example/html/2024-03/02/content_1.htm"
STORY = Article(title="新渡口通航", body=prose(1), published="2024-03-02")


def test_masthead_facts_have_a_first_and_a_last_day(archive: Archive, crawl: Opened) -> None:
    old, new = (Fact("icp", f"京ICP备{n}号", f"备案：京ICP备{n}号") for n in (100, 200))
    bring(archive, crawl, URL, replace(STORY, masthead=(old,)), at=DAY_2)
    bring(archive, crawl, URL, replace(STORY, masthead=(old, new)), at=DAY_3)
    bring(archive, crawl, URL, replace(STORY, masthead=(new,)), at=DAY_4)
    assert rows(archive, "SELECT value, first_seen, last_seen FROM mastheads ORDER BY id") == [
        (old.value, DAY_2, DAY_3),
        (new.value, DAY_3, DAY_4),
    ]


@pytest.mark.parametrize("page_first", [True, False])
def test_places_are_filled_whichever_comes_first(
    archive: Archive, crawl: Opened, page_first: bool
) -> None:
    entry = Entry(URL + "?div=-1", "新渡口通航", "0,0,10,10")
    page = Found(
        "page",
        issue=Issue("2024-03-02", "http://lakeside.example/i"),
        pages=(Page("01", "http://lakeside.example/p1", "要闻", entries=(entry,)),),
    )
    steps = [("http://lakeside.example/p1", page), (URL, Found("article", article=STORY))]
    for url, found in steps if page_first else reversed(steps):
        bring(archive, crawl, url, found, context={"date": "2024-03-02"})
    (article_id,) = rows(archive, "SELECT id FROM articles")[0]
    assert rows(archive, "SELECT article_id, title, area FROM placements") == [
        (article_id, "新渡口通航", "0,0,10,10")
    ]
    assert rows(archive, "SELECT date, appeared FROM issues") == [("2024-03-02", 1)]
    assert one(archive, "SELECT count(*) FROM articles WHERE issue_id IS NOT NULL") == 1


def test_an_issue_that_appeared_is_not_unmade(archive: Archive, crawl: Opened) -> None:
    home = "http://lakeside.example/i"
    bring(archive, crawl, home, Found("issue", issue=Issue("2024-03-02", home)))
    bring(archive, crawl, home, Found("no issue", issue=Issue("2024-03-02", "", exists=False)))
    bring(archive, crawl, home, Found("no issue", issue=Issue("2024-03-03", "", exists=False)))
    assert rows(archive, "SELECT date, url, appeared FROM issues ORDER BY 1") == [
        ("2024-03-02", home, 1),
        ("2024-03-03", "", 0),
    ]


@pytest.mark.parametrize("entry", ["http://[broken/1", "/no/host", "http://lakeside.example:x/"])
def test_a_broken_link_in_a_page_does_not_stop_it(
    archive: Archive, crawl: Opened, entry: str
) -> None:
    page = Page("01", "http://lakeside.example/p", entries=(Entry(entry, "断"), Entry(URL, "好")))
    found = Found("page", issue=Issue("2024-03-02"), pages=(page,))
    bring(archive, crawl, "http://lakeside.example/p", found)
    assert rows(archive, "SELECT state FROM frontier") == [("done",)]
    assert rows(archive, "SELECT position, url FROM placements ORDER BY 1") == [
        (1, entry), (2, URL)]  # fmt: skip
