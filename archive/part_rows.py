"""Rows of `article_parts`: the pages of an article as they were read last."""

from __future__ import annotations

import json
import sqlite3

from archive.compose import Composed, Reading, compose
from archive.identity import text_hash, url_key
from archive.queue import Asked
from archive.record_json import article_of
from archive.records import Article


def readings(connection: sqlite3.Connection, article_id: int) -> dict[int, Reading]:
    """The pages that were read, by number.  An article that was on one page is its page 1."""
    rows = connection.execute(
        "SELECT number, record, seen_at, capture_id FROM article_parts WHERE article_id = ?"
        " AND record IS NOT NULL AND NOT left_out",
        (article_id,),
    ).fetchall()
    if not rows:
        row = connection.execute(
            "SELECT r.record, r.capture_id, a.last_seen, a.url FROM revisions r"
            " JOIN articles a ON a.id = r.article_id AND a.revision = r.number WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        article = article_of(json.loads(row["record"]))
        single = Reading(1, article, row["last_seen"], row["capture_id"])
        keep(connection, article_id, single, row["url"])
        return {1: single}
    return {
        row["number"]: Reading(
            row["number"], article_of(json.loads(row["record"])), row["seen_at"], row["capture_id"]
        )
        for row in rows
    }


def is_kept_at(
    connection: sqlite3.Connection, article_id: int, number: int, ask: Asked, article: Article
) -> bool:
    """Whether the page is kept as read at the address of this answer."""
    row = connection.execute(
        "SELECT 1 FROM article_parts WHERE article_id = ? AND number = ? AND url_key IN (?, ?)",
        (article_id, number, ask.url_key, url_key(article.url or ask.url)),
    ).fetchone()
    return row is not None


def keep(connection: sqlite3.Connection, article_id: int, reading: Reading, url: str) -> None:
    """The row of a page, and rows for the pages that it leads to."""
    article = reading.article
    known = article.pagination
    connection.execute(
        "INSERT INTO article_parts (article_id, number, url, url_key, rule, capture_id, seen_at,"
        " text_hash, title, body, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id, number) DO UPDATE SET url = excluded.url,"
        " url_key = excluded.url_key, capture_id = excluded.capture_id,"
        " seen_at = excluded.seen_at, missing_since = NULL, left_out = 0,"
        " text_hash = excluded.text_hash, title = excluded.title, body = excluded.body,"
        " record = excluded.record",
        (article_id, reading.number, url, url_key(url), known.rule if known else "",
         reading.capture_id, reading.seen_at, text_hash(article.title, article.body),
         article.title, article.body, json.dumps(article.as_dict(), ensure_ascii=False)),
    )  # fmt: skip
    if known is None:
        return
    links = [(page.number, page.url, page.rule) for page in known.pages]
    links += [(1, known.first, known.rule)] if known.first else []
    links += [(0, known.full, known.rule)] if known.full else []
    connection.executemany(
        "INSERT OR IGNORE INTO article_parts (article_id, number, url, url_key, rule)"
        " SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS"
        " (SELECT 1 FROM article_parts WHERE article_id = ?1 AND url_key = ?4)",
        [(article_id, page, link, url_key(link), rule) for page, link, rule in links],
    )


def leave_out(connection: sqlite3.Connection, article_id: int, last: int) -> None:
    """The article was cut to fewer pages: what stood on the others stands on these now."""
    connection.execute(
        "UPDATE article_parts SET left_out = 1 WHERE article_id = ? AND number > ?",
        (article_id, last),
    )


def composed_of(connection: sqlite3.Connection, article_id: int) -> Composed:
    """The article as its pages make it now."""
    addresses = connection.execute(
        "SELECT max(number) FROM article_parts WHERE article_id = ? AND NOT left_out",
        (article_id,),
    ).fetchone()[0]
    return compose(list(readings(connection, article_id).values()), addresses or 0)


def count(connection: sqlite3.Connection, article_id: int) -> None:
    """Write down how many pages the article's text holds, and of how many."""
    composed = composed_of(connection, article_id)
    connection.execute(
        "UPDATE articles SET parts = ?, parts_expected = ? WHERE id = ?",
        (composed.kept, composed.expected, article_id),
    )
    connection.execute(
        "UPDATE article_parts SET whole = (number IS ?) WHERE article_id = ?",
        (composed.whole, article_id),
    )
