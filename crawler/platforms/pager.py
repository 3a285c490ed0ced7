"""Further pages of a list: 下一页, `createPageHTML(25, 0, "index", "html")`, `?page=2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.pagination import CREATE_PAGE
from crawler.platforms.links import Link, absolute

_WORDS = re.compile(
    r"[\[<〈《【（(\s|«‹]*(?:[上下前后][一1]?页|首页|[尾末]页|末一页|第?\d{1,4}页?|next|prev(?:ious)?|last"
    r"|更早|查看更多|加载更多|»|›|>{1,2}|→)[\]>〉》】）)\s|»›]*",
    re.I,
)
_MOST_PAGES = 2000  # of one list; more is a number that nobody meant
_NUMBERED = re.compile(r"(?P<stem>.+)[_-](?P<number>\d{1,2})")
_PAGE_PARAMETER = re.compile(
    r"(?:^|&)(?:page|p|pg|pageno|pageindex|currentpage|paged|start)=\d+", re.I
)


def further_pages(tree: html.HtmlElement, url: str, links: Sequence[Link]) -> list[str]:
    """Addresses of the other pages of the list at `url`, nearest first, without repetition."""
    found = [link.url for link in links if is_page_link(link, url)]
    return [page for page in dict.fromkeys([*found, *_scripted(tree, url)]) if page != url]


def is_page_link(link: Link, url: str) -> bool:
    """True for a link that turns the pages of the list at `url`.

    The text alone is not enough (下一页 can be the next article, 首页 the home page): the address
    must also differ from that of the list by its page number only.
    """
    return _same_list(link.url, url) and bool(
        _WORDS.fullmatch(link.text) or _PAGE_PARAMETER.search(urlsplit(link.url).query)
    )


@dataclass(frozen=True, slots=True)
class _Name:
    folder: str
    whole: str  # content_55_2
    ext: str  # .htm
    stem: str = ""  # content_55
    number: str = ""  # 2; empty when the name does not end in a page number


def _name(path: str) -> _Name:
    folder, _, file = path.rpartition("/")
    whole, dot, ext = file.rpartition(".")
    whole, ext = (whole, dot + ext) if dot else (file, "")
    match = _NUMBERED.fullmatch(whole)
    return (
        _Name(folder, whole, ext, match["stem"], match["number"])
        if match
        else _Name(folder, whole, ext)
    )


def _same_list(url: str, here: str) -> bool:
    one, other = urlsplit(url), urlsplit(here)
    if one.netloc != other.netloc:
        return False
    if one.path == other.path:
        return one.query != other.query
    a, b = _name(one.path), _name(other.path)
    if a.folder != b.folder:
        return False
    if (a.number and a.stem == b.whole) or (b.number and b.stem == a.whole):
        return True
    return _list_key(a.whole) == _list_key(b.whole)


def _list_key(name: str) -> str:
    """The name without its page number: ``, `index`, `index_2`, `index2` are one list."""
    name = re.sub(r"[_-]?\d{1,4}$", "", name)
    return "" if name in ("index", "default", "list") else name


@dataclass(frozen=True, slots=True)
class Counted:
    """A call of `createPageHTML`: how many pages, this page, name and extension of the first."""

    count: int
    now: int
    base: str
    ext: str
    from_one: bool  # the variant with the id of an element counts from 1


def counted(tree: html.HtmlElement) -> list[Counted]:
    """The calls of `createPageHTML` in the scripts of a page."""
    return [
        Counted(
            min(int(call["count"]), _MOST_PAGES),
            int(call["now"]),
            call["base"],
            call["ext"],
            bool(call["id"]),
        )
        for script in tree.iter("script")
        for call in CREATE_PAGE.finditer(script.text or "")
    ]


def _scripted(tree: html.HtmlElement, url: str) -> list[str]:
    pages = []
    for call in counted(tree):
        names = [f"{call.base}_{k}.{call.ext}" for k in range(1, call.count)]
        pages += [absolute(url, name) for name in (f"{call.base}.{call.ext}", *names)]
    return pages
