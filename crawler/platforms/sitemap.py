"""Sitemaps (sitemaps.org 0.9) as the list of a title: sitemap.xml, index, .xml.gz, news sitemaps.

The entry is a sitemap, a robots.txt with `Sitemap:` lines, or the home page: then /robots.txt is
asked, and /sitemap.xml where that names none.  A sitemap has lists and fixed pages, too; which of
its addresses are articles turns out when they are read.

The day of an article, for a span: `news:publication_date`, else the day in its address, else
`lastmod`, which may be much later.  A sitemap of an index whose `lastmod` is before the span has
nothing of it.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree

from archive.records import Found
from crawler.extract.url_dates import from_url
from crawler.platforms import answers
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.links import absolute
from crawler.platforms.list_grammar import Further, Listing, Row
from crawler.platforms.list_page import day_of_text
from crawler.platforms.lists import Lists
from crawler.platforms.site_scope import Scope
from crawler.platforms.xml_document import name_of, repaired, root_of, xml_of
from crawler.titles import Title

_ROOTS = ("urlset", "sitemapindex")
_MOST_ADDRESSES = 50_000  # by the protocol
_DEEPEST = 5  # an index names sitemaps, hardly ever another index: a loop does
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.I | re.M)


class SitemapReader:
    """Reads sitemaps, robots.txt and, as an entry, the home page."""

    types: tuple[str, ...] = ()

    def is_article(self, url: str) -> bool | None:
        """None: a sitemap has every page of its site."""
        return None

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The addresses of a sitemap, the sitemaps of an index or of robots.txt."""
        if _is_robots(page):
            sitemaps = _in_robots(page)
            if not sitemaps:
                return Found("missing", reason="robots.txt names no sitemap")
            return Listing(sources=tuple(Further(url, 1) for url in sitemaps))
        data = xml_of(page)
        root = root_of(data)
        if root == "urlset":
            return Listing(rows=tuple(_row(page.url, fields) for fields in _entries(data, "url")))
        if root == "sitemapindex":
            depth = int(context.get("nested", "0")) + 1
            if depth > _DEEPEST:
                return Found("refused", reason=f"sitemaps in sitemaps, more than {_DEEPEST} deep")
            nested = {"nested": str(depth)}
            since = context.get("since", "")
            return Listing(sources=tuple(_sitemaps(page.url, data, since, nested)))
        found = answers.instead_of(page, "no sitemap, but a page")
        path = urlsplit(page.url).path
        home_page = path in ("", "/") or path.startswith(("/index.", "/default."))
        if context.get("list") or found.verdict == "challenge" or not home_page:
            return found
        if page.body[:1] in (b"{", b"[", b""):
            return found
        home = absolute(page.url, "/robots.txt")
        return Listing(sources=(Further(home, 1, instead=absolute(page.url, "/sitemap.xml")),))


def _is_robots(page: Fetched) -> bool:
    return urlsplit(page.url).path == "/robots.txt" and not page.body.lstrip().startswith(b"<")


def _in_robots(page: Fetched) -> list[str]:
    lines = _SITEMAP_LINE.findall(text_of_page(page.body, page.headers))
    return [url for line in dict.fromkeys(lines) if (url := absolute(page.url, line))]


def _sitemaps(base: str, data: bytes, since: str, nested: Mapping[str, str]) -> Iterator[Further]:
    for fields in _entries(data, "sitemap"):
        changed = day_of_text(fields.get("lastmod", ""))
        url = absolute(base, fields["loc"])
        if url and not (changed and changed < since):
            yield Further(url, 1, context=nested)


def _row(base: str, fields: Mapping[str, str]) -> Row:
    url = absolute(base, fields["loc"])
    stated = from_url(url)
    day = (
        day_of_text(fields.get("publication_date", ""))
        or (stated.iso[:10] if stated else "")
        or day_of_text(fields.get("lastmod", ""))
    )
    return Row(url, day)


def _entries(data: bytes, name: str) -> Iterator[dict[str, str]]:
    """The fields of each `<url>` or `<sitemap>`, element by element: a sitemap may be large."""
    count = 0
    events = etree.iterparse(
        BytesIO(repaired(data)),
        events=("end",),
        tag=f"{{*}}{name}",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in events:
            fields: dict[str, str] = {}
            for child in element.iter("{*}loc", "{*}lastmod", "{*}publication_date"):
                # The first `loc` is the page's, those behind it are of its pictures.
                fields.setdefault(name_of(child), "".join(child.itertext()).strip())
            if fields.get("loc"):
                yield fields
                count += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if count >= _MOST_ADDRESSES:
                return
    except etree.XMLSyntaxError:
        return  # cut short: what stood before is read


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, SitemapReader())


def recognise(page: Fetched) -> Sign | None:
    """By a sitemap or robots.txt itself; a home page says nothing of its sitemap."""
    if _is_robots(page):
        found = _in_robots(page)
        return Sign(len(found), ("robots.txt with Sitemap: lines",)) if found else None
    data = xml_of(page)
    root = root_of(data)
    if root not in _ROOTS:
        return None
    urls = [absolute(page.url, fields["loc"])
            for fields in _entries(data, "url" if root == "urlset" else "sitemap")]  # fmt: skip
    scope = Scope(page.url)
    elsewhere = {urlsplit(url).netloc for url in urls if url and not scope.holds(url)}
    options = {"hosts": sorted(elsewhere)} if elsewhere else {}
    return Sign(len(urls), (f"a {root} of {len(urls)} addresses",), options) if urls else None
