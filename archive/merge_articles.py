"""Articles of another archive: new here, or known here with a history of its own.

The texts of both histories are put in the order in which they were seen; one that follows on
itself is one revision.  Each article is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive import articles, ledger, part_rows, search_rows
from archive.identity import text_hash, url_key
from archive.merge_rows import Ids, insert, known
from archive.queue import Asked
from archive.record_json import article_of
from archive.records import Article
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Maps:
    """Number there → number here."""

    titles: Ids
    issues: Ids
    captures: Ids
    crawls: Ids


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a history; `row_id`: of the revision here, where it is one."""

    seen_at: str
    record: str
    capture_id: int | None
    row_id: int | None = None

    def printed(self) -> list[str]:
        """What makes a revision when it changes."""
        return articles.printed(json.loads(self.record))


def bring(
    archive: Archive, other: Archive, there: Mapping[str, Any], maps: Maps
) -> tuple[int, int, int]:
    """(id here, 1 if the article is new here, how many revisions are)."""
    title_id = maps.titles[there["title_id"]]
    urls = other.query(
        "SELECT url, url_key, first_seen FROM article_urls WHERE article_id = ? ORDER BY rowid",
        there["id"],
    )
    texts = [
        Text(r["seen_at"], r["record"], maps.captures.get(r["capture_id"]))
        for r in other.query(
            "SELECT * FROM revisions WHERE article_id = ? ORDER BY number", there["id"]
        )
    ]
    with archive.transaction() as connection:
        here = _here(connection, title_id, there, urls)
        is_new = here is None
        if here is None:
            article_id = _insert(connection, title_id, there, texts[0], maps)
            here = _row(connection, article_id)
        else:
            article_id = here["id"]
        own = is_new or url_key(here["url"]) == url_key(there["url"])
        revisions = _join(connection, here, texts, own=own) + is_new
        for row in urls:
            articles.known_at(connection, title_id, row["url"], article_id, row["first_seen"])
        _facts(connection, other, there, article_id, maps)
        _state(connection, article_id, there, is_new=is_new)
    return article_id, int(is_new), revisions


def _here(
    connection: sqlite3.Connection,
    title_id: int,
    there: Mapping[str, Any],
    urls: Sequence[Mapping[str, Any]],
) -> sqlite3.Row | None:
    first = url_key(there["url"])
    for key in dict.fromkeys([first, *(row["url_key"] for row in urls)]):
        row: sqlite3.Row | None = connection.execute(
            "SELECT a.* FROM article_urls u JOIN articles a ON a.id = u.article_id"
            " WHERE u.title_id = ? AND u.url_key = ?",
            (title_id, key),
        ).fetchone()
        if row:
            return row
    same: sqlite3.Row | None = articles.by_text(connection, title_id, _plain(there))
    return same


def _plain(there: Mapping[str, Any]) -> Article:
    return Article(title=there["title"], body=there["body"], published=there["published"])


def _insert(
    connection: sqlite3.Connection,
    title_id: int,
    there: Mapping[str, Any],
    text: Text,
    maps: Maps,
) -> int:
    ask = Asked(
        0, 0, title_id, there["url"], url_key(there["url"]), "", "article", {}, 0, 0, 0, ""
    )
    article = articles.at_address(article_of(json.loads(text.record)), there["url"])
    article_id, _ = articles.insert(connection, ask, article, text.capture_id, text.seen_at)
    with search_rows.changing(connection, article_id):
        connection.execute(
            "UPDATE articles SET issue_id = ?, page_label = ? WHERE id = ?",
            (maps.issues.get(there["issue_id"]), there["page_label"], article_id),
        )
    return article_id


def _join(
    connection: sqlite3.Connection, here: sqlite3.Row, texts: Sequence[Text], *, own: bool
) -> int:
    """Bring the texts into the history of the article; returns how many revisions that made."""
    rows = connection.execute(
        "SELECT id, seen_at, record, capture_id, number, text_hash FROM revisions"
        " WHERE article_id = ? ORDER BY number",
        (here["id"],),
    ).fetchall()
    mine = [Text(r["seen_at"], r["record"], r["capture_id"], r["id"]) for r in rows]
    if not own:  # at another address only a text that it never had is a change
        had = {row["text_hash"] for row in rows}
        texts = [text for text in texts if _text_hash(text) not in had]
    joined = _in_order([*mine, *texts])
    if joined == mine:
        return 0
    _renumber(connection, here["id"], rows, joined)
    newest = joined[-1]
    record = articles.at_address(article_of(json.loads(newest.record)), here["url"])
    articles.rewrite(connection, here, record, newest.capture_id, newest.seen_at, len(joined))
    return len(joined) - len(mine)


def _in_order(texts: Sequence[Text]) -> list[Text]:
    """By time.  A text that follows on itself is one, from the time when it was seen first; all
    that are revisions here stay revisions."""
    joined: list[Text] = []
    for text in sorted(texts, key=lambda text: (text.seen_at, text.row_id is None)):
        last = joined[-1] if joined else None
        if last is None or last.printed() != text.printed():
            joined.append(text)
        elif text.row_id is not None and last.row_id is None:
            joined[-1] = replace(last, row_id=text.row_id)
        elif text.row_id is not None:
            joined.append(text)
    return joined


