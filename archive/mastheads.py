"""What mastheads and footers said of a title, from when to when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.records import Fact


def put(
    connection: sqlite3.Connection,
    title_id: int,
    facts: Iterable[Fact],
    capture_id: int | None,
    at: str,
) -> None:
    """Insert facts that are new, and note for all of them that they were seen `at`."""
    for fact in facts:
        connection.execute(
            "INSERT INTO mastheads (title_id, kind, value, raw, first_seen, last_seen,"
            " first_capture) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (title_id, kind, value) DO UPDATE SET"
            " last_seen = max(last_seen, excluded.last_seen)",
            (title_id, fact.kind, fact.value, fact.raw, at, at, capture_id),
        )
