"""Traps of press sites on the way to an article, each seen for real."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.records import Ask
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.platforms.page_labels import split_label
from crawler.titles import Title
from tests.presses.papers import all_presses
from tests.presses.static import Press
from tests.presses.walk import BASE, Walked, headlines, walk

PRESSES = {press.name: press for press in all_presses()}
ENTRY = "http://paper.lake.example/hbrb/"
FRONT = ENTRY + "html/2024-08/02/node_19.htm"
EDITION = {"editions": [{"issue": "html/{YYYY}-{MM}/{DD}/node_19.htm"}]}


def title(**more: object) -> Title:
    return replace(Title("hubin", "湖滨日报", "founder_classic", ENTRY), **more)  # type: ignore[arg-type]


def read(
    body: str,
    ask: Ask,
    status: int = 200,
    captured: datetime | None = None,
    of: Title | None = None,
) -> Any:
    page = Fetched(ask.url, status, body.encode(), {"content-type": "text/html"}, captured)
    return platform_for(of or title()).read(ask, page)


def paths(found: Walked) -> list[str]:
    return list(found.asked)


@pytest.mark.parametrize(
    "stub",
    [
        '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2024-08/02/node_19.htm">',
        "<meta http-equiv=refresh content=0;url=html/2024-08/02/node_19.htm?v=1>",
        '<meta http-equiv="Refresh" content="URL=html/2024-08/02/node_19.htm">',
        "<script>location.href='html/2024-08/02/node_19.htm'</script>",
    ],
)
def test_trap_01_the_entry_is_a_refresh_or_a_script(stub: str) -> None:
    (ask,) = read(f"<html><head>{stub}</head></html>", Ask(ENTRY, "entry")).asks
    assert (ask.url, ask.kind) == (FRONT, "issue")


def test_trap_02_the_entry_is_forbidden_while_the_issues_are_there() -> None:
    noon = datetime(2024, 8, 2, 17, 0, tzinfo=UTC)  # the third in China
    found = read("forbidden", Ask(ENTRY, "entry"), 403, noon, title(options=EDITION))
    (ask,) = found.asks
    assert (ask.kind, ask.context["date"]) == ("issue", "2024-08-03")
    (before,) = read("", ask, 404, noon, title(options=EDITION)).asks
    assert before.url == FRONT
    assert read("forbidden", Ask(ENTRY, "entry"), 403, noon).verdict == "refused"


def test_trap_02_a_stale_entry_that_leads_to_an_old_day() -> None:
    stub = '<meta http-equiv="refresh" content="0;url=html/2019-01/02/node_19.htm">'
    now = datetime(2024, 8, 2, 4, 0, tzinfo=UTC)
    (ask,) = read(stub, Ask(ENTRY, "entry"), captured=now, of=title(options=EDITION)).asks
    assert ask.url == FRONT, "the day of the crawl is tried first"
    for _ in range(9):
        (ask,) = read("", ask, 404, now, title(options=EDITION)).asks
    (last,) = read("", ask, 404, now, title(options=EDITION)).asks
    assert last.url == ENTRY + "html/2019-01/02/node_19.htm", "then what the entry says"


def test_trap_03_the_template_changes_on_a_day() -> None:
    found = walk(PRESSES["founder_new switch"], ("2024-08-02", "2024-08-03"))
    assert list(found.issues) == ["2024-08-02", "2024-08-03"]
    assert any("/nbs." in path for path in paths(found))
    assert any("/pc/layout/" in path for path in paths(found))


def test_trap_04_pages_and_articles_are_on_two_hosts() -> None:
    press = PRESSES["founder_new two hosts"]
    assert any(b"{{other}}" in body for body in press.files.values() if isinstance(body, bytes))
    assert headlines(walk(press)) == dict(press.articles)


@pytest.mark.parametrize("label", ["1", "01", "A01", "A1", "0607", "00001"])
def test_trap_05_forms_of_page_labels(label: str) -> None:
    assert split_label(f"第{label}版：要闻") == (label, "要闻")
    assert split_label(f"{label}版:要闻") == (label, "要闻")


def test_trap_05_node_numbers_have_gaps() -> None:
    asked = [path for path in paths(walk(PRESSES["founder_classic"])) if "node_" in path]
    assert [path.rsplit("/", 1)[1] for path in asked] == ["node_19.htm", "node_23.htm"]


def test_trap_06_whatever_is_linked_often_is_asked_for_once() -> None:
    for press in PRESSES.values():
        found = walk(press, press.span)  # the walk itself fails on a second request
        assert len(set(found.asked)) == len(found.asked)
    both = list(walk(PRESSES["founder_classic"]).issues["2024-08-02"].values())
    shared = {e.url for e in both[0].entries} & {e.url for e in both[1].entries}
    assert shared == {f"{BASE}/ljrb/html/2024-08/02/content_3303.htm"}, "on two pages"


@pytest.mark.parametrize(
    "link",
    [
        "<a daoxiang='content_7.htm'>桥通了</a>",
        "<div url='content_7.htm'>桥通了</div>",
        "<p data-href='content_7.htm'>桥通了</p>",
        "<td onclick=\"location.href='content_7.htm'\">桥通了</td>",
        '<a href=content_7.htm><script>document.write(view("桥通了"))</script></a>',
    ],
)
def test_trap_07_addresses_and_titles_where_nobody_looks(link: str) -> None:
    found = read(f"<p>第01版：要闻</p>{link}", Ask(FRONT, "issue", {"date": "2024-08-02"}))
    assert [(e.url.rsplit("/", 1)[1], e.title) for e in found.pages[0].entries] == [
        ("content_7.htm", "桥通了")
    ]


@pytest.mark.parametrize(
    "name", ["广告", "公益广告", "本版责编：何觅 陶然", "图片新闻", "导读", "今日导读"]
)
def test_trap_08_pseudo_articles_are_kept_as_what_they_are(name: str) -> None:
    listed = (
        f"<p>第01版：要闻</p><a href='content_7.htm'>{name}</a><a href='content_8.htm'>桥通了</a>"
    )
    found = read(listed, Ask(FRONT, "issue", {"date": "2024-08-02"}))
    assert [bool(entry.kind) for entry in found.pages[0].entries] == [True, False]
    (ask, _) = [ask for ask in found.asks if ask.kind == "article"]
    body = (
        f"<html><title>{name}</title><h1>{name}</h1><div id=ozoom><p>摄影：何觅</p></div></html>"
    )
    kept = read(body, ask)
    assert kept.verdict == "pseudo"
    assert kept.article is None
    assert kept.pseudo.kind == found.pages[0].entries[0].kind


def test_trap_08_a_page_without_an_article_is_a_page() -> None:
    body = "<p>第04版：广告</p><a href='node_19.htm'>第01版：要闻</a>"
    url = ENTRY + "html/2024-08/02/node_22.htm"
    found = read(body, Ask(url, "page", {"date": "2024-08-02"}))
    assert (found.verdict, found.pages[0].label, found.pages[0].entries) == ("page", "04", ())


def test_trap_09_days_without_an_issue_are_known_as_such() -> None:
    press = PRESSES["founder_classic calendar"]
    found = walk(press, press.span)
    assert found.absent == ["2024-07-31"]
    assert not any("/2024-07/31/" in path for path in found.asked), "the calendar has said so"
    back = walk(PRESSES["founder_classic back"], PRESSES["founder_classic back"].span)
    assert back.absent == ["2024-07-31"]


def test_trap_10_the_pager_is_a_script_that_counts_from_0_or_1() -> None:
    for name, last in (
        ("plain trs", "/yw/index_2.html"),
        ("plain trs from one", "/xw/index_2.html"),
    ):
        found = walk(PRESSES[name])
        assert last in found.asked
        assert headlines(found) == dict(PRESSES[name].articles)


def test_trap_11_lists_without_years_and_with_short_headlines() -> None:
    press: Press = PRESSES["plain chinanews"]
    assert b"8-1 22:20" in bytes(press.files[press.entry])  # type: ignore[arg-type]
    found = walk(press, ("2024-08-01", "2024-08-01"))
    assert set(found.articles) == {path for path in press.articles if "/08-01/" in path}
    assert all(headlines(found)[path] == press.articles[path] for path in found.articles)


def test_trap_12_links_in_comments_are_not_followed() -> None:
    for name in ("founder_classic", "paperindex", "plain founder_web"):
        body = b"".join(b for b in PRESSES[name].files.values() if isinstance(b, bytes))
        assert b"<!--" in body
        asked = walk(PRESSES[name]).asked
        assert not any(
            "_999" in path or path.endswith((".htmx.htm", ".Htmlx.htm")) for path in asked
        )
