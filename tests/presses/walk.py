"""A crawl of a static press without network and archive: what its platform finds, at once.

Quick enough for a hundred cases.  tests/test_press_table.py crawls the same presses over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from archive.identity import url_key
from archive.records import Article, Ask, Page
from crawler.platforms import platform_for
from crawler.platforms.base import TOLD, Fetched
from crawler.span import parse_span
from crawler.titles import Title
from tests.presses.static import NO_ACCESS, Press

BASE, OTHER = "http://press.example", "http://other.example"
CAPTURED = datetime(2024, 8, 5, 4, 0, tzinfo=UTC)


@dataclass
class Walked:
    """What a walk has found: pages by day and label, articles by path, verdicts by path."""

    issues: dict[str, dict[str, Page]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # paths, in order


def title_of(press: Press, base: str = BASE) -> Title:
    """The title that the press is crawled as."""
    options = dict(press.options)
    if any(b"{{other}}" in body for body in press.files.values() if isinstance(body, bytes)):
        options["hosts"] = [OTHER.partition("://")[2]]
    return Title("test_press", press.name, press.platform, base + press.entry,
                 options=options)  # fmt: skip


def walk(
    press: Press, span: tuple[str, str] | None = None, captured: datetime = CAPTURED
) -> Walked:
    """Crawl `press` from its entry, or over `span` (first and last day)."""
    since, until = parse_span(*(span or ("", "")))
    return walk_from(press, title_of(press), since, until, captured)


def walk_from(
    press: Press, title: Title, since: date | None, until: date | None, captured: datetime
) -> Walked:
    platform = platform_for(title)
    found = Walked()
    queue = list(platform.starts(since, until))
    known = {url_key(ask.url) for ask in queue}
    while queue:
        queue.sort(key=lambda ask: -ask.priority)  # stable: first come, first asked
        ask = queue.pop(0)
        path = _path(ask.url)
        assert path not in found.verdicts, f"asked twice: {path}"
        found.asked.append(path)
        page = answer(press, ask, captured)
        if page.status >= 400 and ask.kind not in TOLD:
            found.verdicts[path] = f"HTTP {page.status}"
            continue
        read = platform.read(ask, page)
        platform.learn(page.url, read.verdict)
        found.verdicts[path], found.reasons[path] = read.verdict, read.reason
        for issue in (*read.calendar, *((read.issue,) if read.issue else ())):
            if issue.exists:
                found.issues.setdefault(issue.label or issue.date, {})
            else:
                found.absent.append(issue.date)
        day = (read.issue.label or read.issue.date) if read.issue else ask.context.get("date", "")
        if read.pages:
            found.issues.setdefault(day, {}).update({p.label: p for p in read.pages})
        if read.article and read.verdict == "article":
            found.articles[_path(read.article.url or page.url)] = read.article
        found.articles |= {_path(article.url): article for article in read.articles}
        for further in read.asks:
            if url_key(further.url) not in known:
                known.add(url_key(further.url))
                queue.append(further)
    return found


def answer(press: Press, ask: Ask, captured: datetime = CAPTURED) -> Fetched:
    """What the press's server would send."""
    path, headers = _path(ask.url), {}
    if ask.context.get("post"):
        body = press.posts.get(path, NO_ACCESS)
        return Fetched(ask.url, 200, body, {"content-type": "application/json"}, captured)
    reply = press.reply(path, BASE, OTHER)
    headers["content-type"] = reply.content_type
    return Fetched(ask.url, reply.status, reply.body, headers, captured)


def headlines(found: Walked) -> Mapping[str, str | None]:
    """path → headline of what was kept."""
    return {path: article.title for path, article in found.articles.items()}


def _path(url: str) -> str:
    parts = urlsplit(url)
    route = f"#{parts.fragment}" if parts.fragment.startswith("/") else ""
    return parts.path + (f"?{parts.query}" if parts.query else "") + route
