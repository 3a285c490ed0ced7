"""新华网, news.cn and xinhuanet.com.

Grammar (a collector checked against the site in 2026, saved pages of 2018–2022): articles
`/politics/2020-02/19/c_1125597921.htm` with `_2.htm` pages until 2023, since then
`/politics/20240106/<32 hex digits>/c.html`.  The lists of a page are JSON beside it,
`ds_<id>.json` for each `data="datasource:<id>"`: `{"datasource": [row, …]}`.  A row has `title`,
`publishUrl` and `publishTime`; one of `contentType` Link packs several articles, `linkUrls`, and
its time is none of theirs.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re
from typing import Any

from crawler.extract.page_links import without_comments
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.links import absolute
from crawler.platforms.list_grammar import Grammar, Row, linked_pages
from crawler.platforms.list_page import GrammarReader, day_of_text, recognise_grammar
from crawler.platforms.lists import Lists
from crawler.titles import Title

_DATASOURCE = re.compile(r"datasource:\s?([0-9a-f]{32})(?![0-9a-f])")


def datasources(source: str, url: str) -> tuple[str, ...]:
    """Addresses of the JSON lists that a page fills its containers from."""
    names = _DATASOURCE.findall(without_comments(source))
    return tuple(absolute(url, f"ds_{name}.json") for name in dict.fromkeys(names))


def rows(value: Any, url: str) -> list[Row]:
    """The entries of the JSON list at `url`; what is not in its shape is passed over."""
    listed = value.get("datasource") if isinstance(value, dict) else value
    found: list[Row] = []
    for row in listed if isinstance(listed, list) else []:
        if not isinstance(row, dict):
            continue
        packed = row.get("linkUrls")
        if row.get("contentType") == "Link" and isinstance(packed, list):
            for link in packed:
                if isinstance(link, dict):
                    found.append(_row(url, link.get("linkUrl"), link.get("linkTitle"), ""))
        found.append(_row(url, row.get("publishUrl"), row.get("title"), row.get("publishTime")))
    return [row for row in found if row.url]


def _row(base: str, url: object, title: object, time: object) -> Row:
    target = absolute(base, url) if isinstance(url, str) else ""
    day = day_of_text(time) if isinstance(time, str) else ""
    return Row(target, day, title.strip() if isinstance(title, str) else "")


GRAMMAR = Grammar(
    article=(
        # Not /dukan/: the magazines of 求是, which are issues and not lists.
        re.compile(
            r"/(?!dukan/)(?:[^/]+/)*(?P<y>\d{4})-(?P<m>\d\d)/(?P<d>\d\d)/c_\d{9,10}(?:_\d{1,3})?\.htm"
        ),
        re.compile(
            r"/(?:[^/]+/)*(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)/[0-9a-f]{32}/c(?:_\d{1,3})?\.html"
        ),
    ),
    listing=re.compile(r"(?P<stem>/(?:[a-z]{2,20}/)*)(?:index(?:_(?P<page>\d{1,3}))?\.html?)?"),
    further=linked_pages,
    sources=datasources,
    rows=rows,
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles or JSON lists at least."""
    listed = len(datasources(text_of_page(page.body, page.headers), page.url))
    example = "/politics/20240106/0123456789abcdef0123456789abcdef/c.html"
    # A JSON list has dozens of articles: it alone says what the page is.
    sign = recognise_grammar(page, GRAMMAR, example, more=3 * listed)
    if sign is None or not listed:
        return sign
    marks = (*sign.marks, f"{listed} lists of the kind datasource:<id>")
    return Sign(sign.strength, marks, sign.options)
