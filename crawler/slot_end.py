"""How a slot ended, by the runs that were made for it, and whether it is tried again."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from archive import alarms, schedules, slots
from archive.alarms import Alarm
from archive.expected import lacking_days
from archive.slots import Slot
from archive.store import Archive
from crawler.clock import SHANGHAI, as_utc, now, utc
from crawler.due import again

# The worst of several runs is the slot's outcome.
_BY_WEIGHT = (
    "interrupted", "error", "disk full", "unreachable", "limit", "killed", "nothing", "failures",
    "complete",
)  # fmt: skip


# What a run says that was ended by `baokan stop`: its slot does not go on by itself.
STOPPED = "baokan stop"


def unfinished(archive: Archive, slot: Slot) -> bool:
    """Whether the process that worked on the slot, and does not any more, left work behind: it
    died, or was ended together with the scheduler."""
    rows = archive.query(
        "SELECT ended_at, outcome, reason FROM runs WHERE slot_id = ? ORDER BY id DESC LIMIT 1",
        slot.id,
    )
    if not rows or rows[0]["ended_at"] is None:
        return True
    return bool(rows[0]["outcome"] == "interrupted" and rows[0]["reason"] != STOPPED)


def finish(archive: Archive, slot: Slot, outcome: str = "", reason: str = "") -> str:
    """Write down how the slot ended, and when it is tried again; returns the outcome.

    Without `outcome` the runs of the slot tell it.
    """
    if not outcome:
        outcome, reason = _outcome(archive, slot)
    if outcome == "complete" and (late := _not_out(archive, slot)):
        outcome, reason = "not out", f"no issue of {late:%Y-%m-%d} yet"
    schedule = schedules.by_id(archive, slot.schedule_id)
    moment = datetime.fromisoformat(slot.slot)
    retry = again(schedule.plan, outcome, slot.attempt, moment, now())
    with archive.transaction() as connection:
        if not slots.end(connection, slot.id, outcome, reason, utc()):
            return outcome
        if retry is not None:
            today = now().astimezone(SHANGHAI).date().isoformat()
            since = today if outcome == "not out" else slot.since
            slots.put(
                connection, slot.schedule_id, slot.slot, slot.attempt + 1, (since, today),
                as_utc(retry),
            )  # fmt: skip
        _alarm(connection, schedule.plan.title, outcome, reason, retry is None)
    return outcome


_MISSING = "missing issue"


def _alarm(
    connection: sqlite3.Connection, title: str, outcome: str, reason: str, given_up: bool
) -> None:
    """An issue that has not come all day is an alarm, until a later slot has all of its own."""
    row = connection.execute("SELECT id FROM titles WHERE name = ?", (title,)).fetchone()
    if row is None:
        return
    if outcome == "not out" and given_up:
        alarms.put(connection, row["id"], None, Alarm(_MISSING, reason), utc())
    elif outcome == "complete":
        alarms.close_others(connection, row["id"], (_MISSING,), (), utc())


def _outcome(archive: Archive, slot: Slot) -> tuple[str, str]:
    # Of a crawl that was killed and gone on with, only the last run counts; looking again at old
    # articles does not decide about the issue.
    rows = archive.query(
        "SELECT outcome, reason FROM runs WHERE id IN (SELECT max(r.id) FROM runs r"
        " JOIN crawls c ON c.id = r.crawl_id WHERE r.slot_id = ? AND c.errand != 'revisit'"
        " GROUP BY r.crawl_id)",
        slot.id,
    )
    if not rows:
        return "complete", ""  # there was nothing to ask
    known = [row for row in rows if row["outcome"] in _BY_WEIGHT]
    if not known:
        return "error", "no run of it has ended"
    worst = min(known, key=lambda row: _BY_WEIGHT.index(row["outcome"]))
    return worst["outcome"], worst["reason"]


def _not_out(archive: Archive, slot: Slot) -> date | None:
    """The slot's day, where its issue is expected and not there."""
    title = schedules.by_id(archive, slot.schedule_id).plan.title
    # Not the last day of the crawl: after downtime that is a day whose own slot is still to come.
    day = datetime.fromisoformat(slot.slot).astimezone(SHANGHAI).date()
    return day if lacking_days(archive, title, day, day) else None
