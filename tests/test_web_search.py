"""The search page, its feeds and downloads, and Datasette's own search box."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import feedparser
import pytest

from archive.records import Article, Person
from archive.store import Archive
from tests.helpers import DAY_1, bring, new_archive, open_crawl, prose
from tests.reading_room import Answer, Room, assert_strict, links

HERE = "/-/baokan/archive"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Two titles, 45 articles with 渡口 in their texts, one with it in the headline."""
    folder = tmp_path_factory.mktemp("search")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield room
    finally:
        room.close()


def fill(archive: Archive) -> None:
    for number in range(45):
        name = "lakeside" if number % 3 else "harbour"
        crawl = open_crawl(archive, name, publication="湖滨晚报" if number % 3 else "港口日报")
        article = Article(
            title=f"第{number}号" if number != 7 else "渡口通航",
            body=f"{prose(number)}渡口在此。" + ("廣告" if number == 9 else ""),
            published=f"{2021 + number % 2}-08-{1 + number % 28:02d}",
            source="湖滨晚报",
            authors=(Person("章远", "记者", "记者 章远"),),
        )
        bring(archive, crawl, f"http://{name}.example/{number}", article, at=DAY_1)


def find(room: Room, q: str, form: str = "", **more: str) -> Answer:
    """`/search` with a query."""
    query = urlencode({"q": q, **more})
    return room.get(f"{HERE}/search{form}?{query}", {"Accept-Language": "en"})


def test_hits_are_marked_counted_and_paged(room: Room) -> None:
    page = find(room, "渡口")
    assert_strict(page)
    assert "45 found" in page.text
    first = re.search(r'class="headline"[^>]*>(.*?)</a>', page.text)
    assert first
    assert first[1] == "<mark>渡口</mark>通航", "the headline hit is the first"
    assert page.text.count('class="headline"') == 20
    seen = set(re.findall(r"/article/(\d+)\"", page.text))
    for number in ("2", "3"):
        seen |= set(re.findall(r"/article/(\d+)\"", find(room, "渡口", page=number).text))
    assert len(seen) == 45
    days = re.findall(r"(\d+ August \d{4})", find(room, "渡口", order="newest").text)
    assert days[0] == "28 August 2022"


def test_titles_and_years_narrow_it_down_and_can_be_undone(room: Room) -> None:
    page = find(room, "渡口")
    choices = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="meta">(\d+)', page.text)
    assert [(label, n) for _, label, n in choices] == [
        ("湖滨晚报", "30"), ("港口日报", "15"), ("2022", "22"), ("2021", "23"),
    ]  # fmt: skip
    narrowed = room.get(choices[1][0].replace("&amp;", "&"), {"Accept-Language": "en"})
    assert "15 found" in narrowed.text
    assert 'aria-current="true">港口日报' in narrowed.text
    undone = re.search(r'<a href="([^"]+)" class="filter"', narrowed.text)
    assert undone
    assert "45 found" in room.get(undone[1].replace("&amp;", "&"), {"Accept-Language": "en"}).text


def test_every_link_of_a_page_of_hits_leads_somewhere(room: Room) -> None:
    for link in set(links(find(room, "渡口 date:2022"))):
        assert room.get(link).status == 200, link


def test_without_a_query_the_page_says_how_to_search(room: Room) -> None:
    page = room.get(f"{HERE}/search")
    assert page.status == 200
    assert "怎样检索" in page.text
    assert "标题:图书馆" in page.text


def test_a_filter_that_means_nothing_is_said(room: Room) -> None:
    page = find(room, "渡口 date:2022-13")
    assert page.status == 400
    assert "write 2022, 2022-08" in page.text
    assert_strict(page)
    for form in (".json", ".csv", ".atom"):
        assert find(room, "status:gone", form).status == 404
    assert find(room, "没有这种词").text.count("Nothing.") == 1


def test_the_other_script_and_operators_work_here_too(room: Room) -> None:
    assert "1 found" in find(room, "广告").text
    assert "<mark>廣告</mark>" in find(room, "广告").text
    assert "44 found" in find(room, "渡口 -廣告").text


def test_json_goes_page_by_page(room: Room) -> None:
    path: str | None = f"{HERE}/search.json?{urlencode({'q': '渡口', 'order': 'newest'})}"
    found = []
    while path:
        answer = room.get(path)
        assert answer.headers["content-type"].startswith("application/json")
        page = json.loads(answer.text)
        assert page["count"] == 45
        found += page["hits"]
        path = page["next"]
    assert len({hit["id"] for hit in found}) == 45
    assert "[渡口]" in found[0]["snippet"]
    assert room.get(found[0]["page"]).status == 200


