"""What Datasette is told of an archive's tables: which of them its search box is for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from archive.web.answer import is_archive

# articles.id is the rowid of the index, see docs/tables.md.
_SEARCHED = {"fts_table": "article_search", "fts_pk": "id"}
_TABLES = ("articles", "article_list")


def metadata(datasette: Any) -> dict[str, Any]:
    """For the archives among Datasette's databases, and no other."""
    names = [
        name
        for name, database in datasette.databases.items()
        if database.path and _holds_archive(str(database.path))
    ]
    tables = {table: dict(_SEARCHED) for table in _TABLES}
    return {"databases": {name: {"tables": tables} for name in names}}


@cache
def _holds_archive(path: str) -> bool:
    address = f"{Path(path).absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return is_archive(connection)
    except sqlite3.Error:
        return False
