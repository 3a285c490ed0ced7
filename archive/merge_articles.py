"""Articles of another archive: new here, or known here with a history of its own.

An article that is new is taken over as it is (archive/merge_copy.py); of one that is known both
histories are made one (archive/merge_history.py).  A batch of articles is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from archive import articles, merge_copy, merge_facts, merge_history, search_rows
from archive.identity import url_key
from archive.merge_batch import There
from archive.merge_history import Text
from archive.merge_rows import Maps
from archive.records import Article


def bring(connection: sqlite3.Connection, there: There, maps: Maps) -> tuple[int, int, int]:
    """(id here, 1 if the article is new here, how many revisions are)."""
    title_id = maps.titles[there.row["title_id"]]
    here = _here(connection, title_id, there)
    if here is None:
        return merge_copy.copy(connection, there, maps), 1, len(there.of("revisions"))
    article_id = here["id"]
    texts = [
        Text(row["seen_at"], row["record"], maps.captures.get(row["capture_id"]))
        for row in there.of("revisions")
    ]
    own = url_key(here["url"]) == url_key(there.row["url"])
    revisions = merge_history.join(connection, here, texts, own=own)
    for row in there.of("article_urls"):
        articles.known_at(connection, title_id, row["url"], article_id, row["first_seen"])
    merge_facts.bring(connection, there, article_id, maps)
    _state(connection, article_id, there.row)
    return article_id, 0, revisions


def _here(connection: sqlite3.Connection, title_id: int, there: There) -> sqlite3.Row | None:
    first = url_key(there.row["url"])
    for key in dict.fromkeys([first, *(row["url_key"] for row in there.of("article_urls"))]):
        row: sqlite3.Row | None = connection.execute(
            "SELECT a.* FROM article_urls u JOIN articles a ON a.id = u.article_id"
            " WHERE u.title_id = ? AND u.url_key = ?",
            (title_id, key),
        ).fetchone()
        if row:
            return row
    same: sqlite3.Row | None = articles.by_text(connection, title_id, _plain(there.row))
    return same


def _plain(there: Mapping[str, Any]) -> Article:
    return Article(title=there["title"], body=there["body"], published=there["published"])


def _state(connection: sqlite3.Connection, article_id: int, there: Mapping[str, Any]) -> None:
    """Whichever archive has looked last knows whether the article is there."""
    here = _row(connection, article_id)
    last = max(there, here, key=_looked)
    with search_rows.changing(connection, article_id, last["status"] != here["status"]):
        connection.execute(
            "UPDATE articles SET status = ?, missing_since = ?, first_seen = min(first_seen, ?),"
            " last_seen = max(last_seen, ?), checked_at = max(coalesce(checked_at, ''), ?),"
            " checks = max(checks, ?) WHERE id = ?",
            (last["status"], last["missing_since"], there["first_seen"], there["last_seen"],
             _looked(there), there["checks"], article_id),
        )  # fmt: skip


def _looked(row: Any) -> str:
    return str(row["checked_at"] or row["last_seen"])


def _row(connection: sqlite3.Connection, article_id: int) -> Any:
    return connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
