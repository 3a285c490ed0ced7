"""The rows of the search index: written in the transaction that changes an article.

The index has no text of its own, so a row is taken out by the terms that it was put in with:
they are worked out again from the article, before it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from archive.search_facets import terms_of
from archive.search_text import tokens

_COLUMNS = "body, title, people, source, facets"
_ROW = (
    'SELECT a.id, a.body, a.kicker, a.title, a.subtitle, a."column", a.source, a.published,'
    " a.page_label, a.status, t.name FROM articles a JOIN titles t ON t.id = a.title_id"
)
_CURSOR_ROWS = 500
_Terms = tuple[int, str, str, str, str, str]


def add(connection: sqlite3.Connection, article_id: int) -> None:
    """Index an article from its rows in `articles` and `people`."""
    _insert(connection, _terms(connection, article_id))


def remove(connection: sqlite3.Connection, article_id: int) -> None:
    """Take an article out; to be called before its rows change."""
    connection.execute(
        f"INSERT INTO article_search (article_search, rowid, {_COLUMNS})"
        " VALUES ('delete', ?, ?, ?, ?, ?, ?)",
        _terms(connection, article_id),
    )


@contextmanager
def changing(
    connection: sqlite3.Connection, article_id: int, really: bool = True
) -> Iterator[None]:
    """For a change of what an article is filtered by."""
    if really:
        remove(connection, article_id)
    yield
    if really:
        add(connection, article_id)


def rebuild(
    connection: sqlite3.Connection, step: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Make the whole index anew, in the caller's transaction; how many articles it has.  `step`
    is told how many are done and how many there are."""
    connection.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    total = int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    rows = connection.execute(f"{_ROW} ORDER BY a.id")
    for done, row in enumerate(rows, 1):
        _insert(connection, _terms_of(connection, row))
        if done % _CURSOR_ROWS == 0:
            step(done, total)
    connection.execute("INSERT INTO article_search (article_search) VALUES ('optimize')")
    step(total, total)
    return total


def begin(connection: sqlite3.Connection) -> None:
    """Fill the index of an archive of an older version."""
    rebuild(connection)


def _insert(connection: sqlite3.Connection, terms: _Terms) -> None:
    connection.execute(
        f"INSERT INTO article_search (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", terms
    )


def _terms(connection: sqlite3.Connection, article_id: int) -> _Terms:
    row = connection.execute(f"{_ROW} WHERE a.id = ?", (article_id,)).fetchone()
    return _terms_of(connection, row)


def _terms_of(connection: sqlite3.Connection, row: Any) -> _Terms:
    names = connection.execute(
        "SELECT name FROM people WHERE article_id = ? ORDER BY position", (row["id"],)
    )
    heads = (row["kicker"], row["title"], row["subtitle"], row["column"])
    return (
        row["id"],
        tokens(row["body"]),
        tokens("\n".join(head or "" for head in heads)),
        tokens("\n".join(name[0] for name in names)),
        tokens(row["source"] or ""),
        " ".join(terms_of(row)),
    )
