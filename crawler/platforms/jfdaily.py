"""解放日报, 文汇报 … on the reader of jfdaily.com: lists in JSON, articles as pages.

    /journal/list.do                                         the newest day
    /journal/2024-08-01/getJournalPage.do?page=01&code=jfrb  {"pagelist": […], "articlelist": […]}
    <folder of the entry>/detail.html?code=jfrb&date=2024-08-01&id=…&page=01

The articles of a page come in reverse order.  Option `code`: the paper, default that of the
entry's `?code=`.  Source: code checked in 2026; the names of fields are guesses, of which the
likely spellings are tried.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from archive.records import Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers, json_issue, parts
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.epaper import article_ask, with_context
from crawler.platforms.json_issue import dates_in, first, rows, told
from crawler.platforms.links import absolute
from crawler.platforms.pseudo import REASONS, kind_of, pseudo
from crawler.titles import Title, TitleError

_CODE = re.compile(r"[A-Za-z0-9_]{2,20}")
_LABEL = ("page", "pageNo", "pnumber", "pageNumber", "num")
_NAME = ("pname", "pageName", "name", "title")
_MARKS = ("getJournalPage.do", "journal/list.do", "/journal/")


class Jfdaily:
    """One paper of this reader."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"code"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        own = parse_qs(urlsplit(title.entry).query).get("code", ["jfrb"])[0]
        code = title.options.get("code", own)
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise TitleError(f"{title.name}: code must be letters and digits, such as jfrb")
        self.title, self.code = title, code
        self._issue = urljoin(
            title.entry, f"/journal/{{YYYY}}-{{MM}}-{{DD}}/getJournalPage.do?page=01&code={code}"
        )

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The newest day; for a span one request a day."""
        if since is None or until is None:
            return [Ask(urljoin(self.title.entry, "/journal/list.do"), "entry")]
        return json_issue.span(self._issue, since, until)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing."""

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The newest day, a page of an issue, or an article."""
        if ask.kind in ("article", "part"):
            return self._article(ask, page)
        said, problem = told(page)
        if problem is not None:
            missing = problem.verdict == "missing" and ask.kind == "issue"
            return json_issue.no_issue(self._issue, ask, problem.reason) if missing else problem
        if ask.kind == "entry":
            found = sorted(dates_in(said))
            if not found:
                return Found("error", reason="the list of days has no day")
            return Found("list", asks=tuple(json_issue.span(self._issue, found[-1], found[-1])))
        return self._page(ask, said, page)

    def _page(self, ask: Ask, said: Any, page: Fetched) -> Found:
        day = ask.context["date"]
        pages = rows(said, ("pagelist", "pageList"))
        items = rows(said, ("articlelist", "articleList"))
        if pages is None or items is None:
            return Found("error", reason="the page has no pagelist or no articlelist")
        if not pages and not items and ask.kind == "issue":
            return json_issue.no_issue(self._issue, ask, "pagelist and articlelist are empty")
        label = parse_qs(urlsplit(page.url).query).get("page", ["01"])[0]
        own = next((p for p in pages if first(p, _LABEL).zfill(2) == label.zfill(2)), None)
        entries = tuple(self._entry(item, day, label) for item in reversed(items))
        if "" in [entry.url for entry in entries]:
            return Found("error", reason="an article of the page has no id")
        printed = Page(
            label, page.url, first(own, _NAME),
            absolute(page.url, first(own, ("pdf", "pdfUrl", "pdfurl"))),
            absolute(page.url, first(own, ("img", "imgUrl", "picUrl", "pic"))), entries,
        )  # fmt: skip
        asks = [article_ask(entry, printed, day, ask.depth + 1) for entry in entries]
        if ask.kind == "issue":
            for other in pages:
                further = first(other, _LABEL).zfill(2)
                url = page.url.replace(f"page={label}", f"page={further}")
                if further.strip("0") and url != page.url:
                    asks.append(Ask(url, "page", {"date": day}, ask.depth + 1, 10))
        verdict = "issue" if ask.kind == "issue" else "page"
        return Found(verdict, issue=Issue(day, page.url), pages=(printed,), asks=tuple(asks))

    def _entry(self, item: Any, day: str, label: str) -> Entry:
        ident = first(item, ("id", "aid", "articleId"))
        query = {"code": self.code, "date": day, "id": ident, "page": label}
        url = urljoin(self.title.entry, f"detail.html?{urlencode(query)}") if ident else ""
        title = first(item, ("title", "mainTitle", "maintitle"))
        return Entry(url, title, first(item, ("coords", "area", "points")), kind_of(title))

    def _article(self, ask: Ask, page: Fetched) -> Found:
        if problem := answers.unread(page):
            return problem
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if filler := pseudo(article, ask.context.get("listed", "")):
            return Found("pseudo", pseudo=filler, reason=REASONS[filler.kind])
        if article.kind == "list" and article.title and article.body:
            article = dataclasses.replace(article, kind="article")
        if article.kind != "article":
            return answers.not_an_article(article)
        host = urlsplit(self.title.entry).netloc
        article = with_context(article, ask, None)
        return parts.found(ask, article, lambda url: urlsplit(url).netloc == host)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Jfdaily(title)


def recognise(page: Fetched) -> Sign | None:
    """By the names of the requests in the shell's script."""
    source = text_of_page(page.body, page.headers)
    shown = [mark for mark in _MARKS if mark in source]
    if "getJournalPage.do" not in shown:
        return None
    return Sign(10 * len(shown), (f"requests in the script: {', '.join(shown)}",))
