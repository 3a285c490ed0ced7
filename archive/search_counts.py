"""How many of the hits are in each title, year and state: what a search can be narrowed by.

Each is one more question to the index, with the filter's term added.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive import search_facets
from archive.search import Search
from archive.search_match import both, one_of

_MOST_TITLES = 100  # the largest ones are asked for


@dataclass(frozen=True, slots=True)
class Count:
    """`value` is what the filter of that name takes, `label` what people read."""

    value: str
    label: str
    count: int


def titles(search: Search) -> list[Count]:
    """The titles with hits, those with most first."""
    rows = search.connection.execute(
        "SELECT t.name, t.publication FROM titles t JOIN (SELECT title_id, count(*) AS n"
        " FROM articles GROUP BY title_id) a ON a.title_id = t.id ORDER BY n DESC LIMIT ?",
        (_MOST_TITLES,),
    )
    found = [
        Count(name, publication, _count(search, search_facets.title(name)))
        for name, publication in rows
    ]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)


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
