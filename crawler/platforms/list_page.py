"""The lists of one grammar: HTML pages and their JSON documents, and how they are recognised."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from archive.records import Found
from crawler.extract.dates import find_dates, read_date
from crawler.extract.url_dates import year_from_url
from crawler.platforms.base import Fetched, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import Link, links_of, one_line
from crawler.platforms.list_grammar import (
    Further,
    Grammar,
    Listing,
    PageOfList,
    Row,
    day_of,
    place_of,
    static,
)
from crawler.platforms.redirects import redirects
from crawler.platforms.shapes import has_date
from crawler.platforms.site_memory import shape_of
from crawler.platforms.site_scope import Scope, registered_domain

# JSON on every platform: an error may come as JSON, and has to be read to be known as one.
_TYPES = ("html", "xml", "text/plain", "json", "javascript")
_ROW_TAGS = ("li", "tr", "dd", "p", "div")
_ROW_DEPTH, _ROW_NODES = 6, 30  # elements around a link, and in the line around it
_LONGEST_ROW = 300  # characters of a line of a list
_MONTH_DAY = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})(?![\d-])")
_FEWEST = 3  # addresses of a grammar that are no accident
_JSON_TOO_DEEP = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class GrammarReader:
    """Reads the lists of a platform that has a grammar."""

    grammar: Grammar

    @property
    def types(self) -> tuple[str, ...]:
        """What a content type of its lists has in it."""
        return _TYPES

    def is_article(self, url: str) -> bool | None:
        """Whether the address is that of an article."""
        return day_of(self.grammar, url) is not None

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The entries of a list, or why there are none."""
        source = text_of_page(page.body, page.headers)
        if self.grammar.rows and source.lstrip()[:1] in ("{", "["):
            return self._read_json(source, page.url)
        tree = parse(source)
        if tree is None:
            return Found("empty", reason="the page is empty")
        links = links_of(tree, page.url)
        rows = _rows(self.grammar, links)
        if not rows and (onward := redirects(tree, page.url)):
            return Listing(onward=tuple(onward))
        grammar, here = self.grammar, place_of(self.grammar, page.url)
        lists = [
            static(grammar, link.url)
            for link in links
            if (other := place_of(grammar, link.url))
            and (not here or other[0] != here[0])
            # The first page of a list stands for all of them.
            and other[1] <= 1
        ]
        sources = grammar.sources(source, page.url) if grammar.sources else ()
        return Listing(
            rows=rows,
            pages=grammar.further(grammar, PageOfList(tree, page.url, links, context)),
            lists=tuple(dict.fromkeys(lists)),
            sources=tuple(Further(url, 1) for url in sources),
        )

    def _read_json(self, source: str, url: str) -> Listing | Found:
        try:
            value = json.loads(source)
        except _JSON_TOO_DEEP:
            return Found("error", reason="the list is no JSON")
        assert self.grammar.rows is not None
        rows = [
            Row(static(self.grammar, row.url), day or row.day, row.text)
            for row in self.grammar.rows(value, url)
            if (day := day_of(self.grammar, row.url)) is not None
        ]
        return Listing(rows=tuple(rows))


def recognise_grammar(page: Fetched, grammar: Grammar, example: str, more: int = 0) -> Sign | None:
    """A sign when the page links at least three articles in the grammar, and no more other dated
    addresses of its site than those; `more` counts other marks of the platform.

    Articles on the page's own host count, with its sub-domains; where most are on sister hosts,
    these count, too, and go into the options.
    """
    tree = parse(text_of_page(page.body, page.headers))
    if tree is None:
        return None
    scope, domain = Scope(page.url), registered_domain(page.url)
    urls = {static(grammar, link.url) for link in links_of(tree, page.url)}
    inside = {url for url in urls if scope.holds(url)}
    own = {url for url in inside if day_of(grammar, url) is not None}
    sisters = {
        url
        for url in urls - inside
        if domain and registered_domain(url) == domain and day_of(grammar, url) is not None
    }
    if len(sisters) <= len(own):
        sisters = set()
    count = len(own) + len(sisters)
    foreign = sum(1 for url in inside - own if has_date(shape_of(url)))
    if count + more < _FEWEST or foreign > count + more:
        return None
    marks = (f"{count} addresses like {example}",) if count else ()
    return Sign(count + more, marks, {"hosts": [domain]} if sisters else {})


def day_of_text(text: str) -> str:
    """The one day that a short text states, in Shanghai, YYYY-MM-DD; empty for none."""
    moment = read_date(text[:60])
    return moment.iso[:10] if moment and len(moment.iso) >= 10 else ""


def _rows(grammar: Grammar, links: list[Link]) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    for link in links:
        day = day_of(grammar, link.url)
        if day is None:
            continue
        url = static(grammar, link.url)
        known = rows.get(url, Row(url))
        text = max(known.text, link.text, key=len)
        rows[url] = Row(url, day or known.day or _day_beside(link), text)
    return tuple(rows.values())


def _day_beside(link: Link) -> str:
    """The day printed in the line of the list in which the link stands; empty for none.

    `08-04` and `8-4 09:13` have no year: the address has to state it.
    """
    element = link.element
    for _ in range(_ROW_DEPTH):
        if element is None or element.tag in _ROW_TAGS:
            break
        element = element.getparent()
    if element is None or element.tag not in _ROW_TAGS:
        return ""
    nodes = list(islice(element.iter("*"), _ROW_NODES))
    line = one_line(" ".join(f"{n.text or ''} {n.tail or ''}" for n in nodes))
    if len(nodes) == _ROW_NODES or len(line) > _LONGEST_ROW:
        return ""  # the whole list, not a line of it
    if dates := find_dates(line):
        return dates[-1].iso[:10]  # a date in the headline stands before that of the list
    if match := _MONTH_DAY.search(line):
        month, day = int(match[1]), int(match[2])
        year, _ = year_from_url(link.url, month, day)
        return f"{year:04}-{month:02}-{day:02}" if year else ""
    return ""
