"""What all e-papers share: address grammars, pages with their files, articles with their marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Ask
from crawler.platforms import module_of, platform_for
from crawler.platforms.base import Fetched
from crawler.platforms.epaper_grammar import Address, Grammar, filled, template_of
from crawler.platforms.issue_calendar import read_calendar
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title
from tests.presses.papers import all_presses
from tests.presses.walk import walk

PRESSES = [press for press in all_presses() if press.issues and "journal" not in press.entry]
# platform → (page, article), with the day as {y} {m} {d} and the label as {l}
SHAPES = {
    "founder_classic": ("html/{y}-{m}/{d}/node_219.htm", "html/{y}-{m}/{d}/content_219_8101.htm"),
    "founder_nbs": ("html/{y}-{m}/{d}/nbs.D110000xxb_{l}.htm",
                    "html/{y}-{m}/{d}/nw.D110000xxb_{y}{m}{d}_2-{l}.htm"),
    "founder_new": ("pc/layout/{y}{m}/{d}/node_{l}.html", "pc/content/{y}{m}/{d}/content_81.html"),
    "founder_short": ("{y}{m}/{d}/l{l}.html", "{y}{m}/{d}/c81.html"),
    "paperindex": ("{y}{m}{d}/Page{l}TB.htm", "{y}{m}{d}/Articel{l}002JQ.htm"),
    "joyhua": ("{y}{m}{d}/html/page_{l}.htm", "{y}{m}{d}/html/page_{l}_content_003.htm"),
    "shtml": ("shtml/hb/{y}{m}{d}/v{l}.shtml", "shtml/hb/{y}{m}{d}/8101.shtml"),
    "szbz": ("Html/szbz/{y}{m}{d}/szbz{l}.Html", "Html/szbz/{y}{m}{d}/szbz31623.Html"),
    "datedir": ("{y}/{y}{m}{d}/{y}{m}{d}_{l}/{y}{m}{d}_{l}.html",
                "{y}/{y}{m}{d}/{y}{m}{d}_{l}/{y}{m}{d}_{l}_5.html"),
    "qpaper": ("Html/{y}-{m}-{d}/Qpaper_2.html", "Html/{y}-{m}-{d}/8101.html"),
    "uniflows": ("html/{y}/{m}/{d}/{l}/default.htm", "html/{y}/{m}/{d}/{l}/{l}_64.htm"),
    "edition": ("content/{y}-{m}/{d}/edition6145_{l}.html", "content/{y}-{m}/{d}/8101.html"),
}  # fmt: skip
BASE = "http://paper.lake.example/hb/"
DAYS = st.dates(date(1995, 1, 1), date(2099, 12, 31))
LABELS = st.sampled_from(["01", "02", "A01", "B12"])


def grammar(name: str) -> Grammar:
    found = module_of(Title("lake", "湖", name, BASE), name).GRAMMAR
    assert isinstance(found, Grammar)
    return found


def address(name: str, which: int, day: date, label: str) -> str:
    form = SHAPES[name][which]
    return BASE + form.format(y=f"{day:%Y}", m=f"{day:%m}", d=f"{day:%d}", l=label)


@settings(deadline=None)
@given(st.sampled_from(sorted(SHAPES)), DAYS, LABELS)
def test_an_address_is_read_back_and_gives_those_of_other_days(
    name: str, day: date, label: str
) -> None:
    read = grammar(name).read
    page, article = (read(address(name, n, day, label)) for n in (0, 1))
    assert page is not None
    assert article is not None
    assert (page.kind, article.kind) == ("page", "article")
    assert page.root == article.root
    assert (page.day, article.day) == (day, day)
    for which, found in ((0, page), (1, article)):
        if "{l}" in SHAPES[name][which]:
            assert found.label == label
    other = date(2031, 5, 17)
    template = template_of(page)
    assert filled(template, day) == page.url
    again = read(filled(template, other))
    assert isinstance(again, Address)
    assert (again.day, again.kind) == (other, "page")


@settings(deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.text(max_size=60))
def test_what_is_near_an_address_is_none_or_one(name: str, noise: str) -> None:
    read = grammar(name).read
    for url in (BASE + noise, urljoin(BASE, SHAPES[name][0] + noise), noise):
        found = read(url)
        assert found is None or found.kind in ("page", "article")
    for impossible in ({"y": "2024", "m": "13", "d": "01"}, {"y": "2024", "m": "02", "d": "30"}):
        assert read(BASE + SHAPES[name][0].format(**impossible, l="01")) is None


NEAR_MISSES = {
    "founder_classic": ["html/2024-08/node_1.htm", "html/2024-08/02/period.xml",
                        "html/2024-08/02/note_1.htm", "html/20240802/node_1.htm"],
    "founder_nbs": ["html/2024-08/02/node_1.htm", "html/2024-08/02/nw.D110000hb_2024_1-01.htm",
                    "html/2024-08/02/nbs.D110000hb.htm"],
    "founder_new": ["layout/202408/02/node_.html", "layout/202408/node_01.html",
                    "content/202408/02/content_.html", "layout/index.html"],
    "founder_short": ["202408/02/l.html", "202408/l01.html", "202408/02/x81.html"],
    "paperindex": ["content/PaperIndex.htm", "content/20240802/IssueIndex.htm",
                   "content/20240802/Page01TBX.htm", "content/20240802/Page01.htm",
                   "content/20240802/Articel01JQ.htm", "content/2024082/Page01TB.htm"],
    "joyhua": ["20240802/index.htm", "20240802/html/page.htm", "20240802/html/list_01.htm",
               "20240802/xhtml/index.htm", "20240802/html/contents_001.htm"],
    "shtml": ["shtml/index_hb.shtml", "shtml/hb/20240802/vA1.html", "shtml/hb/20240802/v.shtml",
              "shtml/hb/20240802/a81.shtml", "shtml/hb/202408/v01.shtml"],
    "szbz": ["Html/szbz/20240802/Index.Html", "Html/szbz/20240802/szbz.Html",
             "Html/szbz/20240802/szb31623.Html", "Html/szbz/202408/szbzA1.Html"],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(NEAR_MISSES))
def test_near_misses_are_no_addresses(name: str) -> None:
    for path in NEAR_MISSES[name]:
        assert grammar(name).read(BASE + path) is None, path
    for which in (0, 1):
        whole = address(name, which, date(2024, 8, 2), "01")
        assert grammar(name).read(whole) is not None
        for broken in (whole[:-5], whole + "x", whole.replace("2024", "20x4"), whole + "/"):
            assert grammar(name).read(broken) is None, broken


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_pages_have_names_and_articles_their_day_and_page(press) -> None:  # type: ignore[no-untyped-def]
    found = walk(press, press.span)
    for day, pages in found.issues.items():
        for label, page in pages.items():
            assert page.label == label
            assert day[:2] == "20"
        assert any(page.entries for page in pages.values())
    for article in found.articles.values():
        if (
            article.issue_label
            and "期" not in article.issue_label
            and "/" not in article.issue_label
        ):
            assert (article.published or "")[:10] == article.issue_label
            assert article.page_label
            assert article.page_name


@pytest.mark.parametrize(
    "press",
    [
        p
        for p in PRESSES
        if p.platform in SHAPES and "json" not in p.name and "webtree" not in p.name
    ],
    ids=lambda press: press.name,
)
def test_pages_have_files_and_areas_and_articles_their_kicker_and_deck(press) -> None:  # type: ignore[no-untyped-def]
    found = walk(press, press.span)
    for pages in found.issues.values():
        for page in pages.values():
            assert page.pdf.lower().endswith(".pdf")
            assert page.picture
            assert all(entry.area for entry in page.entries)
    if press.platform == "founder_nbs":
        return  # its press has headlines only
    first = [a for a in found.articles.values() if a.kicker]
    assert first
    assert {(a.kicker, a.subtitle) for a in first} == {("灯下澧江", "一条水渠修了三年")}


CALENDAR = """<?xml version="1.0" encoding="UTF-8"?>{}"""


@pytest.mark.parametrize(
    ("xml", "front"),
    [
        ("<a><period><period_date>2024-08-02</period_date><front_page>node_1.htm</front_page>"
         "</period></a>", "02/node_1.htm"),
        ("<a><p date='20240802' href='02/node_1.htm'/></a>", "02/node_1.htm"),
        ("<a><day><date>2024-08-02</date></day></a>", ""),
        ("<a><paper>20240802</paper></a>", ""),
    ],
)  # fmt: skip
def test_calendars_of_several_systems(xml: str, front: str) -> None:
    url = BASE + "html/2024-08/period.xml"
    wanted = urljoin(url, front) if front else ""
    assert read_calendar(CALENDAR.format(xml).encode(), url) == {date(2024, 8, 2): wanted}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_what_is_no_calendar_has_no_days(body: bytes) -> None:
    assert isinstance(read_calendar(body, BASE), dict)
    assert read_calendar(b"<html>2024-08-02" + body, BASE) == {}


def test_an_xml_bomb_is_no_calendar() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "2024-08-02">]><a><d>&b;</d></a>'
    assert read_calendar(bomb, BASE) == {}


@pytest.mark.parametrize(
    ("title", "kind"),
    [("广告", "advertisement"), ("公益广告2", "advertisement"), ("本版责编：何觅", "credit"),
     ("责任编辑:何觅", "credit"), ("导读", "guide"), ("【图片新闻】", "picture"),
     ("广告业复苏观察", ""), ("导读课走进校园", ""), ("图片新闻：新桥通车", ""), ("", "")],
)  # fmt: skip
def test_what_a_title_says_of_its_entry(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_a_title_that_moved_to_another_host_is_told() -> None:
    title = Title("lake", "湖滨日报", "founder_classic", BASE)
    moved = b'<meta http-equiv="refresh" content="0;url=http://new.example/html/2024-08/02/node_1.htm">'
    found = platform_for(title).read(Ask(BASE, "entry"), Fetched(BASE, 200, moved))
    assert found.verdict == "elsewhere"
    assert "new.example" in found.reason
    hosts = replace(title, options={"hosts": ["new.example"]})
    assert platform_for(hosts).read(Ask(BASE, "entry"), Fetched(BASE, 200, moved)).asks
