"""In which order hits are shown, without looking at all of them.

A word of a newspaper may be in every tenth of a million articles.  Newest first, days are gone
through backwards, as the index has a term for each: `渡口` and any of the last days.  By
relevance, FTS5's bm25 weighs the headline hits and the newest others, and not each of a hundred
thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

from archive.search_facets import PARTLY, UNDATED, cover, day_of
from archive.search_match import both, one_of

# Weights of body, headline block, people, source and facets.
_BM25 = "bm25(article_search, 1.0, 10.0, 5.0, 3.0, 0.0)"
# bm25 looks at every article of a word before it weighs the first: with so many of them that
# takes longer than it is worth.
_TOO_COMMON = 100_000
_MOST_WEIGHED = 5_000
_MOST_HEADLINES = 2_000
_MOST_STRANGE = 100  # values at an end of the index that are no day
_MOST_SORTED = 2_000  # so many hits, or hits that far down, are all looked at to sort them
# CROSS: the index first, whatever SQLite thinks of it.
_NEWEST = (
    "SELECT a.id, a.published FROM article_search s CROSS JOIN articles a ON a.id = s.rowid"
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
    found = _walked(connection, expression, count, wanted)
    if len(found) < wanted:
        found += [one for _, one in _of(connection, expression, [UNDATED])]
    return found[offset:wanted]


def _walked(connection: sqlite3.Connection, expression: str, count: int, wanted: int) -> list[int]:
    """The newest of the hits that have a date, at least `wanted` of them if there are as many."""
    partly = _of(connection, expression, [PARTLY])
    found: list[tuple[str, int]] = []
    first, upto = _days(connection)
    # So many days that they should have what is wanted; twice as many where they have not.
    step = 1 + 2 * wanted * (upto - first).days // count
    safe: list[tuple[str, int]] = []
    while upto >= first and len(safe) < wanted:
        start = max(first, upto - timedelta(step - 1))
        found += _of(connection, expression, cover(start, upto))
        upto, step = start - timedelta(1), step * 2
        # A month alone is earlier than all of its days.
        safe = found + [one for one in partly if one[0] >= start.isoformat()]
    if len(safe) < wanted:
        safe = found + partly
    return [one for _, one in sorted(safe, reverse=True)]


def relevant(
    connection: sqlite3.Connection,
    expression: str,
    headlines: str,
    count: int,
    limit: int,
    offset: int,
) -> list[int]:
    """Ids of hits, the best first: `headlines` is the expression for those with a hit in their
    headline block ("" for none), `count` the number of all.  Of more than 5,000 hits the last
    archived ones are weighed, and up to 2,000 headline hits beside them; more than 100,000 are
    not weighed: those in headlines come first, the last archived before the others."""
    if count > _TOO_COMMON:
        return _unweighed(connection, expression, headlines, offset + limit)[offset:]
    weighed = _weighed(connection, expression, max(_MOST_WEIGHED, offset + limit))
    if headlines and len(weighed) >= _MOST_WEIGHED:
        weighed |= _weighed(connection, headlines, _MOST_HEADLINES)
    best = sorted(weighed, key=lambda one: (weighed[one], -one))
    return best[offset : offset + limit]


def _unweighed(
    connection: sqlite3.Connection, expression: str, headlines: str, wanted: int
) -> list[int]:
    sql = (
        "SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY rowid DESC LIMIT ?"
    )
    found: dict[int, None] = {}
    for one in (headlines, expression) if headlines else (expression,):
        if len(found) < wanted:
            found |= dict.fromkeys(row[0] for row in connection.execute(sql, (one, wanted)))
    return list(found)[:wanted]


def _weighed(connection: sqlite3.Connection, expression: str, most: int) -> dict[int, float]:
    rows = connection.execute(
        f"SELECT rowid, {_BM25} FROM article_search WHERE article_search MATCH ?"
        " ORDER BY rowid DESC LIMIT ?",
        (expression, most),
    )
    return {row[0]: row[1] for row in rows}


def _of(
    connection: sqlite3.Connection, expression: str, terms: Iterable[str]
) -> list[tuple[str, int]]:
    """(published, id) of the hits that have one of these terms, the newest first."""
    rows = connection.execute(_NEWEST, (both(expression, one_of(terms)),))
    return [(row[1] or "", row[0]) for row in rows]


def _days(connection: sqlite3.Connection) -> tuple[date, date]:
    """The first and the last day of publication; the last is before the first where there is
    none."""
    found = []
    for order in ("ASC", "DESC"):
        rows = connection.execute(
            "SELECT published FROM articles WHERE length(published) >= 10"
            f" ORDER BY published {order} LIMIT {_MOST_STRANGE}"
        )
        found.append(next((one for row in rows if (one := day_of(row[0]))), None))
    first, last = found
    return (first, last) if first and last else (date.max, date.min)
