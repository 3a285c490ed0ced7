"""Rows of `shingles`: by which numbers the text of an article is looked up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

# A number that more texts have (a footer, a preamble, a form) says nothing of any of them.
MOST_TEXTS = 1000
_LEAST_SHARED = 3
# Two shared keys are enough when they are so much of all that the texts could share.
_LEAST_PART = 0.6
_MOST_RANKED = 100


def add(connection: sqlite3.Connection, article_id: int, keys: Sequence[int]) -> None:
    """Let the article be found by these numbers, but for common ones."""
    common = _common(connection, keys)
    connection.executemany(
        "INSERT OR IGNORE INTO shingles (hash, article_id) VALUES (?, ?)",
        [(key, article_id) for key in keys if key not in common],
    )


def remove(connection: sqlite3.Connection, article_id: int) -> bool:
    """Let the article be found no more; whether it was."""
    cursor = connection.execute("DELETE FROM shingles WHERE article_id = ?", (article_id,))
    return cursor.rowcount > 0


def is_there(connection: sqlite3.Connection, article_id: int) -> bool:
    """Whether the article is found by numbers of its own."""
    row = connection.execute("SELECT 1 FROM shingles WHERE article_id = ?", (article_id,))
    return row.fetchone() is not None


def candidates(connection: sqlite3.Connection, article_id: int, keys: Sequence[int]) -> list[int]:
    """Articles that share 3 of the numbers, or 2 where they could hardly share more because one
    text is much longer; those that share most come first.  What is read is bounded by
    MOST_TEXTS rows a number."""
    shared: Counter[int] = Counter()
    common = _common(connection, keys)
    for key in keys:
        if key in common:
            continue
        rows = connection.execute(
            "SELECT article_id FROM shingles WHERE hash = ? LIMIT ?", (key, MOST_TEXTS + 1)
        ).fetchall()
        if len(rows) > MOST_TEXTS:
            connection.execute("INSERT INTO common_shingles (hash) VALUES (?)", (key,))
            connection.execute("DELETE FROM shingles WHERE hash = ?", (key,))
            continue
        shared.update([row[0] for row in rows])
    del shared[article_id]
    ranked = shared.most_common(_MOST_RANKED)
    found = [other for other, count in ranked if count >= _LEAST_SHARED]
    return found + [
        other
        for other, count in ranked
        if count == _LEAST_SHARED - 1
        and count >= _LEAST_PART * _could_share(connection, other, keys)
    ]


def _could_share(connection: sqlite3.Connection, other: int, keys: Sequence[int]) -> int:
    """How many of its keys the text with the fewer ones in the common range has there: beyond
    the largest key of either text nothing can be shared."""
    row = connection.execute(
        "SELECT max(hash), sum(hash <= ?) FROM shingles WHERE article_id = ?", (keys[-1], other)
    ).fetchone()
    largest, below = int(row[0]), int(row[1])
    return min(sum(key <= largest for key in keys), below)


def _common(connection: sqlite3.Connection, keys: Sequence[int]) -> set[int]:
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(f"SELECT hash FROM common_shingles WHERE hash IN ({marks})", keys)
    return {row[0] for row in rows}
