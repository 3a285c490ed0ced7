"""Entries for the tests of exports and citations.  All text is invented."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from archive.export.entry import Capture, Credit, Entry, Picture
from archive.records import Article, Fact, Found, Image, Issue, Page, Person
from archive.records import Entry as Listed
from archive.store import Archive
from tests.helpers import DAY_1, DAY_2, bring, new_archive, open_crawl

HOME = "http://lakeside.example"
PAGE = f"{HOME}/2022-08/04/node_1.htm"

# What pages may hold to break out of a format.
HOSTILE = (
    "</script><script>alert(1)</script>", "]]>", "--><!--", '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x.example";"桥")', "  =1+1", "＝1+1", "\t=1", "\r=1", "@SUM(A1)",
    "-2+3", "+1", "'=1+1", "桥\x00通\x1b[31m了", "题\nTY  - BOOK\nER  - ", "题\r\nAU  - 某",
    "a}, title = {b", "\\input{x} 100% & #1 $x$ a_b ~ ^ {{", "* 星 *", "# 井", "1. 一", "---",
    "[x](javascript:alert(1))", "&lt;b&gt; &amp;", "\u2028分\u2029行\x85", "\ufeff首", "𠮷野家 😀",
    "«Ünïcode»", "a; b, c and d", "http://x.example/ www.x.example",
)  # fmt: skip

texts = st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE))


def entry(**changes: Any) -> Entry:
    """An article of a newspaper with everything that is known of one."""
    values: dict[str, Any] = {
        "id": 123,
        "title_name": "lakeside",
        "publication": "湖滨晚报",
        "kind": "newspaper",
        "url": f"{HOME}/2022-08/04/content_7.htm",
        "title": "新桥通了",
        "subtitle": "两岸走亲戚不再绕路",
        "authors": (Credit("方知夏", "记者", "湖滨晚报"), Credit("周禾苗", "通讯员")),
        "editors": (Credit("林苇", "编辑"),),
        "publisher": "湖滨晚报社",
        "place": "湖南",
        "cn": "CN43-0000",
        "issn": "1234-5679",
        "issue_id": 5,
        "issue_date": "2022-08-04",
        "page_label": "02",
        "page_name": "要闻",
        "published": "2022-08-04",
        "precision": "day",
        "source": "湖滨网",
        "language": "zh-Hans",
        "first_seen": DAY_1,
        "last_seen": DAY_2,
        "paragraphs": ("新桥昨天通车。", "桥长四百米。"),
        "images": (Picture(f"{HOME}/1.jpg", "桥上的灯", "某某 摄"),),
        "provenance": {"title": "line that the marks name"},
        "capture": Capture("sha256:" + "0" * 64, DAY_1, f"{HOME}/7.htm", "a.warc.gz", 12),
    }
    return Entry(**(values | changes))


def magazine(**changes: Any) -> Entry:
    """The same in a magazine."""
    ours = {"kind": "magazine", "issue_date": "", "issue_label": "2022年第15期", "page_label": ""}
    return entry(**(ours | changes))


def website(**changes: Any) -> Entry:
    """The same on a site without issues."""
    ours = {"kind": "website", "issue_id": None, "issue_date": "", "page_label": ""}
    return entry(**(ours | {"page_name": ""} | changes))


@st.composite
def hostile_entries(draw: st.DrawFn, kinds: tuple[str, ...] = ("newspaper",)) -> Entry:
    """Any text in any field of text that a page fills; numbers and times stay what they are."""
    kept = {"id", "kind", "issue_id", "revision", "first_seen", "last_seen", "missing_since",
            "status", "title_name", "url"}  # fmt: skip
    named = [f.name for f in dataclasses.fields(Entry) if f.type == "str" and f.name not in kept]
    credits = st.lists(st.builds(Credit, texts, texts, texts), max_size=3).map(tuple)
    pictures = st.lists(st.builds(Picture, texts, texts, texts), max_size=2).map(tuple)
    return entry(
        kind=draw(st.sampled_from(kinds)),
        authors=draw(credits),
        editors=draw(credits),
        images=draw(pictures),
        paragraphs=draw(st.lists(texts, max_size=3).map(tuple)),
        provenance=draw(st.dictionaries(texts, texts, max_size=2)),
        **{name: draw(texts) for name in named},
    )


def hostile(**changes: Any) -> list[Entry]:
    """An entry for each hostile text, which stands in every field that a page fills."""
    return [
        entry(
            id=number, title=text, kicker=text, subtitle=text, column=text, source=text,
            page_name=text, publication=text, publisher=text, place=text, cn=text, issn=text,
            authors=(Credit(text, text, text),), editors=(Credit(text),), paragraphs=(text,),
            images=(Picture(text, text, text),), provenance={text: text}, **changes,
        )
        for number, text in enumerate(HOSTILE, 1)
    ]  # fmt: skip


def press(folder: Path) -> Path:
    """A newspaper with an issue of two pages and three articles, and a site with dates of every
    length; returns the path of the archive."""
    with new_archive(folder) as archive:
        _newspaper(archive)
        _site(archive)
        return archive.path


def _newspaper(archive: Archive) -> None:
    crawl = open_crawl(archive)
    urls = [f"{HOME}/2022-08/04/content_{n}.htm" for n in (1, 2, 3)]
    listed = [tuple(Listed(url) for url in some) for some in (urls[:2], urls[2:])]
    pages = (
        Page("01", PAGE, "要闻", entries=listed[0]),
        Page("02", PAGE + "l", "文艺", entries=listed[1]),
    )
    issue = Found("issue", issue=Issue("2022-08-04", PAGE), pages=pages)
    bring(archive, crawl, PAGE, issue, kind="issue", context={"date": "2022-08-04"})
    facts = (
        Fact("cn", "CN43-0000", "国内统一刊号CN43-0000"),
        Fact("publisher", "湖滨晚报社", "湖滨晚报社出版"),
        Fact("issn", "1234-5679", "ISSN1234-5679"),
        Fact("issn", "2345-6789", "ISSN2345-6789"),
    )
    for number, url in enumerate(urls, 1):
        article = Article(
            title=f"第{number}篇", kicker="引题", subtitle="副题", body=f"第{number}段。\n完。",
            published="2022-08-04", published_precision="day", masthead=facts, language="zh-Hans",
            authors=(Person("方知夏", "记者", "记者方知夏"), Person("周禾苗", "摄影", "周禾苗摄")),
            editors=(Person("林苇", "责任编辑", "责任编辑林苇"),),
            images=(Image(f"{HOME}/{number}.jpg", "灯", "摄"),),
            page_label=("01", "01", "02")[number - 1],
        )  # fmt: skip
        bring(archive, crawl, url, article, context={"date": "2022-08-04"})


def _site(archive: Archive) -> None:
    crawl = open_crawl(archive, "hills", publication="山岭网")
    archive.connection.execute("UPDATE titles SET kind = 'website' WHERE name = 'hills'")
    days = ("2022", "2022-08", "2022-08-05", "2022-08-04T23:59+08:00", None)
    for number, day in enumerate(days):
        article = Article(title=f"山岭{number}", body=f"第{number}段。", published=day)
        bring(archive, crawl, f"http://hills.example/{number}.html", article)
