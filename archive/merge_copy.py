"""An article that is new here: its rows are taken over with its whole history, as they are.

Only what depends on the other articles of an archive is found anew: its family, and where it
stands in the search index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from archive import articles, families, ledger, search_rows
from archive.merge_batch import There
from archive.merge_rows import Ids, insert

# Its copies hang on the article that is made; a capture goes by the number that it has here.
_HANGING = ("people", "images", "article_parts")


def copy(
    connection: sqlite3.Connection,
    there: There,
    title_id: int,
    issue_id: int | None,
    captures: Ids,
    crawls: Ids,
) -> int:
    """Make the article's rows; returns its id."""
    placed = {"title_id": title_id, "issue_id": issue_id, "family_id": None, "reprint_of": None}
    article_id = insert(connection, "articles", _mapped(there.row, captures) | placed)
    mine = {"article_id": article_id}
    for table in _HANGING:
        for row in there.of(table):
            insert(connection, table, _mapped(row, captures) | mine)
    for row in there.of("article_urls"):
        articles.known_at(connection, title_id, row["url"], article_id, row["first_seen"])
    for kind, table in (("revision", "revisions"), ("rereading", "rereadings")):
        made = [
            insert(connection, table, _mapped(row, captures) | mine) for row in there.of(table)
        ]
        ledger.enter(connection, kind, made)
    seen = [
        insert(
            connection,
            "sightings",
            _mapped(row, captures) | mine | {"crawl_id": crawls[row["crawl_id"]]},
        )
        for row in there.of("sightings")
    ]
    ledger.enter(connection, "sighting", seen)
    search_rows.add(connection, article_id)
    families.enter(connection, article_id)
    return article_id


def _mapped(row: Mapping[str, Any], captures: Ids) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name != "id"}
    if values.get("capture_id") is not None:
        values["capture_id"] = captures.get(values["capture_id"])
    return values
