"""Rows of an archive that is made again from its WARC files: crawls, runs and requests as they
tell of them (`baokan rebuild`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive import runs
from archive.identity import key_host, url_key

OUTCOME = "rebuilt"
LEFT = "no answer in the WARC files"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its WARC files tell of it."""

    title: Mapping[str, str]
    crawl: Mapping[str, Any]
    number: int  # runs.id in the archive that is lost
    reader: str
    user_agent: str
    vanish_seconds: float


def run_of(about: Mapping[str, str]) -> Run | None:
    """The run that the fields of a file's warcinfo tell of; None for a file of another program
    or of a baokan that did not write it down."""
    try:
        told = json.loads(about["baokan"])
        return Run(
            told["title"], told["crawl"], int(told["run"]), told["reader"],
            about.get("software", ""), float(told["vanish_seconds"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None


def open_run(connection: sqlite3.Connection, run: Run, at: str) -> tuple[int, int]:
    """(crawl id, run id) of the rows for a run, made where they are new."""
    title_id = runs.put_title(connection, run.title)
    crawl = {**run.crawl, "title_id": title_id}
    row = connection.execute(
        "SELECT id FROM crawls WHERE title_id = :title_id AND entry = :entry AND since IS :since"
        " AND until IS :until AND errand = :errand AND opened_at = :opened_at",
        crawl,
    ).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO crawls (title_id, entry, since, until, errand, opened_at) VALUES"
            " (:title_id, :entry, :since, :until, :errand, :opened_at) RETURNING id",
            crawl,
        ).fetchone()
    run_id = connection.execute(
        "INSERT INTO runs (crawl_id, started_at, pid, user_agent, reader, outcome, reason)"
        " VALUES (?, ?, 0, ?, ?, ?, ?) RETURNING id",
        (row[0], at, run.user_agent, run.reader, OUTCOME, f"was run {run.number}"),
    ).fetchone()[0]
    return row[0], run_id


def hand_out(
    connection: sqlite3.Connection, crawl_id: int, run_id: int, told: Mapping[str, Any]
) -> int:
    """The request that the answer was given to, in flight; returns its id."""
    key = url_key(told["url"])
    context = json.dumps(told["context"], ensure_ascii=False, sort_keys=True)
    row = connection.execute(
        "INSERT INTO frontier (crawl_id, url, url_key, host, kind, context, depth, state, run_id,"
        " attempts) VALUES (?, ?, ?, ?, ?, ?, ?, 'in flight', ?, 1)"
        " ON CONFLICT (crawl_id, url_key) DO UPDATE SET url = excluded.url, kind = excluded.kind,"
        " context = excluded.context, depth = excluded.depth, state = 'in flight',"
        " run_id = excluded.run_id, attempts = attempts + 1 RETURNING id",
        (crawl_id, told["url"], key, key_host(key), told["kind"], context, told["depth"], run_id),
    ).fetchone()
    return int(row[0])


def finish(connection: sqlite3.Connection, at: str) -> int:
    """Close everything; requests without an answer are failed.  Returns how many those are."""
    left = connection.execute(
        "UPDATE frontier SET state = 'failed', reason = ? WHERE state IN ('queued', 'in flight')",
        (LEFT,),
    ).rowcount
    connection.execute("UPDATE crawls SET state = 'complete', closed_at = ?", (at,))
    connection.execute("UPDATE runs SET ended_at = ? WHERE ended_at IS NULL", (at,))
    return left
