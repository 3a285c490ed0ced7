"""`baokan scout TITLE`: whether a record still holds, and what moved; `verified` after a crawl."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.store import Archive
from archive.verified import verified
from crawler.scout import Walk, walked
from crawler.scout_check import moved
from crawler.scout_record import as_toml
from crawler.titles import Title
from tests.crawling import baokan
from tests.press_crawl import crawl, record
from tests.presses.papers import all_presses
from tests.presses.static import serve

PRESSES = {press.name: press for press in all_presses()}


def own(folder: Path, title: Title) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(as_toml(title), "utf-8")
    return str(folder)


def test_a_record_that_holds(tmp_path: Path) -> None:
    with serve(PRESSES["jfjb"]) as running:  # it has an issue of yesterday, whenever that is
        title = record(running)
        titles = own(tmp_path / "t", title)
        result = baokan("scout", title.name, BAOKAN_TITLES=titles)
        by_address = baokan("scout", title.entry, BAOKAN_TITLES=titles)
    assert result.code == 0, result
    assert result.out.rstrip().endswith("test_press: the record holds")
    assert by_address.out == result.out


def test_a_front_page_that_moved_and_an_issue_that_is_overdue(tmp_path: Path) -> None:
    with serve(PRESSES["founder_classic"]) as running:
        edition = {"issue": "html/{YYYY}-{MM}/{DD}/node_1.htm"}
        title = replace(record(running), options={"editions": [edition]})
        result = baokan("scout", title.name, BAOKAN_TITLES=own(tmp_path / "t", title))
    assert result.code == 1, result
    assert "its newest issue is that of 2024-08-02" in result.out
    assert "node_19.htm, the record says" in result.out.replace("\n", " ")
    assert 'issue = "html/{YYYY}-{MM}/{DD}/node_19.htm"' in result.out, "as it is today"


def test_a_title_whose_platform_changed(tmp_path: Path) -> None:
    with serve(PRESSES["founder_new"]) as running:
        title = replace(record(running), platform="founder_classic", options={})
        result = baokan("scout", title.name, BAOKAN_TITLES=own(tmp_path / "t", title))
    assert result.code == 1, result
    assert "founder_classic reads no article" in result.out
    assert "platform founder_new" in result.out
    assert 'platform = "founder_new"' in result.out


def test_what_moved_is_told_line_by_line() -> None:
    title = Title("lake", "湖滨日报", "founder_classic", "http://a.example/")
    walk = Walk(title, None, problem="/: 404: the page is not there")
    assert list(moved(title, walk, date(2024, 8, 2))) == [
        "founder_classic reads no article: /: 404: the page is not there"
    ]


def test_a_site_that_answers_nothing_is_no_crash() -> None:
    def refuse(url: str, post: bool):  # type: ignore[no-untyped-def]
        from crawler.fetch import FetchError

        raise FetchError(f"{url}: refused")

    title = Title("lake", "湖滨日报", "founder_classic", "http://a.example/")
    walk = walked(title, None, refuse)
    assert walk.articles == []
    assert "refused" in walk.problem


def test_a_complete_crawl_verifies_a_title(tmp_path: Path) -> None:
    with serve(PRESSES["qpaper"]) as running:
        title = record(running)
        result, archive = crawl(running, title, tmp_path)
    assert result.code == 0, result
    with Archive.open(archive) as opened:
        assert verified(opened) == {(title.name, title.entry)}
