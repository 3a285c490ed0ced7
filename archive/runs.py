"""Crawls (tasks) and runs (processes that work on them), and what a run's end means."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive import landmark, page_files, queue, run_fields
from archive.records import Ask, Capture, Outcome, Visit

# Outcome of a run → exit code of its command. Zero means complete, and nothing else is zero.
EXIT_CODES = {
    "complete": 0,
    "error": 1,
    "failures": 3,  # every request was made, but some failed for good
    "limit": 4,  # a bound on pages or time was reached; the same command goes on
    "interrupted": 5,  # a signal; the same command goes on
    "unreachable": 6,  # nothing but failures came back
    "disk full": 7,  # the same command goes on when there is room
    "nothing": 8,  # all was answered, but there was no article in it
}

# A request that failed for good in this many crawls of a title is not carried into the next.
MOST_CRAWLS = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """A crawl that a run works on."""

    crawl_id: int
    title_id: int
    run_id: int
    resumed: bool


def put_title(connection: sqlite3.Connection, title: Mapping[str, str]) -> int:
    """Insert or refresh a title (the columns of `titles` but id; `rhythm` and `options` may be
    left out); returns its id."""
    cursor = connection.execute(
        "INSERT INTO titles (name, publication, kind, platform, entry, publisher, place, rhythm,"
        " options) VALUES (:name, :publication, :kind, :platform, :entry, :publisher, :place,"
        " :rhythm, :options) ON CONFLICT (name) DO UPDATE SET"
        " publication = excluded.publication, kind = excluded.kind, platform = excluded.platform,"
        " entry = excluded.entry, publisher = excluded.publisher, place = excluded.place,"
        " rhythm = excluded.rhythm, options = excluded.options RETURNING id",
        {"rhythm": "", "options": "{}", **title},
    )
    return int(cursor.fetchone()[0])


def open_run(
    connection: sqlite3.Connection,
    title_id: int,
    entry: str,
    span: tuple[str | None, str | None],
    starts: list[Ask],
    *,
    at: str,
    pid: int,
    user_agent: str,
    errand: str = "crawl",
    reader: str = "",
    slot_id: int | None = None,
) -> Opened:
    """Go on with the title's open crawl of the same entry, span and errand, or begin a new one.

    Going on means that what was in flight when its last run died is asked again.  A new crawl
    begins with `starts`, and with what failed in the one before it; where the errand is to look
    at known addresses (revisit, gaps), an open one is given its `starts`, too.  Call it in a
    transaction, and under the title's lock: a second run of a living crawl would ask everything
    twice.
    """
    row = connection.execute(
        "SELECT id FROM crawls WHERE title_id = ? AND entry = ? AND since IS ? AND until IS ?"
        " AND errand = ? AND state = 'open' ORDER BY id DESC LIMIT 1",
        (title_id, entry, *span, errand),
    ).fetchone()
    if row:
        crawl_id = row["id"]
        connection.execute(
            "UPDATE frontier SET state = 'queued', not_before = '', attempts = 0"
            " WHERE crawl_id = ? AND state IN ('queued', 'in flight')",
            (crawl_id,),
        )
        # What was wanted was wanted of the run that is gone.
        connection.execute("UPDATE crawls SET wanted = 'run' WHERE id = ?", (crawl_id,))
        bury(connection, crawl_id)
        if errand != "crawl":
            queue.add(connection, crawl_id, starts)
    else:
        crawl_id = connection.execute(
            "INSERT INTO crawls (title_id, entry, since, until, opened_at, errand)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            (title_id, entry, *span, at, errand),
        ).fetchone()[0]
        queue.add(connection, crawl_id, starts)
        if errand == "crawl":
            _carry_failures(connection, crawl_id, title_id, entry, span)
    run_id = begin(connection, crawl_id, at, pid, user_agent, bool(row), reader, slot_id)
    return Opened(crawl_id, title_id, run_id, bool(row))


def begin(
    connection: sqlite3.Connection,
    crawl_id: int,
    at: str,
    pid: int,
    user_agent: str,
    resumed: bool,
    reader: str,
    slot_id: int | None,
) -> int:
    """A new row of `runs`; returns its id."""
    row = connection.execute(
        "INSERT INTO runs (crawl_id, started_at, pid, user_agent, resumed, reader, slot_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (crawl_id, at, pid, user_agent, resumed, reader, slot_id),
    ).fetchone()
    return int(row[0])


def bury(connection: sqlite3.Connection, crawl_id: int) -> None:
    """Write down that the crawl's earlier runs died, where they did not end themselves."""
    died = connection.execute(
        "UPDATE runs SET outcome = 'killed', reason = 'the process died' WHERE crawl_id = ?"
        " AND ended_at IS NULL RETURNING id",
        (crawl_id,),
    )
    for (run_id,) in died.fetchall():
        connection.execute(_COUNT_ISSUES, {"crawl": crawl_id, "run": run_id})


def _carry_failures(
    connection: sqlite3.Connection,
    crawl_id: int,
    title_id: int,
    entry: str,
    span: tuple[str | None, str | None],
) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO frontier (crawl_id, url, url_key, host, kind, context, depth,"
        " priority) SELECT ?, url, url_key, host, kind, context, depth, priority FROM frontier f"
        " WHERE state = 'failed' AND crawl_id = (SELECT max(id) FROM crawls WHERE title_id = ?"
        "  AND entry = ? AND since IS ? AND until IS ? AND errand = 'crawl' AND id < ?)"
        " AND (SELECT count(*) FROM frontier o JOIN crawls c ON c.id = o.crawl_id"
        "  WHERE o.url_key = f.url_key AND o.state = 'failed' AND c.title_id = ?) < ?",
        (crawl_id, title_id, entry, *span, crawl_id, title_id, MOST_CRAWLS),
    )


