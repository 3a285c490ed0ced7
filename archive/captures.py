"""Rows of `captures`: where the bytes of every response lie."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from archive import ledger
from archive.identity import url_key
from archive.records import Capture

_COLUMNS = tuple(field.name for field in fields(Capture))
_INSERT = (
    f"INSERT INTO captures (run_id, url_key, {', '.join(_COLUMNS)})"
    f" VALUES ({', '.join('?' * (len(_COLUMNS) + 2))}) RETURNING id"
)


def put(connection: sqlite3.Connection, run_id: int, capture: Capture) -> int:
    """Insert the row, which has the fields of the record, and enter it in the ledger; returns its
    id."""
    values = [getattr(capture, name) for name in _COLUMNS]
    row = connection.execute(_INSERT, (run_id, url_key(capture.url), *values)).fetchone()
    ledger.enter(connection, "capture", [row[0]])
    return int(row[0])


def same_payload(connection: sqlite3.Connection, digest: str) -> sqlite3.Row | None:
    """The first capture that holds these bytes (id, url, fetched_at), or None."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT id, url, fetched_at FROM captures WHERE digest = ? AND kind = 'response'"
        " ORDER BY id LIMIT 1",
        (digest,),
    ).fetchone()
    return row


def payload_digest(connection: sqlite3.Connection, capture_id: int | None) -> str | None:
    """The digest of a capture's payload, or None for no capture."""
    row = connection.execute("SELECT digest FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return row[0] if row else None


def last_version(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """The newest capture with a page at an address (id, url, fetched_at, etag, last_modified,
    digest, and `confirmed`: how often a 304 has said since that it has not changed).

    None where there is no such capture, or where it was not read as an article: a bot check, too,
    has a version, and to hear that it has not changed would prove nothing.
    """
    row: sqlite3.Row | None = connection.execute(
        "SELECT id, url, fetched_at, etag, last_modified, digest, (SELECT count(*) FROM captures l"
        "  WHERE l.url_key = c.url_key AND l.status = 304 AND l.id > c.id) AS confirmed,"
        " EXISTS (SELECT 1 FROM frontier WHERE capture_id = c.id"
        "  AND verdict IN ('article', 'part', 'articles')) AS read"
        " FROM captures c WHERE url_key = ? AND status = 200"
        " ORDER BY fetched_at DESC, id DESC LIMIT 1",
        (key,),
    ).fetchone()
    return row if row and row["read"] else None
