"""The pages that Datasette shows of an archive, asked for over HTTP as a browser does."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest

from archive.records import Article
from archive.store import Archive
from tests.helpers import DAY_1, DAY_2, bring, new_archive, open_crawl
from tests.issue_days import labels, newspaper
from tests.reading_room import Room, assert_strict
from tests.test_calendar import LOST, QUARTER

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield room
    finally:
        room.close()


def fill(archive: Archive) -> None:
    url = "http://lakeside.example/a.html"
    for at, text in ((DAY_1, "渡口来了三条船。"), (DAY_2, f"渡口来了五条船。{EVIL}")):
        article = Article(title=f"渡口{EVIL}", body=text)
        bring(archive, open_crawl(archive, "ferry", at=at), url, article, at=at)
    newspaper(archive, [day for day in QUARTER if day != LOST], labels(4))


def test_the_diff_page_shows_the_change_and_runs_nothing(room: Room) -> None:
    page = room.get("/-/baokan/archive/diff/1")
    assert page.status == 200
    assert "<del>三</del><ins>五</ins>" in page.text
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;" in page.text
    assert DAY_1 in page.text
    assert room.get("/-/baokan/archive/diff/1?a=2&b=1").text.count("<del>五</del>") == 1


def test_the_year_page_has_its_picture_and_its_gap(room: Room) -> None:
    page = room.get("/-/baokan/archive/calendar/lakeside/2022")
    assert page.status == 200
    assert page.text.count("<svg") == 1
    assert LOST.isoformat() in page.text
    assert "无缺" not in page.text
    newest = room.get("/-/baokan/archive/calendar/lakeside")
    assert newest.text.partition("<main")[2] == page.text.partition("<main")[2]


def test_the_first_page_leads_to_both(room: Room) -> None:
    page = room.get("/-/baokan/archive")
    for link in ("/-/baokan/archive/diff/1?a=1&amp;b=2", "/-/baokan/archive/article/1"):
        assert f'href="{link}"' in page.text
        assert room.get(unescape(link)).status == 200


@pytest.mark.parametrize(
    "path", ["", "/diff/1", "/calendar/lakeside", "/diff/99", "/calendar/nowhere"]
)
def test_every_page_is_strict(room: Room, path: str) -> None:
    page = room.get("/-/baokan/archive" + path)
    assert_strict(page)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/archive/diff/99", "没有第 99 号稿件"),
        ("/archive/diff/1?a=7&b=8", "稿件 1 没有第 7 稿"),
        ("/archive/calendar/nowhere", "nowhere"),
        ("/nowhere/diff/1", "nowhere"),
    ],
)
def test_what_is_not_there_is_404(room: Room, path: str, said: str) -> None:
    page = room.get("/-/baokan" + path)
    assert page.status == 404
    assert said in page.text


def test_the_menu_leads_there(room: Room) -> None:
    assert 'href="/-/baokan/archive"' in room.get("/archive").text
