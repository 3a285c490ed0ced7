"""解放军报 and 中国国防报: an issue is one JSON document with the texts of all its articles.

Addresses (collectors run against the site in 2026; issues from 2026-01-01 on):

    data of a day   /_szb/<paper>/YYYY/MM/DD/index.json
    an article      <folder of the entry>/szbxq/index.html?paperName=<paper>&paperDate=YYYY-MM-DD
                    &paperNumber=NN&articleid=N
    newest day      an address that ends in newestPaper, as far as the entry page names it

Options of a title: `paper`, the code in the addresses (default: paperName of the entry, or jfjb).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from archive.records import Article, Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers, json_days, json_issue, press_days
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.json_issue import Place, document, missing, rows, string, text, value
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

_CODE = re.compile(r"[a-z][a-z0-9_]{0,30}")
_NEWEST = re.compile(r"""["']([^"'\s<>]{0,200}newestPaper[^"'\s<>]{0,100})["']""")
_SHELL = re.compile(r"/szb(?:xq|lb)/(?:index\.html?)?$")
_NAMED = re.compile(r"[?&]paperName=(?P<paper>[a-z][a-z0-9_]{0,30})")
_DATA = re.compile(r"/_szb/(?P<paper>[a-z][a-z0-9_]{0,30})/")
_MARKS = (
    ("/_szb/", re.compile(r"/_szb/")),
    ("newestPaper", re.compile(r"\bnewestPaper\b")),
    ("paperName=", re.compile(r"\bpaperName=")),
    ("paperNumber", re.compile(r"\bpaperNumber\b")),
    ("xyList", re.compile(r"\bxyList\b")),
)


class Jfjb:
    """A paper in the JSON of 解放军报.  Raises TitleError for options that cannot be used."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"paper"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        named = parse_qs(urlsplit(title.entry).query).get("paperName", ["jfjb"])[0]
        paper = title.options.get("paper", named)
        if not isinstance(paper, str) or not _CODE.fullmatch(paper):
            raise TitleError(f"{title.name}: paper must be a code such as jfjb, not {paper!r}")
        self.title, self.paper = title, paper

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """One request a day of the span, or one for the entry, to find the newest issue.

        Raises TitleError for a span with one end or none of its days.
        """
        days = press_days.span(self.title, since, until)
        return [self._issue(day) for day in days] or [Ask(self.title.entry, "entry")]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The issue with its pages and articles, or what leads to the newest one."""
        if ask.kind == "entry":
            return self._entry(page)
        if ask.kind == "calendar":
            return self._newest(page)
        content = document(page)
        if isinstance(content, Found):
            if content.verdict == "missing":
                return json_days.none_that_day(ask, page, self._issue)
            return content
        return self._read(ask, page, content)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the addresses follow from the days."""

    def _issue(self, day: date) -> Ask:
        url = urljoin(self.title.entry, f"/_szb/{self.paper}/{day:%Y/%m/%d}/index.json")
        return Ask(url, "issue", {"date": day.isoformat()})

    def _entry(self, page: Fetched) -> Found:
        if problem := answers.unread(page):
            return problem
        source = text_of_page(page.body, page.headers)
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        is_shell = any(
            mark.search(source) for _, mark in _MARKS
        )  # 请启用 JavaScript stands in some
        if judged.kind in ("challenge", "error") and not is_shell:
            return answers.not_an_article(judged)
        named = _NEWEST.search(source)
        if named:
            return Found("list", asks=(Ask(urljoin(page.url, named[1]), "calendar"),))
        return json_days.newest(page, self._issue)

    def _newest(self, page: Fetched) -> Found:
        """The day that newestPaper gives for this paper; where it does not answer, today's issue
        is tried and those before it."""
        content = document(page)
        papers = None if isinstance(content, Found) else content.get("data")
        papers = [p for p in papers if isinstance(p, dict)] if isinstance(papers, list) else []
        names = (self.title.publication, self.paper)
        own = [p for p in papers if string(p.get("paperName")) in names]
        days = [day for p in own or papers if (day := json_issue.day(value(p, "day")))]
        return json_days.newest(page, self._issue, max(days, default=None))

    def _read(self, ask: Ask, page: Fetched, content: dict[str, Any]) -> Found:
        day = ask.context.get("date", "")
        sheets = rows(content, "pages")
        if sheets is None:
            return missing("pages", content)
        pages, articles = [], []
        for number, sheet in enumerate(sheets, 1):
            printed = json_issue.day(value(sheet, "day"))
            if printed and printed.isoformat() != day:
                return Found(
                    "error", reason=f"asked for the issue of {day}, got that of {printed}"
                )
            listed = rows(sheet, "entries")
            if listed is None:
                return missing("entries", sheet)
            label = text(sheet, "label") or f"{number:02}"
            known = Place("", day, label, text(sheet, "name"), self.title.publication)
            read = [self._article(row, known, page) for row in listed]
            entries = tuple(entry for entry, _ in read if entry.url)
            pages.append(self._page(sheet, known, page, entries))
            articles += [article for _, article in read if article is not None]
        if not articles:
            return Found("empty", reason=f"no article with a text on {len(pages)} pages")
        return Found(
            "articles", issue=Issue(day, ask.url), pages=tuple(pages), articles=tuple(articles)
        )

    def _article(
        self, row: Mapping[str, Any], on: Place, page: Fetched
    ) -> tuple[Entry, Article | None]:
        identity, title = text(row, "id"), text(row, "title")
        if not identity:
            return Entry(""), None
        url = self._human({"paperDate": on.day, "paperNumber": on.label, "articleid": identity})
        kind = kind_of(title)
        place = Place(url, on.day, on.label, on.name, on.publication)
        article = None if kind else json_issue.article(row, place, page.captured)
        return Entry(url, title, kind=kind), article

    def _page(
        self, sheet: Mapping[str, Any], on: Place, page: Fetched, entries: tuple[Entry, ...]
    ) -> Page:
        url = self._human({"paperDate": on.day, "paperNumber": on.label})
        pdf, picture = text(sheet, "pdf"), text(sheet, "sheet")
        return Page(
            on.label, url, on.name,
            pdf=urljoin(page.url, pdf) if pdf else "",
            picture=urljoin(page.url, picture) if picture else "",
            entries=entries,
        )  # fmt: skip

    def _human(self, query: Mapping[str, str]) -> str:
        """The address that a reader sees: szbxq shows an article, szblb a page."""
        entry = self.title.entry.partition("?")[0].partition("#")[0]
        shell = "/szbxq/index.html" if "articleid" in query else "/szblb/index.html"
        base = _SHELL.sub(shell, entry)
        return f"{base}?{urlencode({'paperName': self.paper, **query})}"


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Jfjb(title)


def recognise(page: Fetched) -> Sign | None:
    """By the addresses and names of fields in its scripts; two of them are enough."""
    source = page.url + "\n" + text_of_page(page.body, page.headers)
    found = [name for name, mark in _MARKS if mark.search(source)]
    if _SHELL.search(urlsplit(page.url).path):
        found.append("szbxq")
    if len(found) < 2:
        return None
    # Not from links: they lead to the other papers of the house.
    told = _NAMED.search(page.url) or _DATA.search(source)
    return Sign(len(found), tuple(found), {"paper": told["paper"]} if told else {})
