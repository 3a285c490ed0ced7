"""The state of the search index, and the second one for tools that know nothing of baokan.

SQLite's own trigram index (https://sqlite.org/fts5.html#the_trigram_tokenizer) over `articles` is
found by plain Datasette and sqlite-utils by themselves.  It finds what has three characters or
more, as it is printed; shorter words find nothing in it, and say nothing of that.  So it is made
only when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.store import Archive

TRIGRAM = "articles_fts"
_COLUMNS = ("title", "body")


@dataclass(frozen=True, slots=True)
class State:
    """`articles` are in the archive and `indexed` of them in the index, which takes `bytes`;
    `trigram` is the size of the second one in bytes, or None."""

    articles: int
    indexed: int
    bytes: int
    trigram: int | None


def state(archive: Archive) -> State:
    """What there is."""
    (row,) = archive.query(
        "SELECT (SELECT count(*) FROM articles) AS articles,"
        " (SELECT count(*) FROM article_search_docsize) AS indexed,"
        " (SELECT sum(length(block)) FROM article_search_data) AS bytes"
    )
    size = None
    if has_trigram(archive):
        (found,) = archive.query(f"SELECT sum(length(block)) AS bytes FROM {TRIGRAM}_data")
        size = int(found["bytes"] or 0)
    return State(row["articles"], row["indexed"], row["bytes"] or 0, size)


def has_trigram(archive: Archive) -> bool:
    """Whether the second index is there."""
    return bool(archive.query("SELECT 1 FROM sqlite_master WHERE name = ?", TRIGRAM))


def make_trigram(archive: Archive) -> None:
    """Make the second index, kept current by triggers of its own."""
    with archive.transaction():
        archive.db.table("articles").enable_fts(_COLUMNS, tokenize="trigram", create_triggers=True)


def drop_trigram(archive: Archive) -> None:
    """Take the second index away."""
    with archive.transaction():
        archive.db.table("articles").disable_fts()
