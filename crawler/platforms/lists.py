"""Titles whose articles are found on lists: list pages, JSON lists, feeds and sitemaps.

How the lists of a platform are read is its reader's business (`Reader`); everything else is the
same for all of them and stands here.

Options of a title:

* `max_list_pages` (default 100): how many pages of each list are turned at most.
* `hosts` (default: that of the entry and its sub-domains): further hosts of the title, such as
  `["people.com.cn"]`; each with its sub-domains.

Without a span all pages of all lists are read.  With one, articles whose day is known (from their
address, else from the list) and lies outside are not asked for, and the pages of a list are
turned one by one until one has only entries from before the span.

Other lists are followed on the whole host from a home page, below its folder from any other
folder, and not at all from an entry that is one list (`node_9.htm`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from archive.identity import url_key
from archive.records import Article, Ask, Found
from crawler.extract import extract
from crawler.platforms import answers, parts
from crawler.platforms.base import Fetched
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.list_grammar import Further, Listing, Row
from crawler.platforms.redirects import redirects
from crawler.platforms.site_scope import Scope
from crawler.titles import Title, TitleError

_ENTRY, _ARTICLE, _LIST = 100, 60, 40
_MOST_PAGES = 100
_MOST_HOPS = 2
_INDEX = re.compile(r"(?:.*/)?(?:(?:index|default|main|home)\.\w{2,5})?", re.I)
# An article that is answered with JSON is an error, and has to be read to be known as one.
_TYPES = ("html", "xml", "text/plain", "json")
_TOLD = "calendar"  # the kind of list request whose 404 is told to the platform
_HOST = re.compile(r"[\w.-]{1,253}(?::\d{1,5})?")


class Reader(Protocol):
    """What a list platform has of its own."""

    @property
    def types(self) -> tuple[str, ...]:
        """What a content type of its lists has in it; empty: any will do."""
        ...

    def is_article(self, url: str) -> bool | None:
        """Whether the address is that of an article; None: addresses do not tell."""
        ...

    def read(self, page: Fetched, context: Mapping[str, str]) -> Listing | Found:
        """The entries of a list, or why there are none."""
        ...


class Lists:
    """One title on a list platform."""

    def __init__(self, title: Title, reader: Reader) -> None:
        if unknown := set(title.options) - {"hosts", "max_list_pages"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        most = title.options.get("max_list_pages", _MOST_PAGES)
        if type(most) is not int or most < 1:
            raise TitleError(f"{title.name}: max_list_pages must be a number from 1 on")
        hosts = title.options.get("hosts", [])
        named = isinstance(hosts, list) and all(isinstance(h, str) for h in hosts)
        if not named or not all(_HOST.fullmatch(host) for host in hosts):
            raise TitleError(f"{title.name}: hosts must be a list of host names")
        self.title = title
        self.max_list_pages: int = most
        self._reader = reader
        self._scopes = [Scope(title.entry), *(Scope(f"http://{host}/") for host in hosts)]
        self._met: dict[str, set[str]] = {}  # list → articles on the pages of it read so far

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The entry; the span goes with every list that is asked from there."""
        span = {"since": since, "until": until}
        context = {name: day.isoformat() for name, day in span.items() if day}
        return [Ask(self.title.entry, "entry", context, priority=_ENTRY)]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The articles, further pages and other lists of a list, or the article of a page."""
        if ask.kind in ("article", "part"):
            return self._article(ask, page)
        found = self._list(ask, page)
        instead = ask.context.get("instead", "")
        if instead and found.verdict in ("missing", "error", "empty"):
            # The second page is called index_1 here and index_2 there: this was the wrong guess.
            context = _without(ask.context, "instead") | {"missed": ask.url}
            asked = Ask(instead, _TOLD, context, ask.depth, _LIST)
            return dataclasses.replace(found, asks=(*found.asks, asked))
        return found

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the addresses of these platforms tell what they are."""

    def inside(self, url: str) -> bool:
        """True for an address of the title."""
        return any(scope.holds(url) for scope in self._scopes)

    def _wants(self, url: str) -> bool:
        return any(scope.wants(url) for scope in self._scopes)

    # Lists

    def _list(self, ask: Ask, page: Fetched) -> Found:
        if problem := answers.unread(page, self._reader.types):
            # No list is a picture: nothing to read here is no list without entries.
            missed = ask.context.get("missed", "")
            if problem.verdict == "missing" and missed:
                return Found("error", reason=f"neither this list is there nor {missed}")
            return dataclasses.replace(problem, verdict="error") if _is_file(problem) else problem
        if not self.inside(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        listing = self._reader.read(page, ask.context)
        if isinstance(listing, Found):
            return listing
        if listing.onward:
            return self._sent_on(ask, listing.onward)
        listing = dataclasses.replace(
            listing,
            rows=_once(row for row in listing.rows if self._wants(row.url)),
            lists=tuple(url for url in listing.lists if self._follows(url)),
            sources=tuple(one for one in listing.sources if self.inside(one.url)),
        )
        new = self._new(ask, listing.rows)
        asks = [
            *(self._further(ask, one, {"list": one.url}) for one in listing.sources),
            *(self._row_ask(ask, row) for row in listing.rows if _is_in_span(row, ask.context)),
            *self._turn(ask, listing.pages, new),
            *(self._of_list(ask, url, {"list": url}) for url in listing.lists),
        ]
        found = self._verdict(ask, page, listing, new)
        return dataclasses.replace(found, asks=tuple(asks))

    def _verdict(self, ask: Ask, page: Fetched, listing: Listing, new: Sequence[Row]) -> Found:
        turned = int(ask.context.get("page", "1")) > 1
        if listing.rows:
            again = turned and not new
            return Found("dry", reason="only what earlier pages list") if again else Found("list")
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error"):
            return answers.not_an_article(judged)
        if listing.sources or (ask.kind == "entry" and listing.lists):
            return Found("list")
        if ask.kind == "entry":
            reason = f"no address of a list or article that the platform {self.title.platform} has"
            return Found("empty" if judged.kind == "empty" else "error", reason=reason)
        if turned and judged.kind != "empty":
            return Found("dry", reason="a page without entries: behind the last one")
        folder = page.url.rpartition("/")[0] + "/"
        is_folder = _INDEX.fullmatch(urlsplit(page.url).path)
        if is_folder and any(url.startswith(folder) for url in listing.lists):
            return Found("list")  # the front of a channel, with the lists below it
        return Found("empty", reason="no article on the list")

    def _sent_on(self, ask: Ask, targets: Sequence[str]) -> Found:
        hops = int(ask.context.get("hops", "0")) + 1
        inside = [url for url in targets if self.inside(url)]
        if not inside or hops > _MOST_HOPS:
            return Found("elsewhere", reason=f"a page that only sends on, to {targets[0]}")
        context = {**ask.context, "hops": str(hops)}
        onward = Ask(inside[0], ask.kind, context, ask.depth, max(ask.priority, _LIST))
        return Found("redirect", asks=(onward,), reason=f"sent on to {inside[0]}")

    def _new(self, ask: Ask, rows: Sequence[Row]) -> list[Row]:
        """The rows that no page of this list has had: boxes of top stories stand on each page."""
        met = self._met.setdefault(ask.context.get("list", ask.url), set())
        new = [row for row in rows if url_key(row.url) not in met]
        met.update(url_key(row.url) for row in new)
        return new

    def _turn(self, ask: Ask, pages: Sequence[Further], new: Sequence[Row]) -> list[Ask]:
        """Requests for the pages behind this one, as far as they may hold something."""
        since = ask.context.get("since", "")
        if not new or (since and all(row.day and row.day < since for row in new)):
            return []
        pages = [page for page in pages if page.number <= self.max_list_pages]
        first = ask.context.get("list", ask.url)
        return [
            self._further(ask, page, {"list": first, "page": str(page.number)})
            for page in (pages[:1] if since else pages)
            if self.inside(page.url)
        ]

    def _further(self, ask: Ask, one: Further, told: Mapping[str, str]) -> Ask:
        asked = self._of_list(ask, one.url, {**told, **one.context})
        if not one.instead:
            return asked
        context = {**asked.context, "instead": one.instead}
        return dataclasses.replace(asked, kind=_TOLD, context=context)

    def _of_list(self, ask: Ask, url: str, told: Mapping[str, str]) -> Ask:
        span = {key: ask.context[key] for key in ("since", "until") if key in ask.context}
        return Ask(url, "list", {**span, **told}, ask.depth + 1, _LIST)

    def _follows(self, url: str) -> bool:
        """Whether another list belongs to what the entry stands for."""
        entry, parts = urlsplit(self.title.entry), urlsplit(url)
        if not self._wants(url) or not _INDEX.fullmatch(entry.path):
            return False
        folder = entry.path.rpartition("/")[0] + "/"
        if folder == "/":
            return True
        return parts.netloc == entry.netloc and parts.path.startswith(folder)

    def _row_ask(self, ask: Ask, row: Row) -> Ask:
        context = {"listed_day": row.day, "listed_as": row.text[:200]}
        context = {key: value for key, value in context.items() if value}
        return Ask(row.url, "article", context, ask.depth + 1, _ARTICLE)

    # Articles

    def _article(self, ask: Ask, page: Fetched) -> Found:
        if problem := answers.unread(page, _TYPES):
            return problem
        if not self.inside(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        sure = self._reader.is_article(page.url)
        if article.kind != "article":
            tree = parse(text_of_page(page.body, page.headers))
            if tree is not None and (onward := redirects(tree, page.url)):
                return self._sent_on(ask, onward)
        has_text = bool(article.body or article.images)
        if article.kind in ("list", "empty") and sure and article.title and has_text:
            # Short news and lone pictures among menus look like lists; the address knows better.
            article = dataclasses.replace(article, kind="article")
        if article.kind != "article":
            return answers.not_an_article(article)
        return parts.found(ask, _with_list(article, ask), self.inside)


def _with_list(article: Article, ask: Ask) -> Article:
    """The article with what its list says of it, where the page itself is silent."""
    fills: dict[str, str] = {}
    provenance = dict(article.provenance)
    if article.published is None and (day := ask.context.get("listed_day")):
        fills |= {"published": day, "published_precision": "day"}
        provenance["published"] = "list: day of the entry"
    if article.title is None and (text := ask.context.get("listed_as")):
        fills["title"] = text
        provenance["title"] = "list: text of the link"
    return dataclasses.replace(article, **fills, provenance=provenance)  # type: ignore[arg-type]


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each article once, however its addresses are written."""
    once: dict[str, Row] = {}
    for row in rows:
        once.setdefault(url_key(row.url), row)
    return tuple(once.values())


def _is_in_span(row: Row, context: Mapping[str, str]) -> bool:
    """True unless the row's day is known and lies outside the span."""
    since, until = context.get("since", ""), context.get("until", "")
    return not row.day or (since <= row.day and (not until or row.day <= until))


def _is_file(problem: Found) -> bool:
    return problem.verdict == "not html"


def _without(context: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in context.items() if key != name}
