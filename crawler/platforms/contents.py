"""Magazines by their contents pages: years → issues (期) → contents (目录) → articles.

A platform file gives the addresses; what a page is, is told by the texts of its links: `2022年` is
a year, `2022年第12期` an issue, anything else in the contents of an issue an article.  An issue is
known by its label, 2022年第12期; its contents are its one page, labelled 目录.

Without a span the newest issue is crawled; a span takes the issues whose address is dated in it,
or, undated, those of its years.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml import html

from archive.records import Article, Ask, Entry, Found, Issue, Page, Person
from crawler.extract import extract
from crawler.platforms import answers, parts
from crawler.platforms.base import Fetched
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import Link, links_of, one_line, text_of
from crawler.platforms.pseudo import REASONS, kind_of, pseudo
from crawler.titles import Title, TitleError

CONTENTS = "目录"
FEWEST = 5  # articles in contents: all addresses have one shape, an article may link some
_YEAR = re.compile(r"(\d{4})\s*年?(?:度?总?目录)?")
_ISSUE = re.compile(r"(?:.{0,20}?(\d{4})\s*年?\s*[/·.]?\s*)?第?\s*(\d{1,3})\s*期.{0,10}")
_LEAST_TEXT = 200  # characters of text: more is an article, however many links it has
_MOST_COLUMN = 20  # characters of the name of a column


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which addresses of a site are what; `day` is the date in one, where it has any."""

    issue: Callable[[str], bool]  # of a year, or of the contents of an issue
    article: Callable[[str, str], bool]  # address, address of the contents that link it
    day: Callable[[str], date | None]


