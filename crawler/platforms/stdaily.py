"""科技日报: a single-page e-paper whose data are answers to POST requests.

Requests below /stdailynewspaperapi/uv/article/ (two readers of the site, one checked in 2026);
each is sent as JSON with X-Requested-With, without which the answer is an error with status 200:

    period/date         code, siteId, date=YYYY-MM-01     obj.dateList: the days with an issue
    period/periodTime   code, siteId, periodTime          obj.editionList: the pages of a day
    article/editionId   siteId, id                        list: the articles of a page
    article/articleId   code, siteId, id                  obj.articleVo: one article

Options of a title: `code` (default KJRB) and `site_id`, which a redesign of the site may change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from archive.records import Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers, json_issue, press_days
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.document import text_of_page
from crawler.platforms.json_issue import document, inner, missing, rows, text, value
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title, TitleError

_API = "/stdailynewspaperapi/uv/article/"
_DEFAULTS = {"code": "KJRB", "site_id": "811c18b08cf04e79be3b67d6902ee1a7"}
_OPTION = re.compile(r"[A-Za-z0-9_-]{1,64}")
# 01版：要 闻; the blank is the typesetter's
_LABEL = re.compile(r"第?\s*([A-Za-z]{0,2}\d{1,3}[A-Za-z]?)\s*版\s*[:：]?(.*)")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_SITE_ID = re.compile(r"""siteId["']?\s*[:=]\s*["'](?P<site_id>[0-9a-f]{32})["']""")
_MARKS = (
    ("stdailynewspaperapi", re.compile(r"/stdailynewspaperapi/")),
    ("technology-site", re.compile(r"/statics/technology-site/")),
    ("period/periodTime", re.compile(r"\bperiod/periodTime\b")),
    ("article/editionId", re.compile(r"\barticle/editionId\b")),
)
_ISSUE, _PAGE, _ARTICLE = 0, 10, 20


def _weight(sheet: Mapping[str, Any]) -> int:
    """Its place among the pages of the issue."""
    weight = sheet.get("weight")
    return weight if type(weight) is int else 0


class Stdaily:
    """A paper on that system.  Raises TitleError for options that cannot be used."""

    def __init__(self, title: Title) -> None:
        if unknown := set(title.options) - {"code", "site_id"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        options = _DEFAULTS | dict(title.options)
        for name, given in options.items():
            if not isinstance(given, str) or not _OPTION.fullmatch(given):
                raise TitleError(f"{title.name}: {name} must be letters and digits, not {given!r}")
        self.title = title
        self._code, self._site = options["code"], options["site_id"]

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The calendars of the span's months, or the entry, to find the newest issue.

        Raises TitleError for a span with one end or none of its days.
        """
        days = press_days.span(self.title, since, until)
        if not days:
            return [Ask(self.title.entry, "entry")]
        ends = {"since": days[0].isoformat(), "until": days[-1].isoformat()}
        return [
            self._month(month, ends) for month in dict.fromkeys(d.replace(day=1) for d in days)
        ]

    def read(self, ask: Ask, page: Fetched) -> Found:
        """What one answer holds, and the requests that follow from it."""
        if ask.kind == "entry":
            return self._entry(page)
        content = document(page)
        if isinstance(content, Found):
            return content
        if ask.kind == "calendar":
            return self._days(ask, page, content)
        if ask.kind == "issue":
            return self._issue(ask, content)
        if ask.kind == "page":
            return self._page(ask, content)
        return self._article(ask, page, content)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the answers say what follows."""

    def _post(
        self, path: str, kind: str, query: Mapping[str, str], context: Mapping[str, str],
        priority: int,
    ) -> Ask:  # fmt: skip
        url = urljoin(self.title.entry, _API + path) + "?" + urlencode(query)
        return Ask(url, kind, {**context, "post": "json"}, priority=priority)

    def _month(self, month: date, context: Mapping[str, str]) -> Ask:
        query = {"code": self._code, "siteId": self._site, "date": f"{month:%Y-%m}-01"}
        return self._post("period/date", "calendar", query, context, _ISSUE)

    def _entry(self, page: Fetched) -> Found:
        if problem := answers.unread(page):
            return problem
        source = text_of_page(page.body, page.headers)
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        is_shell = any(mark.search(source) for _, mark in _MARKS)  # 请启用 JavaScript stands in it
        if judged.kind in ("challenge", "error") and not is_shell:
            return answers.not_an_article(judged)
        day = press_days.day_of(page)
        if day is None:
            return Found("error", reason="when the page was fetched is not known")
        context = {"newest": day.isoformat(), "months": "1"}
        return Found("list", asks=(self._month(day, context),))

    def _days(self, ask: Ask, page: Fetched, content: dict[str, Any]) -> Found:
        """The days of a month: the newest one, or all of the span, with those left out."""
        listed = value(inner(content, "obj") or {}, "days")
        if not isinstance(listed, list):
            return missing("days", inner(content, "obj") or content)
        days = sorted({d for item in listed if (d := json_issue.day(item))})
        if "newest" in ask.context:
            return self._newest(ask, days)
        since, until = (date.fromisoformat(ask.context[end]) for end in ("since", "until"))
        month = date.fromisoformat(dict(parse_qsl(urlsplit(ask.url).query))["date"])
        last = (month + timedelta(31)).replace(day=1) - timedelta(1)
        since, until = max(since, month), min(until, last)
        now = press_days.day_of(page)
        absent = [
            Issue(d.isoformat(), exists=False)
            for d in press_days.span(self.title, since, until)
            if d not in days and (now is None or d < now)
        ]
        asks = tuple(self._ask_issue(d) for d in days if since <= d <= until)
        verdict = "list" if asks else "no issue"
        reason = "" if asks else "no issue on the days of the span"
        return Found(verdict, calendar=tuple(absent), asks=asks, reason=reason)

    def _newest(self, ask: Ask, days: list[date]) -> Found:
        today, left = date.fromisoformat(ask.context["newest"]), int(ask.context["months"])
        if past := [day for day in days if day <= today]:
            return Found("list", asks=(self._ask_issue(past[-1]),))
        if not left:
            return Found("error", reason="no issue in this month and the month before")
        before = today.replace(day=1) - timedelta(1)
        context = {"newest": before.isoformat(), "months": str(left - 1)}
        return Found("list", asks=(self._month(before, context),))

    def _ask_issue(self, day: date) -> Ask:
        query = {"code": self._code, "siteId": self._site, "periodTime": day.isoformat()}
        context = {"date": day.isoformat()}
        return self._post("period/periodTime", "issue", query, context, _ISSUE)

    def _issue(self, ask: Ask, content: dict[str, Any]) -> Found:
        day = ask.context.get("date", "")
        sheets = rows(inner(content, "obj") or {}, "pages")
        if sheets is None:
            return missing("pages", inner(content, "obj") or content)
        pages, asks = [], []
        for sheet in sorted(sheets, key=_weight):
            if not (identity := text(sheet, "id")):
                return missing("id", sheet)
            printed = text(sheet, "name")
            named = _LABEL.fullmatch(printed)
            label = named[1] if named else text(sheet, "label")
            name = _BLANK.sub("", (named[2] if named else printed).strip())
            context = {"date": day, "page_label": label or identity, "page_name": name}
            context |= {"edition": printed, "weight": str(_weight(sheet))}
            query = {"siteId": self._site, "id": identity}
            asks.append(self._post("article/editionId", "page", query, context, _PAGE))
            pages.append(Page(label or identity, asks[-1].url, name))
        if not pages:
            none = Issue(day, ask.url, exists=False)
            return Found("no issue", issue=none, reason="an issue without a page")
        return Found("issue", issue=Issue(day, ask.url), pages=tuple(pages), asks=tuple(asks))

    def _page(self, ask: Ask, content: dict[str, Any]) -> Found:
        listed = rows(content, "entries")
        if listed is None:
            return missing("entries", content)
        entries, asks = [], []
        for row in listed:
            identity, title = text(row, "id"), text(row, "title")
            if not identity:
                return missing("id", row)
            human = self._human(ask, identity)
            kind = kind_of(title)
            entries.append(Entry(human, title, kind=kind))
            if not kind:
                query = {"code": self._code, "siteId": self._site, "id": identity}
                context = {**ask.context, "shown": human}
                asks.append(self._post("article/articleId", "article", query, context, _ARTICLE))
        label, name = ask.context.get("page_label", ""), ask.context.get("page_name", "")
        sheet = Page(label, ask.url, name, entries=tuple(entries))
        return Found("page", pages=(sheet,), asks=tuple(asks))

    def _article(self, ask: Ask, page: Fetched, content: dict[str, Any]) -> Found:
        row = inner(inner(content, "obj") or {}, "articleVo")
        if row is None:
            return missing("articleVo", inner(content, "obj") or content)
        return json_issue.answer(row, ask, self.title.publication, page)

    def _human(self, ask: Ask, identity: str) -> str:
        """The address that a reader's browser shows for an article."""
        route = {
            "isDetail": "1",
            "currentNewsId": identity,
            "currentVersionName": ask.context.get("edition", ""),
            "currentVersion": ask.context.get("weight", ""),
            "timeValue": ask.context.get("date", ""),
        }
        return f"{self.title.entry.partition('#')[0]}#/home?{urlencode(route)}"


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Stdaily(title)


def recognise(page: Fetched) -> Sign | None:
    """By the addresses in its scripts and its own; the id of the site where a script tells it."""
    source = page.url + "\n" + text_of_page(page.body, page.headers)
    marks = tuple(name for name, mark in _MARKS if mark.search(source))
    if not marks:
        return None
    told = _SITE_ID.search(source)
    known = told is not None and told["site_id"] != _DEFAULTS["site_id"]
    return Sign(len(marks), marks, {"site_id": told["site_id"]} if told and known else {})
