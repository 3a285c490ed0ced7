"""What mastheads and footers said of a title, from when to when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.records import Fact


def put(
    connection: sqlite3.Connection,
    title_id: int,
    crawl_id: int,
    facts: Iterable[Fact],
    capture_id: int | None,
    at: str,
) -> None:
    """Insert facts that are new, and note for all of them that they were seen `at`, also in this
    crawl: what one crawl shows and the next does not has changed in between."""
    for fact in facts:
        row = connection.execute(
            "INSERT INTO mastheads (title_id, kind, value, raw, first_seen, last_seen,"
            " first_capture) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (title_id, kind, value) DO UPDATE SET"
            " last_seen = max(last_seen, excluded.last_seen),"
            " first_capture = iif(excluded.first_seen < first_seen, excluded.first_capture,"
            "  first_capture), first_seen = min(first_seen, excluded.first_seen) RETURNING id",
            (title_id, fact.kind, fact.value, fact.raw, at, at, capture_id),
        ).fetchone()
        connection.execute(
            "INSERT INTO masthead_crawls (masthead_id, crawl_id, first_seen, last_seen,"
            " first_capture, last_capture) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (masthead_id, crawl_id) DO UPDATE SET pages = pages + 1,"
            " last_capture = iif(excluded.last_seen > last_seen, excluded.last_capture,"
            "  last_capture), last_seen = max(last_seen, excluded.last_seen)",
            (row[0], crawl_id, at, at, capture_id, capture_id),
        )
