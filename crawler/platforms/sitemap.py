"""Sites by their sitemaps: what the site itself lists, with or without days.

The entry is a sitemap, an index of sitemaps, a robots.txt that names some, or the site's home
page: then its robots.txt is asked, and /sitemap.xml if that names none.  Days are those of
`news:publication_date`, the address, or `lastmod`, in this order.  Source: sitemaps.org 0.9 and
Google's news extension.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from lxml import etree

from archive.records import Found
from crawler.extract import extract
from crawler.extract.url_dates import from_url
from crawler.platforms import answers
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.links import absolute
from crawler.platforms.list_grammar import Further, Listing, Row
from crawler.platforms.lists import Lists
from crawler.titles import Title

_MOST_BYTES = 50 * 1024 * 1024  # the standard's bound on an unpacked sitemap
_MOST_ROWS = 50_000  # likewise
_NAMED = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.I | re.M)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_GZIP = b"\x1f\x8b"


class Sitemaps:
    """What `lists.py` has to know of sitemaps."""

    types: tuple[str, ...] = ()  # XML, plain text or gzip, under any name

    def is_article(self, url: str) -> bool | None:
        """None: a sitemap lists columns, too; what is no article turns out when it is read."""
        return None

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The addresses of a sitemap, or the sitemaps of an index, a robots.txt, a home page."""
        body = unpacked(page.body)
        if body is None:
            return Found("error", reason="a sitemap larger than 50 MiB, or no gzip")
        if root := _ROOT.search(body[:2000]):
            return _listing(body, page.url, index=root[1] == b"sitemapindex")
        path = urlsplit(page.url).path
        if path.endswith("/robots.txt"):
            named = [absolute(page.url, m[1].decode("utf-8", "replace")) for m in
                     _NAMED.finditer(body)]  # fmt: skip
            found = [url for url in dict.fromkeys(named) if url]
            found = found or [urljoin(page.url, "/sitemap.xml")]
            return Listing(sources=tuple(Further(url, 1) for url in found))
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error"):
            return answers.not_an_article(judged)
        if path in ("", "/") or path.startswith("/index"):
            robots, usual = (urljoin(page.url, name) for name in ("/robots.txt", "/sitemap.xml"))
            return Listing(sources=(Further(robots, 1, instead=usual),))
        return Found("error", reason="no sitemap")


def unpacked(body: bytes) -> bytes | None:
    """The bytes of a sitemap, gzip undone; None for what is damaged or too large."""
    if not body.startswith(_GZIP):
        return body if len(body) <= _MOST_BYTES else None
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as file:
            plain = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return plain if len(plain) <= _MOST_BYTES else None


def _listing(body: bytes, url: str, *, index: bool) -> Listing:
    entries = list(_entries(body))
    if index:
        targets = [absolute(url, entry.get("loc", "")) for entry in entries]
        return Listing(sources=tuple(Further(t, 1) for t in dict.fromkeys(targets) if t))
    found: dict[str, Row] = {}
    for entry in entries:
        if target := absolute(url, entry.get("loc", "")):
            stated = from_url(target)
            day = (
                _day(entry.get("publication_date", ""))
                or (stated.iso[:10] if stated and len(stated.iso) >= 10 else "")
                or _day(entry.get("lastmod", ""))
            )
            found.setdefault(target, Row(target, day, entry.get("title", "")))
    return Listing(rows=tuple(found.values()))


def _entries(body: bytes) -> Iterator[dict[str, str]]:
    """Each `url` or `sitemap` as its fields, also those of the news extension."""
    parser = etree.iterparse(
        BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    count = 0
    try:
        for _, element in parser:
            name = etree.QName(element).localname
            if name not in ("url", "sitemap"):
                continue
            fields: dict[str, str] = {}
            for child in element.iter(etree.Element):
                text = (child.text or "").strip()
                if text:
                    fields.setdefault(etree.QName(child).localname, text)
            yield fields
            element.clear()
            count += 1
            if count >= _MOST_ROWS:
                return
    except etree.XMLSyntaxError:
        return  # cut off in the middle: what stands before it counts


def _day(text: str) -> str:
    match = _DAY.match(text)
    return match[0] if match else ""


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, Sitemaps())


def recognise(page: Fetched) -> Sign | None:
    """A sitemap or an index of them; a home page is never recognised as one."""
    body = unpacked(page.body)
    root = _ROOT.search(body[:2000]) if body else None
    if root is None:
        return None
    return Sign(50, (f"the document is a {root[1].decode()}",))
