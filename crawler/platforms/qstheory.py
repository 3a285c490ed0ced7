"""求是, 红旗文稿: years → issues → contents → article, all in one shape of address.

Addresses (a collector that reads the site, 2026):

    entry                                         /qs/mulu.htm, /hqwglist/mulu.htm
    year, contents and article, to 2024           /dukan/qs/2022-06/15/c_1128737171.htm
    the same from 2025 on                         /20250616/<32 hex digits>/c.html

Which of the three a page is, its content says.  Options of a title: see `contents`.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from lxml import html

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.contents import Item, Layout, Magazine
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.issue_numbers import number_of, year_of
from crawler.platforms.links import Link, links_of
from crawler.titles import Title

_ADDRESS = re.compile(
    r"/dukan/[a-z]{1,20}/(?:\d{4}/)?(\d{4})-(\d{2})/(\d{2})/c_\d{9,12}\.html?"
    r"|/(\d{4})(\d{2})(\d{2})/[0-9a-f]{32}/c\.html?"
)
_TEXT = ("highlight", "text", "content")  # classes of the box with the text or the contents
_LEAST = 5  # links: fewer in a box are not its contents


def day_of(url: str) -> date | None:
    """The day in an address of the site; None for every other address."""
    match = _ADDRESS.fullmatch(urlsplit(url).path)
    try:
        return date(*(int(g) for g in match.groups() if g)) if match else None
    except ValueError:
        return None


def items(tree: html.HtmlElement, url: str) -> list[Item]:
    """The pages of the site that a page leads to: those in its text, where these are many."""
    links = [link for link in links_of(tree, url) if link.via == "a" and day_of(link.url)]
    for name in _TEXT:
        inside = [link for link in links if _is_in(link, name)]
        if len({link.url for link in inside}) >= _LEAST:
            links = inside
            break
    titles: dict[str, str] = {}
    for link in links:
        titles[link.url] = max(titles.get(link.url, ""), link.text, key=len)
    return [Item(target, title) for target, title in titles.items()]


def _is_in(link: Link, name: str) -> bool:
    parents = link.element.iterancestors() if link.element is not None else ()
    return any(name in (parent.get("class") or "").split() for parent in parents)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Magazine(title, Layout(day_of, items))


def recognise(page: Fetched) -> Sign | None:
    """By links in its grammar that name years or issues, on a page called mulu or not."""
    tree = parse(text_of_page(page.body, page.headers))
    if tree is None:
        return None
    links = [x for x in links_of(tree, page.url) if day_of(x.url)]
    listed = [x for x in links if year_of(x.text) or number_of(x.text)]
    if not listed:
        return None
    marks = ["years or issues at /dukan/…/c_N.htm, /YYYYMMDD/<32 hex>/c.html"]
    if urlsplit(page.url).path.endswith("/mulu.htm"):
        marks.append("mulu.htm")
    if any(_is_in(link, "booktitle") for link in listed):
        marks.append(".booktitle")
    return Sign(len(marks) + min(len(listed), 5), tuple(marks))
