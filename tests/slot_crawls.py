"""A clock that a test sets, and crawls of slots that it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO

import pytest

from archive import schedules
from archive.schedules import Plan, Schedule
from archive.slots import Slot
from archive.store import Archive
from crawler import slot_end
from crawler.clock import set_clock, utc
from crawler.scheduler import Scheduler
from tests.helpers import open_crawl

BEGIN = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight of the 2nd in Shanghai
MORNING = BEGIN + timedelta(hours=6, minutes=30)


@dataclass
class Work:
    """A crawl that the test ends.  It holds the slot's lock, as a process of its own would."""

    slot: Slot
    lock: int
    over: bool = False

    def ended(self) -> bool:
        return self.over

    def die(self) -> None:
        """Its process is gone."""
        self.over = True
        with suppress(OSError):
            os.close(self.lock)


@dataclass
class Crawls:
    """Stands for the processes that a scheduler starts."""

    archive: Archive
    started: list[Work] = field(default_factory=list)

    def launch(self, schedule: Schedule, slot: Slot, lock: IO[bytes]) -> Work:
        work = Work(slot, os.dup(lock.fileno()))
        self.started.append(work)
        return work

    def end(self, work: Work, outcome: str = "complete") -> None:
        """The crawl writes its run and its slot's end, and exits."""
        self.open_run(work)
        with self.archive.transaction() as connection:
            connection.execute(
                "UPDATE runs SET ended_at = ?, outcome = ? WHERE slot_id = ?",
                (utc(), outcome, work.slot.id),
            )
        if outcome != "interrupted":
            slot_end.finish(self.archive, work.slot)
        work.die()

    def open_run(self, work: Work) -> None:
        title = schedules.by_id(self.archive, work.slot.schedule_id).plan.title
        opened = open_crawl(self.archive, title, since=work.slot.since, until=work.slot.until)
        with self.archive.transaction() as connection:
            connection.execute(
                "UPDATE runs SET slot_id = ? WHERE id = ?", (work.slot.id, opened.run_id)
            )


class Clock:
    """The time of the simulation."""

    def __init__(self) -> None:
        self.at = BEGIN

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    set_clock(clock)
    yield clock
    set_clock(None)


@pytest.fixture
def crawls(archive: Archive) -> Iterator[Crawls]:
    crawls = Crawls(archive)
    yield crawls
    for work in crawls.started:
        if not work.over:
            work.die()


def plan(archive: Archive, title: str = "lakeside", **other: object) -> None:
    with archive.transaction() as connection:
        taken = Plan(title, "30 6 * * *", jitter_seconds=0, **other)  # type: ignore[arg-type]
        schedules.add(connection, taken, utc())


def scheduler(crawls: Crawls, jobs: int = 4, hosts: dict[str, str] | None = None) -> Scheduler:
    def host(schedule: Schedule) -> str:
        return (hosts or {}).get(schedule.plan.title, schedule.plan.title)

    return Scheduler(crawls.archive, crawls.launch, host, lambda _: 0, jobs)
