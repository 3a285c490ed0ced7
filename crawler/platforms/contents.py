"""Magazines by their contents pages: years (not everywhere) → issues → contents (目录) → article.

A platform file gives a `Layout`: what its addresses tell, and how its contents pages are set.
An issue is known by its label, 2022年第12期; its contents page is kept as its page 目录, so that
what an issue ought to hold is known.  Options of a title:

    per_year  how many issues a year has; lets a span of days choose issues by their number, where
              their addresses do not tell their day

Requests carry in their context `issue_label`, `date` (where it is known) and, for articles, the
`column` and `author` that the contents page prints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml import html

from archive.records import Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.contents_article import article_of, own_text
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.issue_numbers import Number, number_of, year_of
from crawler.platforms.links import Link, bare_host, links_of
from crawler.platforms.pager import further_pages
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

CONTENTS = "目录"
_LISTING, _ISSUE, _ARTICLE = 0, 5, 20
_LEAST_ENTRIES = 5  # a contents page has as many articles at least
_ARTICLE_TEXT = 400  # characters: what prints more between its links is an article


@dataclass(frozen=True, slots=True)
class Item:
    """One article as a contents page lists it."""

    url: str
    title: str
    column: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs between magazines.

    `day_of`: the day that an address tells.  `items`: the articles that a page lists; on a page
    that is no contents page these are links to articles of the site.
    """

    day_of: Callable[[str], date | None]
    items: Callable[[html.HtmlElement, str], list[Item]]


