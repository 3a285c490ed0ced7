"""Rows of `frontier`: what a crawl still has to ask, and how each request ended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.identity import key_host, url_key
from archive.records import Ask, Visit

# A page that moves more often than this is a redirect trap.
MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the frontier that was handed out."""

    id: int
    crawl_id: int
    title_id: int
    url: str
    url_key: str
    host: str
    kind: str
    context: Mapping[str, str]
    depth: int
    attempts: int
    hops: int
    not_before: str

    def as_ask(self) -> Ask:
        """What a platform needs of it."""
        return Ask(self.url, self.kind, self.context, self.depth)


def as_text(asked: Asked) -> str:
    """What was asked, as the metadata record beside the answer keeps it: a JSON object."""
    told = {"url": asked.url, "kind": asked.kind, "context": dict(asked.context)}
    return json.dumps(told | {"depth": asked.depth}, ensure_ascii=False)


_ASKED = (
    "SELECT f.id, f.crawl_id, c.title_id, f.url, f.url_key, f.host, f.kind, f.context, f.depth,"
    " f.attempts, f.hops, f.not_before FROM frontier f JOIN crawls c ON c.id = f.crawl_id "
)


def _asked(row: sqlite3.Row) -> Asked:
    return Asked(**(dict(row) | {"context": json.loads(row["context"])}))


def asked(connection: sqlite3.Connection, ask_id: int) -> Asked:
    """The row of that id."""
    return _asked(connection.execute(_ASKED + "WHERE f.id = ?", (ask_id,)).fetchone())


def add(connection: sqlite3.Connection, crawl_id: int, asks: Iterable[Ask]) -> int:
    """Queue requests; one whose address the crawl has already is not queued again, but may
    rise in priority.  Returns how many are new."""
    new = 0
    for ask in asks:
        try:
            key = url_key(ask.url)
        except ValueError:  # no host, or a port that is none: nothing that could be asked
            continue
        cursor = connection.execute(
            "INSERT OR IGNORE INTO frontier (crawl_id, url, url_key, host, kind, context, depth,"
            " priority) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                crawl_id,
                ask.url,
                key,
                key_host(key),
                ask.kind,
                json.dumps(dict(ask.context), ensure_ascii=False, sort_keys=True),
                ask.depth,
                ask.priority,
            ),
        )
        new += cursor.rowcount
        if not cursor.rowcount:
            connection.execute(
                "UPDATE frontier SET priority = ? WHERE crawl_id = ? AND url_key = ?"
                " AND state = 'queued' AND priority < ?",
                (ask.priority, crawl_id, key, ask.priority),
            )
    return new


# The hosts that have something queued, one index step each: a queue of 100,000 rows of a busy host
# is not read.
_HOSTS = """
WITH RECURSIVE hosts(host) AS (
    SELECT min(host) FROM frontier WHERE crawl_id = :crawl AND state = 'queued'
    UNION ALL
    SELECT (SELECT min(host) FROM frontier
        WHERE crawl_id = :crawl AND state = 'queued' AND host > hosts.host)
    FROM hosts WHERE host IS NOT NULL
) SELECT host FROM hosts WHERE host IS NOT NULL
"""


def hosts(connection: sqlite3.Connection, crawl_id: int) -> list[str]:
    """The hosts that have something queued."""
    return [host for (host,) in connection.execute(_HOSTS, {"crawl": crawl_id})]


def next_asked(
    connection: sqlite3.Connection, crawl_id: int, busy: Sequence[str], now: str
) -> Asked | None:
    """The best queued request whose host is not `busy` and whose time has come."""
    best = None
    for host in hosts(connection, crawl_id):
        if host in busy:
            continue
        row = connection.execute(
            "SELECT priority, -id AS age, id FROM frontier WHERE crawl_id = ?"
            " AND state = 'queued' AND host = ? AND not_before <= ?"
            " ORDER BY priority DESC, id LIMIT 1",
            (crawl_id, host, now),
        ).fetchone()
        if row and (best is None or tuple(row) > tuple(best)):
            best = row
    return asked(connection, best["id"]) if best else None


