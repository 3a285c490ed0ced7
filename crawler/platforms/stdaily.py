"""科技日报: three POST requests with X-Requested-With; without it they answer 200 and an error.

    period/date                      the days that have an issue, the newest first or last
    period/periodTime?periodTime=D   the pages (版) of a day: id, name, number
    article/editionId?editionId=ID   the articles of a page, with their texts

Option `api`: the folder of these, relative to the entry; default `/`.  Source: code checked in
2026 names the three requests, the header and the error; fields and forms are guesses, of which the
likely spellings are tried.  An article is known by the entry's address with edition and id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode, urljoin

from archive.records import Article, Ask, Entry, Found, Issue, Page
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.editions import days
from crawler.platforms.json_issue import article_of, dates_in, first, rows, told
from crawler.platforms.links import absolute
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

_LISTS = ("data", "list", "rows", "records", "result", "editionList", "articleList")
_ID = ("id", "editionId", "articleId", "contentId")
_NUMBER = ("editionNo", "editionNum", "number", "pageNo", "num", "sort")
_NAME = ("editionName", "name", "title", "pageName")
_TITLE = ("title", "mainTitle", "articleTitle")
_CONTENT = ("content", "articleContent", "text", "body")
_MARKS = ("period/date", "period/periodTime", "article/editionId")


class Stdaily:
    """One paper of this reader."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"api"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        api = title.options.get("api", "/")
        if not isinstance(api, str) or not api.endswith("/"):
            raise TitleError(f"{title.name}: api must be a folder, with / at its end")
        self.title = title
        self._api = urljoin(title.entry, api)

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The list of days."""
        context = {"post": "1"}
        if since is not None and until is not None:
            context |= {"since": since.isoformat(), "until": until.isoformat()}
        return [Ask(self._api + "period/date", "entry", context)]

    def learn(self, url: str, verdict: str) -> None:
        """Nothing."""

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The days, the pages of a day, or the articles of a page."""
        said, problem = told(page)
        if problem is not None:
            return problem
        if ask.kind == "entry":
            return self._days(ask, said)
        if ask.kind == "issue":
            return self._pages(ask, said, page)
        return self._articles(ask, said, page)

    def _days(self, ask: Ask, said: Any) -> Found:
        known = set(dates_in(said))
        if not known:
            return Found("error", reason="the list of days has no day")
        if "since" not in ask.context:
            return Found("list", asks=(self._issue(max(known)),))
        since, until = (date.fromisoformat(ask.context[name]) for name in ("since", "until"))
        span = days(since, until)
        absent = [day for day in span if day not in known and min(known) < day < max(known)]
        return Found(
            "calendar",
            calendar=tuple(Issue(day.isoformat(), exists=False) for day in absent),
            asks=tuple(self._issue(day) for day in span if day not in absent),
        )

    def _issue(self, day: date) -> Ask:
        form = urlencode({"periodTime": day.isoformat()})
        context = {"post": "1", "date": day.isoformat()}
        return Ask(f"{self._api}period/periodTime?{form}", "issue", context)

    def _pages(self, ask: Ask, said: Any, page: Fetched) -> Found:
        day = ask.context["date"]
        editions = rows(said, _LISTS)
        if editions is None:
            return Found("error", reason="the issue has no list of pages")
        if not editions:
            issue = Issue(day, page.url, exists=False)
            return Found("no issue", issue=issue, reason="the day has no pages")
        asks = []
        for number, edition in enumerate(editions, 1):
            ident = first(edition, _ID)
            if not ident:
                return Found("error", reason="a page of the issue has no id")
            context = {
                "post": "1", "date": day, "edition": ident,
                "page_label": _label(first(edition, _NUMBER), number),
                "page_name": _name(edition),
                "pdf": absolute(self._api, first(edition, ("pdf", "pdfUrl", "pdfPath"))),
                "picture": absolute(self._api, first(edition, ("image", "imgUrl", "picUrl"))),
            }  # fmt: skip
            url = f"{self._api}article/editionId?{urlencode({'editionId': ident})}"
            asks.append(Ask(url, "page", {k: v for k, v in context.items() if v}, 1, 10))
        return Found("issue", issue=Issue(day, page.url), asks=tuple(asks))

    def _articles(self, ask: Ask, said: Any, page: Fetched) -> Found:
        told_of = rows(said, _LISTS)
        if told_of is None:
            return Found("error", reason="the page has no list of articles")
        day, known = ask.context["date"], ask.context
        entries: list[Entry] = []
        articles: list[Article] = []
        for item in told_of:
            ident, title = first(item, _ID), first(item, _TITLE)
            if not ident or not title:
                return Found("error", reason="an article has no id or no title")
            query = {"editionId": known.get("edition", ""), "articleId": ident}
            url = f"{self.title.entry.partition('?')[0]}?{urlencode(query)}"
            entries.append(Entry(url, title, kind=kind_of(title)))
            content = next((item[n] for n in _CONTENT if isinstance(item.get(n), str)), "")
            if kind_of(title):
                continue
            if not content.strip():
                return Found("error", reason=f"an empty shell: {title} has no content")
            words = {
                "title": title,
                "kicker": first(item, ("introTitle", "leadTitle", "yinti")),
                "subtitle": first(item, ("subTitle", "subtitle", "viceTitle")),
                "author": first(item, ("author", "authorName")),
                "page_label": known.get("page_label", ""),
                "page_name": known.get("page_name", ""),
            }
            articles.append(article_of(url, words, content, page, day))
        printed = Page(
            known.get("page_label", ""), page.url, known.get("page_name", ""),
            known.get("pdf", ""), known.get("picture", ""), tuple(entries),
        )  # fmt: skip
        return Found(
            "articles", issue=Issue(day, self._issue(date.fromisoformat(day)).url),
            pages=(printed,), articles=tuple(articles),
        )  # fmt: skip


def _label(printed: str, number: int) -> str:
    return printed.zfill(2) if printed.isdigit() else printed or f"{number:02d}"


def _name(edition: Mapping[str, Any]) -> str:
    """`要 闻` is 要闻."""
    return first(edition, _NAME).replace(" ", "")


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Stdaily(title)


def recognise(page: Fetched) -> Sign | None:
    """By the names of the three requests in the shell's script."""
    source = text_of_page(page.body, page.headers)
    shown = [mark for mark in _MARKS if mark in source]
    if len(shown) < 2:
        return None
    return Sign(10 * len(shown), (f"requests in the script: {', '.join(shown)}",))
