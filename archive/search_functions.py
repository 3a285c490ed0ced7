"""SQL functions for searching with the query as a person types it.

    SELECT id, title FROM articles WHERE id IN
      (SELECT rowid FROM article_search WHERE article_search MATCH search_match('渡口 -广告'))

Plain FTS5 would look for the characters as they are typed, and not find `图书馆`, which the index
holds as `图书 书馆`.
"""

from __future__ import annotations

import sqlite3

from archive.migrate import APPLICATION_ID
from archive.search import match
from archive.search_query import parse
from archive.snippets import phrases, snippet


def register(connection: sqlite3.Connection) -> None:
    """Make `search_match(query)` and `search_snippet(text, query)` known to a connection.

    search_match is the expression to MATCH with; a query that cannot be understood (status:gone)
    is an error of the statement.  search_snippet is the piece of the text that shows the words,
    each hit in [ ].  NULL gives NULL.
    """

    def search_match(query: object) -> str | None:
        return None if query is None else match(connection, str(query))

    connection.create_function("search_match", 1, search_match)
    connection.create_function("search_snippet", 2, _snippet, deterministic=True)


def take_search_box(connection: sqlite3.Connection) -> None:
    """Let Datasette's own search box ask our index.

    Its statement is `… MATCH escape_fts(:search)`: the function is made ours, in the connections
    of a baokan archive only.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        connection.create_function("escape_fts", 1, lambda query: match(connection, str(query)))


def _snippet(text: object, query: object) -> str | None:
    if text is None or query is None:
        return None
    pieces = snippet(str(text), phrases(parse(str(query))))
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)
