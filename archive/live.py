"""Runs that are under way: what they say of themselves, and what people want of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.store import Archive

Wanted = Literal["run", "pause", "stop"]


@dataclass(frozen=True, slots=True)
class Open:
    """A run without an end, the newest of its title: under way, or its process died.

    `told` is what it said at `alive_at` (UTC, "" before its first word): see crawler/heartbeat.py.
    """

    title: str
    run_id: int
    crawl_id: int
    errand: str
    since: str | None
    until: str | None
    started_at: str
    alive_at: str
    wanted: Wanted
    told: Mapping[str, Any]


def beat(connection: sqlite3.Connection, run_id: int, told: Mapping[str, Any], at: str) -> Wanted:
    """Write what a run does at the moment; returns what is wanted of its crawl."""
    row = connection.execute(
        "UPDATE runs SET alive_at = ?, live = ? WHERE id = ?"
        " RETURNING (SELECT wanted FROM crawls WHERE id = crawl_id)",
        (at, json.dumps(told, ensure_ascii=False), run_id),
    ).fetchone()
    wanted: Wanted = row[0]
    return wanted


def want(connection: sqlite3.Connection, crawl_id: int, wanted: Wanted) -> None:
    """Ask something of the run that works on the crawl; it looks every few seconds."""
    connection.execute("UPDATE crawls SET wanted = ? WHERE id = ?", (wanted, crawl_id))


def open_runs(archive: Archive, title: str = "") -> list[Open]:
    """The runs that have no end, one a title (of all titles, where none is named)."""
    rows = archive.query(
        "SELECT t.name AS title, r.id AS run_id, r.crawl_id, c.errand, c.since, c.until,"
        " r.started_at, ifnull(r.alive_at, '') AS alive_at, c.wanted, r.live, max(r.id)"
        " FROM runs r JOIN crawls c ON c.id = r.crawl_id JOIN titles t ON t.id = c.title_id"
        " WHERE r.ended_at IS NULL AND r.outcome = 'running' AND (?1 = '' OR t.name = ?1)"
        " GROUP BY t.id ORDER BY t.name",
        title,
    )
    return [
        Open(
            **{name: row[name] for name in Open.__slots__ if name != "told"},
            told=json.loads(row["live"]),
        )
        for row in rows
    ]
