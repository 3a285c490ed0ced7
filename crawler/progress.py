"""What a person sees while a crawl runs."""

from __future__ import annotations

import sys
import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn
from rich.table import Column

from crawler.session import Session

_PLAIN_SECONDS = 10.0  # between two lines where there is no terminal


class CrawlProgress:
    """A bar with pages, articles, errors, rate and time left; plain lines without a terminal."""

    def __init__(self, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._bar = console.is_terminal and not quiet
        self._plain = not console.is_terminal and not quiet
        self._progress = Progress(
            TextColumn("{task.description}", table_column=Column(max_width=18, no_wrap=True)),
            BarColumn(bar_width=10),
            *_counters(),
            console=console,
            disable=not self._bar,
        )
        self._task: Any = None
        self._name = ""
        self._begin = self._said = time.monotonic()
        self._pages = self._articles = self._files = self._errors = 0

    def __enter__(self) -> CrawlProgress:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def opened(self, session: Session) -> None:
        """A crawl begins."""
        self._name = session.spider.name
        self._begin = self._said = time.monotonic()
        self._pages = self._articles = self._files = self._errors = 0
        self._task = self._progress.add_task(
            self._name,
            total=session.queue.waiting(),
            articles=0,
            files=0,
            errors=0,
            rate="",
            left="",
        )
        if session.opened.resumed:
            self._progress.console.print(
                f"{self._name}: going on with crawl {session.opened.crawl_id}, "
                f"{session.queue.waiting()} requests wait"
            )

    def visited(self, session: Session, visit: Any, outcome: Any) -> None:
        """A request was settled."""
        file = visit.found is not None and visit.found.file is not None
        self._files += file
        self._pages += visit.state != "queued" and not file
        kinds = (outcome.article, *outcome.inside)
        self._articles += sum(kind in ("new", "reprint", "revised", "same") for kind in kinds)
        self._errors += visit.state == "failed"
        due = self._bar or (self._plain and time.monotonic() - self._said > _PLAIN_SECONDS)
        if not due:
            return
        seconds = max(time.monotonic() - self._begin, 0.001)
        waiting = session.queue.waiting()
        done = self._pages + self._files
        rate = done / seconds
        left = waiting / rate if rate else 0.0
        if self._bar:
            self._progress.update(
                self._task,
                completed=done,
                total=done + waiting,
                articles=self._articles,
                files=self._files,
                errors=self._errors,
                rate=f"{rate:.1f}",
                left=_minutes(left),
            )
        else:
            self._said = time.monotonic()
            print(
                f"{self._name}: {self._pages} pages, {self._articles} articles, "
                f"{self._files} files, {self._errors} errors, {rate:.1f}/s, {waiting} wait, "
                f"{_minutes(left)} left",
                file=sys.stderr,
                flush=True,
            )

    def stopping(self) -> None:
        """A signal came."""
        self._progress.console.print("stopping: waiting for the requests under way …")


def _counters() -> list[ProgressColumn]:
    texts = (
        "{task.completed:.0f}/{task.total:.0f} requests",
        "{task.fields[articles]} articles",
        "{task.fields[files]} files",
        "{task.fields[errors]} errors",
        "{task.fields[rate]}/s",
        "{task.fields[left]} left",
    )
    return [TextColumn(text, table_column=Column(no_wrap=True)) for text in texts]


def _minutes(seconds: float) -> str:
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}"
