"""解放军报 from 2026 on, and its sister papers: an issue is one JSON document, texts and all.

    /_szb/jfjb/2026/01/05/index.json
    {"paperInfo": [{"paperNumber": "01", "paperBk": "要闻", "paperData": …, "webUrl": …,
        "xyList": [{"id", "title", "title2", "author", "content"}, …]}, …]}

Articles are known by the address that readers see, `…/szbxq/index.html?paperName=jfjb&paperDate=…&
paperNumber=01&articleid=…`.  Option `paper`: the paper's code, default jfjb.  Source: code checked
in 2026; the names of PDF and picture are guesses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from archive.records import Article, Ask, Entry, Found, Issue, Page
from crawler.platforms import json_issue
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.json_issue import article_of, first, rows, told
from crawler.platforms.links import absolute
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

_CODE = re.compile(r"[a-z0-9]{2,20}")
_MARKS = ("_szb/", "newestPaper", "paperName=", "szbxq")


class Jfjb:
    """One paper of 81.cn."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"paper"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        paper = title.options.get("paper", "jfjb")
        if not isinstance(paper, str) or not _CODE.fullmatch(paper):
            raise TitleError(f"{title.name}: paper must be a code of letters, such as jfjb")
        self.title, self.paper = title, paper
        self._issue = urljoin(title.entry, f"/_szb/{paper}/{{YYYY}}/{{MM}}/{{DD}}/index.json")

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The entry, whose capture tells the day; for a span one request a day."""
        if since is None or until is None:
            return [Ask(self.title.entry, "entry")]
        return json_issue.span(self._issue, since, until)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing."""

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The whole issue, or the way to the newest one."""
        if ask.kind == "entry":  # a shell: whatever it answers, the issues are elsewhere
            return json_issue.newest(self._issue, page)
        said, problem = told(page)
        if problem is not None:
            missing = problem.verdict == "missing"
            return json_issue.no_issue(self._issue, ask, problem.reason) if missing else problem
        papers = rows(said, ("paperInfo",))
        if papers is None:
            return Found("error", reason="the issue has no paperInfo")
        if not papers:
            return json_issue.no_issue(self._issue, ask, "paperInfo is empty")
        day = ask.context["date"]
        pages: list[Page] = []
        articles: list[Article] = []
        for paper in papers:
            label = first(paper, ("paperNumber",))
            items = paper.get("xyList")
            if not label or not isinstance(items, list):
                return Found("error", reason="a page has no paperNumber or no xyList")
            pages.append(self._page(paper, label, items, day, page))
            articles += self._articles(items, label, first(paper, ("paperBk",)), day, page)
        if not articles:
            return Found("error", reason="an empty shell: no article has a content")
        return Found(
            "articles", issue=Issue(day, page.url), pages=tuple(pages), articles=tuple(articles)
        )

    def _address(self, label: str, day: str, item: Any) -> str:
        query = {"paperName": self.paper, "paperDate": day, "paperNumber": label,
                 "articleid": first(item, ("id",))}  # fmt: skip
        return f"{self.title.entry.partition('?')[0]}?{urlencode(query)}"

    def _page(
        self, paper: Mapping[str, Any], label: str, items: list[Any], day: str, page: Fetched
    ) -> Page:
        entries = []
        for item in items:
            if title := first(item, ("title",)):
                entries.append(Entry(self._address(label, day, item), title, kind=kind_of(title)))
        url = absolute(page.url, first(paper, ("webUrl",))) or page.url
        pdf = absolute(page.url, first(paper, ("pdf", "pdfUrl", "paperPdf")))
        picture = absolute(page.url, first(paper, ("pic", "picUrl", "paperPic", "image")))
        return Page(label, url, first(paper, ("paperBk",)), pdf, picture, tuple(entries))

    def _articles(
        self, items: list[Any], label: str, name: str, day: str, page: Fetched
    ) -> list[Article]:
        found = []
        for item in items:
            title = first(item, ("title",))
            content = item.get("content") if isinstance(item, Mapping) else None
            if not title or kind_of(title) or not isinstance(content, str) or not content.strip():
                continue
            words = {
                "title": title,
                "subtitle": first(item, ("title2",)),
                "author": first(item, ("author",)),
                "page_label": label,
                "page_name": name,
            }
            found.append(article_of(self._address(label, day, item), words, content, page, day))
        return found


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Jfjb(title)


def recognise(page: Fetched) -> Sign | None:
    """By the words of the reader's address and script."""
    source = text_of_page(page.body, page.headers) + page.url
    shown = [mark for mark in _MARKS if mark in source]
    if len(shown) < 2:
        return None
    query = parse_qs(urlsplit(page.url).query).get("paperName", [""])[0]
    code = re.search(r"_szb/([a-z0-9]{2,20})/", source)
    paper = query or (code[1] if code else "jfjb")
    options = {} if paper == "jfjb" or not _CODE.fullmatch(paper) else {"paper": paper}
    return Sign(10 * len(shown), (f"words of the reader: {', '.join(shown)}",), options)
