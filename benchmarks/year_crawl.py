"""A crawl of an invented paper without a network: frontier, reader, archive and watch are real."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from archive import landmark, runs, slots
from archive.queue import Asked
from archive.records import Ask, Capture, Visit
from archive.runs import Opened
from archive.schedules import Schedule
from archive.slots import Slot
from archive.store import Archive
from benchmarks.year_press import Paper
from crawler import slot_end
from crawler.after_run import judge
from crawler.clock import utc
from crawler.errand import Errand
from crawler.judge import course, settled
from crawler.leaks import leaks
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.scheduled import Span, tasks

SECONDS_A_PAGE = 1.5
TRIES = 3


@dataclass
class Clock:
    """The time of the simulation."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Done:
    """A crawl that was made at once, and ends when its pages would have been fetched."""

    clock: Clock
    until: datetime
    lock: int

    def ended(self) -> bool:
        """Whether that time has come."""
        if self.clock.at < self.until:
            return False
        with suppress(OSError):
            os.close(self.lock)
        return True


@dataclass
class Launcher:
    """Starts crawls of papers, as crawler.children does, in this process."""

    archive: Archive
    clock: Clock
    papers: dict[str, Paper]
    pages: int = 0

    def __call__(self, schedule: Schedule, slot: Slot, lock: IO[bytes]) -> Done:
        """Crawl the slot; the clock stands at its beginning again afterwards."""
        begun, before = self.clock.at, self.pages
        paper = self.papers[schedule.plan.title]
        for errand, span in tasks(self.archive.path, slot, paper.title()):
            self._crawl(paper, slot, errand, span)
            self.clock.at = begun + timedelta(seconds=SECONDS_A_PAGE * (self.pages - before))
        slot_end.finish(self.archive, slot)
        until, self.clock.at = self.clock.at, begun
        return Done(self.clock, until, os.dup(lock.fileno()))

    def _crawl(self, paper: Paper, slot: Slot, errand: Errand | None, span: Span | None) -> None:
        title = paper.title()
        platform = platform_for(title)
        days = tuple(datetime.fromisoformat(day).date() for day in span or ())
        starts = list(errand.asks) if errand else platform.starts(*(days or (None, None)))
        with self.archive.transaction() as connection:
            opened = runs.open_run(
                connection, runs.put_title(connection, title.as_row()), title.entry,
                span or (None, None), starts, at=utc(), pid=os.getpid(), user_agent="year",
                errand=errand.name if errand else "crawl", slot_id=slot.id,
            )  # fmt: skip
        stopped = ""
        far = utc(after=86_400)
        while asked := self._take(opened, far):
            if paper.down(self.clock.at):
                stopped = "unreachable"
                self.archive.ingest(opened.run_id, Visit(asked.id, "queued", utc()))
                break
            self.pages += 1
            self.archive.ingest(opened.run_id, self._visit(paper, platform, asked, errand))
        self.clock.at += timedelta(seconds=SECONDS_A_PAGE)
        with self.archive.transaction() as connection:
            why = "the host does not answer" if stopped else ""
            runs.close_run(connection, opened, stopped, why, utc())
        judge(self.archive, opened.run_id)

    def _take(self, opened: Opened, far: str) -> Asked | None:
        asked = self.archive.take(opened.crawl_id, opened.run_id, (), far)
        if asked is None and landmark.put(self.archive, opened.crawl_id, utc()):
            asked = self.archive.take(opened.crawl_id, opened.run_id, (), far)
        return asked

    def _visit(self, paper: Paper, platform: Any, asked: Asked, errand: Errand | None) -> Visit:
        ask: Ask = asked.as_ask()
        status, body = paper.answer(asked.url, self.clock.at)
        captures = (_capture(asked.url, status, body),)
        way = course(status, asked.kind, leads_on=False)
        end: dict[str, Any]
        if way == "again" and asked.attempts + 1 < TRIES:
            end = {"state": "queued", "reason": f"HTTP {status}"}
        elif way in ("again", "failed", "gone"):
            end = {"state": "gone" if way == "gone" else "failed", "reason": f"HTTP {status}"}
        else:
            page = Fetched(asked.url, status, body, {"content-type": "text/html"}, self.clock.at)
            found = platform.read(ask, page)
            platform.learn(asked.url, found.verdict)
            found = errand.narrow(found) if errand else found
            found = landmark.seen(ask, found)
            end = settled(found) | {"leaks": leaks(found)}
        return Visit(asked.id, at=utc(), captures=captures, **end)


def _capture(url: str, status: int, body: bytes) -> Capture:
    digest = "sha256:" + hashlib.sha256(body).hexdigest()
    return Capture(url, utc(), status, "text/html", digest, len(body), "year.warc.gz", 0, 0)


def runs_of(archive: Archive) -> Iterator[dict[str, Any]]:
    """The runs of crawls, with the name of their title, in order."""
    yield from archive.query(
        "SELECT r.*, c.errand, c.since, c.until, t.name, s.schedule_id FROM runs r"
        " JOIN crawls c ON c.id = r.crawl_id JOIN titles t ON t.id = c.title_id"
        " LEFT JOIN slots s ON s.id = r.slot_id ORDER BY r.id"
    )


def open_slots(archive: Archive) -> list[Slot]:
    """Slots that wait or are worked on."""
    return slots.not_ended(archive)