class Magazine:
    """A magazine.  Raises TitleError for options that cannot be used."""

    def __init__(self, title: Title, layout: Layout) -> None:
        if unknown := set(title.options) - {"per_year"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        per_year = title.options.get("per_year", 0)
        if type(per_year) is not int or not 0 <= per_year <= 366:
            raise TitleError(f"{title.name}: per_year must be a number of issues")
        self.title, self.layout = title, layout
        self.per_year: int = per_year

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The entry, which lists years or issues; without a span the newest issue is wanted.

        Raises TitleError for a span with one end or none of its days.
        """
        if since is None and until is None:
            return [Ask(self.title.entry, "entry", priority=_LISTING)]
        if since is None or until is None or until < since:
            raise TitleError(f"{self.title.name}: a span needs a first and a last day, in order")
        span = {"since": since.isoformat(), "until": until.isoformat()}
        return [Ask(self.title.entry, "entry", span, priority=_LISTING)]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """What a page is by its content, and the requests that follow from it."""
        if problem := answers.unread(page):
            return problem
        if not self._inside(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        tree = parse(text_of_page(page.body, page.headers))
        if tree is None:
            return Found("empty", reason="the page is empty")
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if article.kind in ("challenge", "error"):
            return answers.not_an_article(article)
        items = [item for item in self.layout.items(tree, page.url) if self._is_item(item, page)]
        if ask.kind in ("article", "part"):
            return article_of(ask, article, len(items) >= _LEAST_ENTRIES, self._inside)
        if ask.kind != "issue":
            return self._listing(ask, page, tree)
        if own_text(article, [item.title for item in items]) >= _ARTICLE_TEXT:
            return article_of(ask, article, False, self._inside)
        return self._contents(ask, page, tree, items)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the content of a page says what it is."""

    def _inside(self, url: str) -> bool:
        return bare_host(url) == bare_host(self.title.entry)

    def _is_item(self, item: Item, page: Fetched) -> bool:
        listing = number_of(item.title, 1) or year_of(item.title)
        return self._inside(item.url) and item.url != page.url and not listing

    def _listing(self, ask: Ask, page: Fetched, tree: html.HtmlElement) -> Found:
        """A page of years, of issues, or of both."""
        links = [link for link in links_of(tree, page.url) if self._inside(link.url)]
        year = int(ask.context.get("year", "0"))
        issues: dict[str, Number] = {}
        years: dict[str, int] = {}
        for link in links:
            if number := number_of(link.text, year):
                issues.setdefault(link.url, number)
            elif ask.kind == "entry" and (named := year_of(link.text)):
                years.setdefault(link.url, named)
        if not issues and not years:
            if not links:
                return Found("empty", reason="an empty shell: no link on the page")
            return self._older(ask) or Found("error", reason="the page lists no years or issues")
        if "since" not in ask.context:
            return self._newest(issues, years)
        asks = [self._ask_issue(url, number, ask) for url, number in issues.items()
                if self._in_span(url, number, ask)]  # fmt: skip
        first, last = (int(ask.context[end][:4]) for end in ("since", "until"))
        asks += [self._ask_year(url, named, ask) for url, named in years.items()
                 if first <= named <= last]  # fmt: skip
        asks += self._further(ask, page, tree, links, issues)
        reason = "" if asks else "no issue of the span on the page"
        return Found("list", asks=tuple(asks), reason=reason)

    def _newest(self, issues: dict[str, Number], years: dict[str, int]) -> Found:
        """The newest issue; of a list of years the newest, and those before it for the days on
        which a year has begun without an issue."""
        if issues:
            url = max(issues, key=lambda x: issues[x])
            return Found("list", asks=(self._ask_issue(url, issues[url], None),))
        urls = sorted(years, key=lambda x: -years[x])
        older = "\n".join(f"{years[url]} {url}" for url in urls[1:3])
        return Found("list", asks=(self._ask_year(urls[0], years[urls[0]], None, older),))

    def _older(self, ask: Ask) -> Found | None:
        first, _, rest = ask.context.get("older", "").partition("\n")
        year, _, url = first.partition(" ")
        if not url:
            return None
        asks = (self._ask_year(url, int(year), None, rest),)
        return Found("list", asks=asks, reason="no issue in that year yet")

    def _ask_issue(self, url: str, number: Number, ask: Ask | None) -> Ask:
        day = self.layout.day_of(url)
        context = {"issue_label": number.label} | ({"date": day.isoformat()} if day else {})
        return Ask(url, "issue", context, priority=_ISSUE)

    def _ask_year(self, url: str, year: int, ask: Ask | None, older: str = "") -> Ask:
        span = {k: v for k, v in ask.context.items() if k in ("since", "until")} if ask else {}
        context = {**span, "year": str(year)} | ({"older": older} if older else {})
        return Ask(url, "list", context, priority=_LISTING)

    def _in_span(self, url: str, number: Number, ask: Ask) -> bool:
        since, until = (date.fromisoformat(ask.context[end]) for end in ("since", "until"))
        day = self.layout.day_of(url)
        first, last = (day, day) if day else number.days(self.per_year)
        return first <= until and last >= since

    def _further(
        self, ask: Ask, page: Fetched, tree: html.HtmlElement, links: list[Link],
        issues: dict[str, Number],
    ) -> list[Ask]:  # fmt: skip
        """Further pages of a list of issues, as long as it has not gone back beyond the span."""
        oldest = min((number.year for number in issues.values()), default=0)
        if oldest < int(ask.context["since"][:4]):
            return []
        pages = [url for url in further_pages(tree, page.url, links) if self._inside(url)]
        return [Ask(url, "list", ask.context, priority=_LISTING) for url in pages]

    def _contents(
        self, ask: Ask, page: Fetched, tree: html.HtmlElement, items: list[Item]
    ) -> Found:
        if len(items) < _LEAST_ENTRIES:
            return Found("error", reason=f"{len(items)} articles: no contents page of an issue")
        label = ask.context.get("issue_label", "")
        told = self.layout.day_of(page.url)
        day = ask.context.get("date", "") or (told.isoformat() if told else "")
        entries = tuple(Entry(x.url, x.title, kind=kind_of(x.title)) for x in items)
        known = {"issue_label": label} | ({"date": day} if day else {})
        asks = []
        for item, entry in zip(items, entries, strict=True):
            if not entry.kind:
                printed = {"column": item.column, "author": item.author}
                context = known | {key: text for key, text in printed.items() if text}
                asks.append(Ask(item.url, "article", context, priority=_ARTICLE))
        contents = Page(CONTENTS, page.url, entries=entries)
        issue = Issue(day, page.url, label)
        return Found("issue", issue=issue, pages=(contents,), asks=tuple(asks))


def listed_numbers(links: list[Link]) -> list[Link]:
    """The links of a page that name an issue with its year."""
    return [link for link in links if number_of(link.text)]