def count_capture(connection: sqlite3.Connection, run_id: int, capture: Capture) -> None:
    """Add one response to the run's figures."""
    connection.execute(
        "UPDATE runs SET responses = responses + 1, bytes = bytes + ? WHERE id = ?",
        (capture.length, run_id),
    )


def count(
    connection: sqlite3.Connection, run_id: int, visit: Visit, state: str, outcome: Outcome
) -> None:
    """Add a visit, and the `state` that its request was left in, to the run's figures."""
    found = visit.found
    read = found.articles if found else ()
    if found and found.article and outcome.article:
        read = (*read, found.article)
    kinds = [*outcome.inside, outcome.article]
    connection.execute(
        "UPDATE runs SET responses = responses + ?, bytes = bytes + ?, new = new + ?,"
        " same = same + ?, unchanged = unchanged + ?, revised = revised + ?,"
        " duplicates = duplicates + ?, reprints = reprints + ?, parts = parts + ?,"
        " files = files + ?, gone = gone + ?,"
        " refused = refused + ?, failed = failed + ?, unread = unread + ?,"
        " articles = articles + ?, challenges = challenges + ?, leaks = leaks + ? WHERE id = ?",
        (
            len(visit.captures),
            sum(capture.length for capture in visit.captures),
            kinds.count("new") + kinds.count("reprint"),
            kinds.count("same"),
            found is not None and found.verdict == "not modified",
            kinds.count("revised"),
            kinds.count("duplicate"),
            kinds.count("reprint"),
            kinds.count("part"),
            found is not None and found.file is not None,
            state == "gone",
            state == "refused",
            state == "failed",
            sum(len(article.unread) for article in read),
            run_fields.put(connection, run_id, found) if found else 0,
            found is not None and found.verdict == "challenge",
            visit.leaks,
            run_id,
        ),
    )


def close_run(
    connection: sqlite3.Connection,
    opened: Opened,
    stopped: str,
    reason: str,
    at: str,
    *,
    elsewhere: bool = False,
) -> int:
    """Write the run's end; returns its exit code.

    `stopped` is why the run ended before its queue was empty (limit, interrupted, disk full,
    error), or "".  The crawl is complete when nothing waits any more, here or `elsewhere`.
    """
    states = queue.states(connection, opened.crawl_id)
    waiting = states.get("queued", 0) + states.get("in flight", 0) + elsewhere
    if not waiting and stopped in ("limit", "interrupted"):
        stopped = reason = ""  # it was the last request that reached the bound
    outcome = stopped or ("error" if waiting else _verdict(connection, opened.crawl_id, states))
    if not reason:
        reason = _reason(connection, opened.crawl_id, outcome)
    if not waiting and not stopped:
        connection.execute(
            "UPDATE crawls SET state = 'complete', closed_at = ? WHERE id = ?",
            (at, opened.crawl_id),
        )
    connection.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, reason = ?, exit_code = ? WHERE id = ?",
        (at, outcome, reason, EXIT_CODES[outcome], opened.run_id),
    )
    connection.execute(_COUNT_ISSUES, {"crawl": opened.crawl_id, "run": opened.run_id})
    return EXIT_CODES[outcome]


# Of what the run has read: an issue is counted by its pages, or by articles that belong to it.
_COUNT_ISSUES = """
WITH read AS (SELECT capture_id, article_id FROM frontier
    WHERE crawl_id = :crawl AND run_id = :run AND state = 'done')
UPDATE runs SET
    pages = (SELECT count(*) FROM pages JOIN read USING (capture_id)),
    issues = (SELECT count(*) FROM (
        SELECT issue_id FROM pages JOIN read USING (capture_id)
        UNION SELECT issue_id FROM read JOIN articles ON articles.id = article_id
            WHERE issue_id IS NOT NULL))
WHERE id = :run
"""


def _verdict(connection: sqlite3.Connection, crawl_id: int, states: dict[str, int]) -> str:
    failed, _ = _failed(connection, crawl_id)
    if failed and not states.get("done"):
        return "unreachable"
    if failed:
        return "failures"
    kept = connection.execute(
        "SELECT count(*) FROM frontier WHERE crawl_id = ? AND (article_id IS NOT NULL"
        " OR verdict IN ('article', 'articles', 'no issue', 'not modified') OR (state = 'gone'"
        "  AND EXISTS (SELECT 1 FROM crawls WHERE id = crawl_id AND errand = 'revisit')))",
        (crawl_id,),
    ).fetchone()[0]
    return "complete" if kept else "nothing"


def _failed(connection: sqlite3.Connection, crawl_id: int) -> tuple[int, sqlite3.Row | None]:
    """(how many requests failed that make the crawl incomplete, the first of them).  The picture
    of a page is none: it is asked again like all that failed, but the page is kept without it.
    Nor is a landmark: it is nothing that the crawl is for."""
    rows = connection.execute(
        "SELECT url, reason FROM frontier WHERE crawl_id = ? AND state = 'failed' AND NOT"
        " (kind = ? AND json_extract(context, '$.file') = 'picture')"
        f" AND {landmark.IS_NONE} ORDER BY id",
        (crawl_id, page_files.KIND),
    ).fetchall()
    return len(rows), rows[0] if rows else None


def _reason(connection: sqlite3.Connection, crawl_id: int, outcome: str) -> str:
    if outcome in ("failures", "unreachable"):
        failed, first = _failed(connection, crawl_id)
        assert first is not None
        return f"{failed} failed, first {first['url']}: {first['reason']}"
    if outcome == "nothing":
        return "everything was answered, but no article was found"
    return ""
