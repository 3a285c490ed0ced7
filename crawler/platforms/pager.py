"""Further pages of a list: 下一页, `createPageHTML(25, 0, "index", "html")`, `?page=2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml import html

from crawler.platforms.links import Link, absolute

_WORDS = re.compile(
    r"[\[<〈《【（(\s|«‹]*(?:[上下前后][一1]?页|首页|[尾末]页|末一页|第?\d{1,4}页?|next|prev(?:ious)?|last"
    r"|更早|查看更多|加载更多|»|›|>{1,2}|→)[\]>〉》】）)\s|»›]*",
    re.I,
)
# TRS: page count, current page (from 0), base name, extension; page k ≥ 1 is base_k.extension.
_CREATE_PAGE = re.compile(
    r"""create\w*PageHTML\w*\(\s*["']?(?P<count>\d{1,6})["']?\s*,\s*["']?(?P<now>\d{1,6})["']?\s*,"""
    r"""\s*["'](?P<base>[\w.-]{1,100})["']\s*,\s*["'](?P<ext>\w{1,8})["']""",
    re.I,
)
_MOST_PAGES = 2000  # of one list; more is a number that nobody meant
_NUMBERED = re.compile(r"(?P<stem>.*?)(?:[_-](?P<number>\d{1,3}))?(?P<ext>\.\w{2,5})?")
_PAGE_NAME = re.compile(r"(?:index|list|default|node_\w+?|node|more|page|p)?[_-]?\d{0,4}", re.I)
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


def is_part(url: str, article: str) -> bool:
    """True when `url` is a further page of the article at `article`: `a_2.htm` of `a.htm`."""
    one, other = urlsplit(article), urlsplit(url)
    if (one.netloc, one.query) != (other.netloc, other.query) or one.path == other.path:
        return False
    (folder, stem, number, ext), (folder2, stem2, number2, ext2) = map(
        _taken_apart, (one.path, other.path)
    )
    if folder != folder2 or ext != ext2 or not stem or _PAGE_NAME.fullmatch(stem):
        return False
    if number2 is not None and stem2 == (stem if number is None else f"{stem}_{number}"):
        return True  # a.htm → a_2.htm
    if number2 is None:
        return number is not None and stem2 == stem  # back to the first: a_2.htm → a.htm
    return stem2 == stem and int(number2) <= 99 and number is not None and int(number) <= 99


def _taken_apart(path: str) -> tuple[str, str, str | None, str]:
    folder, _, name = path.rpartition("/")
    match = _NUMBERED.fullmatch(name)
    if match is None:  # cannot be: every part is optional
        return folder, name, None, ""
    return folder, match["stem"], match["number"], match["ext"] or ""


def _same_list(url: str, here: str) -> bool:
    one, other = urlsplit(url), urlsplit(here)
    if one.netloc != other.netloc:
        return False
    if one.path == other.path:
        return one.query != other.query
    return _list_key(one.path) == _list_key(other.path)


def _list_key(path: str) -> str:
    """The path without its page number: `/a/`, `/a/index.html`, `/a/index_2.html` are one list."""
    folder, _, name = path.rpartition("/")
    name = re.sub(r"\.\w{2,5}$", "", name)
    name = re.sub(r"[_-]?\d{1,4}$", "", name)
    return f"{folder}/{'' if name in ('index', 'default', 'list') else name}"


def _scripted(tree: html.HtmlElement, url: str) -> list[str]:
    pages = []
    for script in tree.iter("script"):
        for match in _CREATE_PAGE.finditer(script.text or ""):
            base, ext = match["base"], match["ext"]
            count = min(int(match["count"]), _MOST_PAGES)
            names = [f"{base}.{ext}"] + [f"{base}_{k}.{ext}" for k in range(1, count)]
            pages += [absolute(url, name) for name in names]
    return pages
