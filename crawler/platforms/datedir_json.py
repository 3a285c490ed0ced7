"""Date-folder e-papers whose pages are filled by script from `data.json`, the whole issue.

    [{"pageNo": "A01", "pageName": "头版", "onePageArticleList": [
        {"mainTitle": "标题<br/>第二行", "articleHref": "1.htm", "articleAuthor": "…"}, …]}, …]

An article is at `<issue>/20240801_<pageNo>/<articleHref>`.  Source: code for 新京报, 2026.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.records import Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.document import text_of_page
from crawler.platforms.epaper import Epaper, article_ask
from crawler.platforms.epaper_grammar import Grammar
from crawler.platforms.links import absolute, one_line
from crawler.platforms.pseudo import kind_of
from crawler.titles import Title

_TAG = re.compile(r"<[^<>]{0,200}>")
_FOLDER = re.compile(r"(?P<issue>.*/(?P<ymd>\d{8})/)\d{8}_(?P<label>[^/]+)/(?P<file>[^/]+)")
_MOST_PAGES, _MOST_ENTRIES = 500, 500


class DateDir:
    """An e-paper of dated folders: from its pages, or from `data.json` where they are empty."""

    def __init__(self, title: Title, grammar: Grammar) -> None:
        self._pages = Epaper(title, grammar)

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """As every e-paper."""
        return self._pages.starts(since, until)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the address grammar says what a page is."""

    def read(self, ask: Ask, page: Fetched) -> Found:
        """As every e-paper; a first page without lists leads to the issue's `data.json`."""
        if urlsplit(page.url).path.endswith("/data.json"):
            return _whole_issue(ask, page)
        found = self._pages.read(ask, page)
        if ask.kind not in ("entry", "issue") or page.status != 200 or "since" in ask.context:
            return found
        shown = any(page.entries for page in found.pages)
        front = _FOLDER.fullmatch(page.url.partition("?")[0])
        if front is None or shown or found.verdict in ("list", "challenge", "elsewhere"):
            return found
        if found.verdict == "error" and _is_message(page):
            return found
        if any(further.kind == "page" for further in found.asks):
            return found  # a first page of advertisements
        day = f"{front['ymd'][:4]}-{front['ymd'][4:6]}-{front['ymd'][6:]}"
        context = {"date": day, "front": page.url}
        further = Ask(front["issue"] + "data.json", "issue", context)
        return Found("list", asks=(further,), reason="the page shows no list; data.json has it")


def _is_message(page: Fetched) -> bool:
    """Whether the answer is an error message, not a page that a script fills."""
    return extract(page.body, page.url, page.headers).kind == "error"


def _whole_issue(ask: Ask, page: Fetched) -> Found:
    """Every page and article of the issue; `error` with the reason for what is no such list."""
    problem = answers.unread(replace(page, headers={}))
    if problem is not None:
        return replace(problem, verdict="error") if problem.verdict == "missing" else problem
    try:
        told = json.loads(text_of_page(page.body, page.headers))
    except (ValueError, RecursionError):
        return Found("error", reason="data.json is no JSON")
    if not isinstance(told, list) or not told:
        return Found("error", reason=f"data.json is no list of pages: {str(told)[:80]}")
    front = _FOLDER.fullmatch(ask.context.get("front", ""))
    if front is None:
        return Found("error", reason="data.json without its issue")
    pages = [p for item in told[:_MOST_PAGES] if (p := _page(item, front)) is not None]
    if not pages:
        return Found("error", reason="data.json has no pageNo and no onePageArticleList")
    day = ask.context["date"]
    asks = [article_ask(entry, p, day, ask.depth + 1) for p in pages for entry in p.entries]
    return Found(
        "issue", issue=Issue(day, ask.context["front"]), pages=tuple(pages), asks=tuple(asks)
    )


def _page(item: Any, front: re.Match[str]) -> Page | None:
    if not isinstance(item, dict) or not isinstance(item.get("onePageArticleList"), list):
        return None
    label = str(item.get("pageNo") or "").strip()
    if not label or not label.isalnum():
        return None
    folder = f"{front['issue']}{front['ymd']}_{label}/"
    file = front["file"].replace(front["label"], label)
    entries = [
        entry
        for article in item["onePageArticleList"][:_MOST_ENTRIES]
        if (entry := _entry(article, folder)) is not None
    ]
    name = one_line(str(item.get("pageName") or ""))
    return Page(label, urljoin(folder, file), name, entries=tuple(entries))


def _entry(article: Any, folder: str) -> Entry | None:
    if not isinstance(article, dict) or not isinstance(article.get("articleHref"), str):
        return None
    url = absolute(folder, article["articleHref"])
    title = one_line(_TAG.sub(" ", str(article.get("mainTitle") or "")))
    return Entry(url, title, kind=kind_of(title)) if url else None
