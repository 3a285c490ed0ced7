"""The scheduler of a simulated year, in a process that may be killed: see benchmarks/year.py.

    python -m benchmarks.year_scheduler ARCHIVE STATE FIRST TITLES DAYS SEED

The time stands in the file STATE, so that it goes on where it was killed.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from archive import alarms, schedules
from archive.store import Archive
from benchmarks.year import FIRST, papers_of
from benchmarks.year_crawl import Clock, Launcher, open_slots
from benchmarks.year_press import Paper
from crawler.clock import SHANGHAI, set_clock, utc
from crawler.overlap import overlap
from crawler.scheduler import Scheduler

STEP = timedelta(minutes=30)
_OPERATOR = 9  # o'clock in Shanghai: somebody reads `baokan health`
_FIRST_ROUND = 6  # and no schedule names an earlier hour


def main(path: Path, state: Path, first: int, titles: int, days: int, seed: int) -> None:
    """Go on from the time in the state to the end of the last day."""
    logging.disable(logging.CRITICAL)  # of alarms: they are in the archive
    papers = {one.name: one for one in papers_of(first, titles, days, seed)}
    clock = Clock(datetime.fromisoformat(json.loads(state.read_text())["at"]))
    set_clock(clock)
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=SHANGHAI)
    end = midnight.astimezone(UTC) + timedelta(days)
    with Archive.open(path) as archive:
        archive.connection.execute(
            "PRAGMA synchronous = OFF"
        )  # kill -9 loses nothing all the same
        launch = Launcher(archive, clock, papers)
        overlaps = {name: overlap(one.title()) for name, one in papers.items()}
        rounds = Scheduler(
            archive, launch, lambda s: s.plan.title, lambda s: overlaps[s.plan.title], jobs=titles
        )
        while clock.at < end:
            rounds.once()
            _operator(archive, papers, clock.at)
            clock.at = _next(archive, rounds, clock.at)
            _save(state, clock.at)


def _save(state: Path, at: datetime) -> None:
    draft = state.with_suffix(".tmp")
    draft.write_text(json.dumps({"at": at.isoformat()}))
    draft.replace(state)


def _next(archive: Archive, rounds: Scheduler, at: datetime) -> datetime:
    """The next half hour in which anything can happen."""
    following = at + STEP
    local = following.astimezone(SHANGHAI)
    waits = any(slot.started_at is None for slot in open_slots(archive))
    if rounds.running or waits or local.hour in (_FIRST_ROUND, _FIRST_ROUND + 1, _OPERATOR):
        return following
    if local.hour < _FIRST_ROUND:
        return following.astimezone(SHANGHAI).replace(hour=_FIRST_ROUND, minute=30).astimezone(UTC)
    if local.hour < _OPERATOR:
        return following.astimezone(SHANGHAI).replace(hour=_OPERATOR, minute=0).astimezone(UTC)
    tomorrow = local.date() + timedelta(1)
    morning = datetime(tomorrow.year, tomorrow.month, tomorrow.day, _FIRST_ROUND, 30,
                       tzinfo=SHANGHAI)  # fmt: skip
    return morning.astimezone(UTC)


def _operator(archive: Archive, papers: dict[str, Paper], at: datetime) -> None:
    """At nine: titles whose site is as before go on; a change for good is accepted."""
    local = at.astimezone(SHANGHAI)
    if local.hour != _OPERATOR:
        return
    today = local.date()
    for schedule in schedules.all_of(archive):
        change = papers[schedule.plan.title].change
        if schedule.paused_at and (change is None or not change.begin <= today < change.end):
            with archive.transaction() as connection:
                schedules.resume(connection, schedule.plan.title)
    for alarm in alarms.listed(archive):
        change = papers[alarm["title"]].change if alarm["title"] else None
        if change and change.end == date.max and today >= change.begin + timedelta(2):
            with archive.transaction() as connection:
                alarms.close(connection, alarm["id"], "person", utc())
                schedules.resume(connection, alarm["title"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
