"""Crawls of a fleet, in the archive that its shards are merged into: which have come as a whole.

A worker that ends when nothing of its crawl is open any more writes down, in its run's `health`,
how many requests all workers have settled.  When so many have come here, all shards were merged;
only then can the crawl be compared with others (crawler/after_merge.py).
"""

from __future__ import annotations

from typing import Any

from archive.store import Archive

STATE = '{"state": "shared"'  # how `runs.health` begins
_SHARED = f"LIKE '{STATE}%'"
_WAITING = f"""
WITH shared AS (
    SELECT c.id, c.title_id, c.opened_at, c.closed_at,
        max(CASE WHEN r.health {_SHARED} THEN json_extract(r.health, '$.requests') END)
            AS requests,
        sum(r.health != '' AND r.health NOT {_SHARED}) AS judged
    FROM crawls c JOIN runs r ON r.crawl_id = c.id
    WHERE c.id IN (SELECT crawl_id FROM runs WHERE health {_SHARED})
    GROUP BY c.id
)
SELECT s.*, t.name, (SELECT count(*) FROM frontier WHERE crawl_id = s.id) AS here
FROM shared s JOIN titles t ON t.id = s.title_id WHERE NOT judged ORDER BY s.id
"""


def whole(archive: Archive) -> list[int]:
    """Crawls that have come as a whole and were not judged yet, oldest first: of each the run that
    stands for it, one that ended well and read most."""
    found = []
    for row in archive.query(_WAITING):
        if row["here"] >= row["requests"]:
            (run,) = archive.query(
                "SELECT id FROM runs WHERE crawl_id = ? ORDER BY outcome IN ('complete',"
                " 'failures') DESC, articles DESC, issues DESC, id DESC LIMIT 1",
                row["id"],
            )
            found.append(int(run["id"]))
    return found


def unmerged(archive: Archive, before: str) -> list[dict[str, Any]]:
    """Crawls that ended before a time (UTC) and of which something is in shards that were not
    merged: `title`, `opened_at`, `here` and `requests` (how many have come, and of how many)."""
    return [
        {"title": row["name"], "opened_at": row["opened_at"], "here": row["here"],
         "requests": row["requests"]}
        for row in archive.query(_WAITING)
        if row["here"] < row["requests"] and row["closed_at"] < before
    ]  # fmt: skip
