"""Crawl a static press through the record that `scout` writes for it, and read the archive."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.fetch import Fetcher
from crawler.scout import Scouted, scout
from crawler.scout_record import as_toml, record_of
from crawler.titles import Title, adhoc_title
from tests.crawling import ROOT, Result, baokan, rows
from tests.presses.papers import all_presses
from tests.presses.static import Press, StaticPress


@dataclass
class Kept:
    """What an archive holds: labels by issue, headline by path, and how requests ended."""

    issues: dict[str, list[str]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    articles: dict[str, str] = field(default_factory=dict)
    pseudo: list[str] = field(default_factory=list)


def scouted(running: StaticPress) -> Scouted:
    """The press as `baokan scout ENTRY` sees it."""
    title = replace(adhoc_title(running.entry), name="test_press")
    fetcher = Fetcher("")
    return scout(title, lambda url, post: fetcher.get(url, post=post))


def record(running: StaticPress) -> Title:
    """The record that scout writes."""
    found = scouted(running)
    assert found.best is not None, [(w.title.platform, w.problem) for w in found.walks]
    return record_of(found.best, date(2026, 11, 25))


def crawl(running: StaticPress, title: Title, folder: Path, *more: str) -> tuple[Result, Path]:
    """`baokan crawl` of the title as a record of the user's own; its end and the archive."""
    titles, archive = folder / "titles", folder / "archive.db"
    titles.mkdir(exist_ok=True)
    (titles / "own.toml").write_text(as_toml(title), "utf-8")
    span = running.press.span
    days = ("--since", span[0], "--until", span[1]) if span else ()
    command = ("crawl", title.name, *days, "--archive", archive, *more)
    return baokan(*command, BAOKAN_TITLES=str(titles), BAOKAN_RETRY_WAITS="0.1"), archive


def crawl_all(titles: Mapping[str, Title], folder: Path) -> dict[str, list[Any]]:
    """Crawl presses by their records, all in one process, each into `<name>.db`.

    Name → exit code, outcome, reason.
    """
    spans = {press.name: press.span for press in all_presses()}
    jobs, results = folder / "jobs.json", folder / "results.json"
    told = []
    for name, title in titles.items():
        since, until = spans[name] or ("", "")
        told.append({
            "name": title.name, "title": as_toml(title), "archive": str(folder / f"{name}.db"),
            "since": since, "until": until,
        })  # fmt: skip
    jobs.write_text(json.dumps(told), "utf-8")
    command = [sys.executable, "-W", "error", "-m", "tests.press_jobs", str(jobs), str(results)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(titles, json.loads(results.read_text("utf-8")), strict=True))


def kept(archive: Path) -> Kept:
    """What is in the archive, by day and path."""
    found = Kept()
    for day, label, appeared, page in rows(
        archive,
        "SELECT i.date, i.label, appeared, p.label FROM issues i LEFT JOIN pages p"
        " ON p.issue_id = i.id ORDER BY i.date, i.label, p.label",
    ):
        if not appeared:
            found.absent.append(str(day))
            continue
        pages = found.issues.setdefault(str(label or day), [])
        if page is not None:
            pages.append(str(page))
    for url, title in rows(archive, "SELECT url, title FROM articles ORDER BY id"):
        found.articles[_path(str(url))] = str(title)
    found.pseudo = sorted(
        _path(str(url))
        for (url,) in rows(archive, "SELECT url FROM frontier WHERE verdict = 'pseudo'")
    )
    return found


def asked_twice(running: StaticPress) -> list[str]:
    """Paths that the crawl asked for more than once, robots.txt left out."""
    paths = Counter(f"{hit.method} {hit.path}" for hit in running.log)
    return [path for path, n in paths.items() if n > 1 and not path.endswith("/robots.txt")]


def numbers(press: Press) -> tuple[int, int, int]:
    """(issues, pages, articles) that a complete crawl must find."""
    pages = sum(len(labels) for labels in press.issues.values())
    return len(press.issues), pages, len(press.articles)


def _path(url: str) -> str:
    parts = urlsplit(url)
    route = f"#{parts.fragment}" if parts.fragment.startswith("/") else ""
    return parts.path + (f"?{parts.query}" if parts.query else "") + route
