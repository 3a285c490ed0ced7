"""Searching the archive: what is found, how many, in which order, and the piece that shows it.

The index is described in archive/search_text.py, what may be typed in archive/search_query.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive import search_order
from archive.search_facets import names_in
from archive.search_match import NOTHING, both, expression
from archive.search_query import All, Filter, Node, Phrase, parse
from archive.snippets import Piece, marked, phrases, snippet

_HITS = (
    "SELECT a.id, a.title, t.name, t.publication, a.published, a.page_label, a.source, a.status,"
    " a.url, a.language, a.body FROM json_each(?) AS wanted JOIN articles a ON a.id = wanted.value"
    " JOIN titles t ON t.id = a.title_id ORDER BY wanted.key"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found: `row` has id, title, name and publication of its title,
    published, page_label, source, status, url, language."""

    row: Mapping[str, Any]
    title: Sequence[Piece]
    snippet: Sequence[Piece]


class Search:
    """A query over an archive; asks it when its answers are wanted.

    `filters` are added to those of the query: name (paper, place, date, page, status) → value;
    "" is none.  Raises QueryError for a query that is too long or has a filter without a meaning.
    """

    def __init__(
        self, connection: sqlite3.Connection, query: str, filters: Mapping[str, str] | None = None
    ) -> None:
        self.connection = connection
        more = [Filter(name, value) for name, value in (filters or {}).items() if value.strip()]
        self.node = _with(parse(query), more)
        self.names = names_in(connection)
        self.expression = expression(self.node, self.names)
        self.phrases = phrases(self.node)

    @cached_property
    def count(self) -> int:
        """How many articles are found."""
        if self.expression == NOTHING:
            return 0
        row = self.connection.execute(
            "SELECT count(*) FROM article_search WHERE article_search MATCH ?", (self.expression,)
        ).fetchone()
        return int(row[0])

    def ids(self, limit: int, offset: int = 0, *, newest: bool = False) -> list[int]:
        """The articles, the best or the newest first."""
        if not self.count:
            return []
        if newest or not self.phrases:  # a filter alone makes none better than another
            return search_order.newest(self.connection, self.expression, self.count, limit, offset)
        return search_order.relevant(
            self.connection, self.expression, self._headlines(), self.count, limit, offset
        )

    def hits(self, limit: int = 20, offset: int = 0, *, newest: bool = False) -> list[Hit]:
        """The articles with the words marked where they stand."""
        wanted = self.ids(limit, offset, newest=newest)
        found = []
        for row in self.connection.execute(_HITS, (str(wanted),)):
            fields = dict(row)
            body = fields.pop("body")
            shown = snippet(body, [p for p in self.phrases if p.column in ("", "body")])
            headline = marked(fields["title"] or "", self.phrases)
            found.append(Hit(fields, headline, shown))
        return found

    def _headlines(self) -> str:
        """The expression of hits with one of the words in the headline block."""
        loose = [Phrase(p.units, "title", p.prefix) for p in self.phrases if not p.column]
        if not loose:
            return ""
        either = " OR ".join(expression(phrase, self.names) for phrase in loose)
        return both(self.expression, f"({either})")


def _with(node: Node | None, more: Sequence[Filter]) -> Node | None:
    if not more:
        return node
    return All((node, *more) if node else tuple(more))


def match(connection: sqlite3.Connection, query: str) -> str:
    """What FTS5 has to be asked for a query as a person types it: for SQL of one's own.

    Raises QueryError as Search does.
    """
    return expression(parse(query), names_in(connection))
