"""Sites by their feeds: RSS 0.9x, 1.0, 2.0 and Atom.

The entry is a feed, or a page that announces feeds (`<link rel="alternate"
type="application/rss+xml">`).  A feed has only the newest articles; what is older is not in it.
Feeds are read with feedparser, which knows their dialects and mistakes.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import html

from archive.records import Found
from crawler.extract import extract
from crawler.extract.clocks import SHANGHAI
from crawler.platforms import answers
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import absolute, one_line
from crawler.platforms.list_grammar import Further, Listing, Row
from crawler.platforms.lists import Lists
from crawler.titles import Title

_ROOT = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed)[\s>]", re.I)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_MOST_BYTES = 5 * 1024 * 1024
_MOST_ENTRIES = 1000


class Feeds:
    """What `lists.py` has to know of feeds."""

    types: tuple[str, ...] = ()  # feeds come as text/html, as XML of any kind, as plain text

    def is_article(self, url: str) -> bool | None:
        """None: any address may be in a feed."""
        return None

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The entries of a feed, or the feeds that a page announces."""
        source = text_of_page(page.body[:_MOST_BYTES], page.headers)
        if is_feed(source):
            return _listing(page, int(context.get("page", "1")))
        tree = parse(source)
        feeds = [] if tree is None else announced(tree, page.url)
        if feeds:
            return Listing(sources=tuple(Further(feed, 1) for feed in feeds))
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error", "empty"):
            return answers.not_an_article(judged)
        return Found("error", reason="no feed, and none is announced")


def is_feed(source: str) -> bool:
    """Whether a document is a feed: by its first elements, not by what the server calls it."""
    return _ROOT.search(source[:2000]) is not None


def announced(tree: html.HtmlElement, url: str) -> list[str]:
    """Addresses of the feeds that a page names in its head, each once."""
    found = []
    for link in tree.iter("link"):
        kind = (link.get("type") or "").strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _TYPES:
            found.append(absolute(url, link.get("href") or ""))
    return [target for target in dict.fromkeys(found) if target]


def _listing(page: Fetched, number: int) -> Listing:
    """The entries of a feed, and its next page (RFC 5005)."""
    parsed: Any = feedparser.parse(page.body[:_MOST_BYTES], sanitize_html=False)
    onward = [
        link.get("href") for link in parsed.feed.get("links", ()) if link.get("rel") == "next"
    ]
    pages = [Further(absolute(page.url, url), number + 1) for url in onward[:1] if url]
    return Listing(rows=tuple(_rows(parsed, page.url)), pages=tuple(pages))


def _rows(parsed: Any, url: str) -> Iterator[Row]:
    """Address, day in Shanghai and headline of each entry."""
    for entry in parsed.entries[:_MOST_ENTRIES]:
        target = absolute(url, str(entry.get("link") or ""))
        if not target and entry.get("guidislink", True):
            target = absolute(url, str(entry.get("id") or ""))
        if target:
            yield Row(
                target, _day(entry), one_line(re.sub(r"<[^<>]*>", "", entry.get("title", "")))
            )


def _day(entry: Any) -> str:
    # Not entry.get(): feedparser's own warns where one stands for the other.
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    if not moment:
        return ""
    try:
        year, month, day, hour, minute, second = moment[:6]
        utc = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError):
        return ""
    return utc.astimezone(SHANGHAI).date().isoformat()


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, Feeds())


def recognise(page: Fetched) -> Sign | None:
    """A feed, surely; a page that announces feeds, weakly: most that do have lists, too."""
    source = text_of_page(page.body[:_MOST_BYTES], page.headers)
    if is_feed(source):
        found = _listing(page, 1).rows
        return Sign(10 + len(found), (f"a feed of {len(found)} entries",)) if found else None
    tree = parse(source)
    feeds = [] if tree is None else announced(tree, page.url)
    return Sign(1, (f"the page announces {len(feeds)} feeds",)) if feeds else None
