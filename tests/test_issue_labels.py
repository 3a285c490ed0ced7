"""Issues of magazines: known by their label (2022年第12期), whatever is known of their day."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.records import Article, Ask, Found, Issue, Page, Visit
from archive.store import Archive
from tests.helpers import DAY_1, capture, new_archive, open_crawl, prose

LABEL = "2022年第12期"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path)


def article(number: int) -> Found:
    return Found("article", article=Article(title=f"湖边的第{number}天", body=prose(number)))


def issues(archive: Archive) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in archive.query("SELECT date, label, url FROM issues")]


def queue(archive: Archive, *asks: Ask) -> None:
    """Open a crawl that begins with these requests."""
    open_crawl(archive, starts=asks)


def answer(archive: Archive, found: Found) -> None:
    """Take the next request of the crawl and ingest `found` for it."""
    crawl = open_crawl(archive)
    asked = archive.take(crawl.crawl_id, crawl.run_id, [], DAY_1)
    assert asked is not None
    archive.ingest(crawl.run_id, Visit(asked.id, "done", DAY_1, (capture(asked.url),), found))


def test_articles_belong_to_the_issue_of_the_contents_that_led_to_them(archive: Archive) -> None:
    toc = "http://lakeside.example/toc"
    urls = [f"http://lakeside.example/{n}" for n in (1, 2)]
    asks = tuple(Ask(url, "article", {"issue_label": LABEL}) for url in urls)
    queue(archive, Ask(toc, "issue"))
    answer(archive, Found("issue", issue=Issue("", toc, LABEL), asks=asks))
    answer(archive, article(1))
    answer(archive, article(2))
    assert issues(archive) == [("", LABEL, toc)]
    rows = archive.query(
        "SELECT DISTINCT i.label FROM articles a JOIN issues i ON i.id = issue_id"
    )
    assert rows == [{"label": LABEL}]


def test_the_day_of_an_issue_may_be_told_later(archive: Archive) -> None:
    queue(archive, *(Ask(f"http://lakeside.example/{n}", "issue") for n in (1, 2, 3)))
    for day in ("", "2022-06-16", ""):
        answer(archive, Found("issue", issue=Issue(day, "http://lakeside.example/toc", LABEL)))
    assert issues(archive) == [("2022-06-16", LABEL, "http://lakeside.example/toc")]


def test_an_article_may_come_before_its_issue(archive: Archive) -> None:
    context = {"issue_label": LABEL, "date": "2022-06-16"}
    queue(
        archive,
        Ask("http://lakeside.example/1", "article", context),
        Ask("http://lakeside.example/toc", "issue"),
    )
    answer(archive, article(1))
    answer(archive, Found("issue", issue=Issue("", "http://lakeside.example/toc", LABEL)))
    assert issues(archive) == [("2022-06-16", LABEL, "http://lakeside.example/toc")]


def test_two_labels_of_one_day_are_two_issues(archive: Archive) -> None:
    queue(archive, *(Ask(f"http://lakeside.example/{n}", "issue") for n in (1, 2)))
    for label in (LABEL, "2022年增刊"):
        answer(archive, Found("issue", issue=Issue("2022-06-16", "http://l.example/", label)))
    assert [label for _, label, _ in issues(archive)] == [LABEL, "2022年增刊"]


def test_pages_of_a_label_are_pages_of_its_issue(archive: Archive) -> None:
    page = Page("目录", "http://lakeside.example/toc")
    queue(archive, Ask("http://lakeside.example/toc", "page", {"issue_label": LABEL}))
    answer(archive, Found("page", pages=(page,)))
    rows = archive.query("SELECT i.label, p.label AS page FROM pages p JOIN issues i"
                         " ON i.id = issue_id")  # fmt: skip
    assert rows == [{"label": LABEL, "page": "目录"}]
