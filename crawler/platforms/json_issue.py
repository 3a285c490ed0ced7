"""What e-papers that are JSON share: answers taken apart, texts read like those of any page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from archive.records import Article, Ask, Found, Issue
from crawler.extract import extract
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.document import text_of_page
from crawler.platforms.editions import days
from crawler.platforms.epaper_dates import day_of
from crawler.platforms.epaper_grammar import filled
from crawler.platforms.links import one_line

_TAG = re.compile(r"<[^<>]{0,500}>")
_DATE = re.compile(r"(?<!\d)(\d{4})[-/年]?(\d{2})[-/月]?(\d{2})")
_FINE = ("", "0", "1", "200", "ok", "success", "true", "none")
_DAYS_BACK = 10  # how far before the capture the newest issue is looked for
_MOST_DEPTH = 6


def told(page: Fetched) -> tuple[Any, Found | None]:
    """(what an answer says as JSON, None), or (None, why it says nothing).

    An error message with status 200 is `error`, a page in its place `challenge`, `error`, `empty`.
    """
    if problem := answers.unread(page, types=()):
        return None, problem
    text = text_of_page(page.body, page.headers).lstrip("\ufeff \t\r\n")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        judged = extract(page.body, page.url, page.headers, captured=page.captured)
        if judged.kind in ("challenge", "error", "empty"):
            return None, answers.not_an_article(judged)
        return None, Found("error", reason=f"no JSON: {one_line(text[:80])}")
    if isinstance(said, Mapping):
        state = first(said, ("status", "code", "errcode", "success")).lower()
        message = first(said, ("msg", "message", "errmsg", "error"))
        if state not in _FINE and message:
            return None, Found("error", reason=f"the site answers {state}: {message[:80]}")
    return said, None


def first(item: Any, names: Sequence[str]) -> str:
    """The first of these fields that holds words or a number, on one line; tags are taken out."""
    for name in names:
        value = item.get(name) if isinstance(item, Mapping) else None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        words = one_line(_TAG.sub(" ", str(value)))
        if words:
            return words
    return ""


def rows(said: Any, names: Sequence[str], depth: int = 0) -> list[Mapping[str, Any]] | None:
    """The list of objects under one of these names, at most a few levels down; None without."""
    if isinstance(said, list):
        found = [item for item in said if isinstance(item, Mapping)]
        return found if found or not said else None
    if not isinstance(said, Mapping) or depth > _MOST_DEPTH:
        return None
    for name in names:
        if isinstance(said.get(name), list):
            return rows(said[name], names, depth + 1)
    for value in said.values():
        if isinstance(value, Mapping) and (inner := rows(value, names, depth + 1)) is not None:
            return inner
    return None


def dates_in(said: Any, depth: int = 0) -> Iterator[date]:
    """Every day that stands in an answer, in its order."""
    if isinstance(said, str):
        for match in _DATE.finditer(said[:200]):
            try:
                yield date(*map(int, match.groups()))
            except ValueError:
                continue
    elif depth <= _MOST_DEPTH:
        inner = said.values() if isinstance(said, Mapping) else said
        for value in inner if isinstance(said, list | Mapping) else ():
            yield from dates_in(value, depth + 1)


def article_of(
    url: str, words: Mapping[str, str], content: str, page: Fetched, day: str
) -> Article:
    """The article of one JSON row, read as if it stood on a page of its own.

    `words`: title, kicker, subtitle, author, page_label, page_name; `content` is HTML or text.
    """
    if "<" not in content:
        content = "".join(f"<p>{escape(line)}</p>" for line in content.split("\n") if line.strip())
    cell = {
        name: escape(words.get(name, "")) for name in ("title", "kicker", "subtitle", "author")
    }
    html = (
        f'<html><head><meta charset="utf-8"><title>{cell["title"]}</title></head><body>'
        f'<p class="introtitle">{cell["kicker"]}</p><h1 class="art-title">{cell["title"]}</h1>'
        f'<p class="subtitle">{cell["subtitle"]}</p><p class="author">{cell["author"]}</p>'
        f'<div id="ozoom"><founder-content>{content}</founder-content></div></body></html>'
    )
    read = extract(html.encode("utf-8", "replace"), url, {}, captured=page.captured)
    fills: dict[str, Any] = {"url": url, "kind": "article", "issue_label": day, "encoding": None}
    provenance = dict(read.provenance) | {"issue_label": "JSON: day of the issue"}
    if read.published is None or provenance.get("published", "").startswith("address"):
        fills |= {"published": day, "published_precision": "day", "published_raw": None}
        provenance["published"] = "JSON: day of the issue"
    for name in ("title", "page_label", "page_name"):
        if words.get(name):
            fills[name] = words[name]
            provenance[name] = "JSON: its own field"
    return replace(read, **fills, provenance=provenance)


def span(template: str, since: date, until: date) -> list[Ask]:
    """One request a day."""
    return [Ask(filled(template, d), "issue", {"date": d.isoformat()}) for d in days(since, until)]


def newest(template: str, page: Fetched) -> Found:
    """The request for the issue of the day of the capture; `earlier` goes on from it."""
    today = day_of(page)
    if today is None:
        return Found("error", reason="the day of the newest issue is not known")
    context = {"date": today.isoformat(), "left": str(_DAYS_BACK)}
    return Found("list", asks=(Ask(filled(template, today), "issue", context),))


def no_issue(template: str, ask: Ask, reason: str) -> Found:
    """No issue that day: known as such, or, when the newest is looked for, the day before."""
    day = date.fromisoformat(ask.context["date"])
    left = int(ask.context.get("left", "0")) - 1
    if left > 0:
        before = date.fromordinal(day.toordinal() - 1)
        context = {"date": before.isoformat(), "left": str(left)}
        return Found("list", asks=(Ask(filled(template, before), "issue", context),))
    if "left" in ask.context:
        return Found("error", reason=f"no issue on the {_DAYS_BACK} days up to the capture")
    return Found("no issue", issue=Issue(str(day), ask.url, exists=False), reason=reason)
