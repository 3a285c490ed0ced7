"""Atom, read back by feedparser and by lxml."""

from __future__ import annotations

import html
from collections.abc import Sequence

import feedparser
import pytest
from hypothesis import given, settings
from lxml import etree

from archive.citation import parts
from archive.export.atom import entry_id, feed
from archive.export.entry import Entry
from archive.export.text import one_line
from tests.entries import HOME, entry, hostile_entries, website
from tests.helpers import DAY_2

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def made(entries: Sequence[Entry]) -> bytes:
    return feed(
        entries,
        title="湖滨晚报",
        feed_id="tag:lakeside.example,2026:feed",
        self_link="http://lakeside.example/feed.atom",
        updated=DAY_2,
    )


def test_feedparser_reads_it() -> None:
    found = feedparser.parse(made([entry(), website(id=2, published="2022-08-04T09:13+08:00")]))
    assert not found.bozo
    assert found.version == "atom10"
    assert (found.feed.title, found.feed.updated) == ("湖滨晚报", DAY_2)
    assert found.feed.id == "tag:lakeside.example,2026:feed"
    assert [link.rel for link in found.feed.links] == ["self"]
    one, two = found.entries
    assert (one.title, one.link) == ("新桥通了", f"{HOME}/2022-08/04/content_7.htm")
    assert [author.name for author in one.authors] == ["方知夏", "周禾苗"]
    assert one.published == "2022-08-04T00:00:00+08:00"
    assert two.published == "2022-08-04T09:13:00+08:00"
    assert one.content[0].value == "<p>新桥昨天通车。</p><p>桥长四百米。</p>"
    assert one.content[0].type == "text/html"
    assert one.content[0].language == "zh-Hans"


@settings(max_examples=150)
@given(hostile_entries(kinds=("newspaper", "website")))
def test_it_is_a_feed_whatever_the_page_says(one: Entry) -> None:
    root = etree.fromstring(made([one, entry(id=7)]))
    first, _ = root.iterfind("a:entry", NAMES)
    assert one_line(first.findtext("a:title", None, NAMES)) == parts.title(one)
    content = first.findtext("a:content", "", NAMES) or ""
    shown = [
        html.unescape(p) for p in content.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    ]
    assert [one_line(p) for p in shown if one_line(p)] == [
        one_line(p) for p in one.paragraphs if one_line(p)
    ]
    assert content.replace("<p>", "").replace("</p>", "").count("<") == 0
    for element in root.iter():
        assert etree.QName(element).namespace == NAMES["a"]
    for needed in ("id", "title", "updated"):
        assert first.find(f"a:{needed}", NAMES) is not None
    assert root.find("a:author", NAMES) is not None


def test_an_id_is_a_tag_that_the_article_keeps() -> None:
    one = entry()
    assert entry_id(one) == (
        "tag:lakeside.example,2026-01-05:lakeside:lakeside.example/2022-08/04/content_7.htm"
    )
    later = entry(title="改了", revision=2, last_seen=DAY_2, capture=None)
    assert entry_id(later) == entry_id(one)
    assert entry_id(entry(title_name="other")) != entry_id(one)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "", "http://a_b/ x\n<"])
def test_an_address_that_is_none_gives_an_id_and_no_link(url: str) -> None:
    assert entry_id(entry(url=url)).startswith("tag:baokan.invalid,2026-01-05:lakeside:")
    (found,) = etree.fromstring(made([entry(url=url)])).iterfind("a:entry", NAMES)
    links = [link.get("href") for link in found.iterfind("a:link", NAMES)]
    assert links == (["http://a_b/%20x%20%3C"] if "a_b" in url else [])


@pytest.mark.parametrize("published", ["", "2022", "2022-08", "gestern"])
def test_of_a_month_nothing_is_said(published: str) -> None:
    (found,) = etree.fromstring(made([entry(published=published)])).iterfind("a:entry", NAMES)
    assert found.find("a:published", NAMES) is None


def test_a_feed_without_entries_is_one() -> None:
    assert feedparser.parse(made([])).bozo is False