class Contents:
    """One magazine."""

    def __init__(self, title: Title, addresses: Addresses) -> None:
        if unknown := set(title.options):
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        self.title, self.addresses = title, addresses
        self._host = _host(title.entry)

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The index of years or issues."""
        context = {}
        if since is not None and until is not None:
            context = {"since": since.isoformat(), "until": until.isoformat()}
        return [Ask(self.title.entry, "entry", context)]

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the texts of the links say what a page is."""

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The index, a year, the contents of an issue, or an article."""
        if problem := answers.unread(page):
            if problem.verdict == "not html":
                return Found("error", reason=f"{problem.reason} in the place of a page")
            return problem
        if _host(page.url) != self._host:
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        tree = parse(text_of_page(page.body, page.headers))
        if tree is None:
            return Found("empty", reason="the page is empty")
        if ask.kind in ("article", "part"):
            return self._article(ask, page, tree)
        if ask.kind == "issue":
            return self._contents(ask, page, tree)
        return self._index(ask, page, tree)

    def _links(self, tree: html.HtmlElement, url: str) -> Iterator[Link]:
        for link in links_of(tree, url):
            if link.url != url and _host(link.url) == self._host:
                yield link

    def _index(self, ask: Ask, page: Fetched, tree: html.HtmlElement) -> Found:
        """Years, or the issues of a year or of all years."""
        year = ask.context.get("year", "")
        issues: dict[str, str] = {}
        years: dict[str, str] = {}
        for link in self._links(tree, page.url):
            text = one_line(link.text)
            if not self.addresses.issue(link.url):
                continue
            if label := _label(text, year):
                issues.setdefault(label, link.url)
            elif match := _YEAR.fullmatch(text):
                years.setdefault(match[1], link.url)
        if issues:
            return self._issues(ask, issues)
        if not years or year:
            return self._not(page, "no year and no issue on the page")
        span = {name: ask.context[name] for name in ("since", "until") if name in ask.context}
        first, last = span.get("since", "")[:4] or max(years), span.get("until", "9999")[:4]
        return Found(
            "list",
            asks=tuple(
                Ask(url, "list", {"year": number, **span}, ask.depth + 1)
                for number, url in sorted(years.items())
                if first <= number <= last
            ),
        )

    def _issues(self, ask: Ask, issues: dict[str, str]) -> Found:
        if "since" in ask.context:
            since, until = ask.context["since"], ask.context["until"]
            wanted = [
                label for label, url in issues.items() if self._within(label, url, since, until)
            ]
        else:
            wanted = [max(issues, key=_order)]
        asks = []
        for label in sorted(wanted, key=_order):
            day = self.addresses.day(issues[label])
            context = {"issue_label": label} | ({"date": day.isoformat()} if day else {})
            asks.append(Ask(issues[label], "issue", context, ask.depth + 1))
        return Found("list", asks=tuple(asks))

    def _within(self, label: str, url: str, since: str, until: str) -> bool:
        day = self.addresses.day(url)
        if day is not None:
            return since <= day.isoformat() <= until
        return since[:4] <= label[:4] <= until[:4]

    def _contents(self, ask: Ask, page: Fetched, tree: html.HtmlElement) -> Found:
        """The contents of an issue: columns, articles, authors."""
        label, day = ask.context.get("issue_label", ""), ask.context.get("date", "")
        columns = _columns(tree)
        entries: dict[str, Entry] = {}
        asks: dict[str, Ask] = {}
        for link in self._links(tree, page.url):
            if not self.addresses.article(link.url, page.url) or _label(one_line(link.text), ""):
                continue
            title, author = _title_and_author(link)
            known = entries.get(link.url)
            if not title or (known is not None and known.title):
                continue
            entries[link.url] = Entry(link.url, title, kind=kind_of(title))
            context = {
                "issue_label": label, "date": day, "author": author,
                "column": columns.get(link.element, "") if link.element is not None else "",
                "listed": title if kind_of(title) else "",
            }  # fmt: skip
            given = {name: value for name, value in context.items() if value}
            asks[link.url] = Ask(link.url, "article", given, ask.depth + 1, 20)
        if not entries:
            return self._not(page, "the contents of the issue list no article")
        if len(entries) < FEWEST and self._is_article(page):
            return Found("error", reason="an article in the place of the contents of an issue")
        printed = Page(CONTENTS, page.url, entries=tuple(entries.values()))
        issue = Issue(day, page.url, label)
        return Found("issue", issue=issue, pages=(printed,), asks=tuple(asks.values()))

    def _article(self, ask: Ask, page: Fetched, tree: html.HtmlElement) -> Found:
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if filler := pseudo(article, ask.context.get("listed", "")):
            return Found("pseudo", pseudo=filler, reason=REASONS[filler.kind])
        if article.kind == "list" and article.title and len(article.body) >= _LEAST_TEXT:
            article = dataclasses.replace(article, kind="article")
        if article.kind != "article":
            return answers.not_an_article(article)
        return parts.found(ask, _with_contents(article, ask), lambda u: _host(u) == self._host)

    def _is_article(self, page: Fetched) -> bool:
        read = extract(page.body, page.url, page.headers, captured=page.captured)
        return read.kind == "article" and len(read.body) >= _LEAST_TEXT

    def _not(self, page: Fetched, reason: str) -> Found:
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error", "empty"):
            return answers.not_an_article(judged)
        return Found("error", reason=reason)


def _label(text: str, year: str) -> str:
    """`《求是》2022年第12期` → 2022年第12期; empty for what is no issue."""
    match = _ISSUE.fullmatch(text)
    number = match[1] or year if match else ""
    return f"{number}年第{int(match[2])}期" if match and number else ""


def _order(label: str) -> tuple[int, int]:
    year, _, number = label.partition("年第")
    return int(year), int(number.rstrip("期"))


def _columns(tree: html.HtmlElement) -> dict[html.HtmlElement, str]:
    """Link → the column (栏目) that it stands under in a `dl`, whichever of dt and dd names it."""
    found: dict[html.HtmlElement, str] = {}
    for listing in tree.iter("dl"):
        column = ""
        for child in listing:
            links = list(child.iter("a"))
            text = one_line(child.text_content())
            if not links and len(text) <= _MOST_COLUMN:
                column = text
            for link in links:
                found[link] = column
    return found


def _title_and_author(link: Link) -> tuple[str, str]:
    """`标题<span class="author">作者：何觅</span>` → 标题, 何觅."""
    element = link.element
    author = ""
    text = one_line(link.text)
    for span in element.iter("span") if element is not None else ():
        if "author" in (span.get("class") or "").split():
            printed = text_of(span)
            author = re.sub(r"^作者\s*[:：]\s*", "", printed)
            text = one_line(text.replace(printed, ""))
    return text, author


def _with_contents(article: Article, ask: Ask) -> Article:
    """The article with what the contents say of it, where its page is silent."""
    fills: dict[str, object] = {}
    provenance = dict(article.provenance)
    for field, name in (("issue_label", "issue_label"), ("column", "column")):
        if ask.context.get(name) and getattr(article, field) is None:
            fills[field] = ask.context[name]
            provenance[field] = "contents of the issue"
    author = ask.context.get("author", "")
    if author and not article.authors:
        names = [name for name in re.split(r"[\s、，,]+", author) if name]
        fills["authors"] = tuple(Person(name, "作者", author) for name in names)
        provenance["authors"] = "contents of the issue"
    return dataclasses.replace(article, **fills, provenance=provenance)  # type: ignore[arg-type]


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
