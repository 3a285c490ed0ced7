"""人民网, people.com.cn, and its channels.

Grammar (saved pages of 2018–2024, routes of public feed builders): articles
`/n1/2022/0804/c1024-32494123.html` (`n` before 2016, `n2` local, `n3` foreign), their further
pages `…-2.html`; lists `/GB/1024/index.html`, `index2.html` and on.  Declared GB2312, written in
GB18030.  `/BIG5/n1/…` is the same text in traditional characters, and not followed.  The hosts of
the channels have no certificates of their own: http is asked.

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
            r"/n\d?/(?P<y>\d{4})/(?P<m>\d\d)(?P<d>\d\d)/c\d{1,10}-\d{4,12}(?:-\d{1,3})?\.html"
        ),
    ),
    listing=re.compile(r"(?P<stem>/GB/(?:\d+/)+)(?:index(?P<page>\d{0,4})\.html)?"),
    further=linked_pages,
    plain_http="people.com.cn",
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles at least."""
    return recognise_grammar(page, GRAMMAR, "/n1/2022/0804/c1024-32494123.html")
