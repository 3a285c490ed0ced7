"""军事记者, 国防教育: magazines on 81.cn, by a page of issues and contents pages in columns.

Addresses (a reader of both, checked in 2026), relative to the entry:

    issues    links called 2026年第4期
    contents  2026nd4q_253225/index.html
    article   16462417.html beside its contents

A contents page is a <dl> a column: <dt> column, <dd> articles with span.author in the link
(军事记者), or <dd> column, <dt> articles with span.author beside the link (国防教育).

Options of a title: see `contents`.
"""

from __future__ import annotations

import copy
import re
from urllib.parse import urlsplit

from lxml import html

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.contents import Item, Layout, Magazine, listed_numbers
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import Link, links_of, one_line
from crawler.titles import Title

_ARTICLE = re.compile(r"\d{1,12}\.html?")
_ISSUE = re.compile(r"/\d{4}nd\d{1,3}q_\d+/(?:index\.html?)?")
_LEAST_MARKS = 2


def items(tree: html.HtmlElement, url: str) -> list[Item]:
    """The articles that a page lists, in the folder of its own address, with their columns."""
    found: dict[str, Item] = {}
    for link in links_of(tree, url):
        if not _is_beside(link.url, url) or link.element is None:
            continue
        title, author = _title(link.element)
        known = found.get(link.url)
        if known is None or (title and not known.title):
            found[link.url] = Item(link.url, title, _column(link.element), author)
    return list(found.values())


def _is_beside(target: str, url: str) -> bool:
    folder, _, name = urlsplit(target).path.rpartition("/")
    return folder == urlsplit(url).path.rpartition("/")[0] and bool(_ARTICLE.fullmatch(name))


def _title(link: html.HtmlElement) -> tuple[str, str]:
    """Title and author of a link; the author is in it, or the next element beside it."""
    own = copy.deepcopy(link)
    own.tail = None
    inside = [span for span in own.iter("span") if "author" in (span.get("class") or "").split()]
    beside = link.getnext()
    author = inside[0].text_content() if inside else ""
    for span in inside:
        span.drop_tree()
    if not inside and beside is not None and "author" in (beside.get("class") or "").split():
        author = beside.text_content()
    return one_line(own.text_content()), one_line(author)


def _column(link: html.HtmlElement) -> str:
    """The column of a link: of the <dt> and <dd> of its list, the one without a link."""
    for parent in link.iterancestors("dl"):
        for cell in parent.iterchildren("dt", "dd"):
            if next(cell.iter("a"), None) is None:
                return one_line(cell.text_content())
    return ""


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Magazine(title, Layout(lambda url: None, items))


def recognise(page: Fetched) -> Sign | None:
    """By links called 2026年第4期 that lead into the folder of the page, best of all to
    2026nd4q_253225/."""
    tree = parse(text_of_page(page.body, page.headers))
    if tree is None:
        return None
    folder = urlsplit(page.url).path.rpartition("/")[0] + "/"
    listed = {x.url: x for x in listed_numbers(links_of(tree, page.url)) if _leads(x, folder)}
    named = [x for x in listed.values() if _ISSUE.search(urlsplit(x.url).path)]
    if len(listed) < _LEAST_MARKS:
        return None
    marks = ("issues called 2026年第4期", *(("2026nd4q_N/",) if named else ()))
    return Sign(min(len(listed), 5) + min(len(named), 5), marks)


def _leads(link: Link, folder: str) -> bool:
    path = urlsplit(link.url).path
    return path.startswith(folder) and path.endswith(("/", "/index.html", "/index.htm"))
