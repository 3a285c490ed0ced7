"""Rows of `schedules`: when each title is crawled without anybody."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, fields
from typing import Literal

from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person decides of a schedule; the fields are columns of `schedules`.

    `cron`: minute, hour, day of month, month, day of week, in Shanghai.  `entry`: another address
    to crawl the title at.  Seconds are seconds, `back_days` days.
    """

    title: str
    cron: str
    entry: str = ""
    revisit: bool = False
    back_days: int = 30
    budget_seconds: float = 6 * 3600.0
    retry_seconds: float = 3600.0
    jitter_seconds: float = 300.0
    catch_up: Literal["once", "none"] = "once"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan that was taken on.  Times are UTC texts."""

    id: int
    plan: Plan
    added_at: str
    paused_at: str | None
    pause_reason: str


_PLAN = [field.name for field in fields(Plan)]


def add(connection: sqlite3.Connection, plan: Plan, at: str) -> bool:
    """Take a plan on, in place of the title's earlier one; returns whether there was one.

    The earlier one's row stays, with its slots, as removed.  Call it in a transaction.
    """
    replaced = remove(connection, plan.title, at)
    connection.execute(
        f"INSERT INTO schedules ({', '.join(_PLAN)}, added_at)"
        f" VALUES ({', '.join(':' + name for name in _PLAN)}, :at)",
        asdict(plan) | {"at": at},
    )
    return replaced


def remove(connection: sqlite3.Connection, title: str, at: str) -> bool:
    """End the title's schedule; False when it has none."""
    cursor = connection.execute(
        "UPDATE schedules SET removed_at = ? WHERE title = ? AND removed_at IS NULL", (at, title)
    )
    return cursor.rowcount > 0


def pause(connection: sqlite3.Connection, title: str, reason: str, at: str) -> bool:
    """Start nothing more of the title until `resume`; False when it has no schedule that runs."""
    cursor = connection.execute(
        "UPDATE schedules SET paused_at = ?, pause_reason = ?"
        " WHERE title = ? AND removed_at IS NULL AND paused_at IS NULL",
        (at, reason, title),
    )
    return cursor.rowcount > 0


def resume(connection: sqlite3.Connection, title: str) -> bool:
    """Go on after `pause`; False when the title's schedule is not paused."""
    cursor = connection.execute(
        "UPDATE schedules SET paused_at = NULL, pause_reason = ''"
        " WHERE title = ? AND removed_at IS NULL AND paused_at IS NOT NULL",
        (title,),
    )
    return cursor.rowcount > 0


def is_scheduled(connection: sqlite3.Connection, title: str) -> bool:
    """Whether the title has a schedule that holds and is not paused."""
    row = connection.execute(
        "SELECT 1 FROM schedules WHERE title = ? AND removed_at IS NULL AND paused_at IS NULL",
        (title,),
    ).fetchone()
    return row is not None


def all_of(archive: Archive) -> list[Schedule]:
    """The schedules that hold, by title."""
    rows = archive.query("SELECT * FROM schedules WHERE removed_at IS NULL ORDER BY title")
    return [_schedule(row) for row in rows]


def by_id(archive: Archive, schedule_id: int) -> Schedule:
    """A schedule, also one that was removed."""
    return _schedule(archive.query("SELECT * FROM schedules WHERE id = ?", schedule_id)[0])


def _schedule(row: dict[str, object]) -> Schedule:
    told = {name: row[name] for name in _PLAN} | {"revisit": bool(row["revisit"])}
    kept = {name: row[name] for name in ("id", "added_at", "paused_at", "pause_reason")}
    return Schedule(plan=Plan(**told), **kept)  # type: ignore[arg-type]
