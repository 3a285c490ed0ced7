"""Rows of `hosts`: robots.txt as it was had last, and whether a host wants to be left alone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt of a host.  `status` None: it could not be had.  Times are UTC texts; it is
    asked for again after `until`.  `delay` is seconds, None where it asks for none."""

    status: int | None
    text: str
    at: str
    until: str
    delay: float | None = None


def put_robots(connection: sqlite3.Connection, root: str, robots: Robots) -> None:
    """Keep the robots.txt of `root` (scheme, host and port).  Call it in a transaction."""
    connection.execute(
        "INSERT INTO hosts (root, robots_status, robots, robots_at, robots_until, delay)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (root) DO UPDATE SET"
        " robots_status = excluded.robots_status, robots = excluded.robots,"
        " robots_at = excluded.robots_at, robots_until = excluded.robots_until,"
        " delay = excluded.delay",
        (root, robots.status, robots.text, robots.at, robots.until, robots.delay),
    )


def robots_of(archive: Archive, root: str, now: str) -> Robots | None:
    """The robots.txt that was had of `root` and still holds `now`; None: ask for it."""
    rows = archive.query(
        "SELECT robots_status, robots, robots_at, robots_until, delay FROM hosts"
        " WHERE root = ? AND robots_status < 500 AND robots_status != 429 AND robots_until > ?",
        root,
        now,
    )
    return Robots(*rows[0].values()) if rows else None


def put_wait(connection: sqlite3.Connection, root: str, until: str, reason: str) -> None:
    """Nothing is asked of the host before `until` (UTC).  Call it in a transaction."""
    connection.execute(
        "INSERT INTO hosts (root, waits_until, reason) VALUES (?, ?, ?) ON CONFLICT (root)"
        " DO UPDATE SET waits_until = excluded.waits_until, reason = excluded.reason",
        (root, until, reason),
    )


def put_failures(connection: sqlite3.Connection, root: str, failures: int) -> None:
    """So many requests in a row have failed.  Call it in a transaction."""
    connection.execute(
        "INSERT INTO hosts (root, failures) VALUES (?, ?) ON CONFLICT (root)"
        " DO UPDATE SET failures = excluded.failures",
        (root, failures),
    )


def waits(archive: Archive, now: str) -> list[tuple[str, str, str]]:
    """(root, until, reason) of the hosts of which nothing may be asked `now`."""
    rows = archive.query("SELECT root, waits_until, reason FROM hosts WHERE waits_until > ?", now)
    return [(row["root"], row["waits_until"], row["reason"]) for row in rows]


def in_trouble(archive: Archive) -> list[str]:
    """The roots whose last requests have failed."""
    return [row["root"] for row in archive.query("SELECT root FROM hosts WHERE failures > 0")]
