"""Two histories of one article made one: the texts of both in the order in which they were seen;
one that follows on itself is one revision."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive import articles, ledger
from archive.identity import text_hash
from archive.merge_rows import insert
from archive.record_json import article_of


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


def join(
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
    joined = _in_order([*mine, *(text for text in texts if not _is_there(text, mine))])
    if joined == mine:
        return 0
    _renumber(connection, here["id"], rows, joined)
    newest = joined[-1]
    record = articles.at_address(article_of(json.loads(newest.record)), here["url"])
    articles.rewrite(connection, here, record, newest.capture_id, newest.seen_at, len(joined))
    return len(joined) - len(mine)


def _is_there(text: Text, mine: Sequence[Text]) -> bool:
    """Whether the text was seen here at that very moment: two shards may have seen two texts
    then, of which only one is the last."""
    return any(one.seen_at == text.seen_at and one.printed() == text.printed() for one in mine)


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


def _text_hash(text: Text) -> str:
    record = json.loads(text.record)
    return text_hash(record["title"], record["body"])
