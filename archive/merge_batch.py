"""Articles of another archive in the order of their numbers, with all that hangs on them: read
some hundred at a time, so that neither a question an article is asked nor all are in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.store import Archive

Row = dict[str, Any]
_ARTICLES = 200  # a batch; what a merge that is killed does again
# Table → the order in which its rows were made.
_TABLES = {
    "article_urls": "rowid",
    "revisions": "number",
    "people": "position",
    "images": "position",
    "article_parts": "number",
    "sightings": "id",
    "rereadings": "id",
}


@dataclass(frozen=True, slots=True)
class There:
    """An article as the other archive has it; each table's rows in their order."""

    row: Row
    hanging: dict[str, list[Row]]

    def of(self, table: str) -> list[Row]:
        """Its rows of a table."""
        return self.hanging.get(table, [])


def batches(other: Archive) -> Iterator[list[There]]:
    """All articles of an archive.  Raises ArchiveError."""
    last = 0
    while rows := other.query(
        "SELECT * FROM articles WHERE id > ? ORDER BY id LIMIT ?", last, _ARTICLES
    ):
        span = (rows[0]["id"], rows[-1]["id"])
        hanging: dict[int, dict[str, list[Row]]] = defaultdict(dict)
        for table, order in _TABLES.items():
            for row in other.query(
                f"SELECT * FROM {table} WHERE article_id BETWEEN ? AND ? ORDER BY {order}", *span
            ):
                hanging[row["article_id"]].setdefault(table, []).append(row)
        yield [There(row, hanging[row["id"]]) for row in rows]
        last = span[1]
