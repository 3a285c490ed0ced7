"""Reprints (转载): the same text in another title, and which printing was the first."""

from __future__ import annotations

import sqlite3

from archive.identity import normal_text, text_hash
from archive.records import Article

# Shorter texts (letters and digits) may be alike by chance: weather, captions, notices.
_LEAST_LENGTH = 100


def body_hash(article: Article) -> str:
    """The hash by which reprints are known, or "" for a text too short to tell.

    A note (开栏语, 编者按) that the reprinting desk put before the text does not count.
    """
    text = article.body.removeprefix(article.editorial_note or "")
    return text_hash(text) if len(normal_text(text)) >= _LEAST_LENGTH else ""


def order(connection: sqlite3.Connection, known_by: str) -> bool:
    """Link all articles with this body hash to the first printing; True if titles share it.

    First is the earliest day of publication (a month without a day is its end); on one day the
    copy that names no other source, then the one archived first.
    """
    if not known_by:
        return False
    rows = connection.execute(
        "SELECT a.id, a.title_id, substr(coalesce(a.published, '9999') || '-99-99', 1, 10) AS day,"
        " coalesce(a.source, '') NOT IN ('', t.publication) AS reprints"
        " FROM articles a JOIN titles t ON t.id = a.title_id WHERE body_hash = ?"
        " ORDER BY day, reprints, a.id",
        (known_by,),
    ).fetchall()
    shared = len({row["title_id"] for row in rows}) > 1
    first = rows[0]["id"] if shared else None
    connection.executemany(
        "UPDATE articles SET reprint_of = ? WHERE id = ?",
        [(None if row["id"] == first else first, row["id"]) for row in rows],
    )
    return shared