def _renumber(
    connection: sqlite3.Connection,
    article_id: int,
    rows: Sequence[sqlite3.Row],
    joined: Sequence[Text],
) -> None:
    numbers = {text.row_id: number for number, text in enumerate(joined, 1)}
    for table in ("revisions", "rereadings"):
        connection.execute(
            f"UPDATE {table} SET number = -number WHERE article_id = ?", (article_id,)
        )
        connection.executemany(
            f"UPDATE {table} SET number = ? WHERE article_id = ? AND number = ?",
            [(numbers[row["id"]], article_id, -row["number"]) for row in rows],
        )
    changed = []
    for number, text in enumerate(joined, 1):
        record = json.loads(text.record)
        values = {
            "article_id": article_id,
            "number": number,
            "seen_at": text.seen_at,
            "capture_id": text.capture_id,
            "text_hash": text_hash(record["title"], record["body"]),
            "title": record["title"],
            "body": record["body"],
            "record": text.record,
        }
        if text.row_id is None:
            changed.append(insert(connection, "revisions", values))
            continue
        sets = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE revisions SET {sets} WHERE id = ?", (*values.values(), text.row_id)
        )
        changed.append(text.row_id)
    ledger.enter(connection, "revision", changed)
    reread = connection.execute("SELECT id FROM rereadings WHERE article_id = ?", (article_id,))
    ledger.enter(connection, "rereading", [row[0] for row in reread.fetchall()])


def _facts(
    connection: sqlite3.Connection,
    other: Archive,
    there: Mapping[str, Any],
    article_id: int,
    maps: Maps,
) -> None:
    """Sightings, re-readings and pages (分页)."""
    for row in other.query("SELECT * FROM sightings WHERE article_id = ?", there["id"]):
        keys = {"article_id": article_id, "seen_at": row["seen_at"], "kind": row["kind"]}
        if known(connection, "sightings", keys) is None:
            values = keys | {
                "reason": row["reason"],
                "crawl_id": maps.crawls[row["crawl_id"]],
                "capture_id": maps.captures.get(row["capture_id"]),
            }
            ledger.enter(connection, "sighting", [insert(connection, "sightings", values)])
    for row in other.query("SELECT * FROM rereadings WHERE article_id = ?", there["id"]):
        keys = {"article_id": article_id, "read_at": row["read_at"], "before": row["before"]}
        if known(connection, "rereadings", keys) is None:
            number = _number_here(connection, other, row, article_id)
            values = keys | {n: row[n] for n in ("reader", "changed")} | {"number": number}
            ledger.enter(connection, "rereading", [insert(connection, "rereadings", values)])
    _parts(connection, other, there["id"], article_id, maps)


def _number_here(
    connection: sqlite3.Connection, other: Archive, row: Mapping[str, Any], article_id: int
) -> int:
    """Which revision here is the one that was read anew there."""
    (revision,) = other.query(
        "SELECT text_hash FROM revisions WHERE article_id = ? AND number = ?",
        row["article_id"],
        row["number"],
    )
    found = connection.execute(
        "SELECT number FROM revisions WHERE article_id = ? ORDER BY text_hash = ? DESC, number"
        " DESC LIMIT 1",
        (article_id, revision["text_hash"]),
    ).fetchone()
    return int(found[0])


def _parts(
    connection: sqlite3.Connection, other: Archive, there_id: int, article_id: int, maps: Maps
) -> None:
    rows = other.query("SELECT * FROM article_parts WHERE article_id = ?", there_id)
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id"}
        values |= {
            "article_id": article_id,
            "capture_id": maps.captures.get(row["capture_id"]),
        }
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


def _state(
    connection: sqlite3.Connection, article_id: int, there: Mapping[str, Any], *, is_new: bool
) -> None:
    """Whichever archive has looked last knows whether the article is there."""
    here = _row(connection, article_id)
    last = max(there, here, key=_looked) if not is_new else there
    with search_rows.changing(connection, article_id, last["status"] != here["status"]):
        connection.execute(
            "UPDATE articles SET status = ?, missing_since = ?, first_seen = min(first_seen, ?),"
            " last_seen = max(last_seen, ?), checked_at = max(coalesce(checked_at, ''), ?),"
            " checks = max(checks, ?) WHERE id = ?",
            (last["status"], last["missing_since"], there["first_seen"], there["last_seen"],
             _looked(there), there["checks"], article_id),
        )  # fmt: skip
    if is_new:
        connection.execute(
            "UPDATE articles SET last_seen = ?, checked_at = ? WHERE id = ?",
            (there["last_seen"], there["checked_at"], article_id),
        )


def _looked(row: Any) -> str:
    return str(row["checked_at"] or row["last_seen"])


def _row(connection: sqlite3.Connection, article_id: int) -> Any:
    return connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()


def _text_hash(text: Text) -> str:
    record = json.loads(text.record)
    return text_hash(record["title"], record["body"])
