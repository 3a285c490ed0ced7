"""A crawl that other archives (shards) have a part of: its frontier is elsewhere (docs/fleet.md).

In `frontier` a shard has only what was handed to it.  What an answer led to stands there as
`queued` until the shared frontier has it; whatever a killed run left so, or in flight, is handed
out again by the shared frontier, so it is forgotten here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from archive import queue, runs
from archive.identity import key_host, url_key
from archive.queue import Asked
from archive.runs import EXIT_CODES, Opened


def join(
    connection: sqlite3.Connection,
    title_id: int,
    entry: str,
    span: tuple[str | None, str | None],
    opened_at: str,
    *,
    at: str,
    pid: int,
    user_agent: str,
    reader: str,
) -> Opened:
    """Take part in the crawl that was opened at `opened_at`, whatever shard did that.  Call it in
    a transaction, and under the title's lock."""
    row = connection.execute(
        "SELECT id FROM crawls WHERE title_id = ? AND entry = ? AND since IS ? AND until IS ?"
        " AND errand = 'crawl' AND opened_at = ?",
        (title_id, entry, *span, opened_at),
    ).fetchone()
    if row:
        crawl_id = int(row["id"])
        connection.execute(
            "UPDATE crawls SET wanted = 'run', state = 'open', closed_at = NULL WHERE id = ?",
            (crawl_id,),
        )
        connection.execute(
            "DELETE FROM frontier WHERE crawl_id = ? AND state IN ('queued', 'in flight')",
            (crawl_id,),
        )
        runs.bury(connection, crawl_id)
    else:
        crawl_id = connection.execute(
            "INSERT INTO crawls (title_id, entry, since, until, opened_at, errand)"
            " VALUES (?, ?, ?, ?, ?, 'crawl') RETURNING id",
            (title_id, entry, *span, opened_at),
        ).fetchone()[0]
    run_id = runs.begin(connection, crawl_id, at, pid, user_agent, bool(row), reader, None)
    return Opened(crawl_id, title_id, run_id, bool(row))


def adopt(connection: sqlite3.Connection, opened: Opened, told: Mapping[str, Any]) -> Asked:
    """A request that the shared frontier has handed out: from now on in flight here.

    `told`: `url`, `kind`, `context`, `depth`, `priority`, and where it was asked before,
    `attempts`, `hops` and `not_before`.  Raises ValueError or KeyError for what is none.
    """
    key = url_key(told["url"])
    values = {
        "crawl_id": opened.crawl_id,
        "url": told["url"],
        "url_key": key,
        "host": key_host(key),
        "kind": told["kind"],
        "context": json.dumps(told["context"], ensure_ascii=False, sort_keys=True),
        "depth": told["depth"],
        "priority": told["priority"],
        "hops": told.get("hops", 0),
        "attempts": told.get("attempts", 0) + 1,
        "not_before": told.get("not_before", ""),
        "state": "in flight",
        "run_id": opened.run_id,
    }
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    sets = ", ".join(f"{name} = excluded.{name}" for name in values)
    row = connection.execute(
        f"INSERT INTO frontier ({names}) VALUES ({marks})"
        f" ON CONFLICT (crawl_id, url_key) DO UPDATE SET {sets}, verdict = '', reason = ''"
        " RETURNING id",
        tuple(values.values()),
    ).fetchone()
    asked = queue.asked(connection, row["id"])
    # As the local frontier hands it out: attempts are those before this one.
    return Asked(**{**{name: getattr(asked, name) for name in Asked.__slots__},
                    "attempts": asked.attempts - 1})  # fmt: skip


def led_to(connection: sqlite3.Connection, crawl_id: int) -> list[dict[str, Any]]:
    """The rows that the shared frontier has not been told of yet."""
    rows = connection.execute(
        "SELECT id, url, kind, context, depth, priority, attempts, hops, not_before"
        " FROM frontier WHERE crawl_id = ? AND state = 'queued' ORDER BY id",
        (crawl_id,),
    )
    return [dict(row) | {"context": json.loads(row["context"])} for row in rows]


def state_of(connection: sqlite3.Connection, ask_id: int) -> str:
    """How a request stands here."""
    row = connection.execute("SELECT state FROM frontier WHERE id = ?", (ask_id,)).fetchone()
    return str(row["state"])


def forget(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """The shared frontier has these rows now.  Call it in a transaction."""
    connection.executemany(
        "DELETE FROM frontier WHERE id = ? AND state = 'queued'", [(one,) for one in ids]
    )


def close(
    connection: sqlite3.Connection,
    opened: Opened,
    stopped: str,
    reason: str,
    at: str,
    requests: int | None,
) -> int:
    """Write the end of a run on a shared crawl; returns its exit code.

    `requests`: how many requests of the crawl have ended in all shards, when nothing of it is
    open anywhere; so a run that had no share of it is complete, too.  0: it is not known how many,
    None: the crawl goes on.
    """
    over = requests is not None
    connection.execute(
        "DELETE FROM frontier WHERE crawl_id = ? AND state IN ('queued', 'in flight')",
        (opened.crawl_id,),
    )
    code = runs.close_run(connection, opened, stopped, reason, at, elsewhere=not over)
    if over and code == EXIT_CODES["nothing"]:
        code = EXIT_CODES["complete"]
        connection.execute(
            "UPDATE runs SET outcome = 'complete', reason = '', exit_code = ? WHERE id = ?",
            (code, opened.run_id),
        )
    if requests:  # it is judged when all of it was merged (archive/shared.py)
        connection.execute(
            "UPDATE runs SET health = ? WHERE id = ?",
            (json.dumps({"state": "shared", "requests": requests, "found": []}), opened.run_id),
        )
    return code
