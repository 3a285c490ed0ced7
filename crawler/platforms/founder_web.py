"""Founder's CMS of news web sites: 光明网, 中国网, 河北新闻网, 北国网, 太原晚报网 and their like.

Grammar (configurations of 347 outlets of 2019, saved pages of 2022–2024): articles
`/c/YYYY-MM/DD/content_N.htm` or `/YYYY-MM/DD/content_N.htm` below any folders, lists
`node_N.htm`, `node_N_2.htm` and on.  An article over several pages has `content_N_k.htm`, the last
of which is the whole text.  A dated folder with nodes of its own is an e-paper: `founder_classic`.

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.list_grammar import Grammar, linked_pages
from crawler.platforms.list_page import GrammarReader, recognise_grammar
from crawler.platforms.lists import Lists
from crawler.titles import Title

GRAMMAR = Grammar(
    article=(
        re.compile(
            r"/(?:[^/]+/)*(?P<y>\d{4})-(?P<m>\d\d)/(?P<d>\d\d)/content_\d+(?:_\d{1,3})?\.html?"
        ),
    ),
    listing=re.compile(
        r"(?!.{0,500}/\d{4}-\d\d/\d\d/)(?P<stem>/(?:[^/]+/)*node_\d+)(?:_(?P<page>\d{1,4}))?\.html?"
    ),
    further=linked_pages,
)
# Marks of its e-papers, whose articles have the same addresses.
_EPAPER = re.compile(
    r"/\d{4}-\d\d/\d\d/(?:node_|nbs\.)|founder-pagenum|PagePicMap|<mpproperty|period\.xml", re.I
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles at least, where no e-paper is linked as closely as they are."""
    if _EPAPER.search(page.url) or _EPAPER.search(text_of_page(page.body, page.headers)):
        return None
    return recognise_grammar(page, GRAMMAR, "/2022-08/04/content_1.htm")
