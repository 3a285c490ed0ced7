"""The archive of one moment, while a crawl writes into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import explain
from archive.store import Archive

_PAGES = 1024  # copied between two steps


def copy_database(archive: Archive, target: Path) -> None:
    """Copy the database to `target`, which is not there: all rows of one moment.

    Each row's bytes are in the WARC files before the row is written: files that are copied
    afterwards hold all that the copy names.  Raises ArchiveError.
    """
    # Within a read transaction the copy is of one moment, and a writing crawl does not make
    # SQLite begin again.
    with archive.moment() as connection:
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                connection.backup(copy, pages=_PAGES)
                # A file with a write-ahead log cannot be read from a medium that is read only.
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.Error as error:
            raise explain(error, target) from error


def visible(folder: Path, *, files: bool = True) -> list[Path]:
    """The files (or the folders) of a folder, without locks and half-written files, which are
    hidden ones."""
    if not folder.is_dir():
        return []
    paths = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
    return [path for path in paths if (path.is_file() if files else path.is_dir())]
