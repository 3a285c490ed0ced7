"""An address of which the server said that nothing has changed (304)."""

from __future__ import annotations

import sqlite3

from archive import sightings
from archive.queue import Asked
from archive.records import Outcome

VERDICT = "not modified"

# The articles that a page holds: its own, the one it is a further page of, or all of an issue
# that is one document.
_HELD = """
SELECT article_id FROM article_urls WHERE title_id = :title AND url_key = :key
UNION SELECT p.article_id FROM article_parts p JOIN articles a ON a.id = p.article_id
    WHERE a.title_id = :title AND p.url_key = :key AND p.record IS NOT NULL
UNION SELECT a.id FROM captures c JOIN articles a ON a.capture_id = c.id
    WHERE c.url_key = :key AND a.title_id = :title
"""


def put(connection: sqlite3.Connection, ask: Asked, capture_id: int | None, at: str) -> Outcome:
    """Note that the articles of the page are there, as they were."""
    names = {"title": ask.title_id, "key": ask.url_key}
    ids = [row[0] for row in connection.execute(_HELD, names)]
    for article_id in ids:
        sightings.seen(connection, article_id, at, ask.crawl_id, capture_id)
    connection.execute(
        "UPDATE article_parts SET seen_at = ?, missing_since = NULL WHERE url_key = ?"
        " AND record IS NOT NULL AND article_id IN (SELECT id FROM articles WHERE title_id = ?)",
        (at, ask.url_key, ask.title_id),
    )
    if len(ids) == 1:
        return Outcome("same", ids[0])
    return Outcome(inside=("same",) * len(ids))
