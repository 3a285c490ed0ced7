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
from archive.merge_rows import Maps, insert, without

_PLAIN = ("people", "images", "article_parts")
# Kind of line in the ledger → table.
_VOUCHED = {"revision": "revisions", "rereading": "rereadings", "sighting": "sightings"}


def copy(connection: sqlite3.Connection, there: There, maps: Maps) -> int:
    """Make the article's rows; returns its id."""
    title_id = maps.titles[there.row["title_id"]]
    placed = {
        "title_id": title_id,
        "issue_id": maps.issues.get(there.row["issue_id"]),
        "family_id": None,
        "reprint_of": None,
    }
    article_id = insert(connection, "articles", _mapped(there.row, maps) | placed)
    mine = {"article_id": article_id}
    for table in _PLAIN:
        for row in there.of(table):
            insert(connection, table, _mapped(row, maps) | mine)
    for row in there.of("article_urls"):
        articles.known_at(connection, title_id, row["url"], article_id, row["first_seen"])
    for kind, table in _VOUCHED.items():
        made = [insert(connection, table, _mapped(row, maps) | mine) for row in there.of(table)]
        if made:
            ledger.enter(connection, kind, made)
    search_rows.add(connection, article_id)
    families.enter(connection, article_id)
    return article_id


def _mapped(row: Mapping[str, Any], maps: Maps) -> dict[str, Any]:
    """The row with the numbers that its capture and its crawl have here."""
    values = without(row)
    if "capture_id" in values:
        values["capture_id"] = maps.captures.get(values["capture_id"])
    if "crawl_id" in values:
        values["crawl_id"] = maps.crawls[values["crawl_id"]]
    return values
