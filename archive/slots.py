"""Rows of `slots`: each time that a schedule was due, and what came of it.

A slot is written before anything is started for it, and is unique by schedule, moment and attempt:
whoever works out what is due, and how often, a slot is there once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from archive.store import Archive

# Outcomes after which the issues of the slot's days need not be looked for again: single requests
# that failed are gaps, which later slots ask for.
COVERED = ("complete", "failures", "not out", "shared")


@dataclass(frozen=True, slots=True)
class Slot:
    """One attempt at one slot; the fields are columns of `slots`.  Times are UTC texts, `since`
    and `until` days in Shanghai, both inclusive."""

    id: int
    schedule_id: int
    slot: str
    attempt: int
    since: str
    until: str
    due_at: str
    started_at: str | None
    ended_at: str | None
    outcome: str
    reason: str
    skipped: int


def put(
    connection: sqlite3.Connection,
    schedule_id: int,
    slot: str,
    attempt: int,
    span: tuple[str, str],
    due_at: str,
    skipped: int = 0,
) -> bool:
    """Write a slot down; False when it is there already.  Call it in a transaction."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO slots (schedule_id, slot, attempt, since, until, due_at, skipped)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (schedule_id, slot, attempt, *span, due_at, skipped),
    )
    return cursor.rowcount > 0


def start(connection: sqlite3.Connection, slot_id: int, at: str) -> None:
    """From now on somebody works on the slot."""
    connection.execute("UPDATE slots SET started_at = ? WHERE id = ?", (at, slot_id))


def again(connection: sqlite3.Connection, slot_id: int) -> None:
    """Nobody works on the slot any more, and it is not ended: it waits to be started."""
    connection.execute(
        "UPDATE slots SET started_at = NULL WHERE id = ? AND ended_at IS NULL", (slot_id,)
    )


def end(connection: sqlite3.Connection, slot_id: int, outcome: str, reason: str, at: str) -> bool:
    """Write down how the slot ended; False when it has ended already."""
    cursor = connection.execute(
        "UPDATE slots SET ended_at = ?, outcome = ?, reason = ? WHERE id = ? AND ended_at IS NULL",
        (at, outcome, reason, slot_id),
    )
    return cursor.rowcount > 0


def by_id(archive: Archive, slot_id: int) -> Slot | None:
    """The row; None when there is none."""
    rows = archive.query("SELECT * FROM slots WHERE id = ?", slot_id)
    return Slot(**rows[0]) if rows else None


def newest(archive: Archive, schedule_id: int) -> Slot | None:
    """The last attempt at the last slot of a schedule."""
    rows = archive.query(
        "SELECT * FROM slots WHERE schedule_id = ? ORDER BY slot DESC, attempt DESC LIMIT 1",
        schedule_id,
    )
    return Slot(**rows[0]) if rows else None


def not_ended(archive: Archive) -> list[Slot]:
    """Slots that wait or are worked on, those that are due first in front."""
    rows = archive.query("SELECT * FROM slots WHERE ended_at IS NULL ORDER BY due_at, id")
    return [Slot(**row) for row in rows]


_COVERED_UNTIL = f"""
SELECT max(s.until) AS day FROM slots s JOIN schedules p ON p.id = s.schedule_id
    WHERE p.title = ? AND s.outcome IN {COVERED} AND NOT EXISTS (
        SELECT 1 FROM slots x JOIN runs r ON r.slot_id = x.id JOIN crawls c ON c.id = r.crawl_id
            JOIN alarms a ON a.title_id = c.title_id AND r.id BETWEEN a.first_run AND a.last_run
        WHERE x.schedule_id = s.schedule_id AND x.slot = s.slot AND c.errand = 'crawl'
            AND a.closed_by != 'person'
            AND a.kind IN (SELECT value FROM json_each(?)))
"""


def covered_until(archive: Archive, title: str, spoiling: Collection[str]) -> str:
    """The last day that the title's slots have covered, whatever schedule they were of; ""
    for none.

    `spoiling` are kinds of alarms: what a crawl read while one was raised may be less than there
    is, and has to be looked at again, unless a person has said that it is right as it is.  A later
    attempt at the slot asks for what failed alone, so that it clears nothing.
    """
    kinds = json.dumps(sorted(spoiling))
    return archive.query(_COVERED_UNTIL, title, kinds)[0]["day"] or ""
