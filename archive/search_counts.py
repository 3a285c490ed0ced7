"""How many of the hits are in each title, year and state: what a search can be narrowed by.

Each is one more question to the index, with the filter's term added; but for the titles of few
hits, which are looked up.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive import search_facets
from archive.search import Search
from archive.search_match import both, one_of

_MOST_TITLES = 100  # the largest ones are asked for
_FEW = 500  # hits: the titles of so many are looked up
# CROSS: the index first, whatever SQLite thinks of it.
_OF_HITS = (
    "SELECT t.name, t.publication, count(*) AS n FROM article_search s"
    " CROSS JOIN articles a ON a.id = s.rowid JOIN titles t ON t.id = a.title_id"
    " WHERE s.article_search MATCH ? GROUP BY t.id ORDER BY n DESC, t.id"
)


@dataclass(frozen=True, slots=True)
class Count:
    """`value` is what the filter of that name takes, `label` what people read."""

    value: str
    label: str
    count: int


def titles(search: Search) -> list[Count]:
    """The titles with hits, those with most first."""
    if search.count <= _FEW:
        rows = search.connection.execute(_OF_HITS, (search.expression,))
        return [Count(*row) for row in rows]
    found = [
        Count(name, publication, _count(search, search_facets.title(name)))
        for name, publication in _largest(search.connection)
    ]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)


def _largest(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Name and publication of the titles with most articles; of all where they are few."""
    (known,) = connection.execute("SELECT count(*) FROM titles").fetchone()
    sql = "SELECT t.name, t.publication FROM titles t"
    if known > _MOST_TITLES:  # only then: it counts all articles
        sql += (
            " JOIN (SELECT title_id, count(*) AS n FROM articles GROUP BY title_id) a"
            " ON a.title_id = t.id ORDER BY n DESC LIMIT " + str(_MOST_TITLES)
        )
    return [(row[0], row[1]) for row in connection.execute(sql)]


def years(search: Search) -> list[Count]:
    """The years with hits, the newest first."""
    known = "published GLOB '[12][0-9][0-9][0-9]*'"
    ends = search.connection.execute(
        f"SELECT (SELECT min(published) FROM articles WHERE {known}),"
        f" (SELECT max(published) FROM articles WHERE {known})"
    )
    first, last = ends.fetchone()
    if not first:
        return []
    found = [
        Count(f"{year}", f"{year}", _count(search, search_facets.year(year)))
        for year in range(int(last[:4]), int(first[:4]) - 1, -1)
    ]
    return [one for one in found if one.count]


def states(search: Search) -> list[Count]:
    """live, missing and vanished."""
    pairs = zip(search_facets.STATES, search_facets.EVERY, strict=True)
    found = [Count(state, state, _count(search, term)) for state, term in pairs]
    return [one for one in found if one.count]


def _count(search: Search, term: str) -> int:
    row = search.connection.execute(
        "SELECT count(*) FROM article_search WHERE article_search MATCH ?",
        (both(search.expression, one_of([term])),),
    ).fetchone()
    return int(row[0])
