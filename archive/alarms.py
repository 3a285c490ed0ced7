"""Rows of `alarms`: what is wrong with a title, from the first run that showed it to the end.

One alarm is open for a title, kind, field and source at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was found wrong.  `field` and `source` are "" where it is about none."""

    kind: str
    message: str
    field: str = ""
    source: str = ""
    measured: float | None = None
    expected: float | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same alarm the next time."""
        return self.kind, self.field, self.source


def put(
    connection: sqlite3.Connection, title_id: int | None, run_id: int | None, alarm: Alarm, at: str
) -> bool:
    """Open an alarm, or note that it lasts; returns whether it is new.  Call it in a
    transaction."""
    told = (alarm.message, alarm.measured, alarm.expected, run_id)
    cursor = connection.execute(
        "UPDATE alarms SET message = ?, measured = ?, expected = ?, last_run = ?, runs = runs + 1"
        " WHERE title_id IS ? AND (kind, field, source) = (?, ?, ?) AND closed_at IS NULL",
        (*told, title_id, *alarm.key),
    )
    if cursor.rowcount:
        return False
    connection.execute(
        "INSERT INTO alarms (message, measured, expected, last_run, first_run, title_id, kind,"
        " field, source, raised_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*told, run_id, title_id, *alarm.key, at),
    )
    return True


def close_others(
    connection: sqlite3.Connection,
    title_id: int | None,
    kinds: Collection[str],
    lasting: Iterable[Alarm],
    at: str,
) -> None:
    """Close the title's open alarms of these kinds that are not among `lasting`: a run was well
    again in that respect."""
    keys = {alarm.key for alarm in lasting}
    rows = connection.execute(
        "SELECT id, kind, field, source FROM alarms WHERE title_id IS ? AND closed_at IS NULL",
        (title_id,),
    ).fetchall()
    ended = [row["id"] for row in rows if row["kind"] in kinds and tuple(row)[1:] not in keys]
    connection.executemany(
        "UPDATE alarms SET closed_at = ?, closed_by = 'run' WHERE id = ?",
        [(at, alarm_id) for alarm_id in ended],
    )


def close(connection: sqlite3.Connection, alarm_id: int, by: str, at: str) -> bool:
    """Close one alarm (`by`: run, replay or person); False when it is not open."""
    cursor = connection.execute(
        "UPDATE alarms SET closed_at = ?, closed_by = ? WHERE id = ? AND closed_at IS NULL",
        (at, by, alarm_id),
    )
    return cursor.rowcount > 0


_ROWS = (
    "SELECT a.*, t.name AS title FROM alarms a LEFT JOIN titles t ON t.id = a.title_id"
    " WHERE {} ORDER BY a.closed_at IS NOT NULL, a.raised_at DESC, a.id DESC"
)


def listed(archive: Archive, *, also_closed: bool = False) -> list[dict[str, Any]]:
    """The open alarms, newest first, then (if wanted) the closed ones."""
    return archive.query(_ROWS.format("1" if also_closed else "a.closed_at IS NULL"))


def untold(archive: Archive) -> list[dict[str, Any]]:
    """Open alarms of which nobody has been told."""
    return archive.query(_ROWS.format("a.closed_at IS NULL AND a.told_at IS NULL"))


def told(connection: sqlite3.Connection, alarm_ids: Iterable[int], at: str) -> None:
    """Somebody has been told of these."""
    connection.executemany(
        "UPDATE alarms SET told_at = ? WHERE id = ?", [(at, alarm_id) for alarm_id in alarm_ids]
    )
