"""What became of an article when it was looked at again: there, not there, vanished, returned.

One look that finds nothing makes an article `missing`; a second one, in a later crawl and at least
`vanish_seconds` after the first, makes it `vanished`; when it is there again it has `returned`.
Each of these is a row of `sightings`, with the response that proves it.  The text stays.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from urllib.parse import urlsplit

from archive import ledger, search_rows
from archive.identity import url_key
from archive.queue import Asked
from archive.records import Found, Visit

# Between two looks that make an article vanished; a daily crawl may start somewhat early.
VANISH_SECONDS = 20 * 3600.0

_HOME = re.compile(r"/?(?:(?:index|default|main|home)\.\w{2,5})?", re.I)
_NO_PAGE = re.compile(r".*/(?:404|error|not_?found|no_?page|nopage)[^/]*/?", re.I)
# Verdicts of an answer with status 200 that does not hold the text any more.
_WITHOUT_TEXT = {"empty": "the page has no text any more", "missing": "the page says it is gone"}


def seen(
    connection: sqlite3.Connection,
    article_id: int,
    at: str,
    crawl_id: int,
    capture_id: int | None,
) -> None:
    """The article is there; one that was not has returned."""
    row = connection.execute(
        "SELECT status, checked_at FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    with search_rows.changing(connection, article_id, row["status"] != "live"):
        connection.execute(
            "UPDATE articles SET last_seen = ?1, checked_at = ?1, status = 'live',"
            " missing_since = NULL, checks = checks + (coalesce(checked_at, '') <"
            " (SELECT opened_at FROM crawls WHERE id = ?3)) WHERE id = ?2",
            (at, article_id, crawl_id),
        )
    if row["status"] != "live":
        reason = f"had been {row['status']}"
        _put(connection, article_id, at, "returned", reason, crawl_id, capture_id)


def missed(
    connection: sqlite3.Connection,
    ask: Asked,
    at: str,
    reason: str,
    capture_id: int | None,
    vanish_seconds: float,
) -> None:
    """An address answered that it is gone: a fact of its article, if it has one, unless this crawl
    has seen that alive, or not there already."""
    row = connection.execute(
        "SELECT a.id, a.status, a.missing_since, c.opened_at FROM article_urls u"
        " JOIN articles a ON a.id = u.article_id JOIN crawls c ON c.id = ?"
        " WHERE u.title_id = ? AND u.url_key = ? AND a.last_seen < c.opened_at"
        " AND NOT EXISTS (SELECT 1 FROM sightings WHERE article_id = a.id AND crawl_id = c.id)",
        (ask.crawl_id, ask.title_id, ask.url_key),
    ).fetchone()
    if row is None:
        return
    since = row["missing_since"] or at
    sure = since < row["opened_at"] and _seconds(since, at) >= vanish_seconds
    status = "vanished" if row["status"] == "vanished" or sure else "missing"
    with search_rows.changing(connection, row["id"], status != row["status"]):
        connection.execute(
            "UPDATE articles SET status = ?, missing_since = ?, checked_at = ?,"
            " checks = checks + 1 WHERE id = ?",
            (status, since, at, row["id"]),
        )
    if row["status"] != "vanished":
        _put(connection, row["id"], at, status, reason, ask.crawl_id, capture_id)


def absence(connection: sqlite3.Connection, ask: Asked, visit: Visit) -> str:
    """Why the answer shows that an archived article is not at its address any more; "" when it
    does not.  A refusal, a bot check, a server's error or no answer at all show nothing."""
    if visit.state == "gone":
        return visit.reason or "gone"
    if visit.moved_to:
        return _moved_away(connection, ask, visit.moved_to)
    found: Found | None = visit.found
    if found is None or (found.article is not None and found.verdict in ("article", "part")):
        return ""
    return _WITHOUT_TEXT.get(found.verdict, "")


def is_known(connection: sqlite3.Connection, ask: Asked) -> bool:
    """Whether an article of the title is archived under the address of the request."""
    row = connection.execute(
        "SELECT 1 FROM article_urls WHERE title_id = ? AND url_key = ?",
        (ask.title_id, ask.url_key),
    ).fetchone()
    return row is not None


def _moved_away(connection: sqlite3.Connection, ask: Asked, target: str) -> str:
    """Redirected to where no article is: the home page, the title's entry, a page of errors."""
    if not is_known(connection, ask):
        return ""
    parts = urlsplit(target)
    entry = connection.execute("SELECT entry FROM titles WHERE id = ?", (ask.title_id,))
    try:
        if url_key(target) == ask.url_key:
            return ""
        at_entry = url_key(target) == url_key(entry.fetchone()[0])
    except ValueError:
        return ""
    if at_entry or (_HOME.fullmatch(parts.path) and not parts.query):
        return f"moved to the home page: {target}"
    return f"moved to a page of errors: {target}" if _NO_PAGE.fullmatch(parts.path) else ""


def _put(
    connection: sqlite3.Connection,
    article_id: int,
    at: str,
    kind: str,
    reason: str,
    crawl_id: int,
    capture_id: int | None,
) -> None:
    row = connection.execute(
        "INSERT INTO sightings (article_id, seen_at, kind, reason, crawl_id, capture_id)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (article_id, at, kind, reason, crawl_id, capture_id),
    ).fetchone()
    ledger.enter(connection, "sighting", [row[0]])


def _seconds(since: str, until: str) -> float:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds()
