"""Traps of e-papers on the smaller vendors' systems, and links that lead to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Ask, Found
from crawler.demo.server import Reply
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.titles import Title
from tests.crawling import rows
from tests.press_crawl import crawl, kept
from tests.presses.papers import all_presses
from tests.presses.papers.founder import ISSUES, classic_page
from tests.presses.static import Press, serve
from tests.presses.walk import headlines, title_of, walk

PRESSES = {press.name: press for press in all_presses()}
ENTRY = "http://paper.lake.example/hbrb/"
EDITION = {"editions": [{"issue": "html/{YYYY}-{MM}/{DD}/node_19.htm"}]}


def title(**more: object) -> Title:
    return replace(Title("hubin", "湖滨日报", "founder_classic", ENTRY), **more)  # type: ignore[arg-type]


def read(of: Title, ask: Ask, body: str, status: int = 200) -> Found:
    headers = {"content-type": "text/html"}
    noon = datetime(2024, 8, 2, 4, 0, tzinfo=UTC)
    return platform_for(of).read(ask, Fetched(ask.url, status, body.encode(), headers, noon))


def without(press: Press, path: str) -> Press:
    return replace(press, files={p: body for p, body in press.files.items() if p != path})


# Nothing is said to have not appeared that something leads to


@pytest.mark.parametrize(
    "name", ["founder_classic", "founder_nbs", "paperindex", "szbz", "joyhua"]
)
def test_trap_02_an_entry_that_leads_to_nothing_says_nothing_of_the_day(name: str) -> None:
    press = PRESSES[name]
    front = next(path for path in walk(press).asked if walk(press).verdicts[path] == "issue")
    found = walk(without(press, front))
    assert found.verdicts[front] == "missing"
    assert found.reasons[front]
    assert (found.absent, found.articles) == ([], {})


def test_trap_09_a_day_that_the_calendar_lists_has_appeared() -> None:
    press = PRESSES["founder_classic calendar"]
    lost = ISSUES["2024-08-01"][0].file
    found = walk(without(press, lost), press.span)
    assert found.verdicts[lost] == "missing"
    assert found.absent == ["2024-07-31"]
    assert len(found.articles) == 10


def test_trap_09_the_way_back_goes_on_behind_a_dead_link() -> None:
    press, (front, _) = PRESSES["founder_classic back"], ISSUES["2024-08-02"]
    lost = ISSUES["2024-08-01"][0].file
    newest = classic_page(front, ISSUES["2024-08-02"], "2024-08-02", lost)
    files = dict(without(press, lost).files) | {front.file: newest}
    found = walk(replace(press, files=files), ("2024-07-30", "2024-08-02"))
    assert found.verdicts[lost] == "missing"
    assert [day for day, pages in found.issues.items() if pages] == ["2024-08-02", "2024-07-30"]
    assert found.absent == ["2024-07-31"], "found out by asking for it"


def test_trap_09_the_archive_counts_a_dead_link_as_gone(tmp_path: Path) -> None:
    press, (front, _) = PRESSES["founder_classic back"], ISSUES["2024-08-02"]
    lost = ISSUES["2024-08-01"][0].file
    newest = classic_page(front, ISSUES["2024-08-02"], "2024-08-02", lost)
    files = dict(without(press, lost).files) | {front.file: newest}
    with serve(replace(press, files=files, span=("2024-07-30", "2024-08-02"))) as running:
        result, archive = crawl(running, title_of(press, running.base), tmp_path)
    assert result.code == 0, result
    found = kept(archive)
    assert found.issues == {"2024-07-30": ["A01", "A02"], "2024-08-02": ["A01", "A02"]}
    assert found.absent == ["2024-07-31"]
    gone = rows(archive, "SELECT url FROM frontier WHERE state = 'gone'")
    assert gone == [(running.base + lost,)], "and PDFs with Chinese names are there"


def test_a_day_that_is_only_guessed_has_no_issue_where_there_is_none() -> None:
    ask = Ask(ENTRY + "html/2024-08/01/node_19.htm", "issue", {"date": "2024-08-01"})
    found = read(title(options=EDITION), ask, "", 404)
    assert found.verdict == "no issue"
    assert found.issue is not None
    assert not found.issue.exists


@pytest.mark.parametrize("status", [403, 404])
def test_trap_02_the_entry_is_closed_while_the_issues_are_there(status: int) -> None:
    press = PRESSES["founder_classic"]
    files = dict(press.files) | {press.entry: Reply(b"closed", status)}
    found = walk(replace(press, files=files, options=EDITION))
    assert headlines(found) == dict(press.articles)
    assert found.absent == [], "the days tried before it may have their issue yet"
    tried = [path for path in found.asked if path.endswith("node_19.htm")]
    assert [path.split("/")[4] for path in tried] == ["05", "04", "03", "02"]


def test_trap_02_a_stale_entry_is_not_the_newest_issue() -> None:
    press = PRESSES["founder_classic"]
    stale = b'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2019-01/02/node_19.htm">'
    files = dict(press.files) | {press.entry: stale}
    assert headlines(walk(replace(press, files=files, options=EDITION))) == dict(press.articles)


def test_trap_01_an_entry_with_two_hops() -> None:
    press = PRESSES["founder_classic"]
    files = dict(press.files) | {
        press.entry: b"<HTML><META HTTP-EQUIV=REFRESH CONTENT=0;URL=paperindex.htm></HTML>",
        "/ljrb/paperindex.htm": press.files[press.entry],
    }
    found = walk(replace(press, files=files))
    assert headlines(found) == dict(press.articles)
    assert found.asked[:2] == [press.entry, "/ljrb/paperindex.htm"]


# PaperIndex


def test_trap_05_codes_of_templates_that_change_over_the_years() -> None:
    press = PRESSES["paperindex span"]
    for options in ({}, {"editions": [{"issue": "{YYYY}{MM}{DD}/IssueIndex.htm"}]}):
        found = walk(replace(press, options=options), press.span)
        assert headlines(found) == dict(press.articles)
        assert found.absent == ["2024-07-31"]
        fronts = [path.rpartition("/")[2] for path in found.asked if "/Page01" in path]
        assert sorted(fronts) == ["Page01NU.htm", "Page01a.htm"]


def test_trap_05_a_far_span_is_asked_for_day_by_day_and_not_by_the_codes_of_today() -> None:
    entry = "http://paper.lake.example/hb/content/PaperIndex.htm"
    of = Title("hubin", "湖滨日报", "paperindex", entry)
    span = {"since": "2019-03-01", "until": "2019-03-02"}
    body = '<meta http-equiv="refresh" content="0;url=20240802/Page01TB.htm">'
    asks = read(of, Ask(entry, "entry", span), body).asks
    assert [ask.url.removeprefix("http://paper.lake.example/hb/content/") for ask in asks] == [
        "20190301/IssueIndex.htm",
        "20190302/IssueIndex.htm",
    ]


def test_trap_06_an_article_on_two_pages_has_its_place_on_both() -> None:
    found = walk(PRESSES["paperindex span"], PRESSES["paperindex span"].span)
    first, second = found.issues["2024-08-02"].values()
    shared = {e.url for e in first.entries} & {e.url for e in second.entries}
    assert [url.rpartition("/")[2] for url in shared] == ["Articel01003BC.htm"]
    kept = found.articles["/ljrb/content/20240802/Articel01003BC.htm"]
    assert (kept.page_label, kept.page_name) == ("01", "要闻")


def test_trap_07_a_list_of_the_whole_issue_that_only_the_first_page_has() -> None:
    of = Title("hubin", "湖滨日报", "paperindex", "http://paper.lake.example/hb/content/")
    url = "http://paper.lake.example/hb/content/20240802/Page01TB.htm"
    body = (
        "<div class='listdaohang'><h4><a href='Page01TB.htm'>01版：要闻</a></h4>"
        "<ul><li><a daoxiang='Articel01002JQ.htm'>桥通了</a></li></ul>"
        "<h4><a href='Page02TB.htm'>02版：副刊</a></h4>"
        "<ul><li><a daoxiang='Articel02001JQ.htm'>灯下</a></li></ul></div>"
    )
    found = read(of, Ask(url, "issue", {"date": "2024-08-02"}), body)
    assert [e.title for e in found.pages[0].entries] == ["桥通了"]
    asked = {a.url.rpartition("/")[2]: a.context for a in found.asks if a.kind == "article"}
    assert {name: (c["page_label"], c["page_name"]) for name, c in asked.items()} == {
        "Articel01002JQ.htm": ("01", "要闻"),
        "Articel02001JQ.htm": ("02", "副刊"),
    }


def test_a_folder_a_page_says_whose_article_it_is() -> None:
    url = ENTRY + "2024-08/02/001/node.htm"
    body = (
        "<td>第001版：要闻</td><a href='../002/node.htm'>第002版：副刊</a>"
        "<a href='content_rb_1.htm'>桥通了</a><a href='../002/content_rb_9.htm'>灯下</a>"
    )
    found = read(title(), Ask(url, "issue", {"date": "2024-08-02"}), body)
    assert [(p.label, [e.title for e in p.entries]) for p in found.pages] == [("001", ["桥通了"])]
    asked = {a.url.rpartition("/")[2]: a.context for a in found.asks if a.kind == "article"}
    assert asked["content_rb_9.htm"]["page_label"] == "002"


def test_an_article_of_a_page_that_is_not_linked_is_not_lost() -> None:
    of = Title("hubin", "湖滨日报", "paperindex", "http://paper.lake.example/hb/content/")
    url = "http://paper.lake.example/hb/content/20240802/Page01TB.htm"
    body = "<h3>第01版：要闻</h3><a href='Articel03001JQ.htm'>灯下</a>"
    found = read(of, Ask(url, "issue", {"date": "2024-08-02"}), body)
    assert found.pages[0].entries == ()
    (ask,) = found.asks
    assert (ask.url.rpartition("/")[2], dict(ask.context)) == (
        "Articel03001JQ.htm",
        {"date": "2024-08-02"},
    )


# One page, one paper


@pytest.mark.parametrize("name", ["joyhua mhtml", "shtml front", "szbz mixed", "paperindex span"])
def test_trap_06_nothing_is_asked_for_that_is_another_papers_or_was_asked_for(name: str) -> None:
    press = PRESSES[name]
    found = walk(press, press.span)
    files = {path.lower() for path in found.asked}
    assert len(files) == len(found.asked)
    assert not any("ljwb" in path or "ljnb" in path for path in files), "a sister paper"
    assert not any(path.endswith("/page_01.htm") for path in files), "index.htm is that page"


def test_trap_06_a_page_with_a_second_address_keeps_its_own() -> None:
    found = walk(PRESSES["joyhua mhtml"])
    assert [page.url.rpartition("/")[2] for page in found.issues["2024-08-02"].values()] == [
        "index.htm",
        "page_02.htm",
    ]


def test_a_menu_of_sister_papers_does_not_say_which_paper_is_meant() -> None:
    of = Title("hubin", "湖滨日报", "shtml", "http://paper.lake.example/shtml/index_hbrb.shtml")
    own = "".join(f"<a href='hbrb/20240802/v0{n}.shtml'>第0{n}版</a>" for n in (1, 2))
    body = f"<a href='hbwb/20240803/v01.shtml'>湖滨晚报</a>{own}"
    (ask,) = read(of, Ask(of.entry, "entry"), body).asks
    assert ask.url == "http://paper.lake.example/shtml/hbrb/20240802/v01.shtml"


def test_trap_24_folders_and_endings_in_mixed_case_are_one() -> None:
    found = walk(PRESSES["szbz mixed"])
    assert {path.rpartition(".")[2] for path in found.asked if "szbz3" in path} == {"Html"}
    for page in found.issues["2024-08-02"].values():
        assert all(entry.area for entry in page.entries), "both spellings are one entry"
