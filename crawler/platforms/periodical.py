"""军事记者, 国防教育 on 81.cn: an index of issues, each with its contents.

    …/jsjz/index.html                        links 2026年第4期 …
    …/jsjz/2026nd4q_253225/index.html        contents: dl with columns and articles
    …/jsjz/2026nd4q_253225/16450812.html     an article

In the contents `dt` names the column and `dd` has the articles, or the other way round; the author
stands in `span.author` of the link.  No address has a date.  Source: code checked in 2026.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.contents import Addresses, Contents
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import links_of
from crawler.titles import Title

_ISSUE = re.compile(r".*/\d{4}nd\d{1,2}q_\d+/(?:index\.html?)?", re.I)
_ARTICLE = re.compile(r".*/\d+\.html?", re.I)


def _is_issue(url: str) -> bool:
    return _ISSUE.fullmatch(urlsplit(url).path) is not None


def _is_article(url: str, contents: str) -> bool:
    inside = url.startswith(urljoin(contents, "."))
    return inside and _ARTICLE.fullmatch(urlsplit(url).path) is not None


def _day(url: str) -> date | None:
    return None


ADDRESSES = Addresses(_is_issue, _is_article, _day)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Contents(title, ADDRESSES)


def recognise(page: Fetched) -> Sign | None:
    """By links to issues such as 2026nd4q_253225/."""
    tree = parse(text_of_page(page.body, page.headers))
    links = [] if tree is None else links_of(tree, page.url)
    issues = {link.url for link in links if _is_issue(link.url)}
    if not issues:
        return None
    path = urlsplit(min(issues)).path
    return Sign(5 * len(issues), (f"{len(issues)} links to issues such as {path}",))
