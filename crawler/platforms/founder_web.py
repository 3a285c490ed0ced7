"""Founder's CMS of news web sites: 光明网, 中国网, 河北新闻网, 北国网, 太原晚报网 and their like.

Grammar (configurations of 347 outlets of 2019, saved pages of 2022–2024): articles
`/c/YYYY-MM/DD/content_N.htm` or `/YYYY-MM/DD/content_N.htm` below any folders, lists
`node_N.htm`, `node_N_2.htm` and on.  The pages of an article are `content_N_k.htm`, the last of
which is the whole text.  A dated folder with nodes of its own is an e-paper (`founder_classic`).

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import links_of
from crawler.platforms.list_grammar import Grammar, day_of, linked_pages
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
# A page of an e-paper, whose articles have the same addresses and stand in the same folder.
_EPAPER_PAGE = re.compile(r"/\d{4}-\d\d/\d\d/(?:node_|nbs\.)")


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles at least, none of which stands beside the page of an e-paper."""
    tree = parse(text_of_page(page.body, page.headers))
    if tree is None or _EPAPER_PAGE.search(page.url):
        return None
    urls = [link.url for link in links_of(tree, page.url)]
    issues = {_folder(url) for url in urls if _EPAPER_PAGE.search(url)}
    if any(_folder(url) in issues and day_of(GRAMMAR, url) is not None for url in urls):
        return None
    return recognise_grammar(page, GRAMMAR, "/2022-08/04/content_1.htm")


def _folder(url: str) -> str:
    return url.rpartition("/")[0]
