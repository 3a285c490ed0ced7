"""Magazines by their contents pages: years, issues, columns, and what is no contents page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Ask, Found
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.platforms.qstheory import ADDRESSES
from crawler.titles import Title
from tests.crawling import rows
from tests.press_crawl import crawl, record
from tests.presses.papers import all_presses
from tests.presses.phrases import story
from tests.presses.static import serve
from tests.presses.walk import walk

PRESSES = {press.name: press for press in all_presses()}
ENTRY = "http://www.lake.example/lt/mulu.htm"
YEAR = "http://www.lake.example/dukan/lt/2024-01/01/c_1200000001.htm"


def read(body: str, ask: Ask, name: str = "qstheory", status: int = 200) -> Found:
    platform = platform_for(Title("lake", "湖滨论坛", name, ENTRY))
    page = Fetched(ask.url, status, body.encode(), {"content-type": "text/html"})
    return platform.read(ask, page)


def link(day: str, number: int, text: str) -> str:
    return f"<a href='/dukan/lt/{day}/c_{number}.htm'>{text}</a>"


YEARS = "".join(link(f"{y}-01/01", 1200000000 + y, f"{y}年") for y in (2022, 2023, 2024))
ISSUES = "".join(
    link(f"2024-{n:02d}/16", 1210000000 + n, f"2024年第{n}期") for n in (1, 2, 10, 11)
)


def test_without_a_span_the_newest_issue_of_the_newest_year() -> None:
    (year,) = read(YEARS, Ask(ENTRY, "entry")).asks
    assert year.context == {"year": "2024"}
    (issue,) = read(ISSUES, year).asks
    assert issue.context == {"issue_label": "2024年第11期", "date": "2024-11-16"}
    assert issue.kind == "issue"


def test_a_span_takes_the_years_and_issues_within() -> None:
    span = {"since": "2023-12-01", "until": "2024-02-20"}
    asks = read(YEARS, Ask(ENTRY, "entry", span)).asks
    assert [ask.context["year"] for ask in asks] == ["2023", "2024"]
    issues = read(ISSUES, asks[1]).asks
    assert [ask.context["issue_label"] for ask in issues] == ["2024年第1期", "2024年第2期"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("《湖滨论坛》2024年第12期", "2024年第12期"), ("第3期", "2024年第3期"),
     ("2024年第03期", "2024年第3期"), ("2024/12期", "2024年第12期"), ("读者来信", ""),
     ("第三期培训班开班", "")],
)  # fmt: skip
def test_labels_of_issues(text: str, label: str) -> None:
    found = read(
        link("2024-12-16"[:7] + "/16", 1220000000, text), Ask(YEAR, "list", {"year": "2024"})
    )
    assert [ask.context["issue_label"] for ask in found.asks] == ([label] if label else [])


def test_an_article_in_the_place_of_contents_is_an_error() -> None:
    title, text = story(6100)
    body = f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in text)
    body += link("2024-05/01", 1230000000, "又一篇")
    found = read(f"<html><title>{title}</title>{body}</html>", Ask(YEAR, "issue"))
    assert (found.verdict, found.pages) == ("error", ())
    assert found.reason == "an article in the place of the contents of an issue"


@pytest.mark.parametrize("body", ["", "<p>欢迎</p>", "<html></html>"])
def test_an_index_that_lists_nothing_is_told(body: str) -> None:
    for ask in (Ask(ENTRY, "entry"), Ask(YEAR, "list", {"year": "2024"}), Ask(YEAR, "issue")):
        found = read(body, ask)
        assert found.verdict in ("error", "empty")
        assert found.reason


def test_column_and_author_come_from_the_contents_where_the_page_is_silent() -> None:
    found = walk(PRESSES["periodical"])
    columns = [article.column for article in found.articles.values()]
    assert columns == ["特稿"] * 3 + ["连队纪事"] * 3
    assert all([p.name for p in a.authors] for a in found.articles.values())
    assert {article.issue_label for article in found.articles.values()} <= {
        "2024年第4期",
        "2024/4",
    }


def test_an_article_belongs_to_its_issue_and_the_issue_lists_it(tmp_path: Path) -> None:
    press = PRESSES["qstheory"]
    with serve(press) as running:
        result, archive = crawl(running, record(running), tmp_path)
    assert result.code == 0, result
    labels = rows(archive, "SELECT i.label, i.date, count(*) FROM articles a"
                           " JOIN issues i ON i.id = a.issue_id GROUP BY 1")  # fmt: skip
    assert labels == [("2024年第12期", "2024-06-16", 5)]
    places = "SELECT count(*) FROM placements WHERE article_id IS NOT NULL"
    assert rows(archive, places) == [(5,)]


@settings(deadline=None)
@given(st.dates(), st.integers(1_000_000_000, 9_999_999_999), st.integers(0, 16**32 - 1))
def test_both_generations_of_addresses_are_read_back(day: object, old: int, new: int) -> None:
    dashed = f"http://a.cn/dukan/lt/{day:%Y-%m/%d}/c_{old}.htm"
    packed = f"http://a.cn/{day:%Y%m%d}/{new:032x}/c.html"
    for url in (dashed, packed):
        if len(f"{day:%Y}") == 4:
            assert ADDRESSES.day(url) == day
            assert ADDRESSES.issue(url)
            assert ADDRESSES.article(url, ENTRY)
        assert not ADDRESSES.issue(url + "x")
    assert ADDRESSES.day("http://a.cn/20241340/" + "0" * 32 + "/c.html") is None
