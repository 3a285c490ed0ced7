"""Rows of another archive besides its articles: titles, crawls, runs, captures, issues, pages,
mastheads and the frontier, each known here by what it says, never by its number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive import ledger
from archive.store import Archive

Ids = dict[int, int]  # number there → number here
BATCH = 500  # rows a transaction
_UNASKED = "not asked when its archive was merged"


@dataclass(frozen=True, slots=True)
class Maps:
    """Number there → number here."""

    titles: Ids
    issues: Ids
    captures: Ids
    crawls: Ids


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces of one transaction each."""
    for at in range(0, len(rows), BATCH):
        yield rows[at : at + BATCH]


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    """Insert a row; returns its id."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    row = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", tuple(values.values())
    ).fetchone()
    return int(row[0])


def known(
    connection: sqlite3.Connection, table: str, keys: Mapping[str, Any]
) -> sqlite3.Row | None:
    """The row that has these values."""
    wanted = " AND ".join(f'"{name}" IS ?' for name in keys)
    row: sqlite3.Row | None = connection.execute(
        f"SELECT * FROM {table} WHERE {wanted} ORDER BY id LIMIT 1", tuple(keys.values())
    ).fetchone()
    return row


def without(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row without its number, which is another one here."""
    return {name: value for name, value in row.items() if name != "id"}


def titles(archive: Archive, other: Archive) -> Ids:
    """Titles by name; one that is here keeps its own row."""
    ids = {}
    with archive.transaction() as connection:
        for row in other.query("SELECT * FROM titles ORDER BY id"):
            here = known(connection, "titles", {"name": row["name"]})
            ids[row["id"]] = here["id"] if here else insert(connection, "titles", without(row))
    return ids


def crawls(archive: Archive, other: Archive, title_ids: Ids) -> tuple[Ids, Ids]:
    """(crawls, runs).  A crawl that is not complete there is not gone on with here."""
    crawl_ids, run_ids = {}, {}
    with archive.transaction() as connection:
        for row in other.query("SELECT * FROM crawls ORDER BY id"):
            values = without(row) | {"title_id": title_ids[row["title_id"]], "state": "complete"}
            keys = ("title_id", "entry", "since", "until", "errand", "opened_at")
            here = known(connection, "crawls", {name: values[name] for name in keys})
            crawl_ids[row["id"]] = here["id"] if here else insert(connection, "crawls", values)
            if here and not here["closed_at"]:
                connection.execute(
                    "UPDATE crawls SET closed_at = ? WHERE id = ?", (row["closed_at"], here["id"])
                )
        for row in other.query("SELECT * FROM runs ORDER BY id"):
            # A slot is of the archive that has the schedule.
            values = without(row) | {"crawl_id": crawl_ids[row["crawl_id"]], "slot_id": None}
            begun = {name: values[name] for name in ("crawl_id", "started_at", "pid")}
            here = known(connection, "runs", begun)
            if here is None:
                run_ids[row["id"]] = insert(connection, "runs", values)
                continue
            run_ids[row["id"]] = here["id"]
            for own in ("slot_id", "health", "disk_free") if here["health"] else ("slot_id",):
                del values[own]
            sets = ", ".join(f'"{name}" = ?' for name in values)
            connection.execute(
                f"UPDATE runs SET {sets} WHERE id = ?", (*values.values(), here["id"])
            )
        connection.executemany(
            "INSERT OR REPLACE INTO run_fields (run_id, field, source, articles)"
            " VALUES (?, ?, ?, ?)",
            [(run_ids[row["run_id"]], row["field"], row["source"], row["articles"])
             for row in other.query("SELECT * FROM run_fields")],
        )  # fmt: skip
    return crawl_ids, run_ids


def captures(
    archive: Archive, other: Archive, run_ids: Ids, files: Mapping[str, str]
) -> tuple[Ids, int]:
    """(captures, how many are new here), known by their place in a WARC file."""
    ids: Ids = {}
    new = 0
    for rows in chunks(other.query("SELECT * FROM captures ORDER BY id")):
        with archive.transaction() as connection:
            made = []
            for row in rows:
                place = {"warc_file": files[row["warc_file"]], "warc_offset": row["warc_offset"]}
                here = known(connection, "captures", place)
                if here:
                    ids[row["id"]] = here["id"]
                    continue
                refers = ids.get(row["refers_to"]) if row["refers_to"] is not None else None
                values = without(row) | place
                values |= {"run_id": run_ids[row["run_id"]], "refers_to": refers}
                ids[row["id"]] = insert(connection, "captures", values)
                made.append(ids[row["id"]])
            ledger.enter(connection, "capture", made)
            new += len(made)
    return ids, new


def issues(archive: Archive, other: Archive, title_ids: Ids, capture_ids: Ids) -> Ids:
    """Issues, with their pages, what these list, and their files."""
    issue_ids: Ids = {}
    for rows in chunks(other.query("SELECT * FROM issues ORDER BY id")):
        with archive.transaction() as connection:
            for row in rows:
                values = without(row) | {"title_id": title_ids[row["title_id"]]}
                issue_ids[row["id"]] = _issue(connection, values)
                for page in other.query("SELECT * FROM pages WHERE issue_id = ?", row["id"]):
                    _page(connection, other, page, issue_ids[row["id"]], capture_ids)
    return issue_ids


