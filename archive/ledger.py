"""The ledger: one line for every row that proves something, each chained to the line before.

`hash` = SHA-256 of the JSON list `[previous, seq, kind, row_id, digest]`, where `digest` is the
SHA-256 of the row as a JSON list of its columns below, and `previous` the hash of the line before
("" for the first).  So a row cannot be changed, and a line cannot be changed, taken out or moved,
without `baokan verify` (archive/fixity.py) naming it; who keeps one `hash` elsewhere can prove
everything up to its line.  The newest line of a row counts: a revision is written again when a
further page of its article comes, or when its capture is read anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

# Kind of line → (table, the columns whose values it vouches for).
COVERED = {
    "capture": (
        "captures",
        "id, run_id, url, fetched_at, status, content_type, digest, length, kind, refers_to,"
        " warc_file, warc_offset, warc_length, etag, last_modified, block_offset, block_length,"
        " block_digest",
    ),
    "revision": (
        "revisions",
        "id, article_id, number, seen_at, capture_id, text_hash, title, body, record",
    ),
    "sighting": (
        "sightings",
        "id, article_id, seen_at, kind, reason, crawl_id, capture_id",
    ),
    "rereading": (
        "rereadings",
        "id, article_id, number, read_at, reader, changed, before",
    ),
}


def sha256(values: Sequence[Any]) -> str:
    """SHA-256 (hex) of a list of strings, numbers and None as compact JSON."""
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def line_hash(previous: str, seq: int, kind: str, row_id: int, digest: str) -> str:
    """What the `hash` of a line has to be."""
    return sha256((previous, seq, kind, row_id, digest))


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """(seq, hash) of the newest line; (0, "") in an empty ledger."""
    row = connection.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def enter(connection: sqlite3.Connection, kind: str, row_ids: Iterable[int]) -> None:
    """A line for each of these rows as they are now; in the transaction that wrote them."""
    table, columns = COVERED[kind]
    seq, previous = head(connection)
    for row_id in row_ids:
        row = connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (row_id,))
        digest = sha256(tuple(row.fetchone()))
        seq += 1
        hashed = line_hash(previous, seq, kind, row_id, digest)
        connection.execute(
            "INSERT INTO ledger (seq, kind, row_id, digest, previous, hash)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (seq, kind, row_id, digest, previous, hashed),
        )
        previous = hashed


def begin(connection: sqlite3.Connection) -> None:
    """The lines of an archive from before the ledger: what is there on that day is vouched for."""
    for kind, (table, _) in COVERED.items():
        enter(connection, kind, [r[0] for r in connection.execute(f"SELECT id FROM {table}")])