def test_a_saved_search_is_a_feed(room: Room) -> None:
    page = find(room, "渡口", date="2022")
    address = re.search(
        r'rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page.text
    )
    assert address
    answer = room.get(address[1].replace("&amp;", "&"))
    feed = feedparser.parse(answer.body)
    assert not feed.bozo
    assert len(feed.entries) == 22
    assert feed.entries[0].published.startswith("2022-08-28")
    title = feedparser.parse(room.get(f"{HERE}/title/harbour/feed.atom").body)
    assert (title.feed.title, len(title.entries)) == ("港口日报", 15)
    assert room.get(f"{HERE}/title/nowhere/feed.atom").status == 404


def test_hits_are_taken_along(room: Room) -> None:
    rows = list(csv.DictReader(io.StringIO(find(room, "渡口", ".csv").body.decode("utf-8-sig"))))
    assert len(rows) == 45
    assert len(find(room, "渡口", ".jsonl").text.splitlines()) == 45
    assert find(room, "渡口", ".ris").text.count("TY  - NEWS") == 45
    assert find(room, "渡口", ".gbt7714.txt").text.count("[N/OL]") == 45
    answer = find(room, "渡口", ".bib")
    assert answer.headers["content-disposition"] == 'attachment; filename="search.bib"'
    assert "sandbox" in answer.headers["content-security-policy"]


def test_an_article_is_cited_and_found_by_zotero(room: Room) -> None:
    page = room.get(f"{HERE}/article/8")
    assert '<meta name="citation_title" content="渡口通航">' in page.text
    assert '<meta name="citation_journal_title" content="湖滨晚报">' in page.text
    assert 'class="Z3988"' in page.text
    assert "[1] 章远. 渡口通航[N/OL]. 湖滨晚报, 2022-08-08" in page.text
    for form in ("bib", "ris", "csl.json", "gbt7714.txt", "dc.xml", "md"):
        assert room.get(f"{HERE}/article/8.{form}").status == 200
    assert room.get(f"{HERE}/article/999.bib").status == 404


@pytest.mark.parametrize("table", ["articles", "article_list"])
@pytest.mark.parametrize(
    ("query", "count"),
    [("渡口", 45), ("渡", 45), ("渡口在此", 45), ("广告", 1), ("渡口 -廣告", 44),
     ("title:渡口", 1), ("作者:章远 date:2022", 22), ("通航 OR 廣告", 2), ("没有", 0)],
)  # fmt: skip
def test_datasettes_own_search_box_finds_the_same(
    room: Room, table: str, query: str, count: int
) -> None:
    path = f"/archive/{table}.json?_search={quote(query)}&_shape=array&_col=id&_size=max"
    assert len(json.loads(room.get(path).text)) == count
    assert f"/archive/{table}" in room.get(f"/archive/{table}?_search={quote(query)}").path


def test_one_column_of_datasettes_search_box(room: Room) -> None:
    path = f"/archive/articles.json?_search_title={quote('渡口')}&_shape=array&_col=title"
    assert json.loads(room.get(path).text) == [{"id": 8, "title": "渡口通航"}]


def test_the_functions_work_in_sql(room: Room) -> None:
    sql = (
        "select search_snippet(body, '广告') as s from articles where id in"
        " (select rowid from article_search where article_search match search_match('广告'))"
    )
    (row,) = json.loads(
        room.get(f"/archive.json?{urlencode({'sql': sql, '_shape': 'array'})}").text
    )
    assert "[廣告]" in row["s"]


def test_an_issue_is_a_book(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        for number in range(3):
            bring(archive, crawl, f"http://lakeside.example/{number}",
                  Article(title=f"第{number}号", body=prose(number), issue_label="2022年第15期",
                          published="2022-08-04"), context={"date": "2022-08-04"})  # fmt: skip
        issue = archive.query("SELECT issue_id FROM articles")[0]["issue_id"]
    room = Room(tmp_path / "archive.db")
    try:
        answer = room.get(f"{HERE}/issue/{issue}.epub")
        assert answer.headers["content-type"] == "application/epub+zip"
        names = zipfile.ZipFile(io.BytesIO(answer.body)).namelist()
        assert names[0] == "mimetype"
        assert room.get(f"{HERE}/issue/999.epub").status == 404
    finally:
        room.close()