def mastheads(
    archive: Archive, other: Archive, title_ids: Ids, crawl_ids: Ids, capture_ids: Ids
) -> None:
    """What mastheads said, and in which crawls."""
    with archive.transaction() as connection:
        ids = {}
        for row in other.query("SELECT * FROM mastheads ORDER BY id"):
            ids[row["id"]] = connection.execute(
                "INSERT INTO mastheads (title_id, kind, value, raw, first_seen, last_seen,"
                " first_capture) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (title_id, kind, value) DO UPDATE SET"
                " first_capture = iif(excluded.first_seen < first_seen, excluded.first_capture,"
                "  first_capture), first_seen = min(first_seen, excluded.first_seen),"
                " last_seen = max(last_seen, excluded.last_seen) RETURNING id",
                (title_ids[row["title_id"]], row["kind"], row["value"], row["raw"],
                 row["first_seen"], row["last_seen"], capture_ids.get(row["first_capture"])),
            ).fetchone()[0]  # fmt: skip
        for row in other.query("SELECT * FROM masthead_crawls"):
            connection.execute(
                "INSERT INTO masthead_crawls (masthead_id, crawl_id, first_seen, last_seen, pages,"
                " first_capture, last_capture) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (masthead_id, crawl_id) DO UPDATE SET pages = excluded.pages,"
                " last_seen = excluded.last_seen, last_capture = excluded.last_capture",
                (ids[row["masthead_id"]], crawl_ids[row["crawl_id"]], row["first_seen"],
                 row["last_seen"], row["pages"], capture_ids.get(row["first_capture"]),
                 capture_ids.get(row["last_capture"])),
            )  # fmt: skip


def frontier(
    archive: Archive, other: Archive, crawl_ids: Ids, run_ids: Ids, capture_ids: Ids,
    article_ids: Ids,
) -> None:  # fmt: skip
    """How each request ended.  Of a crawl that several archives have a part of, one may have had
    a page under way when it was killed that another was then given: what is done stays done."""
    for rows in chunks(other.query("SELECT * FROM frontier ORDER BY id")):
        with archive.transaction() as connection:
            for row in rows:
                values = without(row) | {
                    "crawl_id": crawl_ids[row["crawl_id"]],
                    "run_id": run_ids.get(row["run_id"]),
                    "capture_id": capture_ids.get(row["capture_id"]),
                    "article_id": article_ids.get(row["article_id"]),
                }
                if row["state"] in ("queued", "in flight"):
                    values |= {"state": "failed", "reason": _UNASKED, "not_before": ""}
                names = ", ".join(f'"{name}"' for name in values)
                marks = ", ".join("?" * len(values))
                sets = ", ".join(f'"{name}" = excluded."{name}"' for name in values)
                connection.execute(
                    f"INSERT INTO frontier ({names}) VALUES ({marks})"
                    f" ON CONFLICT (crawl_id, url_key) DO UPDATE SET {sets}"
                    " WHERE excluded.state != 'failed' OR frontier.state = 'failed'",
                    tuple(values.values()),
                )


def _issue(connection: sqlite3.Connection, values: dict[str, Any]) -> int:
    here = None
    if values["label"]:  # its day may be told otherwise
        keys = {name: values[name] for name in ("title_id", "label")}
        here = known(connection, "issues", keys)
    keys = {name: values[name] for name in ("title_id", "date", "label")}
    here = here or known(connection, "issues", keys)
    if here is None:
        return insert(connection, "issues", values)
    connection.execute(
        "UPDATE issues SET appeared = max(appeared, ?), first_seen = min(first_seen, ?),"
        " last_seen = max(last_seen, ?), url = iif(url = '', ?, url) WHERE id = ?",
        (values["appeared"], values["first_seen"], values["last_seen"], values["url"], here["id"]),
    )
    return int(here["id"])


def _page(
    connection: sqlite3.Connection,
    other: Archive,
    page: dict[str, Any],
    issue_id: int,
    capture_ids: Ids,
) -> None:
    capture_id = capture_ids.get(page["capture_id"])
    values = without(page) | {"issue_id": issue_id, "capture_id": capture_id}
    here = known(connection, "pages", {"issue_id": issue_id, "label": page["label"]})
    page_id = here["id"] if here else insert(connection, "pages", values)
    for row in other.query("SELECT * FROM placements WHERE page_id = ?", page["id"]):
        there = known(connection, "placements", {"page_id": page_id, "url_key": row["url_key"]})
        if there is None:
            empty = {"page_id": page_id, "article_id": None}
            insert(connection, "placements", without(row) | empty)
        elif row["kind"] and not there["kind"] and there["article_id"] is None:
            connection.execute(
                "UPDATE placements SET kind = ?, text = ? WHERE id = ?",
                (row["kind"], row["text"], there["id"]),
            )
    for row in other.query("SELECT * FROM page_files WHERE page_id = ?", page["id"]):
        keys = {"page_id": page_id, "kind": row["kind"], "digest": row["digest"]}
        there = known(connection, "page_files", keys)
        if there is None:
            mine = {"page_id": page_id, "capture_id": capture_ids.get(row["capture_id"])}
            insert(connection, "page_files", without(row) | mine)
        else:
            connection.execute(
                "UPDATE page_files SET first_seen = min(first_seen, ?),"
                " last_seen = max(last_seen, ?) WHERE id = ?",
                (row["first_seen"], row["last_seen"], there["id"]),
            )
