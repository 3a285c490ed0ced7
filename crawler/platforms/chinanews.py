"""中国新闻网, chinanews.com.cn.

Grammar (channel tables and saved lists of 2019–2026): articles `/gn/2022/08-04/9819999.shtml`;
lists `/scroll-news/news1.html`, `news2.html` and on, and one a channel, `/china.shtml`.  A list
prints `8-4 22:20`, without the year: the day is read off the article's address.  Its titles may be
cut; the whole one is in the link's `title`.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.list_grammar import Grammar, linked_pages
from crawler.platforms.list_page import GrammarReader, recognise_grammar
from crawler.platforms.lists import Lists
from crawler.titles import Title

GRAMMAR = Grammar(
    article=(
        re.compile(
            r"/[a-z]{1,20}/(?P<y>\d{4})/(?P<m>\d\d)-(?P<d>\d\d)/\d{4,12}(?:_\d{1,3})?\.shtml"
        ),
    ),
    listing=re.compile(
        r"(?P<stem>/(?:scroll-news/(?:[a-z-]+/)*news|[a-z]{2,20}))(?P<page>\d{0,4})\.s?html"
    ),
    further=linked_pages,
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles at least."""
    return recognise_grammar(page, GRAMMAR, "/gn/2022/08-04/9819999.shtml")
