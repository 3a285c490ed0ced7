"""What hangs on an article beside its texts: sightings, re-readings and pages (分页) that another
archive has, brought to an article that is known here."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from archive import ledger, part_rows
from archive.merge_batch import There
from archive.merge_rows import Ids, Maps, insert, known, without


def bring(connection: sqlite3.Connection, there: There, article_id: int, maps: Maps) -> None:
    """What is new of it here."""
    for row in there.of("sightings"):
        keys = {"article_id": article_id, "seen_at": row["seen_at"], "kind": row["kind"]}
        if known(connection, "sightings", keys) is None:
            values = keys | {
                "reason": row["reason"],
                "crawl_id": maps.crawls[row["crawl_id"]],
                "capture_id": maps.captures.get(row["capture_id"]),
            }
            ledger.enter(connection, "sighting", [insert(connection, "sightings", values)])
    for row in there.of("rereadings"):
        keys = {"article_id": article_id, "read_at": row["read_at"], "before": row["before"]}
        if known(connection, "rereadings", keys) is None:
            number = _number_here(connection, there, row, article_id)
            values = keys | {n: row[n] for n in ("reader", "changed")} | {"number": number}
            ledger.enter(connection, "rereading", [insert(connection, "rereadings", values)])
    _parts(connection, there, article_id, maps.captures)


def _number_here(
    connection: sqlite3.Connection, there: There, row: Mapping[str, Any], article_id: int
) -> int:
    """Which revision here is the one that was read anew there."""
    (revision,) = (one for one in there.of("revisions") if one["number"] == row["number"])
    found = connection.execute(
        "SELECT number FROM revisions WHERE article_id = ? ORDER BY text_hash = ? DESC, number"
        " DESC LIMIT 1",
        (article_id, revision["text_hash"]),
    ).fetchone()
    return int(found[0])


def _parts(connection: sqlite3.Connection, there: There, article_id: int, captures: Ids) -> None:
    rows = there.of("article_parts")
    for row in rows:
        mine = {"article_id": article_id, "capture_id": captures.get(row["capture_id"])}
        values = without(row) | mine
        here = known(
            connection, "article_parts", {"article_id": article_id, "number": row["number"]}
        )
        if here is None:
            insert(connection, "article_parts", values)
        elif (row["seen_at"] or "") > (here["seen_at"] or ""):
            sets = ", ".join(f'"{name}" = ?' for name in values)
            connection.execute(
                f"UPDATE article_parts SET {sets} WHERE id = ?", (*values.values(), here["id"])
            )
    if rows:
        part_rows.count(connection, article_id)
