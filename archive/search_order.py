"""In which order hits are shown, without looking at all of them.

A word of a newspaper may be in every tenth of a million articles.  Newest first, days are gone
through backwards, as the index has a term for each: `渡口` and any of the last days.  By
relevance, FTS5's bm25 weighs the headline hits and the newest others, and not each of a hundred
thousand.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from archive.search_facets import cover, undated
from archive.search_match import both, one_of

# Weights of body, headline block, people, source and facets.
_BM25 = "bm25(article_search, 1.0, 10.0, 5.0, 3.0, 0.0)"
_MOST_WEIGHED = 5_000
_MOST_HEADLINES = 2_000
_MOST_SORTED = 2_000  # so many hits, or hits that far down, are all looked at to sort them
# CROSS: the index first, whatever SQLite thinks of it.
_NEWEST = (
    "SELECT a.id FROM article_search s CROSS JOIN articles a ON a.id = s.rowid"
    " WHERE s.article_search MATCH ? ORDER BY a.published IS NULL, a.published DESC, a.id DESC"
)


def newest(
    connection: sqlite3.Connection, expression: str, count: int, limit: int, offset: int
) -> list[int]:
    """Ids of hits, the last published first and those without a day last; `count` is how many
    hits there are."""
    wanted = offset + limit
    if count <= _MOST_SORTED or wanted > _MOST_SORTED:
        rows = connection.execute(f"{_NEWEST} LIMIT ? OFFSET ?", (expression, limit, offset))
        return [row[0] for row in rows]
    span = _days(connection)
    found: list[int] = []
    if span is not None:
        first, upto = span
        # So many days that they should have what is wanted; more where they have not.
        step = 1 + 2 * wanted * (upto - first).days // count
        while upto >= first and len(found) < wanted:
            start = max(first, upto - timedelta(step - 1))
            found += _of(connection, both(expression, one_of(cover(start, upto))))
            upto, step = start - timedelta(1), step * 2
    if len(found) < wanted:
        found += _of(connection, both(expression, one_of([undated()])))
    return found[offset:wanted]


def relevant(
    connection: sqlite3.Connection, expression: str, headlines: str, limit: int, offset: int
) -> list[int]:
    """Ids of hits, the best first: `headlines` is the expression for those with a hit in their
    headline block ("" for none).  Of more than 5,000 hits the last archived ones are weighed, and
    up to 2,000 headline hits beside them."""
    weighed = _weighed(connection, expression, max(_MOST_WEIGHED, offset + limit))
    if headlines and len(weighed) >= _MOST_WEIGHED:
        weighed |= _weighed(connection, headlines, _MOST_HEADLINES)
    best = sorted(weighed, key=lambda one: (weighed[one], -one))
    return best[offset : offset + limit]


def _weighed(connection: sqlite3.Connection, expression: str, most: int) -> dict[int, float]:
    rows = connection.execute(
        f"SELECT rowid, {_BM25} FROM article_search WHERE article_search MATCH ?"
        " ORDER BY rowid DESC LIMIT ?",
        (expression, most),
    )
    return {row[0]: row[1] for row in rows}


def _of(connection: sqlite3.Connection, expression: str) -> list[int]:
    return [row[0] for row in connection.execute(_NEWEST, (expression,))]


def _days(connection: sqlite3.Connection) -> tuple[date, date] | None:
    """The first and the last day of publication."""
    ends = [
        connection.execute(f"SELECT {end}(published) FROM articles").fetchone()[0]
        for end in ("min", "max")
    ]
    return (_day(ends[0]), _day(ends[1])) if ends[0] else None


def _day(published: str) -> date:
    return date.fromisoformat(published[:10])
