"""What is due is started, once: the heart of `baokan run-due` and `baokan schedule run`.

All state is in the archive.  A slot's row is written before its crawl is started, and while
somebody works on it its lock is held by that process: whoever asks next sees both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Protocol

from archive import schedules, slots
from archive.errors import LockedError
from archive.schedules import Schedule
from archive.slots import Slot
from archive.store import Archive
from crawler import slot_end, watch
from crawler.clock import as_utc, now, utc
from crawler.due import due, span
from crawler.lock import lock_slot


class Running(Protocol):
    """A crawl that was started."""

    def ended(self) -> bool:
        """Whether it has ended; never waits."""
        ...


# Starts the crawl of a slot.  The lock stays with the process that does the work.
Launch = Callable[[Schedule, Slot, IO[bytes]], Running]


def _nobody(line: str) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Scheduler:
    """Rounds over all schedules of an archive.

    `launch` starts the crawl of a slot; `jobs` is how many may run at once; `host_of` tells the
    host of a schedule, of which never two run at once; `overlap_of` how many days a title's crawl
    looks back; `tell` is given a line for each crawl that starts, and each slot that ended.
    """

    archive: Archive
    launch: Launch
    host_of: Callable[[Schedule], str]
    overlap_of: Callable[[Schedule], int]
    jobs: int = 4
    tell: Callable[[str], None] = _nobody
    running: dict[int, tuple[Schedule, Running]] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)  # of the slots that ended here

    def once(self) -> int:
        """One round: settle what has ended, write down what is due, start what may start.

        Returns how many slots wait for a free place, or for their host.
        """
        ended = [slot_id for slot_id, (_, work) in self.running.items() if work.ended()]
        titles = {slot_id: self.running.pop(slot_id)[0].plan.title for slot_id in ended}
        plans = {schedule.id: schedule for schedule in schedules.all_of(self.archive)}
        self._settle(plans)
        for slot_id, title in titles.items():
            self._tell_end(title, slot_id)
        for schedule in plans.values():
            if schedule.paused_at is None:
                self._write_due(schedule)
        return self._start(plans)

    def _tell_end(self, title: str, slot_id: int) -> None:
        slot = slots.by_id(self.archive, slot_id)
        if slot is not None and slot.ended_at is not None:
            self.outcomes.append(slot.outcome)
            self.tell(f"{title}: {slot.outcome}" + (f": {slot.reason}" if slot.reason else ""))

    def _settle(self, plans: dict[int, Schedule]) -> None:
        for slot in slots.not_ended(self.archive):
            if slot.started_at is None:
                if slot.schedule_id not in plans:
                    self._drop(slot, "the schedule was removed")
                continue
            if slot.id in self.running:
                continue
            title = schedules.by_id(self.archive, slot.schedule_id).plan.title
            try:
                lock = lock_slot(self.archive, title)
            except LockedError:
                continue  # its process lives, whoever has started it
            with lock:
                current = slots.by_id(self.archive, slot.id)
                if current is None or current.ended_at is not None:
                    continue
                if slot.schedule_id in plans and slot_end.unfinished(self.archive, slot):
                    with self.archive.transaction() as connection:
                        slots.again(connection, slot.id)
                else:
                    slot_end.finish(self.archive, slot)

    def _drop(self, slot: Slot, reason: str) -> None:
        with self.archive.transaction() as connection:
            slots.end(connection, slot.id, "skipped", reason, utc())

    def _write_due(self, schedule: Schedule) -> None:
        last = slots.newest(self.archive, schedule.id)
        if last is not None and last.ended_at is None and last.started_at is not None:
            return  # never two of a title: what comes meanwhile is made up for afterwards
        begin = datetime.fromisoformat(last.slot if last else schedule.added_at)
        found = due(schedule.plan, begin, now())
        if found is None:
            return
        covered = slots.covered_until(self.archive, schedule.plan.title, watch.SITE_CHANGED)
        days = span(
            schedule.plan,
            self.overlap_of(schedule),
            date.fromisoformat(covered) if covered else None,
            found.slot,
            now(),
        )
        skipped = found.skipped
        with self.archive.transaction() as connection:
            if last is not None and last.ended_at is None:  # it waits, and is made up for
                slots.end(connection, last.id, "skipped", "the next slot has come", utc())
                skipped += 1
            moment = as_utc(found.slot)
            texts = (days[0].isoformat(), days[1].isoformat())
            slots.put(
                connection, schedule.id, moment, 1, texts, as_utc(found.due_at), skipped
            )  # fmt: skip
            if found.skip:
                connection.execute(
                    "UPDATE slots SET ended_at = ?, outcome = 'skipped',"
                    " reason = 'missed, and not made up for' WHERE schedule_id = ? AND slot = ?",
                    (utc(), schedule.id, moment),
                )

    def _start(self, plans: dict[int, Schedule]) -> int:
        open_slots = slots.not_ended(self.archive)
        # Also those that another process works on.
        busy = {
            self.host_of(plans[slot.schedule_id])
            for slot in open_slots
            if slot.started_at is not None and slot.schedule_id in plans
        }
        waiting = 0
        for slot in open_slots:
            schedule = plans.get(slot.schedule_id)
            if slot.started_at is not None or schedule is None or slot.due_at > utc():
                continue
            if schedule.paused_at is not None:
                continue
            host = self.host_of(schedule)
            if len(self.running) >= self.jobs or host in busy:
                waiting += 1
                continue
            if self._launch(schedule, slot):
                busy.add(host)
        return waiting

    def _launch(self, schedule: Schedule, slot: Slot) -> bool:
        try:
            lock = lock_slot(self.archive, schedule.plan.title)
        except LockedError:
            return False
        with lock:
            current = slots.by_id(self.archive, slot.id)
            if current is None or current.started_at is not None or current.ended_at is not None:
                return False  # somebody else was faster
            with self.archive.transaction() as connection:
                slots.start(connection, slot.id, utc())
            self.running[slot.id] = (schedule, self.launch(schedule, current, lock))
        again = f", attempt {slot.attempt}" if slot.attempt > 1 else ""
        self.tell(f"{schedule.plan.title}: crawling {slot.since} to {slot.until}{again}")
        return True
