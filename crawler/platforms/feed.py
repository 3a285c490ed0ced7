"""RSS 0.9x, 1.0 and 2.0 and Atom feeds (RFC 4287, its paging RFC 5005) as the list of a title.

The entry is the feed, or a page that announces feeds (`<link rel="alternate"
type="application/rss+xml">`).  Press feeds come without guid, with relative links, titles in
CDATA, any content type, bare & in addresses; all of that is read.  Nothing else of an entry is
than its link and its day: text and fields are the article's own.

Read with lxml and not with feedparser: two elements of an entry are wanted, and what feedparser
adds (sanitised HTML, enclosures, its own reader of charsets) would have no use here.

Options of a title: `lists.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree

from archive.records import Found
from crawler.extract.url_dates import from_url
from crawler.platforms import answers
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import absolute, one_line
from crawler.platforms.list_grammar import Further, Listing, Row
from crawler.platforms.list_page import day_of_text
from crawler.platforms.lists import Lists
from crawler.platforms.site_scope import Scope
from crawler.platforms.xml_document import name_of, root_of, tree_of, xml_of
from crawler.titles import Title

_ROOTS = ("rss", "RDF", "feed")
_ITEMS = ("item", "entry")
_DAYS = ("pubDate", "published", "issued", "date", "created", "updated", "modified")
_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_MOST_ITEMS = 5_000
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


class FeedReader:
    """Reads feeds, and pages that announce them."""

    types: tuple[str, ...] = ()

    def is_article(self, url: str) -> bool | None:
        """None: a feed links whatever its site has."""
        return None

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The entries of a feed with its further pages, or the feeds that an entry announces."""
        data = xml_of(page)
        tree = tree_of(data) if root_of(data) in _ROOTS else None
        if tree is not None:
            number = int(context.get("page", "1")) + 1
            pages = tuple(Further(url, number) for url in _links(tree, page.url, "next")[:1])
            return Listing(rows=_rows(tree, page.url), pages=pages)
        if not context.get("list") and (feeds := announced(page)):
            return Listing(sources=tuple(Further(url, 1) for url in feeds))
        return answers.instead_of(page, "no feed, but a page")


def announced(page: Fetched) -> list[str]:
    """The feeds that a page names in its head, those of readers' comments left out."""
    tree = parse(text_of_page(page.body, page.headers))
    if tree is None:
        return []
    found = [
        absolute(page.url, link.get("href") or "")
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").strip().lower() in _TYPES
    ]
    return [url for url in dict.fromkeys(found) if url and "/comments" not in url]


def _rows(tree: etree._Element, url: str) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    base = absolute(url, tree.get(_BASE) or "") or url
    for item in tree.iter("{*}item", "{*}entry"):
        fields: dict[str, str] = {}
        for child in item:
            fields.setdefault(name_of(child), "".join(child.itertext()))
        links = _links(item, base, "alternate") or _other_links(item, fields, base)
        if not links or len(rows) >= _MOST_ITEMS:
            continue
        days = (day_of_text(fields[name]) for name in _DAYS if name in fields)
        address = from_url(links[0])
        day = next(filter(None, days), "") or (address.iso[:10] if address else "")
        rows.setdefault(links[0], Row(links[0], day, one_line(fields.get("title", ""))))
    return tuple(rows.values())


def _links(element: etree._Element, base: str, relation: str) -> list[str]:
    """Addresses of the element's own links: the text of one in RSS, its `href` in Atom."""
    base = absolute(base, element.get(_BASE) or "") or base
    found = []
    for child in element:
        if name_of(child) != "link":
            continue
        if child.get("href") and (child.get("rel") or "alternate") == relation:
            found.append(absolute(base, child.get("href") or ""))
        elif relation == "alternate" and child.text and not child.get("href"):
            found.append(absolute(base, child.text))
    return [url for url in found if url]


def _other_links(item: etree._Element, fields: Mapping[str, str], base: str) -> list[str]:
    """Where an entry has no link of its own: one that stands in an element which was not closed,
    or a guid or id that is an address."""
    nested = [absolute(base, link.text or "") for link in item.iter("{*}link")]
    identifiers = (fields.get("guid", ""), fields.get("id", ""), item.get(_ABOUT) or "")
    named = [absolute(base, one) for one in identifiers if one.strip().startswith("http")]
    return [url for url in (*nested, *named) if url]


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, FeedReader())


def recognise(page: Fetched) -> Sign | None:
    """Surely by a feed; weakly by a page that announces one, so that all others go before."""
    listing = FeedReader().read(page, {})
    if isinstance(listing, Found):
        return None
    if listing.sources:
        return Sign(1, (f"announces the feed {listing.sources[0].url}",))
    if not listing.rows:
        return None
    scope = Scope(page.url)
    elsewhere = {urlsplit(row.url).netloc for row in listing.rows if not scope.holds(row.url)}
    options = {"hosts": sorted(elsewhere)} if elsewhere else {}
    return Sign(len(listing.rows), (f"a feed of {len(listing.rows)} entries",), options)
