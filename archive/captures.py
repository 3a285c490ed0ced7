"""Rows of `captures`: where the bytes of every response lie."""

from __future__ import annotations

import sqlite3

from archive.identity import url_key
from archive.records import Capture


def put(connection: sqlite3.Connection, run_id: int, capture: Capture) -> int:
    """Insert the row; returns its id."""
    cursor = connection.execute(
        "INSERT INTO captures (run_id, url, url_key, fetched_at, status, content_type, digest,"
        " length, kind, refers_to, warc_file, warc_offset, warc_length)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            run_id,
            capture.url,
            url_key(capture.url),
            capture.fetched_at,
            capture.status,
            capture.content_type,
            capture.digest,
            capture.length,
            capture.kind,
            capture.refers_to,
            capture.warc_file,
            capture.warc_offset,
            capture.warc_length,
        ),
    )
    return int(cursor.fetchone()[0])


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