def hand_out(connection: sqlite3.Connection, ask_id: int, run_id: int) -> None:
    """From now on the request is in flight, and the run answers for it."""
    connection.execute(
        "UPDATE frontier SET state = 'in flight', run_id = ?, attempts = attempts + 1"
        " WHERE id = ?",
        (run_id, ask_id),
    )


def settle(
    connection: sqlite3.Connection,
    ask: Asked,
    visit: Visit,
    capture_id: int | None,
    article_id: int | None,
) -> str:
    """Write down how a request ended, or where it has to be asked instead; returns its state."""
    state: str = visit.state
    reason = visit.reason
    verdict = visit.found.verdict if visit.found else ""
    if visit.moved_to and ask.hops >= MOST_HOPS:
        state, reason = "failed", f"moved more than {MOST_HOPS} times, last to {visit.moved_to}"
    elif visit.moved_to:
        try:
            state = _follow(connection, ask, visit.moved_to)
            verdict = "redirect" if state == "done" else ""
        except ValueError:
            state, reason = "failed", f"moved to what is no address: {visit.moved_to}"
    connection.execute(
        "UPDATE frontier SET state = ?, verdict = ?, reason = ?, not_before = ?,"
        " capture_id = ?, article_id = ? WHERE id = ?",
        (state, verdict, reason, visit.not_before, capture_id, article_id, ask.id),
    )
    return state


def _follow(connection: sqlite3.Connection, ask: Asked, target: str) -> str:
    """Queue where a redirect leads.  http → https, or to the index page, is the same row again."""
    if url_key(target) == ask.url_key:
        connection.execute(
            "UPDATE frontier SET url = ?, hops = hops + 1, attempts = 0 WHERE id = ?",
            (target, ask.id),
        )
        return "queued"
    context = {"asked_as": ask.url, **ask.context}
    add(connection, ask.crawl_id, [Ask(target, ask.kind, context, ask.depth, 1_000)])
    connection.execute(
        "UPDATE frontier SET hops = ?, context = json_set(context, '$.asked_as',"
        " coalesce(json_extract(context, '$.asked_as'), ?))"
        " WHERE crawl_id = ? AND url_key = ? AND state = 'queued'",
        (ask.hops + 1, context["asked_as"], ask.crawl_id, url_key(target)),
    )
    return "done"


def waiting(connection: sqlite3.Connection, crawl_id: int) -> int:
    """How many requests of the crawl are queued or in flight."""
    row = connection.execute(
        "SELECT count(*) FROM frontier WHERE crawl_id = ? AND state IN ('queued', 'in flight')",
        (crawl_id,),
    ).fetchone()
    return int(row[0])


def anything_queued(connection: sqlite3.Connection, crawl_id: int) -> bool:
    """Whether requests of the crawl are queued, whatever their time."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM frontier WHERE crawl_id = ? AND state = 'queued')",
        (crawl_id,),
    ).fetchone()
    return bool(row[0])


def states(connection: sqlite3.Connection, crawl_id: int) -> dict[str, int]:
    """How many requests of the crawl are in each state."""
    rows = connection.execute(
        "SELECT state, count(*) FROM frontier WHERE crawl_id = ? GROUP BY state", (crawl_id,)
    )
    return {row[0]: row[1] for row in rows}


def verdicts(connection: sqlite3.Connection, crawl_id: int) -> list[tuple[str, str]]:
    """(address, verdict) of every answered request of the crawl, in the order of asking."""
    rows = connection.execute(
        "SELECT url, verdict FROM frontier WHERE crawl_id = ? AND verdict != '' ORDER BY id",
        (crawl_id,),
    )
    return [(row[0], row[1]) for row in rows]
