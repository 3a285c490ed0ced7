"""A query as an expression of SQLite's FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax)
over the table `article_search`."""

from __future__ import annotations

from collections.abc import Iterable

from archive.search_facets import EVERY, Names, any_of
from archive.search_query import Either, Filter, Node, Phrase
from archive.search_text import MARK, Unit, terms

NOTHING = f'"{MARK}{MARK}"'  # a term that no article has


def expression(node: Node | None, names: Names) -> str:
    """What FTS5 is asked; NOTHING where the query holds nothing that could be found.

    Raises QueryError for a filter that means nothing.
    """
    if node is None:
        return NOTHING
    if isinstance(node, Phrase):
        return _phrase(node)
    if isinstance(node, Filter):
        return one_of(any_of(node.name, node.value, names))
    if isinstance(node, Either):
        return f"({' OR '.join(expression(one, names) for one in node.nodes)})"
    wanted = [expression(one, names) for one in node.nodes] or [one_of(EVERY)]
    found = f"({' AND '.join(wanted)})"
    for one in node.without:
        found = f"({found} NOT {expression(one, names)})"
    return found


def one_of(terms: Iterable[str]) -> str:
    """Any of these terms of archive/search_facets.py."""
    return f"facets : ({' OR '.join(_quoted([term]) for term in terms)})"


def both(one: str, other: str) -> str:
    """Two expressions that have to hold together."""
    return f"({one} AND {other})"


def _phrase(node: Phrase) -> str:
    column = f"{node.column} : " if node.column else ""
    parts = [_part(part) for part in _parts(list(node.units))]
    if node.prefix:
        parts[-1] += "*"
    return column + parts[0] if len(parts) == 1 else f"{column}({' AND '.join(parts)})"


def _part(units: list[Unit]) -> str:
    # One character at the end: with or without a follower, `"海"*` finds `海水` and `海`.
    return _quoted(terms(units, whole=False)) + "*" * (len(units[-1][0]) == 1)


def _parts(units: list[Unit]) -> list[list[Unit]]:
    """The index has no term for the last character of a run before punctuation: `海。渡口` cannot
    be one phrase, and is looked for as two."""
    if len(units) > 1 and len(units[0][0]) == 1 and units[1][0]:
        return [units[:1], *_parts(units[1:])]
    return [units]


def _quoted(terms: Iterable[str]) -> str:
    return '"' + " ".join(terms).replace('"', '""') + '"'
