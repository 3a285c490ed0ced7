"""解放日报: a single-page e-paper whose data are answers to GET requests, one a page and article.

Addresses on the host of the entry (two readers of the site, 2024-12 on and 2026):

    /journal/list.do                              object.departList: the newest day of each paper
    /journal/YYYY-MM-DD/getJournalPage.do?page=01&code=jfrb    object.page, .pagelist, .articlelist
    /journal/getJournalPageArticle.do?id=N        object.article
    <folder of the entry>/detail.html?code=jfrb&date=YYYY-MM-DD&id=N&page=01    for readers

`articlelist` comes in the order opposite to that of the page.

Options of a title: `code`, the paper among those of the house (default: that of the entry, or
jfrb).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from archive.records import Ask, Entry, Found, Issue, Page
from crawler.platforms import json_days, json_issue, press_days
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.json_issue import document, inner, missing, rows, text, value
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

_CODE = re.compile(r"[a-z][a-z0-9_]{0,30}")
_MARKS = (
    ("getJournalPage.do", re.compile(r"\bgetJournalPage\.do\b")),
    ("journal/list.do", re.compile(r"\bjournal/list\.do\b")),
    ("html/journal", re.compile(r"/res/html/journal/")),
)
_NAMED = re.compile(r"[?&;]code=(?P<code>[a-z][a-z0-9_]{0,30})")
_ISSUE, _PAGE, _ARTICLE = 0, 10, 20


class Jfdaily:
    """A paper on that system.  Raises TitleError for options that cannot be used."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"code"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        named = parse_qs(urlsplit(title.entry).query).get("code", ["jfrb"])[0]
        code = title.options.get("code", named)
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise TitleError(f"{title.name}: code must be one such as jfrb, not {code!r}")
        self.title, self.code = title, code

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """One request a day of the span, or one for the newest day.

        Raises TitleError for a span with one end or none of its days.
        """
        days = press_days.span(self.title, since, until)
        newest = Ask(urljoin(self.title.entry, "/journal/list.do"), "calendar", priority=_ISSUE)
        return [self._ask_issue(day) for day in days] or [newest]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """What one answer holds, and the requests that follow from it."""
        content = document(page)
        if isinstance(content, Found):
            if ask.kind == "issue" and content.verdict == "missing":
                return json_days.none_that_day(ask, page, self._ask_issue)
            return content
        held = inner(content, "object")
        if held is None:
            return missing("object", content)
        if ask.kind == "calendar":
            return self._newest(held)
        if ask.kind in ("issue", "page"):
            return self._page(ask, held)
        return self._article(ask, page, held)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the answers say what follows."""

    def _ask_issue(self, day: date) -> Ask:
        return self._ask_page(day.isoformat(), "01", "issue")

    def _ask_page(self, day: str, label: str, kind: str, name: str = "") -> Ask:
        path = f"/journal/{day}/getJournalPage.do?{urlencode({'page': label, 'code': self.code})}"
        context = {"date": day, "page_label": label} | ({"page_name": name} if name else {})
        priority = _ISSUE if kind == "issue" else _PAGE
        return Ask(urljoin(self.title.entry, path), kind, context, priority=priority)

    def _newest(self, held: dict[str, Any]) -> Found:
        papers = held.get("departList")
        if not isinstance(papers, list):
            return missing("departList", held)
        own = [p for p in papers if isinstance(p, dict) and p.get("code") == self.code]
        days = [day for paper in own if (day := json_issue.day(value(paper, "day")))]
        if not days:
            return Found("error", reason=f"no newest day of {self.code} in departList")
        return Found("list", asks=(self._ask_issue(max(days)),))

    def _page(self, ask: Ask, held: dict[str, Any]) -> Found:
        day = ask.context.get("date", "")
        sheets, listed = rows(held, "pages"), rows(held, "entries")
        if sheets is None or (listed is None and sheets):
            return missing("entries" if listed is None else "pages", held)
        if ask.kind == "issue" and not sheets:
            none = Issue(day, ask.url, exists=False)
            return Found("no issue", issue=none, reason="no page on that day")
        own = inner(held, "page") or {}
        label = text(own, "label") or ask.context.get("page_label", "")
        name = text(own, "name") or ask.context.get("page_name", "")
        entries, asks = [], []
        for row in reversed(listed or []):
            identity, title = text(row, "id"), text(row, "title")
            if not identity:
                return missing("id", row)
            kind, human = kind_of(title), self._human(day, label, identity)
            entries.append(Entry(human, title, kind=kind))
            if not kind:
                context = {"date": day, "page_label": label, "page_name": name, "shown": human}
                asks.append(self._ask_article(identity, context))
        if ask.kind == "issue":
            further = [(text(s, "label"), text(s, "name")) for s in sheets]
            asks += [self._ask_page(day, at, "page", named) for at, named in further
                     if at and at != label]  # fmt: skip
        url = f"{self._folder()}index.html?{urlencode({'code': self.code, 'date': day})}"
        url += f"&{urlencode({'page': label})}"
        sheet = Page(label, url, name, entries=tuple(entries))
        issue = Issue(day, ask.url) if ask.kind == "issue" else None
        return Found(ask.kind, issue=issue, pages=(sheet,), asks=tuple(asks))

    def _ask_article(self, identity: str, context: Mapping[str, str]) -> Ask:
        path = f"/journal/getJournalPageArticle.do?{urlencode({'id': identity})}"
        return Ask(urljoin(self.title.entry, path), "article", context, priority=_ARTICLE)

    def _article(self, ask: Ask, page: Fetched, held: dict[str, Any]) -> Found:
        row = inner(held, "article")
        if row is None:
            return missing("article", held)
        return json_issue.answer(row, ask, self.title.publication, page)

    def _folder(self) -> str:
        return self.title.entry.partition("#")[0].partition("?")[0].rpartition("/")[0] + "/"

    def _human(self, day: str, label: str, identity: str) -> str:
        """The address that a reader's browser shows for an article."""
        query = {"code": self.code, "date": day, "id": identity, "page": label}
        return f"{self._folder()}detail.html?{urlencode(query)}"


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Jfdaily(title)


def recognise(page: Fetched) -> Sign | None:
    """By the addresses in its scripts and its own."""
    source = text_of_page(page.body, page.headers)
    marks = tuple(name for name, mark in _MARKS if mark.search(page.url + "\n" + source))
    if not marks:
        return None
    code = _NAMED.search(page.url)
    return Sign(len(marks), marks, {"code": code["code"]} if code else {})
