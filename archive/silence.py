"""Titles that are scheduled and of which nothing has come for long."""

from __future__ import annotations

from typing import Any

from archive.store import Archive


def silent(archive: Archive) -> list[dict[str, Any]]:
    """Titles whose last two slots or more have all ended without a complete crawl, and those
    that are paused: `title`, `since` (UTC, of the last slot that was complete, or when the
    schedule was made), `slots` (how many have ended since), `outcome` (of the newest), `paused`
    (why, or "")."""
    return archive.query(_SILENT)


# What a fleet was given ("shared") has come when a shard with its runs was merged.
# "not out" is no silence while later slots are complete; "failures" has brought the issue.
_SILENT = """
WITH last AS (
    SELECT p.id, p.title, p.paused_at, p.pause_reason, coalesce(
        (SELECT max(slot) FROM slots s WHERE schedule_id = p.id
            AND (outcome IN ('complete', 'failures') OR outcome = 'shared' AND EXISTS (
                SELECT 1 FROM titles t JOIN crawls c ON c.title_id = t.id
                    JOIN runs r ON r.crawl_id = c.id
                WHERE t.name = p.title AND r.ended_at > s.slot
                    AND r.outcome IN ('complete', 'failures')))), p.added_at) AS since
    FROM schedules p WHERE p.removed_at IS NULL
)
SELECT title, since,
    (SELECT count(DISTINCT slot) FROM slots s WHERE s.schedule_id = last.id
        AND s.slot > last.since AND s.ended_at IS NOT NULL) AS slots,
    coalesce((SELECT outcome FROM slots s WHERE s.schedule_id = last.id
        AND s.ended_at IS NOT NULL ORDER BY slot DESC, attempt DESC LIMIT 1), '') AS outcome,
    CASE WHEN paused_at IS NULL THEN '' ELSE coalesce(nullif(pause_reason, ''), 'by hand')
        END AS paused
FROM last WHERE slots >= 2 OR paused_at IS NOT NULL ORDER BY title
"""
