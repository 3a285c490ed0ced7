"""A page that was there: asked for once more where a crawl finds no issue at all.

That today's issue is not to be had means that it is late, or that the site has moved; an issue
that the archive holds tells the one from the other.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from archive import queue
from archive.records import Ask, Found

if TYPE_CHECKING:
    from archive.store import Archive

_KEY = "landmark"  # in the context of the request: the day or label of its issue
_THERE, _LOST = "still there", "not there"  # verdicts
_RECENT = timedelta(days=60)  # sites take old issues away

IS_NONE = f"json_extract(context, '$.{_KEY}') IS NULL"  # of a row of `frontier`

_NO_ISSUE = f"""
SELECT total(verdict = 'no issue') AND NOT total(article_id IS NOT NULL
    OR state IN ('failed', 'queued', 'in flight')
    OR verdict IN ('issue', 'page', 'article', 'articles', 'not modified')
    OR NOT {IS_NONE}) AS so FROM frontier WHERE crawl_id = ?
"""
_NEWEST_ISSUE = f"""
SELECT url, context FROM frontier WHERE kind = 'issue' AND verdict = 'issue' AND {IS_NONE}
    AND crawl_id = (SELECT c.id FROM crawls c JOIN crawls mine USING (title_id)
        WHERE mine.id = ? AND mine.errand = 'crawl' AND c.errand = 'crawl' AND c.id < mine.id
        AND c.opened_at >= ? AND EXISTS (SELECT 1 FROM runs WHERE crawl_id = c.id AND issues)
        ORDER BY c.id DESC LIMIT 1)
    ORDER BY json_extract(context, '$.date') DESC, id DESC LIMIT 1
"""


def put(archive: Archive, crawl_id: int, at: str) -> bool:
    """Queue the first page of the title's newest known issue, where the crawl was told that there
    is no issue on any of its days.  Returns whether there is something to ask now; a crawl asks
    once.  `at`: now, UTC text.  Call it when nothing else waits."""
    if not archive.query(_NO_ISSUE, crawl_id)[0]["so"]:
        return False
    since = (datetime.fromisoformat(at) - _RECENT).isoformat()
    rows = archive.query(_NEWEST_ISSUE, crawl_id, since)
    if not rows:
        return False
    context = json.loads(rows[0]["context"])
    context[_KEY] = context.get("date") or context.get("issue_label") or "the newest"
    with archive.transaction() as connection:
        return bool(queue.add(connection, crawl_id, [Ask(rows[0]["url"], "issue", context)]))


def seen(ask: Ask, found: Found) -> Found:
    """What was found, where the request was for a landmark: only whether it is there."""
    if _KEY not in ask.context or found.verdict == "challenge":
        return found
    if found.verdict in ("issue", "page", "article", "articles"):
        return Found(_THERE)
    return Found(_LOST, reason=found.reason or found.verdict)


def lost(connection: sqlite3.Connection, crawl_id: int) -> str:
    """What is to be told of a landmark that the crawl has not found any more; "" for nothing."""
    row = connection.execute(
        f"SELECT url, reason, json_extract(context, '$.{_KEY}') AS issue FROM frontier"
        " WHERE crawl_id = ? AND verdict = ?",
        (crawl_id, _LOST),
    ).fetchone()
    if row is None:
        return ""
    return (
        f"the issue of {row['issue']} is not there any more either: {row['url']}: {row['reason']}"
    )
