"""Any site from its home page alone: articles are what turns out to be one when it is read.

Every page is judged by `crawler.extract`; per shape of address (`crawler.platforms.shapes`) it is
counted what the pages were, and the counts steer what is asked next and what no longer.

Order of asking: the home page and its frames; a few probes of each new shape; addresses of a
shape known to be articles; likely articles; then lists and their further pages.  Each article
read is one found and each list read is none, so a run that ends early has found most when it
reads no list while a known article waits; probes come before, because an article in a shape not
yet tried cannot be told from a list.

Options of a title: `max_depth` (default 8), how many lists deep to go.  Turning the pages of a
list and going from article to article does not count.

A page without an article and without a link worth asking gets the verdict `dry`; four dry pages
in a row end a chain of lists (calendars that go on for ever, pages after the last).
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from lxml import html

from archive.records import Article, Ask, Found
from crawler.extract import extract
from crawler.platforms import answers, pager, parts
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import Link, links_of
from crawler.platforms.redirects import redirects
from crawler.platforms.shapes import has_date, has_number
from crawler.platforms.site_memory import Memory, shape_of
from crawler.platforms.site_scope import Scope
from crawler.titles import Title, TitleError

_HOME, _FRAME, _PROBE, _ARTICLE, _LIKELY, _LIST = 100, 90, 70, 60, 50, 40
_PROBES = 2  # a shape
_DRY_CHAIN = 4  # pages
_MAX_DEPTH = 8
_MOST_HOPS = 2
# A headline is longer than the name of a column (要闻, 学习论坛, 省委领导活动报道集).
_HEADLINE = 9  # characters
_FRONT_PATH = re.compile(r"/(?:(?:index|default|list|node|more)\w*\.\w{2,5})?$", re.I)
_FRONT_HEADLINES = 12  # an article has fewer links of the kind "related" or "most read"
_HOME_PATH = re.compile(r"/?(?:(?:index|default|main|home)\.\w{2,5})?", re.I)


class Site:
    """A title without a known platform."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"max_depth"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        depth = title.options.get("max_depth", _MAX_DEPTH)
        if type(depth) is not int or depth < 1:
            raise TitleError(f"{title.name}: max_depth must be a number from 1 on")
        self.title = title
        self.max_depth: int = depth
        self._scope = Scope(title.entry)
        self._memory = Memory()
        self._probed: Counter[str] = Counter()

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The home page.  Raises TitleError for a span: a site does not say where a day is."""
        if since is not None or until is not None:
            raise TitleError(f"{self.title.name}: a site has no issues, so no span of days either")
        return [Ask(self.title.entry, "entry", priority=_HOME)]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The article of a page, if it is one, and the links worth asking for."""
        if problem := answers.unread(page):
            return problem
        if not self._scope.holds(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not on the site")
        tree = parse(text_of_page(page.body, page.headers))
        if tree is None:
            return Found("empty", reason="the page is empty")
        if onward := self._sent_on(ask, tree, page.url):
            return Found("list", asks=onward)
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if article.kind in ("challenge", "error"):
            return answers.not_an_article(article)
        if page_of := self._page_of(ask, article):
            return page_of
        links = [link for link in links_of(tree, page.url) if self._wants(link)]
        if article.kind == "article" and not _is_front(page.url, links):
            pages = parts.asks(ask, article, self._scope.wants)
            others = {page.url for page in pages}
            links = [link for link in links if link.url not in others]
            asks, _, passed_over = self._links(ask, tree, page.url, links, is_article=True)
            return Found("article", article=article, asks=pages + asks, reason=passed_over)
        asks, fruitful, passed_over = self._links(ask, tree, page.url, links, is_article=False)
        verdict = "list" if fruitful else "empty" if article.kind == "empty" else "dry"
        # Passed on for its masthead, which home pages and columns print like articles.
        as_list = dataclasses.replace(article, kind="list", pagination=None)
        return Found(verdict, article=as_list, asks=asks, reason=passed_over)

    def _page_of(self, ask: Ask, article: Article) -> Found | None:
        """Page 2 and on of an article; the last one may be too short to look like an article."""
        if article.kind != "article" and not (ask.kind == "part" and article.title):
            return None
        found = parts.found(ask, article, self._scope.wants)
        return found if found.verdict != "article" else None

    def learn(self, url: str, verdict: str) -> None:
        """Count what the address turned out to be for its shape."""
        self._memory.note(url, verdict)

    def _wants(self, link: Link) -> bool:
        return self._scope.wants(link.url, link.text)

    def _sent_on(self, ask: Ask, tree: html.HtmlElement, url: str) -> tuple[Ask, ...]:
        hops = int(ask.context.get("hops", "0")) + 1
        targets = [target for target in redirects(tree, url) if self._scope.holds(target)]
        if hops > _MOST_HOPS or not targets:
            return ()
        kind, context = ask.kind, {**ask.context, "hops": str(hops)}
        return tuple(Ask(target, kind, context, ask.depth, _FRAME) for target in targets)

    def _links(
        self,
        ask: Ask,
        tree: html.HtmlElement,
        url: str,
        links: Sequence[Link],
        *,
        is_article: bool,
    ) -> tuple[tuple[Ask, ...], bool, str]:
        """What to ask next, whether the page was worth reading, what is not followed and why."""
        here = shape_of(url)
        fruitful = is_article or self._is_fruitful(links, here)
        dry = 0 if fruitful else int(ask.context.get("dry", "0")) + 1
        further = [] if is_article else pager.further_pages(tree, url, links)
        further = [page for page in further if self._scope.wants(page)]
        asks: dict[str, Ask] = {}
        passed_over = 0
        for target, text, via in _once(links, further):
            key = shape_of(target)
            chain_ended = dry >= _DRY_CHAIN and not self._memory.holds_articles(key)
            if chain_ended or not self._memory.worth_asking(key):
                passed_over += 1
                continue
            kind, priority = self._judge(key, text, via)
            stays = via in ("pager", "frame", "iframe") or (is_article and priority >= _LIKELY)
            depth = ask.depth if stays else ask.depth + 1
            if depth > self.max_depth:
                passed_over += 1
                continue
            context = {"dry": str(dry)} if dry else {}
            asks[target] = Ask(target, kind, context, depth, priority)
        reason = f"{passed_over} links not followed: their like led nowhere" if passed_over else ""
        return tuple(asks.values()), fruitful, reason

    def _is_fruitful(self, links: Sequence[Link], here: str) -> bool:
        """True when the page leads to addresses not met before that may be or hold articles."""
        fruitful = bears = False
        for link in links:
            key = shape_of(link.url)
            if self._memory.meet(link.url) and key != here and self._memory.worth_asking(key):
                fruitful = True
                bears = bears or self._memory.leads_to_articles(key)
        if bears:
            self._memory.bears(here)
        return fruitful

    def _judge(self, key: str, text: str, via: str) -> tuple[str, int]:
        """Kind and priority of a request."""
        if via == "frame":
            return "list", _FRAME
        if self._memory.holds_articles(key):
            return "article", _ARTICLE
        if via == "pager":
            return "list", _LIST
        if not has_number(key):
            return "any", _LIKELY if len(text) >= _HEADLINE else _LIST
        if self._memory.tally(key).fetched == 0 and self._probed[key] < _PROBES:
            self._probed[key] += 1
            return "any", _PROBE
        likely = len(text) >= _HEADLINE or has_date(key)
        return "any", _LIKELY if likely else _LIST


def _is_front(url: str, links: Sequence[Link]) -> bool:
    """True for the home page, and for a column's front that prints whole passages of articles.

    Such a front reads like an article; its address has no number and is that of a folder or
    index, and it leads to many headlines.
    """
    parts = urlsplit(url)
    if _HOME_PATH.fullmatch(parts.path) and not parts.query:
        return True
    if has_number(shape_of(url)) or not _FRONT_PATH.search(parts.path):
        return False
    headlines = {
        link.url
        for link in links
        if len(link.text) >= _HEADLINE and has_number(shape_of(link.url))
    }
    return len(headlines) >= _FRONT_HEADLINES


def _once(links: Sequence[Link], further: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each address once: (address, its longest text, how it is linked)."""
    texts: dict[str, tuple[str, str]] = {}
    for link in links:
        text, via = texts.get(link.url, ("", link.via))
        texts[link.url] = (max(text, link.text, key=len), via)
    pages = set(further)
    once = [(url, text, "pager" if url in pages else via) for url, (text, via) in texts.items()]
    return once + [(url, "", "pager") for url in further if url not in texts]


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Site(title)


def recognise(page: Fetched) -> Sign | None:
    """None: any page fits, so that this says nothing."""
    return None
