"""求是 and 红旗文稿: years → issues → contents → article, all in one shape of address.

    /qs/mulu.htm                                   the years
    /dukan/qs/2022-06/16/c_1128743453.htm          until 2024: year, contents or article
    /20250116/0123456789abcdef0123456789abcdef/c.html    from 2025 on

Source: collectors and translators for the site, 2022–2026.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.contents import Addresses, Contents
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import links_of
from crawler.titles import Title

_SHAPE = re.compile(
    r"/(?:dukan/[a-z]+/(?:\d{4}/)?)?(?:(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/c_\d{9,10}\.html?"
    r"|(?P<ymd>\d{8})/[0-9a-f]{32}/c\.html?)"
)
_FEWEST_YEARS = 2


def _day(url: str) -> date | None:
    match = _SHAPE.fullmatch(urlsplit(url).path)
    if match is None:
        return None
    ymd = match["ymd"] or f"{match['y']}{match['m']}{match['d']}"
    try:
        return date(int(ymd[:4]), int(ymd[4:6]), int(ymd[6:]))
    except ValueError:
        return None


def _is_one(url: str, _: str = "") -> bool:
    return _SHAPE.fullmatch(urlsplit(url).path) is not None


ADDRESSES = Addresses(_is_one, _is_one, _day)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Contents(title, ADDRESSES)


def recognise(page: Fetched) -> Sign | None:
    """By links to years, in the site's shape of address."""
    tree = parse(text_of_page(page.body, page.headers))
    links = [] if tree is None else links_of(tree, page.url)
    years = {x.url for x in links if _is_one(x.url) and re.fullmatch(r"\d{4}年?", x.text.strip())}
    if len(years) < _FEWEST_YEARS:
        return None
    path = urlsplit(min(years)).path
    return Sign(5 * len(years), (f"{len(years)} links to years such as {path}",))
