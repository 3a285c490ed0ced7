"""Founder (方正) e-papers, classic and nbs/nw generation: issue (期) → page (版) → article (稿件).

Options of a title: `editions`, a list of `{issue, since, until}`: the address of the first page
of a day with {YYYY}, {MM} and {DD}, relative to the title's entry, and the days (inclusive, both
optional) for which it holds.  A title without editions can be crawled from its entry only.

The requests that it makes carry in their context `date` (2022-02-12) and, for articles,
`page_label` (A01) and `page_name` (头版), as far as they are known.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from archive.records import Article, Ask, Entry, Found, Issue
from crawler.extract import extract
from crawler.platforms import answers, parts
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.founder_address import Address, read_address
from crawler.platforms.founder_editions import days, editions_of, front_page
from crawler.platforms.founder_page import Sheet, read_sheet
from crawler.platforms.links import links_of
from crawler.platforms.redirects import redirects
from crawler.titles import Title, TitleError

# An issue is finished before the next one is begun, a page's articles before its sisters.
_ISSUE, _PAGE, _ARTICLE = 0, 10, 20
_MOST_HOPS = 2


# Entries of a page that are no articles: who made the page (本版责编：…), 广告, 导读.
_PSEUDO = re.compile(
    r"\s*(?:本版(?:责编|责任编辑|编辑|美编|校对)|(?:责任编辑|责编|版式|美编)\s*[:：]"
    r"|(?:公益)?广告\s*$|导读\s*$|今日导读\s*$)"
)
_LONGEST_PSEUDO = 100  # characters of text


class Founder:
    """A newspaper on a Founder e-paper of the classic or the nbs/nw generation."""

    def __init__(self, title: Title) -> None:
        self.title = title
        self.editions = editions_of(title)

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """One request a day of the span, or one for the entry, which shows the newest issue.

        Raises TitleError for a span with one end or none of its days, and for days whose
        address is not known.
        """
        if since is None and until is None:
            return [self._entry()]
        if since is None or until is None or until < since:
            raise TitleError(f"{self.title.name}: a span needs a first and a last day, in order")
        asks = []
        for day in days(since, until):
            url = front_page(self.title, self.editions, day)
            if url is None:
                raise TitleError(f"{self.title.name}: {self._not_known(day)}")
            asks.append(Ask(url, "issue", {"date": day.isoformat()}, priority=_ISSUE))
        return asks

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The issue, page or article of an answer, and the requests that follow from it."""
        if problem := answers.unread(page):
            return self._no_issue(ask, problem)
        before = ask.context.get("asked_as", ask.url)
        if urlsplit(before).netloc != urlsplit(page.url).netloc and not self._inside(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        if ask.kind in ("article", "part"):
            return self._article(ask, page)
        if ask.kind == "entry" and read_address(page.url) is None:
            return self._stub(ask, page)
        return self._sheet(ask, page)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the address grammar says what a page is."""

    def _entry(self) -> Ask:
        if self.editions and all(edition.until for edition in self.editions):
            last = max(edition.until for edition in self.editions if edition.until)
            raise TitleError(f"{self.title.name}: {self._not_known(last + timedelta(1))}")
        return Ask(self.title.entry, "entry", priority=_ISSUE)

    def _not_known(self, day: date) -> str:
        if not self.editions:
            return "no address of an issue is known: crawl it without a span"
        ends = [e.until for e in self.editions if e.until and e.until < day]
        starts = [e.since for e in self.editions if e.since and e.since > day]
        if ends:
            last = max(ends)
            return (
                f"from {last + timedelta(1)} on its issues are on a platform that is not known "
                f"yet; ask for days up to {last}"
            )
        return f"no address is known for the issue of {day}; the first known is {min(starts)}"

    def _no_issue(self, ask: Ask, problem: Found) -> Found:
        if ask.kind == "issue" and problem.verdict == "missing":
            issue = Issue(ask.context.get("date", ""), ask.url, exists=False)
            return Found("no issue", issue=issue, reason=problem.reason)
        return problem

    def _stub(self, ask: Ask, page: Fetched) -> Found:
        """The entry: it sends the reader on, holds a frame or lists issues; the newest counts."""
        tree = parse(text_of_page(page.body, page.headers))
        if tree is None:
            return Found("empty", reason="the entry page is empty")
        targets = redirects(tree, page.url)
        links = [link for link in links_of(tree, page.url) if self._inside(link.url)]
        pages = [a for url in targets if (a := _page_address(url))]
        pages = pages or [a for link in links if (a := _page_address(link.url))]
        if pages:
            newest = max(pages, key=lambda address: address.day)  # the first one of that day
            context = {"date": newest.day.isoformat()}
            return Found("list", asks=(Ask(newest.url, "issue", context, priority=_ISSUE),))
        hops = int(ask.context.get("hops", "0")) + 1
        onward = targets or [link.url for link in links if link.via in ("frame", "iframe")]
        if onward and hops <= _MOST_HOPS:
            context = {"hops": str(hops)}
            return Found("list", asks=tuple(Ask(url, "entry", context) for url in onward[:1]))
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error", "empty"):
            return answers.not_an_article(judged)
        return Found("error", reason="the entry page leads to no issue")

    def _inside(self, url: str) -> bool:
        """Inside the title's own tree: sister papers live beside it on the same host."""
        entry, parts = urlsplit(self.title.entry), urlsplit(url)
        folder = entry.path.rsplit("/", 1)[0] + "/"
        return parts.netloc == entry.netloc and parts.path.lower().startswith(folder.lower())

    def _sheet(self, ask: Ask, page: Fetched) -> Found:
        here = _page_address(page.url)
        if here is None:
            return Found("error", reason=f"sent on to {page.url}, which is no page of an issue")
        day, asked = here.day.isoformat(), ask.context.get("date", "")
        if asked and day != asked:
            return Found("error", reason=f"asked for the issue of {asked}, got that of {day}")
        source = text_of_page(page.body, page.headers)
        tree = parse(source)
        sheet = None if tree is None else read_sheet(tree, here, source)
        if sheet is None:
            judged = extract(page.body, page.url, page.headers, captured=page.captured)
            if judged.kind in ("challenge", "error", "empty"):
                return answers.not_an_article(judged)
            return Found("error", reason="no page label, page list or article on the page")
        first = here.url if ask.kind != "page" else ask.context.get("issue", "")
        return Found(
            "page" if ask.kind == "page" else "issue",
            issue=Issue(day, first),
            pages=(sheet.page,),
            asks=tuple(_asks(sheet, day, first, ask.depth + 1)),
        )

    def _article(self, ask: Ask, page: Fetched) -> Found:
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if _PSEUDO.match(article.title or "") and len(article.body) < _LONGEST_PSEUDO:
            return Found("pseudo", reason="a page credit or an advertisement, not an article")
        has_content = bool(article.body or article.images)
        if article.kind in ("list", "empty") and article.title and has_content:
            # The address is an article's. Short news and lone pictures stand between the menus of
            # their issue, and look like lists.
            article = dataclasses.replace(article, kind="article")
        if article.kind != "article":
            return answers.not_an_article(article)
        article = _with_context(article, ask, read_address(page.url))
        return parts.found(ask, article, self._inside)


def _page_address(url: str) -> Address | None:
    address = read_address(url)
    return address if address and address.kind == "page" else None


def _asks(sheet: Sheet, day: str, first: str, depth: int) -> list[Ask]:
    page = sheet.page
    printed = {"page_label": page.label if sheet.printed_label else "", "page_name": page.name}
    on_page = {"date": day} | {key: value for key, value in printed.items() if value}

    def article(entry: Entry, context: dict[str, str]) -> Ask:
        return Ask(entry.url, "article", context, depth, _ARTICLE)

    asks = [article(entry, on_page) for entry in page.entries]
    asks += [article(entry, {"date": day}) for entry in sheet.loose]
    context = {"date": day, "issue": first}
    asks += [Ask(sister.url, "page", context, depth, _PAGE) for sister in sheet.sisters]
    return asks


def _with_context(article: Article, ask: Ask, address: Address | None) -> Article:
    """The article with what its issue says of it, where the page itself is silent."""
    known = dict(ask.context)
    if address:
        known.setdefault("date", address.day.isoformat())
        if address.label:
            known.setdefault("page_label", address.label)
    fills: dict[str, str | None] = {}
    provenance = dict(article.provenance)
    day = known.get("date")
    stated = provenance.get("published", "").startswith("address")  # a surer reading is ours
    if day and (article.published is None or stated):
        fills |= {"published": day, "published_precision": "day", "published_raw": None}
        provenance["published"] = "founder: day of the issue"
    if day and article.issue_label is None:
        fills["issue_label"] = day
        provenance["issue_label"] = "founder: day of the issue"
    for field in ("page_label", "page_name"):
        if known.get(field) and getattr(article, field) is None:
            fills[field] = known[field]
            provenance[field] = "founder: page of the issue"
    return dataclasses.replace(article, **fills, provenance=provenance)  # type: ignore[arg-type]


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Founder(title)


def recognise(page: Fetched) -> Sign | None:
    """None yet."""
    return None
